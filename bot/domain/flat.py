"""Where somebody lives, in the few signs people type: 402, 2-402, 4楼402, 3号楼402, 3-2-1202."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.places import Building, Community
from bot.domain.recognise import places_in

_WHOLE = re.compile(r"(?<![\d-])(\d{1,2})\s*-\s*(?:(\d{1,2})\s*-\s*)?(\d{3,4}[A-Z]?)(?![\d-])", re.IGNORECASE)
_ROOM = re.compile(
    r"(?<![\dA-Z-])([A-Z]?\d{3,4}[A-Z]?)(?![\dA-Z-])(?!\s*(?:号?楼|栋|幢|座|单元|层|人|个|位|岁|年|元|块|米|点|分))",
    re.IGNORECASE | re.ASCII,
)
_NAMES = re.compile(
    r"[\dA-Z一二两三四五六七八九十]+\s*(?:号楼|栋|幢|座|单元|楼|层|号|室|房|#)"
    r"|\b(?:building|bldg|tower|block|unit|floor|flat|room|apartment|apt)\b\.?\s*#?\s*[\dA-Z]*\b"
    r"|\b\d+(?:st|nd|rd|th)\s+floor\b",
    re.IGNORECASE | re.ASCII,
)
_TAIL = re.compile(r"^\s*[室房]")
_MARKS = " \t\r\n,，.。:：;；、的"
_FILLER = re.compile(
    r"[\s,，.。!！~～、:：的了啊呢吧]|我?(?:家|住|在|是)+|i'?m\b|\b(?:in|at|my|we|live|it'?s|no)\b", re.IGNORECASE
)
_CALLED = ("110", "119", "120", "122")
"""Numbers people speak of in an emergency."""
_SPOKEN = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_READ_OUT = re.compile(r"[零〇○一二三四五六七八九]{3,4}")
_LETTERS = str.maketrans("號樓棟單層", "号楼栋单层")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a line says of where somebody lives."""

    building: str = ""
    unit: str = ""
    room: str = ""
    short: bool = False
    """2-402: the first number may be a building or a unit."""
    more: str = ""
    """What else it says; empty when it names a place and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where that is: a flat that exists, or the sentence that has to be said instead."""

    building: str = ""
    flat: str = ""
    """With its unit where it was said or only one is possible: 2-402."""
    units: tuple[str, ...] = ()
    """The units it may lie in, when that is still open."""
    unknown: str = ""
    """What the community does not have: `building` or `flat`."""


def flat_in(text: str) -> Said | None:
    """Reads a flat from a line; None when it names none."""
    said = _READ_OUT.sub(lambda found: found[0].translate(_SPOKEN), unicodedata.normalize("NFKC", text))
    said = said.translate(_LETTERS)
    whole = _WHOLE.search(said)
    if whole is not None:
        more = _more(text, said, whole)
        return Said(building=whole[1], unit=whole[2] or "", room=whole[3].upper(), short=not whole[2], more=more)
    rooms = [one for one in _ROOM.finditer(said) if one[1] not in _CALLED or _names_alone(said, one)]
    if not rooms:
        return None
    place = next(iter(places_in(said)), None)
    building, unit = (place.building, place.unit) if place else ("", "")
    return Said(building=building, unit=unit, room=rooms[-1][1].upper(), more=_more(text, said, rooms[-1]))


def find_home(said: Said, community: Community, *, near: str = "", units: tuple[str, ...] = ()) -> Home:
    """The flat that is meant. `near`: the building that is spoken of, `units`: those whose group it was said in.

    2-402 is unit 2 of that building where it has such a unit, and else building 2.
    """
    here = community.building(near)
    if said.short and here and said.building != near and _has_unit(here, said):
        said = Said(unit=said.building, room=said.room)
    number = said.building or near
    building = community.building(number)
    if building is None:
        unknown = "building" if number and community.buildings else ""
        return Home(building=number, flat=_joined(said.unit, said.room), unknown=unknown)
    unit = said.unit or (units[0] if len(units) == 1 and number == near else "")
    return _home_in(building, unit, said.room)


def units_open(building: Building | None, flat: str) -> tuple[str, ...]:
    """The units a flat may lie in that was given without one; none: it is clear, or nobody can know."""
    return _home_in(building, "", flat).units if building is not None and flat and "-" not in flat else ()


def _home_in(building: Building, unit: str, room: str) -> Home:
    found = building.homes_called(room, unit)
    if len(found) == 1 and (unit or building.homes or building.units <= 1):
        return Home(building=building.number, flat=found[0])
    if not found:
        return Home(building=building.number, flat=_joined(unit, room), unknown="flat")
    units = tuple(home.rpartition("-")[0] for home in found if "-" in home)
    every = tuple(str(number) for number in range(1, building.units + 1))
    return Home(building=building.number, flat=room, units=units or every)


def _has_unit(building: Building, said: Said) -> bool:
    return said.building.isdigit() and int(said.building) <= building.units


def _joined(unit: str, room: str) -> str:
    return f"{unit}-{room}" if unit else room


def _names_alone(said: str, found: re.Match[str]) -> bool:
    """Whether a number that could be telephoned is a flat all the same."""
    return said.strip() == found[0] or _TAIL.match(said[found.end() :]) is not None


def _more(text: str, said: str, found: re.Match[str]) -> str:
    """The line in the writer's own signs, without the flat when it begins with it; empty when nothing else is said."""
    before, after = said[: found.start()], said[found.end() :]
    if not _FILLER.sub("", _NAMES.sub("", f"{before} {_TAIL.sub('', after)}")):
        return ""
    first = len(said) == len(text) and not _FILLER.sub("", _NAMES.sub("", before))
    return _TAIL.sub("", text[found.end() :]).strip(_MARKS) if first else text.strip()
