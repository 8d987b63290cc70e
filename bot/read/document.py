"""A file of tables, lists and values that knows the line of each of them, whatever format it was written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.read.fault import Fault, FaultsError

Trail = tuple[str | int, ...]
"""The keys and positions that lead to a value: ("community", 0, "building", 1, "name")."""

SIZE_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a file says, and where it says it."""

    file: str
    data: Mapping[str, object]
    lines: Mapping[Trail, int]
    variables: Mapping[Trail, str] = field(default_factory=dict)
    """Values that were not in the file but in a variable of the environment."""
    untyped: bool = False
    """Whether values are the text as written (YAML, the environment) and numbers have to be read out of it."""

    def where(self, trail: Trail) -> tuple[str, int]:
        """File and line of a value; of the table around it when the value is missing."""
        for length in range(len(trail), 0, -1):
            known = trail[:length]
            if known in self.variables:
                return f"environment variable {self.variables[known]}", 0
            if known in self.lines:
                return self.file, self.lines[known]
        return self.file, 1

    def is_text(self, trail: Trail) -> bool:
        """Whether the value at this place could only be written as text."""
        return self.untyped or trail in self.variables


def read_text(path: Path) -> str:
    """The text of a file people wrote, whatever editor they used; raises FaultsError."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise _refused(path, problem="the file is larger than 4 MiB", remedy="is this the right file?")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refused(path, problem="there is no such file", remedy="create it or correct the path") from None
    except OSError as error:
        problem = f"can't be read ({error.strerror})"
        raise _refused(path, problem=problem, remedy="correct the path or its rights") from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(path, line=line, problem="is not UTF-8 text", remedy="save the file as UTF-8") from None


def _refused(path: Path, *, problem: str, remedy: str, line: int = 0) -> FaultsError:
    return FaultsError([Fault(file=str(path), line=line, problem=problem, remedy=remedy)])
