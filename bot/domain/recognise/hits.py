"""Where the words of a vocabulary stand in a line: found in one pass, however many words there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

_LATIN_WIDTH = 0.35
"""What a Latin letter, a digit or a blank counts for, a Chinese sign being 1: `smoke` is as long as two signs."""
_DENIED = re.compile(
    r"(?:(?<!有)没(?!有没)(?:有)?|没见|没看[见到]|没听[见到]|(?<!是)不是|并非|(?<!有)无|未|不存在|排除(?:了)?"
    r"|\bno|\bnot(?: an?| any)?|\bwithout(?: any)?|n't(?: any| an?)?|\bnobody(?: is| was)?)\s?"
    r"(?:人|任何|发现|出现|发生|有|明显|什么|再|\bmore )?$"
)
_NO = re.compile(r"[没无未不]|排除|\bno|n't|\bwithout")
"""Whether a line denies anything at all."""
_DENIES = ("没", "不", "无", "未", "no", "not", "can't", "cannot", "won't", "冇", "唔", "打不", "别")


@dataclass(frozen=True, kw_only=True, order=True)
class Hit:
    """A word in a line, from `start` up to `end`."""

    start: int
    end: int
    word: str
    denied: bool = False
    """没有冒烟: what is denied is no evidence."""


class Finder:
    """Finds all words of a vocabulary; Latin ones only as whole words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._starting: dict[str, list[str]] = {}
        self._single: dict[str, list[str]] = {}
        for word in sorted(set(words), key=lambda word: (-len(word), word)):
            (self._starting if len(word) > 1 else self._single).setdefault(word[:2], []).append(word)

    def find(self, line: str) -> list[Hit]:
        """Every word with its place, those inside longer ones too."""
        found: list[Hit] = []
        may_deny = _NO.search(line) is not None
        for start in range(len(line)):
            for word in (*self._starting.get(line[start : start + 2], ()), *self._single.get(line[start], ())):
                if line.startswith(word, start) and _is_whole(line, start, start + len(word)):
                    denied = may_deny and _is_denied(line, start, word)
                    found.append(Hit(start=start, end=start + len(word), word=word, denied=denied))
        return found


def widths(line: str) -> list[float]:
    """How wide the line is up to each sign, in Chinese signs."""
    return [0.0, *accumulate(_LATIN_WIDTH if sign < "\u2e80" else 1.0 for sign in line)]


def _is_whole(line: str, start: int, end: int) -> bool:
    """Latin words are not looked for inside others: no fire in fireworks."""
    before = start > 0 and _is_letter(line[start]) and _is_letter(line[start - 1])
    after = end < len(line) and _is_letter(line[end - 1]) and _is_letter(line[end])
    return not before and not after


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _is_denied(line: str, start: int, word: str) -> bool:
    return not word.startswith(_DENIES) and _DENIED.search(line, max(0, start - 16), start) is not None
