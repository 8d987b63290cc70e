"""Where: building, unit, floor and room as people write them (playbooks.md §0.4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from bot.domain.places import NOWHERE, Place
from bot.domain.recognise import address_chinese as chinese
from bot.domain.recognise import address_english as english
from bot.domain.recognise.address import BUILDING, FLOOR, ROOM, UNIT, Found, Reading
from bot.domain.recognise.numerals import SIGNS, number_of
from bot.domain.recognise.rooms import read_rooms

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_MOST = 1_000
"""Signs of a message that are read for its places."""
_LONGEST_ANSWER = 100
"""Signs of a line that says where and nothing else."""
_READ_AS = str.maketrans("號樓棟單層電門裡裏間個負當與區車–—−", "号楼栋单层电门里里间个负当与区车---") | {ord("’"): "'"}
"""Traditional characters, dashes and the apostrophe of telephones, sign by sign, so that positions stay the same."""
_NUMBERED = re.compile(rf"[\d{SIGNS}A-Z]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Z]{3}|/[ \t]?F", re.IGNORECASE)
"""Without a word of it no English needs to be looked for."""
_FILLER = re.compile(
    r"[\s,，.。!！~～、:：#-]|[的了啊呢吧]|在|是|就|到|改成|改到|那边|这边|那里|这里|it is|it's|at|in|no", re.IGNORECASE
)
_SPOT = re.compile(
    r"[门库堂园亭所房室厅道路口池场区顶店旁边处楼栋梯层]|"
    r"gate|garage|lobby|garden|hall|pool|floor|entrance|parking|basement|roof|shop|near|street|court|lift|stair|house",
    re.IGNORECASE,
)


def parts_of(text: str) -> tuple[str, ...]:
    """A line that names several buildings, cut into one part for each; what stands before the first goes with it."""
    said = _plain(text[:_MOST]) + text[_MOST:]
    starts: dict[str, int] = {}
    for one in _read(said[:_MOST], NO_NAMES):
        if one.part == BUILDING:
            starts.setdefault(one.value, one.start)
    if len(starts) < 2:
        return (text,)
    cuts = [0, *list(starts.values())[1:], len(said)]
    return tuple(said[start:end] for start, end in pairwise(cuts))


def places_in(text: str, names: Mapping[str, str] = NO_NAMES) -> tuple[Place, ...]:
    """The places named, one for each building; unit, floor and room belong to the building before them.

    `names`: what the roster calls a building, to its number.
    """
    places: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for one in _read(_plain(text[:_MOST])[:_MOST], names):
        if one.part == BUILDING:
            current = places.setdefault(one.value, {} if places else current)
        current.setdefault(one.part, one.value)
    found = tuple(Place(**parts) for parts in places.values()) or (Place(**current),)
    return tuple(place for place in found if place != NOWHERE)


def only_place(text: str) -> bool:
    """Whether a line says where and nothing else: 3号楼2单元 is an answer, 5号楼的快递放门岗了 is talk."""
    if len(text) > _LONGEST_ANSWER:
        return False
    said = _plain(text)
    found = _read(said, NO_NAMES)
    signs = [*said]
    for one in found:
        signs[one.start : one.end] = [""] * (one.end - one.start)
    return bool(found) and not _FILLER.sub("", "".join(signs))


def names_spot(text: str) -> bool:
    """Whether words without a number may name a place: 南门, the gate; not 快点啊."""
    return bool(_SPOT.search(unicodedata.normalize("NFKC", text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_READ_AS)


def _read(said: str, names: Mapping[str, str]) -> list[Found]:
    """Every part of a place in a line, in the order it stands there."""
    reading = Reading(said)
    if names:
        _read_names(reading, names)
    if _NUMBERED.search(said):
        reading.strike(chinese.ASIDE)
        if _LATIN.search(said):
            _read_english(reading)
        _read_chinese(reading)
        read_rooms(reading)
    return sorted(reading.found, key=lambda one: one.start)


def _read_english(reading: Reading) -> None:
    for part, pattern in ((BUILDING, english.BUILDING), (UNIT, english.UNIT), (ROOM, english.ROOM)):
        for found in reading.take(pattern):
            reading.note(part, _one_of(found), found)
    for found in reading.take(english.BETWEEN):
        low, high = (_level(part) for part in found.groups() if part)
        reading.note(FLOOR, f"{low}-{high}", found)
    for found in reading.take(english.BELOW):
        reading.note(FLOOR, f"B{_one_of(found)}", found)
    for found in reading.take(english.FLOOR):
        reading.note(FLOOR, _one_of(found), found)


def _read_chinese(reading: Reading) -> None:
    for found in reading.take(chinese.UNIT_SEAT):
        reading.note(UNIT, found[1].upper(), found)
    for found in reading.take(chinese.BUILDING, chinese.BUILDING_SHORT):
        reading.note(BUILDING, _one_of(found), found)
    _read_joined(reading)
    for found in reading.take(chinese.UNIT):
        reading.note(UNIT, _one_of(found), found)
    _read_floors(reading)


def _read_names(reading: Reading, names: Mapping[str, str]) -> None:
    pattern, numbers = _names(tuple(names.items()))
    for found in reading.take(pattern):
        reading.found.append(
            Found(part=BUILDING, value=numbers[found[0].casefold()], start=found.start(), end=found.end())
        )


@lru_cache(maxsize=16)
def _names(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The names of a roster as one pattern, the longest first; those that say their own number are read anyway."""
    numbers = {}
    for name, number in names:
        plain = _plain(name).strip()
        said = chinese.BUILDING.fullmatch(plain) or english.BUILDING.fullmatch(plain)
        if plain and (said is None or _one_of(said) != number):
            numbers[plain.casefold()] = number
    longest = sorted(numbers, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_whole_name, longest)) or r"(?!)", re.IGNORECASE), numbers


