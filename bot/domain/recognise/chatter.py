"""Whether a line only sounds like a report: an announcement, a question about tomorrow, an advert, a film."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.recognise.matching import Line, Patterns


@dataclass(frozen=True, kw_only=True)
class Chatter:
    """One kind of talk, ready to be held against a line."""

    name: str
    says: Patterns
    unless: Patterns
    keeps: frozenset[str]


def talk_in(line: Line, kinds: Iterable[Chatter], *, type: str) -> tuple[str, tuple[str, ...]]:
    """The kind of talk a line of this type is after all, and the words that say so; empty: it is none."""
    for kind in kinds:
        if type not in kind.keeps and (found := kind.says.holding(line)) and not kind.unless.holding(line):
            return kind.name, tuple(hit.word for hit in found[0][1])
    return "", ()
