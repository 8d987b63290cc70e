"""Prints the transcript: indented, and in colour on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from typing import TextIO

_PEOPLE, _BOT, _FAINT, _STRONG, _PLAIN = "\x1b[36m", "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"
_WIDEST = 100


class Screen:
    """Where the transcript goes."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        terminal = self._out.isatty()
        self._colour = terminal and "NO_COLOR" not in os.environ
        self._width = min(shutil.get_terminal_size().columns, _WIDEST) if terminal else 0

    def head(self, text: str) -> None:
        """The time, where it has moved."""
        self._print([self._dyed(text, _STRONG), ""])

    def tell(self, text: str) -> None:
        """A line of narration."""
        self._print([*(self._dyed(line, _FAINT) for line in folded(text, self._width)), ""])

    def block(self, heading: str, lines: Iterable[str], *, bot: bool) -> None:
        """What somebody said or did, under a heading."""
        body = [f"  {part}" for line in lines for part in folded(line, self._width - 2 if self._width else 0)]
        dye = _BOT if bot else _PEOPLE
        self._print([self._dyed(heading, dye), *body, ""])

    def _print(self, lines: Iterable[str]) -> None:
        print(*lines, sep="\n", file=self._out, flush=True)

    def _dyed(self, text: str, dye: str) -> str:
        return f"{dye}{text}{_PLAIN}" if self._colour else text


def folded(text: str, width: int) -> list[str]:
    """The text in lines no wider than this, cut at a blank where there is one; 0: as it is."""
    if width <= 0:
        return [text]
    lines, line, wide, blank = [], "", 0, -1
    for sign in text:
        if wide + _columns(sign) > width and line:
            cut = blank if blank > 0 else len(line)
            lines.append(line[:cut].rstrip())
            line, blank = line[cut:].lstrip(), -1
            wide = sum(map(_columns, line))
        line += sign
        wide += _columns(sign)
        if sign == " ":
            blank = len(line)
    return [*lines, line]


def _columns(sign: str) -> int:
    """How many columns a sign takes on a terminal."""
    if unicodedata.combining(sign) or sign == "\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
