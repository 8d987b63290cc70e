"""How many: the people who are shut in and the people who are hurt, as they are stated (playbooks.md §0.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.recognise.numerals import SIGNS, number_of

_NUMBER = rf"(\d{{1,3}}|[{SIGNS}]{{1,4}})"
_PEOPLE = re.compile(
    rf"{_NUMBER}\s*[多几]?\s*(?:个|位|名)?\s*人|\b(\d{{1,2}}|one|two|three|four)\s+(?:people|persons?)\b",
    re.IGNORECASE | re.ASCII,
)
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4}
_PAIRS = {"俩": 2, "仨": 3}


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is stated; None: nothing is, or nothing certain; 0: that it is nobody."""

    trapped: int | None = None
    injured: int | None = None


def counts_in(line: str, *, type: str | None) -> Counts:
    """How many are shut in, stuck, buried or cut off, and how many hurt, ill or in labour; `line` is a plain one."""
    people = people_in(line)
    return Counts(trapped=people) if type == "elevator_trapped" else Counts(injured=people)


def people_in(line: str) -> int | None:
    """The first number of people named, whatever is said of them."""
    for word, number in _PAIRS.items():
        if word in line:
            return number
    found = _PEOPLE.search(line)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    return _ENGLISH.get(word) or int(number_of(word))
