"""People of a corp as tests play them: members say, press and choose in the menu, and hear what the app says."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

from bot.sandbox.places import NotHeardError, Place
from bot.sandbox.seen import Message, Toast, read_message
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_client import Corp

ANSWERED_WITHIN = 3.0
FOLLOWED_WITHIN = 0.2


class Phone(Place):
    """A conversation on a phone of this corp."""

    def __init__(self, corp: Corp, number: int, name: str) -> None:
        super().__init__(corp.world, number, name)
        self.corp = corp

    async def messages(self) -> list[Message]:
        """All messages here as they stand now, oldest first."""
        return [read_message(one) for one in (await self.corp.ask("messages", number=self.id))["messages"]]


async def answer_to(phone: Phone, seq: int, *, within: float) -> Toast:
    """The first text of the program behind a press; empty when something else comes and no text soon, or nothing."""
    loop = asyncio.get_running_loop()
    last, until = seq, loop.time() + within
    while (left := until - loop.time()) > 0:
        entries = await phone.world.ledger(after=last, chat=phone.id, kinds=["message", "edit"], wait=left)
        for entry in entries:
            last = entry["seq"]
            if entry["bot"] and entry["kind"] == "message" and entry["sort"] == "text":
                return Toast(text=entry["text"], alert=False, url="", seq=seq)
        if entries:
            until = min(until, loop.time() + FOLLOWED_WITHIN)
    return Toast(text="", alert=False, url="", seq=seq)


class Member(Phone):
    """Somebody of the corp; as a place, their conversation with the app."""

    def __init__(self, corp: Corp, number: int, name: str, userid: str) -> None:
        super().__init__(corp, number, name)
        self.userid = userid

    async def says(self, where: Place | str | None, text: str = "") -> Message:
        """Writes to the app: `says("...")`, or `says(place, "...")` where the place is this person's own."""
        return await self._put("say", text=self._words(where, text))

    def _words(self, where: Place | str | None, text: str) -> str:
        if isinstance(where, str):
            return where
        if where is not None and where.id != self.id:
            raise NotHeardError(f"{self.name}: an app never hears what is said in {where.name}")
        return text

    async def sends(
        self,
        where: Place | str | None,
        kind: str = "",
        *,
        caption: str = "",
        data: bytes | None = None,
        **more: object,
    ) -> Message:
        """Sends a photo, voice, video or location; WeCom has no captions: those words are a message behind it."""
        kind = self._words(where, kind)
        content = base64.b64encode(data).decode() if data is not None else None
        sent = await self._put("send", kind=kind, data=content, **more)
        if caption:
            await self.says(caption)
        return sent

    async def presses(
        self,
        message: Message,
        label: str = "",
        *,
        data: str | None = None,
        picked: tuple[str, ...] = (),
        within: float = ANSWERED_WITHIN,
    ) -> Toast:
        """Presses a button, or picks a choice and sends it; the text that follows, as other platforms' short answer.

        Its text is empty when a card answers and no text does, or when nothing comes. `picked`: labels of choices
        that are picked before the button is pressed.
        """
        return await answer_to(self, await self.taps(message, label, data=data, picked=picked), within=within)

    async def taps(
        self, message: Message, label: str = "", *, data: str | None = None, picked: tuple[str, ...] = ()
    ) -> int:
        """The same without waiting; the place in the ledger."""
        pressed = message.button(label) if data is None else data
        chosen = [message.button(one) for one in picked]
        told = await self.corp.ask("press", by=self.userid, message_id=message.id, data=pressed, picked=chosen)
        self.happened(told["seq"])
        return int(told["seq"])

    async def clicks(self, key: str) -> int:
        """Chooses in the app's menu, by key or name; the place in the ledger."""
        told = await self.corp.ask("click", by=self.userid, key=key)
        self.happened(told["seq"])
        return int(told["seq"])

    async def tasks(self) -> list[Json]:
        """What waits in this person's client to be sent on to customer groups: msgid, text, chats, reminded."""
        waiting: list[Json] = (await self.corp.ask("tasks", by=self.userid))["tasks"]
        return waiting

    async def sends_on(self, task: Json | str | None = None) -> list[Json]:
        """Presses send for one task (of `tasks`, or its msgid) or for all that wait; what became of each group."""
        msgid = task["msgid"] if isinstance(task, dict) else task
        sent: list[Json] = (await self.corp.ask("send_on", by=self.userid, msgid=msgid))["sent"]
        return sent

    async def leaves(self) -> None:
        """Leaves the corp."""
        await self.corp.ask("gone", userid=self.userid)

    async def _put(self, verb: str, **wish: object) -> Message:
        message = read_message(await self.corp.ask(verb, by=self.userid, **wish))
        self.happened(message.seq)
        return message


class Robot(Phone):
    """The group a robot stands in."""

    def __init__(self, corp: Corp, number: int, name: str, key: str) -> None:
        super().__init__(corp, number, name)
        self.key = key

    async def goes(self) -> None:
        """Somebody removes the robot."""
        await self.corp.ask("unrobot", key=self.key)
