"""A TOML file with the line of every key; tomllib keeps none, so they are found by walking the text it accepted."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from pathlib import Path

from bot.read.document import Document, Trail, read_text
from bot.read.fault import Fault, FaultsError

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = " (at end of document)"


def read_toml(path: Path) -> Document:
    """The file, or FaultsError with the line of what TOML does not allow."""
    text = read_text(path)
    try:
        data = tomllib.loads(text)
        lines = find_lines(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultsError([_syntax_fault(str(error), path, text)]) from None
    except RecursionError:
        problem = "lists or tables stand too deep in each other"
        raise FaultsError([Fault(file=str(path), line=0, problem=problem, remedy="write them flat")]) from None
    return Document(file=str(path), data=data, lines=lines)


def _syntax_fault(message: str, path: Path, text: str) -> Fault:
    line = max(text.rstrip("\n").count("\n") + 1, 1)
    if found := _AT_LINE.search(message):
        line = int(found[1])
        message = message[: found.start()]
    return Fault(
        file=str(path),
        line=line,
        problem=f"not valid TOML: {message.removesuffix(_AT_END)}",
        remedy="check quotes, brackets and the = on this line and the one above",
    )


def find_lines(text: str) -> dict[Trail, int]:
    """The line of every table, key and list entry of a valid TOML text."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    """Walks over valid TOML and notes where each key stands; it judges nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Trail, int] = {}
        self._ends = [position for position, letter in enumerate(text) if letter == "\n"]
        self._repeated: dict[Trail, int] = {}
        """How many [[tables]] of this name there have been."""

    def document(self) -> None:
        """All of it."""
        table: Trail = ()
        while self._skip_blank():
            if self._take("[["):
                table = self._header(repeated=True)
            elif self._take("["):
                table = self._header(repeated=False)
            else:
                self._pair(table)

    def _header(self, *, repeated: bool) -> Trail:
        line = self._line()
        trail: Trail = ()
        keys = self._keys()
        for position, key in enumerate(keys):
            trail = (*trail, key)
            self.lines.setdefault(trail, line)
            if repeated and position == len(keys) - 1:
                self._repeated[trail] = self._repeated.get(trail, 0) + 1
            if trail in self._repeated:
                trail = (*trail, self._repeated[trail] - 1)
                self.lines.setdefault(trail, line)
        self.lines[trail] = line
        self._skip_blank()
        self._take("]]" if repeated else "]")
        return trail

    def _pair(self, table: Trail) -> None:
        line = self._line()
        trail = table
        for key in self._keys():
            trail = (*trail, key)
            self.lines.setdefault(trail, line)
        self._skip_blank()
        self._take("=")
        self._skip_blank()
        self._value(trail)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip_blank()
            if bare := _BARE_KEY.match(self.text, self.at):
                self.at = bare.end()
                keys.append(bare[0])
            else:
                keys.append(str(tomllib.loads(f"key = {self._string()}")["key"]))
            self._skip_blank()
            if not self._take("."):
                return keys

    def _value(self, trail: Trail) -> None:
        if self._take("["):
            self._list(trail)
        elif self._take("{"):
            while self._skip_blank() and not self._take("}"):
                if not self._take(","):
                    self._pair(trail)
        elif self.text[self.at] in "\"'":
            self._string()
        elif bare := _BARE_VALUE.match(self.text, self.at):
            self.at = bare.end()

    def _list(self, trail: Trail) -> None:
        position = 0
        while self._skip_blank() and not self._take("]"):
            if self._take(","):
                position += 1
                continue
            self.lines[(*trail, position)] = self._line()
            self._value((*trail, position))

    def _string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            raise ValueError(f"no string at {self.at}: the text is not valid TOML")
        self.at = found.end()
        return found[0]

    def _skip_blank(self) -> bool:
        """Over spaces, line ends and comments; whether anything is left."""
        if found := _BLANK.match(self.text, self.at):
            self.at = found.end()
        return self.at < len(self.text)

    def _take(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def _line(self) -> int:
        return bisect_left(self._ends, self.at) + 1
