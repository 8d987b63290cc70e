"""Somebody of the staff who has WeCom and not Telegram, played like everybody else."""

from __future__ import annotations

from bot.sandbox.places import NotHeardError, Person, Place
from bot.sandbox.seen import Message, Toast
from bot.sandbox.wecom_places import Member


class Colleague(Person):
    """A member of the corp; as a place, their conversation with the app, which is the only one they have."""

    def __init__(self, member: Member) -> None:
        super().__init__(member.world, member.id, member.name)
        self.member = member

    async def says(self, where: Place | str | None, text: str = "", **more: object) -> Message:
        """Writes to the app."""
        if more:
            raise NotHeardError(f"{self.name}: nobody can do that on WeCom: {sorted(more)}")
        return await self.member.says(where, text)

    async def sends(self, where: Place | None, kind: str, *, caption: str = "", **more: object) -> Message:
        """Sends a photo, voice, video or location."""
        return await self.member.sends(where, kind, caption=caption, **more)  # type: ignore[arg-type]

    async def presses(
        self, message: Message, label: str = "", *, data: str | None = None, within: float = 3.0
    ) -> Toast:
        """Presses a button; the text that follows, if any does, stands for the short answer of other platforms."""
        return await self.member.presses(message, label, data=data, within=within)

    async def taps(self, message: Message, label: str = "", *, data: str | None = None) -> int:
        """The same without waiting."""
        return await self.member.taps(message, label, data=data)

    async def messages(self) -> list[Message]:
        """All messages here as they stand now, oldest first."""
        return await self.member.messages()
