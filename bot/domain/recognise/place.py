"""Where: building, unit, floor and room as people write them (playbooks.md §0.4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from bot.domain.places import NOWHERE, Place
from bot.domain.recognise.numerals import SIGNS, number_of

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_READ_AS = str.maketrans("號樓棟單層電門裡裏間個負", "号楼栋单层电门里里间个负") | {ord("’"): "'"}
"""Traditional characters and the apostrophe of telephones, sign by sign, so that positions stay the same."""
_NUMBER = rf"(\d{{1,3}}|[{SIGNS}]{{1,4}})"
_BUILDING = re.compile(
    rf"(?:(\d{{1,3}}[A-Z]|(?<![A-Z])[A-Z]\d{{0,2}})|{_NUMBER})\s*(?:号楼|栋|幢|座|#\s*楼?)"
    r"|\b(?:building|bldg\.?|tower|block)\s*(\d{1,3}[A-Z]?|[A-Z]\d{0,2})\b",
    re.IGNORECASE | re.ASCII,
)
_WHOLE = re.compile(r"(?<![\d-])(\d{1,2})-(?:(\d{1,2})-)?(\d{3,4})(?![\d-])")
"""3-1202 and 3-2-1202."""
_UNIT = re.compile(rf"{_NUMBER}\s*单元|\bunit\s*#?\s*(\d{{1,2}})\b", re.IGNORECASE | re.ASCII)
_BETWEEN = re.compile(
    rf"{_NUMBER}\s*(?:[楼层]\s*[-、到和与]?|[-、到和与])\s*{_NUMBER}\s*[楼层]\s*(?:之间|中间|间)"
    r"|(\d{1,2})-(\d{1,2})\s*[楼层]"
    r"|\bbetween\s+(?:the\s+)?(?:floors?\s+)?(\d{1,2})(?:st|nd|rd|th)?(?:\s+floor)?"
    r"\s+and\s+(?:the\s+)?(?:floor\s+)?(\d{1,2})(?:st|nd|rd|th)?\b",
    re.IGNORECASE | re.ASCII,
)
_BELOW = re.compile(rf"(?:负|地下|(?<!\d)-)\s*{_NUMBER}\s*[楼层F]?|\bB([1-9])\b(?!座)", re.IGNORECASE | re.ASCII)
_FLOOR = re.compile(
    rf"{_NUMBER}\s*(?:楼|层|F\b)|\bfloor\s*(\d{{1,2}})\b|\b(\d{{1,2}})(?:st|nd|rd|th)\s+floor\b",
    re.IGNORECASE | re.ASCII,
)
_ROOM = re.compile(r"(?<!\d)(\d{3,4})\s*(?:室|房)|\b(?:room|flat)\s*(\d{3,4})\b", re.IGNORECASE | re.ASCII)
_FILLER = re.compile(
    r"[\s,，.。!！~～、的了啊呢吧]|在|是|就|到|改成|改到|那边|这边|那里|这里|it is|it's|at|in|no", re.IGNORECASE
)
_SPOT = re.compile(
    r"[门库堂园亭所房室厅道路口池场区顶店旁边处楼栋梯层]|"
    r"gate|garage|lobby|garden|hall|pool|floor|entrance|parking|basement|roof|shop|near|street|court|lift|stair|house",
    re.IGNORECASE,
)


def parts_of(text: str) -> tuple[str, ...]:
    """A line that names several buildings, cut into one part for each; what stands before the first goes with it."""
    said = _plain(text)
    starts: dict[str, int] = {}
    for found in sorted((*_BUILDING.finditer(said), *_WHOLE.finditer(said)), key=lambda found: found.start()):
        starts.setdefault(_one_of(found), found.start())
    if len(starts) < 2:
        return (text,)
    cuts = [0, *list(starts.values())[1:], len(said)]
    return tuple(said[start:end] for start, end in pairwise(cuts))


def places_in(text: str, names: Mapping[str, str] = NO_NAMES) -> tuple[Place, ...]:  # noqa: ARG001
    """The places named, one for each building; unit, floor and room belong to the building before them.

    `names`: what the roster calls a building, to its number.
    """
    said = _plain(text)
    whole = {found[1]: Place(building=found[1], unit=found[2] or "", room=found[3]) for found in _WHOLE.finditer(said)}
    if whole:
        return tuple(whole.values())
    named = [*_BUILDING.finditer(said)]
    if not named:
        rest = _within(said, building="")
        return (rest,) if rest != NOWHERE else ()
    cuts = [0, *(found.start() for found in named[1:]), len(said)]
    found = [
        _within(said[start:end], building=_one_of(name))
        for name, (start, end) in zip(named, pairwise(cuts), strict=True)
    ]
    merged: dict[str, Place] = {}
    for place in found:
        merged.setdefault(place.building, place)
    return tuple(merged.values())


def only_place(text: str) -> bool:
    """Whether a line says where and nothing else: 3号楼2单元 is an answer, 5号楼的快递放门岗了 is talk."""
    rest = unicodedata.normalize("NFKC", text)
    for pattern in (_WHOLE, _BUILDING, _UNIT, _BETWEEN, _BELOW, _FLOOR, _ROOM):
        rest = pattern.sub("", rest)
    return rest != text and not _FILLER.sub("", rest)


def names_spot(text: str) -> bool:
    """Whether words without a number may name a place: 南门, the gate; not 快点啊."""
    return bool(_SPOT.search(unicodedata.normalize("NFKC", text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_READ_AS)


def _within(text: str, *, building: str) -> Place:
    rest = _BUILDING.sub(" ", text)
    unit = _UNIT.search(rest)
    rest = _UNIT.sub(" ", rest)
    room = _ROOM.search(rest)
    rest = _ROOM.sub(" ", rest)
    return Place(
        building=building,
        unit=_one_of(unit) if unit else "",
        floor=_floor_in(rest),
        room=_one_of(room) if room else "",
    )


def _floor_in(text: str) -> str:
    between = _BETWEEN.search(text)
    if between:
        low, high = (number_of(part) for part in between.groups() if part)
        return f"{low}-{high}"
    below = _BELOW.search(text)
    if below:
        return f"B{_one_of(below)}"
    floor = _FLOOR.search(text)
    return _one_of(floor) if floor else ""


def _one_of(found: re.Match[str]) -> str:
    return number_of(next(group for group in found.groups() if group))
