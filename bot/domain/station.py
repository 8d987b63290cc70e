"""What the pasted text of a weather station says of itself: which station it is, and when it was issued."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.moment import moment_of

_STATION = re.compile(
    r"(?P<after>\d?)(?P<name>[\u4e00-\u9fff]{2,24}(?:气象台|气象局|天文台))"
    r"|(?:[A-Z][\w.-]+ ){1,4}(?:Observatory|Meteorological \w+|Weather \w+)"
)
_BEFORE = re.compile(
    r"^.*(?:今天|今日|昨天|昨日|早上|上午|中午|下午|傍晚|晚上|夜间|凌晨|消息|注意|通知|转发|根据|来自|关注)"
)
"""Whole words that may stand before the name without a gap: 今天下午深圳市气象台."""
_UNIT, _FIRST = re.compile(r"^[日号时分点]"), re.compile(r"^(?:据|由|经|是|的)")
"""One character is cut only where it can't be of the name: 日照 and 分宜 are towns."""
_ISSUED = re.compile(r"发布|解除|更新|升级|变更|继续|issued|lifted|cancell?ed", re.IGNORECASE)
_LONGEST_AGO = timedelta(days=1)
_BARE = 5


def station_of(text: str) -> str:
    """The station by its own name, or nothing."""
    found = _STATION.search(text)
    if found is None:
        return ""
    if not found["name"]:
        return found[0]
    name = _UNIT.sub("", found["name"]) if found["after"] else found["name"]
    name = _FIRST.sub("", _BEFORE.sub("", name))
    return name if len(name) >= _BARE else ""  # 气象台 alone is nobody's


def issued_of(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When it was issued, as far as it says so: forecasts name other times, and a signal of last week is none."""
    verb = _ISSUED.search(text)
    chinese = verb is not None and not verb[0].isascii()
    moment = moment_of(text[: verb.start()] if verb and chinese else text, now, zone)
    return moment if moment is not None and now - _LONGEST_AGO <= moment <= now else None