def _whole_name(name: str) -> str:
    """A name as a pattern; in Latin letters or digits only the whole of it, Tower East but not Tower Eastern."""
    before = r"(?<![A-Z\d])" if name[0].isascii() else ""
    after = r"(?![A-Z\d])" if name[-1].isascii() else ""
    return f"{before}{re.escape(name)}{after}"


def _read_joined(reading: Reading) -> None:
    """What is written with dashes: 3-1202, 3-2-1202, 3-2单元; behind a building the first of two is the unit."""
    for found in reading.take(chinese.WHOLE):
        first, second, room = found.groups()
        inside = reading.follows(found.start(), BUILDING)
        if first and not inside:
            reading.note(BUILDING, first.upper(), found)
            reading.note(UNIT, second, found)
        else:
            reading.note(UNIT if inside else BUILDING, second, found)
        reading.note(ROOM, room.upper(), found)
    for found in reading.take(chinese.BUILDING_UNIT):
        inside = reading.follows(found.start(), BUILDING)
        if not inside:
            reading.note(BUILDING, found[1].upper(), found)
        reading.note(UNIT, found[1] if inside else found[2], found)
    for found in reading.take(chinese.LETTER_ROOM):
        reading.note(BUILDING, found[1].upper(), found)
        reading.note(ROOM, found[2], found)


def _read_floors(reading: Reading) -> None:
    for found in reading.take(chinese.BETWEEN):
        low, high = (_level(part) for part in found.groups() if part)
        reading.note(FLOOR, f"{low}-{high}", found)
    for found in chinese.SIDE_BY_SIDE.finditer(reading.left):
        low, high = _level(found[1]), _level(found[2])
        if low.isdigit() and high.isdigit() and int(high) == int(low) + 1:
            reading.note(FLOOR, f"{low}-{high}", found)
    for found in reading.take(chinese.ROUGHLY):
        tens = found[1] or ""
        first, second = number_of(tens + found[2]), number_of(tens + found[3])
        one_place = int(second) == int(first) + 1
        reading.note(FLOOR, f"{first}-{second}" if one_place else number_of(f"{tens}{found[2]}{found[3]}"), found)
    for found in reading.take(chinese.BELOW):
        reading.note(FLOOR, f"B{_one_of(found)}", found)
    for found in reading.take(chinese.FLOOR, chinese.LIFT_AT):
        reading.note(FLOOR, _one_of(found), found)


def _level(written: str) -> str:
    """A floor as it is said: 负一 is B1, 5th is 5."""
    below = re.match(r"(?:负|地下|-|b)\s*(.+)", written, re.IGNORECASE)
    if below:
        return f"B{number_of(below[1])}"
    return number_of(re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", written, flags=re.IGNORECASE))


def _one_of(found: re.Match[str]) -> str:
    return number_of(next(group for group in found.groups() if group))
