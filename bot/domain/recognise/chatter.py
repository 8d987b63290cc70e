"""Whether a line only sounds like a report: an announcement, a question about tomorrow, an advert, a film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.recognise.lexicon import Talk
from bot.domain.recognise.matching import Line, Patterns
from bot.domain.recognise.pattern import read_pattern


@dataclass(frozen=True, kw_only=True)
class Chatter:
    """One kind of talk, ready to be held against a line."""

    name: str
    says: Patterns
    unless: Patterns
    keeps: frozenset[str]


def chatter_of(talk: Mapping[str, Talk], classes: Mapping[str, tuple[str, ...]]) -> tuple[Chatter, ...]:
    """Every kind of talk of a lexicon."""
    return tuple(
        Chatter(
            name=name,
            says=Patterns(read_pattern(one, classes) for one in kind.says),
            unless=Patterns(read_pattern(one, classes) for one in kind.unless),
            keeps=frozenset(kind.keeps),
        )
        for name, kind in talk.items()
    )


def talk_in(line: Line, kinds: tuple[Chatter, ...], *, type: str) -> tuple[str, str]:
    """The kind of talk a line of this type is after all, and the words that say so; two empty texts: it is none."""
    for kind in kinds:
        if type not in kind.keeps and (found := kind.says.holding(line)) and not kind.unless.holding(line):
            return kind.name, found[0][0]
    return "", ""
