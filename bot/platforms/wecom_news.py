"""Which lines of a changed card its reader has not seen yet: where not all of it fits, those are what is shown."""

from __future__ import annotations

from collections.abc import Callable

Age = Callable[[str], int]
"""In which version of a card a line was new: the higher, the newer."""

_MOST = 10_000
"""Cards that are remembered, in memory only: of the others the first lines are shown."""


class News:
    """Of each card in each chat, since when its lines stand there."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[str, int]] = {}

    def read_whole(self, about: str, text: str) -> None:
        """All of it is a message the person got."""
        self._keep(about, dict.fromkeys(_lines(text), 0))

    def changed(self, about: str, text: str) -> Age:
        """It changes to this; what the lines are that have just come or changed."""
        before = self._lines.get(about)
        if before is None:
            self.read_whole(about, text)
        else:
            newest = max(before.values(), default=0) + 1
            self._keep(about, {line: before.get(line, newest) for line in _lines(text)})
        lines = self._lines.get(about, {})
        return lambda line: lines.get(line, 0)

    def _keep(self, about: str, lines: dict[str, int]) -> None:
        self._lines.pop(about, None)
        if about:
            self._lines[about] = lines
        if len(self._lines) > _MOST:
            del self._lines[next(iter(self._lines))]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n")]
