"""What a line consists of for the weights: short pieces of text, the classes of its words, the types they point to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from bot.domain.recognise.matching import Line

_NUMBER = re.compile(r"\d+")
_RUN = re.compile(r"[a-z']+|[^a-z'\s]+")
_LONGEST = 3
"""Signs of a piece."""
_MANY = (1, 2, 3, 5)
"""How many words of a type make another feature."""


class Features:
    """Knows which words are of which class and which types they point to; made once for a vocabulary."""

    def __init__(self, classes: Mapping[str, Iterable[str]], types: Mapping[str, Iterable[str]]) -> None:
        self._classes = _by_word(classes)
        self._types = _by_word(types)

    def of(self, line: Line) -> set[str]:
        """`着火`, `@lift` for a class, `~fire 2` for two words or more of a type."""
        found = pieces_of(line.text)
        found.update(f"@{name}" for word in line.words for name in self._classes.get(word, ()))
        pointing = Counter(name for word in line.words for name in self._types.get(word, ()))
        found.update(f"~{name} {many}" for name, count in pointing.items() for many in _MANY if count >= many)
        return found


def pieces_of(text: str) -> set[str]:
    """Up to three signs in a row, Latin words and pairs of them; every number counts as 0."""
    latin: list[str] = []
    found: set[str] = set()
    for run in _RUN.findall(_NUMBER.sub("0", text)):
        if run[0].isascii() and (run[0].isalpha() or run[0] == "'"):
            latin.append(run)
        else:
            found.update(run[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(run) - size + 1))
    found.update(latin)
    found.update(f"{one} {two}" for one, two in pairwise(latin))
    return found


def _by_word(named: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, words in named.items():
        for word in {*words}:
            found.setdefault(word, []).append(name)
    return found
