"""Which lane and step typed words begin with: `B 看水箱`, `b2: the roof`, and the words that are left."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_KEY = re.compile(r"([A-Za-z])(\d{1,2})?\s*([:\uff1a])?(?![A-Za-z0-9'])\s*(.*)", re.DOTALL)
_WORDS = frozenset("AI")
"""Letters that are words in English: `A guard`, `I go`."""


@dataclass(frozen=True, kw_only=True)
class TypedStep:
    """A lane, empty when none is named; the place of an open step in it, 0 for the next; and the rest."""

    lane: str = ""
    place: int = 0
    words: str = ""


def read_step(text: str, lanes: Iterable[str], *, named: bool = False) -> TypedStep:
    """What the words begin with, in either case. `named`: a lane has to stand there, so that `a` is one.

    Else an A before a small English word is the article; with a number, a colon or Chinese behind it, it is the lane.
    """
    found = _KEY.fullmatch(text.strip())
    letter = found[1].upper() if found else ""
    if found is None or letter not in {*lanes}:
        return TypedStep(words=text)
    alone = not (named or found[2] or found[3])
    if alone and letter in _WORDS and re.match(r"[a-z]", found[4]):
        return TypedStep(words=text)
    return TypedStep(lane=letter, place=int(found[2] or 0), words=found[4])
