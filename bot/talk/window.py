"""The window in which somebody may be written to because they wrote: as a platform needs it, kept with the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.talk.platform import Raw


class Shut(Enum):
    """Why somebody can't be written to."""

    NEVER = "never"
    """They have not written yet."""
    LATE = "late"
    """They wrote too long ago."""
    SPENT = "spent"
    """They have got as much as is allowed until they write again."""


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What may be sent to somebody now."""

    left: int = 0
    """Messages."""
    tried: frozenset[str] = frozenset()
    """The names of messages that may have been sent in an earlier try."""
    welcome: str = ""
    """With nothing left: a code for one first message, for they have just opened the chat."""
    shut: Shut | None = None
    """Why nothing at all."""


class Windows(Protocol):
    """Who may be written to, and how much."""

    async def look(self, account: str, name: str) -> Ticket:
        """What may be sent; what was tried before under this name, or one beginning with it, is counted anew."""

    async def spend(self, account: str, name: str) -> None:
        """A message is about to be sent; a name counts once, however often it is tried."""

    async def give_back(self, account: str, name: str) -> None:
        """It was certainly not sent."""

    async def greeted(self, account: str) -> None:
        """The code is used."""

    async def exhaust(self, account: str) -> None:
        """The platform lets nothing more through, whatever we have counted."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Somebody has written: the count begins anew."""

    account: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Welcomed:
    """Somebody has opened the chat, and may be greeted with a code until then."""

    account: str
    code: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The platform says of a message afterwards that it did not arrive."""

    account: str
    name: str
    """As it was spent."""
    at: datetime
    reason: str
    ends: bool
    """Nothing more gets through until they write again."""


@dataclass(frozen=True, kw_only=True)
class Caught:
    """A page of what a platform has to tell, kept whole in one commit with the place where the next one begins."""

    rows: Sequence[Raw]
    cursor: str
    opened: Sequence[Opened] = ()
    welcomed: Sequence[Welcomed] = ()
    failed: Sequence[Failed] = ()


class Keeping(Protocol):
    """Where the pages of a platform are kept."""

    async def place(self) -> tuple[str, datetime]:
        """The cursor, empty at first, and since when what people write is for us."""

    async def keep(self, caught: Caught) -> None:
        """Keeps a page for good."""
