"""What outbox and timers need around them: the time, the words, and who is told when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.store.cards import Stored
from bot.store.outbox import Parcel, ParcelState
from bot.store.tx import Tx
from bot.talk.message import Drawn, Sent


class Time(Protocol):
    """As much of the clock as is needed here."""

    def now(self) -> datetime:
        """The time for facts."""

    def monotonic(self) -> float:
        """Seconds for waiting."""


Committed = Callable[[], None]
"""What is to be done once the write it came from is committed."""


class Mishaps(Protocol):
    """Who is told of what did not go out, in the very write that records it."""

    async def lost(self, tx: Tx, parcel: Parcel, stored: Stored, reason: str) -> Committed:
        """The chat or private conversation can't be reached."""

    async def moved(self, tx: Tx, platform: str, old: str, new: str) -> Committed:
        """A chat has a new id; the rows have moved already."""

    async def uncertain(self, tx: Tx, parcel: Parcel, stored: Stored) -> Committed:
        """Two copies went out and nobody knows whether one arrived."""

    async def refused(self, tx: Tx, parcel: Parcel, stored: Stored, reason: str) -> Committed:
        """It will not be delivered."""

    async def delivered(self, tx: Tx, parcel: Parcel, notice: tuple[int, int], state: ParcelState) -> Committed:
        """A group has this version of a notice, or it is known what else became of it."""

    async def handed(self, tx: Tx, parcel: Parcel, sent: Sent) -> Committed:
        """The platform has it, and the owner of the group has to send it on."""

    async def untold(self, tx: Tx, parcel: Parcel) -> Committed:
        """Nobody could be told of one of these."""


Draw = Callable[[Stored, bool], Drawn]
"""A card in words; True: marked as a second copy."""
