"""What a line of chat says: which type of incident, where, and which answers it already gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bot.domain.places import NOWHERE, Place
from bot.domain.playbook import Playbook, Words

FALLBACK = "other"
"""The type of everything that is an incident and fits no other plan (playbooks.md §0.7)."""

_NUMBER = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_BUILDING = re.compile(
    rf"(?:{_NUMBER}|([A-Z]))\s*(?:号楼|栋|幢|座|#\s*楼?)|\b(?:building|bldg\.?|tower|block)\s*(\d{{1,3}}|[A-Z])\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?<![\d-])(\d{1,2})-(?:(\d{1,2})-)?(\d{3,4})(?![\d-])")
"""3-1202 and 3-2-1202."""
_UNIT = re.compile(rf"{_NUMBER}\s*单元|\bunit\s*(\d{{1,2}})\b", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"{_NUMBER}\s*[楼层]?\s*[-、到和与]?\s*{_NUMBER}\s*[楼层]\s*(?:之间|中间|间)|(\d{{1,2}})-(\d{{1,2}})\s*[楼层]"
)
_BELOW = re.compile(rf"(?:负|地下|-)\s*{_NUMBER}\s*[楼层F]?|\bB([1-9])\b(?!座)")
_FLOOR = re.compile(
    rf"{_NUMBER}\s*(?:楼|层|F\b)|\bfloor\s*(\d{{1,2}})\b|\b(\d{{1,2}})(?:st|nd|rd|th)\s+floor\b", re.IGNORECASE
)
_ROOM = re.compile(r"(?<!\d)(\d{3,4})\s*(?:室|房)|\b(?:room|flat)\s*(\d{3,4})\b", re.IGNORECASE)
_PEOPLE = re.compile(
    rf"{_NUMBER}\s*(?:个|位|名)?\s*人|\b(\d{{1,2}}|one|two|three|four)\s+(?:people|persons?)\b", re.IGNORECASE
)
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4}
_PAIRS = {"俩": 2, "仨": 3}


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What was understood; empty fields were not said."""

    type: str | None = None
    place: Place = NOWHERE
    answers: Mapping[str, str] = field(default_factory=dict)


def recognise(text: str, playbooks: Iterable[Playbook]) -> Recognised:
    """Reads one line. Deterministic, no network; what was not said stays empty."""
    said = unicodedata.normalize("NFKC", text)
    playbook = _type_of(said, playbooks)
    places = places_in(said)
    return Recognised(
        type=playbook.id if playbook else None,
        place=places[0] if places else NOWHERE,
        answers=answers_in(said, playbook) if playbook else {},
    )


def parts_of(text: str) -> tuple[str, ...]:
    """A line that names several buildings, cut into one part for each; what stands before the first goes with it."""
    said = unicodedata.normalize("NFKC", text)
    starts: dict[str, int] = {}
    for found in _BUILDING.finditer(said):
        starts.setdefault(_one_of(found), found.start())
    if len(starts) < 2:
        return (text,)
    cuts = [0, *list(starts.values())[1:], len(said)]
    return tuple(said[start:end] for start, end in pairwise(cuts))


def places_in(text: str) -> tuple[Place, ...]:
    """The places named, one for each building; unit, floor and room belong to the building before them."""
    said = unicodedata.normalize("NFKC", text)
    whole = _WHOLE.search(said)
    if whole:
        return (Place(building=whole[1], unit=whole[2] or "", room=whole[3]),)
    starts = [(found.start(), _one_of(found)) for found in _BUILDING.finditer(said)]
    if not starts:
        rest = _within(said, building="")
        return (rest,) if rest != NOWHERE else ()
    ends = [start for start, _ in starts[1:]] + [len(said)]
    found = [_within(said[start:end], building=name) for (start, name), end in zip(starts, ends, strict=True)]
    merged: dict[str, Place] = {}
    for place in found:
        merged.setdefault(place.building, place)
    return tuple(merged.values())


def answers_in(text: str, playbook: Playbook) -> dict[str, str]:
    """The answers of the question card that the words already give."""
    said = unicodedata.normalize("NFKC", text).casefold()
    given = {
        question: answer
        for question, marks in playbook.marks.items()
        for answer, words in marks.items()
        if any(word.casefold() in said for word in words)
    }
    count = playbook.question("count")
    people = _people_in(said)
    if count is not None and people is not None:
        given["count"] = str(people) if count.answer(str(people)) else "more"
    return given


def matches(words: Words, text: str) -> bool:
    """Whether a text says this; `none_of` wins over everything."""
    said = text.casefold()
    if any(word.casefold() in said for word in words.none_of):
        return False
    if any(word.casefold() in said for word in words.any_of):
        return True
    return bool(words.all_of) and all(any(word.casefold() in said for word in group) for group in words.all_of)


def number_of(text: str) -> str:
    """三, 十二 and 12 as Arabic digits; letters in capitals."""
    if not text or text[0] not in "一二两三四五六七八九十":
        return text.upper()
    if "十" not in text:
        return "".join(str(_DIGITS[sign]) for sign in text)
    tens, _, ones = text.partition("十")
    return str((_DIGITS[tens[0]] if tens else 1) * 10 + (_DIGITS[ones[0]] if ones else 0))


def _type_of(text: str, playbooks: Iterable[Playbook]) -> Playbook | None:
    found = [playbook for playbook in playbooks if matches(playbook.words, text)]
    special = [playbook for playbook in found if playbook.id != FALLBACK]
    return next(iter(special or found), None)


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


def _people_in(said: str) -> int | None:
    for word, number in _PAIRS.items():
        if word in said:
            return number
    found = _PEOPLE.search(said)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    return _ENGLISH.get(word) or int(number_of(word))


def _one_of(found: re.Match[str]) -> str:
    return number_of(next(group for group in found.groups() if group))
