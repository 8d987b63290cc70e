"""Residents in WeChat and the groups around a corp, as tests play and read them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from bot.sandbox.places import NotHeardError, Place
from bot.sandbox.seen import Message, Toast, read_message
from bot.sandbox.wecom_places import ANSWERED_WITHIN, Member, Phone, answer_to

if TYPE_CHECKING:
    from bot.sandbox.wecom_client import Corp


class Resident(Phone):
    """Somebody in WeChat; as a place, their conversation with the service account."""

    def __init__(self, corp: Corp, number: int, name: str, userid: str) -> None:
        super().__init__(corp, number, name)
        self.userid = userid

    async def opens(self, link: str = "") -> str:
        """Opens the chat by a link, or with a bare scene_param; the welcome_code the program gets, if any."""
        told = await self.corp.ask("resident_opens", by=self.userid, link=link)
        self.happened(told["seq"])
        return str(told["welcome_code"])

    async def follows(self, message: Message, label: str = "") -> str:
        """Opens the link a message in a group carries."""
        links = [url for text, url in message.urls.items() if label in text]
        if not links:
            raise NotHeardError(f"{self.name}: no link {label!r} on {message}")
        return await self.opens(links[0])

    async def says(self, where: Place | str | None, text: str = "") -> Message:
        """Writes to the service account."""
        words = where if isinstance(where, str) else text
        return await self._put("resident_says", text=words)

    async def sends(
        self, where: Place | str | None, kind: str = "", *, data: bytes | None = None, **more: object
    ) -> Message:
        """Sends a photo, voice, video, document or location."""
        kind = where if isinstance(where, str) else kind
        content = base64.b64encode(data).decode() if data is not None else None
        return await self._put("resident_sends", kind=kind, data=content, **more)

    async def presses(
        self, message: Message, label: str = "", *, data: str | None = None, within: float = ANSWERED_WITHIN
    ) -> Toast:
        """Presses in a menu; the text that follows, empty when none does."""
        return await answer_to(self, await self.taps(message, label, data=data), within=within)

    async def taps(self, message: Message, label: str = "", *, data: str | None = None) -> int:
        """The same without waiting; the place in the ledger."""
        pressed = message.button(label) if data is None else data
        told = await self.corp.ask("resident_presses", by=self.userid, message_id=message.id, data=pressed)
        self.happened(told["seq"])
        return int(told["seq"])

    async def _put(self, verb: str, **wish: object) -> Message:
        message = read_message(await self.corp.ask(verb, by=self.userid, **wish))
        self.happened(message.seq)
        return message


class CustomerGroup(Phone):
    """A customer group: what is heard here is what its owner has sent on."""

    def __init__(self, corp: Corp, number: int, name: str, chat_id: str) -> None:
        super().__init__(corp, number, name)
        self.chat_id = chat_id

    async def owner_becomes(self, member: Member) -> None:
        """Somebody else owns it now; the app is told."""
        await self.corp.ask("group", chat_id=self.chat_id, owner=member.userid)


class Room(Phone):
    """A group the app made among members, as it stood when it was looked at."""

    def __init__(self, corp: Corp, number: int, name: str, *, chatid: str, owner: str, members: list[str]) -> None:
        super().__init__(corp, number, name)
        self.chatid = chatid
        self.owner = owner
        self.members = members
