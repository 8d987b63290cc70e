"""The small language words are written in: `困|卡 + @lift`, `门 > 打不开`, `@lift + 坏 ! 年检`.

`|` stands between words that mean the same, `@lift` is a class of words of the lexicon; `+` asks for both near each
other in any order, `>` for the second soon after the first, `!` for the third being nowhere in the line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

_JOINT = re.compile(r"\s+([+>!])\s+")


class Joint(StrEnum):
    """How a part of a pattern hangs on those before it."""

    NEAR = "+"
    """In any order, not far away."""
    THEN = ">"
    """Soon after the part before it."""
    NOT = "!"
    """Nowhere in the line."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Words of which one has to be there (or, after `!`, none may)."""

    joint: Joint
    words: frozenset[str]
    written: str
    """As it stands in the file: parts written alike are looked for once."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What has to stand in a line."""

    written: str
    parts: tuple[Part, ...]


class PatternError(ValueError):
    """A pattern that cannot be read; says what is wrong, in words for whoever wrote it."""


def read_pattern(written: str, classes: Mapping[str, tuple[str, ...]]) -> Pattern:
    """The pattern with its classes filled in, or PatternError."""
    first, *rest = _JOINT.split(written.strip())
    parts = [_part(Joint.NEAR, first, classes)]
    parts += [_part(Joint(joint), words, classes) for joint, words in zip(rest[::2], rest[1::2], strict=True)]
    return Pattern(written=written, parts=tuple(parts))


def _part(joint: Joint, written: str, classes: Mapping[str, tuple[str, ...]]) -> Part:
    words: set[str] = set()
    for one in written.split("|"):
        word = one.strip()
        if not word:
            raise PatternError(f'a word is missing in "{written}"')
        if not word.startswith("@"):
            words.add(folded(word))
        elif word[1:] in classes:
            words.update(map(folded, classes[word[1:]]))
        else:
            raise PatternError(f'there is no class "{word}"')
    return Part(joint=joint, words=frozenset(words), written=written)


@cache
def folded(word: str) -> str:
    """A word as lines are read: in lower case, without blanks between Chinese signs."""
    return word.casefold()
