"""A line while an address is read from it: part after part, what has been read or is no place struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BUILDING, UNIT, FLOOR, ROOM = "building", "unit", "floor", "room"
"""The parts of a place, by their names in `Place`."""
_GONE = "\x00"
_BETWEEN_PARTS = f" \t的,-#{_GONE}"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One part of a place, and where it stands in the line."""

    part: str
    value: str
    start: int
    end: int


class Reading:
    """What has been found so far, and what is left of the line; every sign keeps its place."""

    def __init__(self, text: str) -> None:
        self.left = text
        self.found: list[Found] = []

    def strike(self, pattern: re.Pattern[str]) -> None:
        """Puts out of sight what is no place."""
        self.left = pattern.sub(_gone, self.left)

    def take(self, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Everything the patterns find, one pattern after the other; it is struck out when it has been looked at."""
        for pattern in patterns:
            found = [*pattern.finditer(self.left)]
            yield from found
            if found:
                self.strike(pattern)

    def note(self, part: str, value: str, found: re.Match[str]) -> None:
        """One part that was found; signs that are no number say nothing."""
        if value.isascii():
            self.found.append(Found(part=part, value=value, start=found.start(), end=found.end()))

    def follows(self, at: int, *parts: str) -> bool:
        """Whether one of these parts ends right before a place in the line."""
        return any(
            one.part in parts and at - 3 <= one.end <= at and not self.left[one.end : at].strip(_BETWEEN_PARTS)
            for one in self.found
        )


def _gone(found: re.Match[str]) -> str:
    return _GONE * len(found[0])
