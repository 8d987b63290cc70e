"""What the engine asks of a chat platform; bot/platforms/ holds the ones there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.talk.message import Address, Drawn, Incoming, Sent


class PlatformError(Exception):
    """The platform refused or can't be reached; one sentence for the operator, never a token."""


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


class Platform(Protocol):
    """One chat platform: reads its raw updates, sends drawn cards, knows its own limits."""

    name: str

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

    async def leave(self, to: Address) -> None:
        """Leaves a group the bot has no business in; `PlatformError` when the platform did not let it."""
