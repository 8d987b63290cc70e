"""Clock times as people write them: 21:50, 9点半, 明早8点, 11月23日08:00, 9 pm. Words like 马上 are no time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_PART = "凌晨|清晨|早晨|早上?|上午|中午|正午|下午|午后|傍晚|今晚|晚上|晚间|晚|夜里|夜间|夜|半夜|深夜|午夜"
_CLOCK = re.compile(
    rf"(?P<part>{_PART})?\s*(?<!\d)(?<!\d[-~—–至到])(?P<hour>[01]?\d|2[0-4])\s*"
    r"(?:[:：]\s*(?P<minute>[0-5]\d)|[点时]\s*(?:(?P<half>半)|(?P<quarter>一刻)|(?P<after>[0-5]?\d)\s*分?|整)?)"
    r"\s*(?P<half_day>am|pm)?|(?<!\d)(?P<only>1[0-2]|[1-9])\s*(?P<only_half>am|pm)\b",
    re.ASCII,
)
_DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>20\d\d)\s*[-年/.]\s*)?"
    r"(?P<month>1[0-2]|0?[1-9])\s*(?:月|(?P<dash>[-/]))\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
    r"(?(year)|(?(dash)(?=[日号]?[\s,，、]*"
    rf"(?:$|(?:at\s+)?(?:{_PART})?\s*\d\d?\s*(?:[:：点时]|[ap]m)))))\s*[日号]?",
    re.ASCII,
)
"""Two numbers with a dash are a date before a clock time or at the end, but not in 阵风9-10级, 1-2小时, 2-3号楼."""
_SPAN = re.compile(r"(?:再过|还有|还要|每隔?)\s*\d+\s*[点时]|\d+\s*时内", re.ASCII)
"""How long, not when."""
_DAYS = {"大后天": 3, "后天": 2, "明天": 1, "明早": 1, "明晚": 1, "明日": 1, "次日": 1, "tomorrow": 1}
_TODAY, _TONIGHT = ("今", "today", "tonight"), ("今晚", "今夜", "明晚", "明夜", "tonight")
_AFTERNOON, _MIDDAY = ("下午", "午后", "傍晚"), ("中午", "正午")
_EVENING, _NIGHT = ("晚", "今晚"), ("夜", "半夜", "深夜", "午夜")
_NOON, _DAY = 12, 24
_GRACE = timedelta(minutes=1)
"""Clocks differ: what a station has just issued may seem to be a moment ahead."""
_SMALL, _DAWN = 5, 6
"""Of an evening (晚上5点 is 17:00) and of a night (夜里5点 is 05:00) the hours below these come after midnight."""


def moment_of(text: str, now: datetime, zone: ZoneInfo, *, past: bool = False) -> datetime | None:
    """The moment some words name in the zone, or None when they name none, or it is not clear which.

    Without a day it is the one nearest to now: at 23:50, 00:10 is in twenty minutes and 23:40 was ten minutes ago. Of
    what can only be `past` it is the latest that has been: at 13:00, 00:05 was this morning.
    """
    text = _SPAN.sub(" ", text.casefold())
    dated = _DATE.search(text)
    rest = text[: dated.start()] + " " + text[dated.end() :] if dated else text
    matched = _CLOCK.search(rest)
    clock = _clock(matched, text) if matched else None
    if clock is None:
        return None
    local = now.astimezone(zone)
    named = next((days for word, days in _DAYS.items() if word in text), None)
    if dated is None and named is None:
        today = any(word in text for word in _TODAY)
        if past and not today:
            return _latest(clock, local, zone=zone).astimezone(now.tzinfo)
        return _without_day(clock, local, zone=zone, today=today).astimezone(now.tzinfo)
    day = _day(dated, local.date()) if dated else local.date() + timedelta(days=named or 0)
    if day is None or clock[0] > _DAY:  # 明晚2点: of which of two nights?
        return None
    return _at(day, clock, zone=zone).astimezone(now.tzinfo)


def rounded_up(moment: datetime, step: timedelta) -> datetime:
    """The next full step: five minutes, an hour."""
    seconds = step.total_seconds()
    over = moment.timestamp() % seconds
    return moment if not over else moment + timedelta(seconds=seconds - over)


def _without_day(clock: tuple[int, int], now: datetime, *, zone: ZoneInfo, today: bool) -> datetime:
    """The nearest one; what comes after midnight belongs to the night that begins today or is not over yet."""
    before, same, after = (_at(now.date() + timedelta(days=days), clock, zone=zone) for days in (-1, 0, 1))
    if clock[0] < _DAY:
        return same if today else min((before, same, after), key=lambda one: abs(one - now))
    if now.hour >= _DAWN or (today and before < now):
        return same
    return min((before, same), key=lambda one: abs(one - now))


def _latest(clock: tuple[int, int], now: datetime, *, zone: ZoneInfo) -> datetime:
    """The latest that has been: today's, or yesterday's; of 24:30 that of the night before."""
    times = (_at(now.date() - timedelta(days=days), clock, zone=zone) for days in range(3))
    return next(one for one in times if one <= now + _GRACE)


def _at(day: date, clock: tuple[int, int], *, zone: ZoneInfo) -> datetime:
    hour, minute = clock
    day += timedelta(days=hour // _DAY)
    return datetime(day.year, day.month, day.day, hour % _DAY, minute, tzinfo=zone)


def _clock(found: re.Match[str], text: str) -> tuple[int, int] | None:
    """Hour and minute; what comes after the midnight of a night counts on from 24."""
    hour = int(found["hour"] or found["only"])
    minute = int(found["minute"] or found["after"] or 0)
    minute = 30 if found["half"] else 15 if found["quarter"] else minute
    if hour == _DAY:
        return None if minute else (hour, minute)
    return _of_day(hour, _part(found, text)), minute


def _part(found: re.Match[str], text: str) -> str:
    """The part of the day that is named with the hour, or for the whole: 今晚大约9点."""
    half_day = found["half_day"] or found["only_half"]
    tonight = any(word in text for word in _TONIGHT)
    part = found["part"] or half_day or ("晚" if tonight else "")
    early = part == "凌晨" or (part == "am" and int(found["hour"] or found["only"]) in (_NOON, *range(_SMALL)))
    return "晚" if tonight and early else part


def _of_day(hour: int, part: str) -> int:
    if part.startswith((*_EVENING, *_NIGHT)):
        late = hour < (_DAWN if part.startswith(_NIGHT) else _SMALL)
        return hour + _DAY if late else _DAY if hour == _NOON else hour + _NOON if hour < _NOON else hour
    if part in ("am", "凌晨") and hour == _NOON:
        return 0
    if part.startswith(_MIDDAY) and hour in (1, 2):
        return hour + _NOON
    return hour + _NOON if hour < _NOON and part.startswith((*_AFTERNOON, "pm")) else hour


def _day(found: re.Match[str], today: date) -> date | None:
    try:
        day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    over_new_year = not found["year"] and (today - day) > timedelta(days=180)
    return day.replace(year=day.year + 1) if over_new_year else day
