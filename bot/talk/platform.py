"""What the engine asks of a chat platform; bot/platforms/ holds the ones there are."""

from __future__ import annotations

from typing import Protocol

from bot.talk.message import Address, Drawn, Incoming, Sent


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

    async def answer(self, query: str, text: str, *, alert: bool) -> None:
        """The short answer to a press; a press that is too old is nobody's fault."""

    async def leave(self, to: Address) -> None:
        """Leaves a group the bot has no business in."""
