"""How far the sending of a message came that goes out as several: a second try goes on where the first one failed."""

from __future__ import annotations

_MOST = 1_000
"""Messages that are remembered; it is for a few minutes, and in memory only."""


class Progress:
    """By the version of a card and its receiver: what went out of it."""

    def __init__(self) -> None:
        self._came: dict[str, tuple[int, int]] = {}

    def done(self, about: str, count: int) -> int:
        """How many of `count` went out in an earlier try; none when that one had another count."""
        done, of = self._came.get(about, (0, count))
        return done if of == count else 0

    def stopped(self, about: str, done: int, count: int) -> None:
        """So many of `count` went out, the next one failed."""
        self.ended(about)
        if about and done:
            self._came[about] = (done, count)
        if len(self._came) > _MOST:
            del self._came[next(iter(self._came))]

    def ended(self, about: str) -> None:
        """Nothing of it is to be sent again."""
        self._came.pop(about, None)


def version_of(chat: str, serial: str) -> str:
    """What all tries of one version have in common: a serial is `card-version-try`."""
    version = serial.rpartition("-")[0]
    return f"{chat}/{version}" if version else ""


def card_of(chat: str, serial: str) -> str:
    """What all versions of one card have in common."""
    card = serial.partition("-")[0] if serial.count("-") > 1 else ""
    return f"{chat}/{card}" if card else ""
