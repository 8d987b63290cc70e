"""What outbox and timers need around them: the time, the words, and who is told when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.store.cards import Stored
from bot.store.outbox import Parcel
from bot.talk.message import Drawn


class Time(Protocol):
    """As much of the clock as is needed here."""

    def now(self) -> datetime:
        """The time for facts."""

    def monotonic(self) -> float:
        """Seconds for waiting."""


class Mishaps(Protocol):
    """Who is told of what did not go out; called once the parcel's row says so."""

    async def lost(self, parcel: Parcel, stored: Stored, reason: str) -> None:
        """The chat or private conversation can't be reached."""

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A chat has a new id; the rows have moved already."""

    async def uncertain(self, parcel: Parcel, stored: Stored) -> None:
        """Two copies went out and nobody knows whether one arrived."""

    async def refused(self, parcel: Parcel, stored: Stored, reason: str) -> None:
        """It will not be delivered."""


Draw = Callable[[Stored, bool], Drawn]
"""A card in words; True: marked as a second copy."""
