"""What the engine asks of a chat platform; bot/platforms/ holds the ones there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.talk.message import Address, Content, Drawn, Incoming, Sent


class PlatformError(Exception):
    """The platform refused or can't be reached; one sentence for the operator, never a token."""


class GoneError(PlatformError):
    """What was asked for is not there any more and never will be again: nobody need ask twice."""


@dataclass(frozen=True, kw_only=True)
class Raw:
    """An update as the inbox keeps it, before anybody has looked at what it says."""

    key: str
    """Unique within the platform; the same as `Incoming.key` of what is read from it."""
    chat: str
    """Updates of one chat are handled in order; empty when the update names no chat."""
    body: bytes
    """ASCII JSON for `Platform.read`: no surrogate and no NUL can break the storing of it."""
    at: datetime
    """When we took it."""


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What may be sent to somebody who has written: so many messages, for so long, until they write again."""

    messages: int
    lasts: timedelta


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a platform can and can't do, as far as the engine has to know: handlers never do."""

    edits: bool = True
    """A message can be changed in place; else what has changed is a new message, unless only its buttons have."""
    pins: bool = True
    """A message can be pinned."""
    toasts: bool = True
    """A press gets a short answer of its own; else that is an ordinary message, and none when a card answers too."""
    writes_first: bool = False
    """People of the roster can be written to before they have ever written."""
    renews: bool = False
    """A press brings a new handle of the message it was on (`Incoming.message`): the next change goes by that one."""
    alarm: str = ""
    """The chat in which what is urgent stands when it reached nobody it was for; empty: there is none."""
    gathers: str = ""
    """It makes a group for each incident, of those of its people who have an account on this other platform."""
    allowance: Allowance | None = None
    """People can be written to only after they have written, and only so much; None: whenever and as much as needed."""
    gather: timedelta = timedelta(seconds=3)
    """Changes of a live card after the first are gathered for as long (DESIGN §3, rule 8)."""


class Platform(Protocol):
    """One chat platform: reads its raw updates, sends drawn cards, knows its own limits."""

    name: str
    shape: Shape
    problem: str
    """Why nothing can be sent at all, in one sentence for the operator; empty while all is well."""

    def read(self, raw: bytes) -> Incoming | None:
        """The update in our words; None when it is nothing for us. Raises on a malformed update."""

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Sends one message; never raises for what a platform can answer."""

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:
        """Changes one message in place."""

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:
        """Pins or unpins one message, without sound."""

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:
        """The short answer to a press; one that is too old is nobody's fault, all else is a `PlatformError`.

        With `start` ([a-z0-9_-]{1,64}) it opens the private chat, which then hears `/start` and this.
        """

    async def fetch(self, file: str) -> Content:
        """The file behind `kind:id` of an `Incoming` of this platform; `GoneError` when there is none any more."""

    async def leave(self, to: Address) -> None:
        """Leaves a group the bot has no business in; `PlatformError` when the platform did not let it."""
