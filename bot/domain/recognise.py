"""What a line of chat says: which type of incident, where, and which answers it already gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bot.domain.places import NOWHERE, Place
from bot.domain.playbook import BOTH, Answer, Playbook, Urgency, Words

FALLBACK = "other"
"""The type of everything that is an incident and fits no other plan (playbooks.md §0.7)."""

_READ_AS = str.maketrans("號樓棟單層電門裡裏間個負", "号楼栋单层电门里里间个负") | {ord("’"): "'"}
"""Traditional characters and the apostrophe of telephones, sign by sign, so that positions stay the same."""
_NUMBER = r"(\d{1,3}|[一二两三四五六七八九]?十[一二两三四五六七八九]?|[一二两三四五六七八九]{1,3})"
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
_PEOPLE = re.compile(
    rf"{_NUMBER}\s*[多几]?\s*(?:个|位|名)?\s*人|\b(\d{{1,2}}|one|two|three|four)\s+(?:people|persons?)\b",
    re.IGNORECASE | re.ASCII,
)
_NOT = r"(?:没有?|无|不是|\b(?:no|without|not|nobody)\s)\s*(?:人|看?见|看?到|任何|any\s)?\s*"
_PARTS = re.compile(r"[,;!。\n]|(?<=[\u4e00-\u9fff])\s+")
_ASKS = re.compile(r"[?吗么没未谁]|是否|不知|不确定|n't|\b(?:not|nobody|who|has|did|you|if|please|should|to)\b")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4}
_PAIRS = {"俩": 2, "仨": 3}


_FILLER = re.compile(
    r"[\s,，.。!！~～、的了啊呢吧]|在|是|就|到|改成|改到|那边|这边|那里|这里|it is|it's|at|in|no", re.IGNORECASE
)
_SPOT = re.compile(
    r"[门库堂园亭所房室厅道路口池场区顶店旁边处楼栋梯层]|"
    r"gate|garage|lobby|garden|hall|pool|floor|entrance|parking|basement|roof|shop|near|street|court|lift|stair|house",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What was understood; empty fields were not said."""

    type: str | None = None
    place: Place = NOWHERE
    answers: Mapping[str, str] = field(default_factory=dict)


def recognise(text: str, playbooks: Iterable[Playbook]) -> Recognised:
    """Reads one line. Deterministic, no network; what was not said stays empty."""
    said = _plain(text)
    playbook = _type_of(said, playbooks)
    places = places_in(said)
    return Recognised(
        type=playbook.id if playbook else None,
        place=places[0] if places else NOWHERE,
        answers=answers_in(said, playbook) if playbook else {},
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


def places_in(text: str) -> tuple[Place, ...]:
    """The places named, one for each building; unit, floor and room belong to the building before them."""
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


def answers_in(text: str, playbook: Playbook) -> dict[str, str]:
    """The answers of the question card that the words already give."""
    said = _plain(text).casefold()
    affirmed = _without_denied(said, playbook)
    given = {}
    for question in playbook.questions:
        marks = playbook.marks.get(question.id, {})
        found = [one for one, words in marks.items() if _says(question.answer(one), words, affirmed)]
        if found:
            given[question.id] = BOTH if len(found) > 1 and question.answer(BOTH) else found[-1]
    people = _people_in(said)
    count = next((one for one in playbook.questions if one.counts and one.when.holds(given)), None)
    if count is not None and people is not None:
        given[count.id] = count.counted(people)
    return given


def _says(answer: Answer | None, words: Iterable[str], said: str) -> bool:
    """Whether words give an answer; that something is done already is only believed where nobody asks or denies it."""
    parts = (
        [said] if answer is None or not answer.done else [one for one in _PARTS.split(said) if not _ASKS.search(one)]
    )
    return any(word.casefold() in part for word in words for part in parts)


def matches(words: Words, text: str) -> bool:
    """Whether a text says this; `none_of` wins over everything."""
    said = _SPACED.sub("", text.casefold())
    if not _are_in(words, said):
        return False
    if words.none_of and _any_in(words.none_of, _not_of(words.none_of).sub(" ", said)):
        return False
    return not words.aside or _are_in(words, _aside(words.aside).sub(" ", said))


def _are_in(words: Words, said: str) -> bool:
    if _any_in(words.any_of, said):
        return True
    return bool(words.all_of) and all(_any_in(group, said) for group in words.all_of)


def _any_in(words: tuple[str, ...], said: str) -> bool:
    return any(word in said for word in _folded(words))


@cache
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


@cache
def _not_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """不是演练 and `not a drill`, which are taken out: who says so reports all the more."""
    return re.compile(rf"(?:不是|并非|非|\bnot\s|n't\s)\s*(?:消防|火灾|an?\s|the\s)?(?:{_either(_folded(words))})")


@cache
def _aside(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_either(_folded(words)))


def _either(words: Iterable[str]) -> str:
    """A pattern of all of them, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def number_of(text: str) -> str:
    """三, 十二 and 12 as Arabic digits; letters in capitals."""
    if not text or text[0] not in "一二两三四五六七八九十":
        return text.upper()
    if "十" not in text:
        return "".join(str(_DIGITS[sign]) for sign in text)
    tens, _, ones = text.partition("十")
    return str((_DIGITS[tens[0]] if tens else 1) * 10 + (_DIGITS[ones[0]] if ones else 0))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_READ_AS)


def _without_denied(said: str, playbook: Playbook) -> str:
    """The words without 没有孕妇, 没冒烟 and `no smoke`: what is denied is not said."""
    words = frozenset(word for marks in playbook.marks.values() for one in marks.values() for word in _folded(one))
    return _denied(words).sub(" ", said) if words else said


@cache
def _denied(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"{_NOT}(?:(?:{_either(words)})(?:[、和或/]|\s(?:or|and)\s)?)+")


def _type_of(text: str, playbooks: Iterable[Playbook]) -> Playbook | None:
    """Of all that the words say: none that gives way to another of them, an emergency first, then what says most."""
    found = {playbook.id: playbook for playbook in playbooks if matches(playbook.words, text)}
    if len(found) > 1:
        found.pop(FALLBACK, None)
    first = [one for one in found.values() if not found.keys() & {*one.words.yields_to}]
    said = _SPACED.sub("", text.casefold())
    return max(
        first or found.values(),
        key=lambda one: (one.urgency is Urgency.EMERGENCY, _longest(one.words, said)),
        default=None,
    )


def _longest(words: Words, said: str) -> int:
    return max((len(word) for word in _folded(words.any_of) if word in said), default=0)


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
