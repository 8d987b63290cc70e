"""Which numbers of a line are flats: those that say so, and bare ones that can hardly be anything else."""

from __future__ import annotations

import re

from bot.domain.recognise import address_english as english
from bot.domain.recognise.address import BUILDING, FLOOR, ROOM, UNIT, Reading
from bot.domain.recognise.numerals import digits_of

_FLAGS = re.IGNORECASE | re.ASCII
_S = r"[ \t]{0,3}"
_SAID = re.compile(rf"(?<![\dA-Z.])(\d{{3,4}}[A-Z]?|\d{{1,2}}[A-H]|[A-H]){_S}(?:号?室|号?房(?![价租东]))", _FLAGS)
_READ_OUT = re.compile(
    r"(?<![零〇一二两三四五六七八九十百幺])([一二三四五六七八九幺][零〇一二三四五六七八九幺]{2,3})(?![十百点楼层号栋幢座个位名])[室房]?"
)
_BARE = re.compile(r"(?:(?<![\dA-Z.$¥_/-])|(?<=\x00-))([1-9]\d{2,3})([A-H]?)(?![\dA-Z%_]|[.:,]\d)", _FLAGS)
_NOT_AFTER = re.compile(
    rf"{_S}(?:元|块|米|公里|斤|克|k|[个名位件级吨封票]|人|岁|年|月|日|天(?![天花])|点|分|秒|度|ml|毫升|升|平(?![时台])|[wva]\b|伏|转|次|条|张|份|台|辆|号(?![楼室房])"
    r"|路|国道|胶|医院|错误|页面|只|多|几|bad|error|people|yuan|rmb|kg|pm|am|hours?|calls|msgs|messages|units|cars|minutes|mins)",
    _FLAGS,
)
_SUM_AFTER = re.compile(rf"{_S}(?:元|块钱|[个名位户]|人|年|岁|people|yuan)")
_NOT_BEFORE = re.compile(
    r"(?:尾号|工号|单号|编号|订单|电话|热线|分机|内线|密码|车牌|车位|型号|第|代码|错误码?|报错?|弹个?|提示|验证码|取件码|号码|桌|约|共|收|超过|近|达|扣|打|拨|费|叫|快"
    r"|¥|\$|code|error|ext|pin|route|bus|flight|call|dial|since|year|from|about|over)[. :是了:#]{0,3}$",
    _FLAGS,
)
_HOME = re.compile(rf"{_S}(?:室|房|家|户|业主|住户|租户|门口|的)")
_CALLED = frozenset({"110", "119", "120", "122", "114", "911", "999", "112", "520", "618", "818", "315"})
"""Numbers people telephone in an emergency, and those that stand for a day or a word."""
_FLATS_OF_A_FLOOR = 20
_MOST_NEXT_TO = 60


def read_rooms(reading: Reading) -> None:
    """Notes the flats of a line, those that are called so first."""
    for found in reading.take(_SAID, english.ROOM):
        reading.note(ROOM, next(filter(None, found.groups())).upper(), found)
    for found in reading.take(_READ_OUT):
        number = digits_of(found[1])
        near = reading.follows(found.start(), BUILDING, UNIT, FLOOR) or found[0][-1] in "室房"
        if number not in _CALLED and (near or (number[-2] == "0" and number[-1] != "0")):
            reading.note(ROOM, number, found)
    for found in _BARE.finditer(reading.left):
        if _is_flat(reading, found):
            reading.note(ROOM, (found[1] + found[2]).upper(), found)


def _is_flat(reading: Reading, found: re.Match[str]) -> bool:
    number = found[1]
    if number in _CALLED:
        return False
    flat = int(number[-2:])
    if reading.follows(found.start(), BUILDING, UNIT, FLOOR):
        return 0 < flat <= _MOST_NEXT_TO and not _SUM_AFTER.match(reading.left, found.end())
    if _NOT_AFTER.match(reading.left, found.end()) or _NOT_BEFORE.search(
        reading.left, max(0, found.start() - 12), found.start()
    ):
        return False
    year = 1990 <= int(number) <= 2030 and not _HOME.match(reading.left, found.end())
    return 0 < flat <= _FLATS_OF_A_FLOOR and not year and not found[2]
