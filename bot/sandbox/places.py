"""The people and groups of a world: they say, press and edit, and tests hear what the bot answers there."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

from bot.sandbox.seen import Message, Toast, read_message
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.client import World

HEARD_WITHIN = 10.0
TOLD = 12

After = Message | Toast | int | None


class NotHeardError(AssertionError):
    """The bot has not done here what was waited for; the text says what it did."""


def _place_of(after: After, otherwise: int) -> int:
    if after is None:
        return otherwise
    return after if isinstance(after, int) else after.seq


class Place:
    """A chat: a group, or the private chat of a person with the bot."""

    def __init__(self, world: World, number: int, name: str) -> None:
        self.world = world
        self.id = number
        self.name = name

    async def heard(self, *words: str, after: After = None, within: float = HEARD_WITHIN) -> Message:
        """Waits for a message or edit of the bot here whose text or buttons contain all words.

        Without `after` it looks behind what people last said or pressed in this chat.
        """
        return await self._wait_for(words, after=after, within=within, kinds=["message", "edit"])

    async def pins(self, *words: str, after: After = None, within: float = HEARD_WITHIN) -> Message:
        """Waits until the bot pins a message here that contains all words; `silent` tells of the pin."""
        return await self._wait_for(words, after=after, within=within, kinds=["pin"])

    async def _wait_for(self, words: tuple[str, ...], *, after: After, within: float, kinds: list[str]) -> Message:
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        last = start = _place_of(after, self.world.latest.get(self.id, 0))
        while True:
            left = max(until - loop.time(), 0.0)
            entries = await self.world.ledger(after=last, chat=self.id, kinds=kinds, wait=left)
            for entry in entries:
                last = entry["seq"]
                if entry["bot"] and not entry["service"]:
                    message = read_message(entry)
                    if message.says(*words):
                        return message
            if not entries and left <= 0:
                raise NotHeardError(await self._silence(words, start, within))

    async def _silence(self, words: tuple[str, ...], start: int, within: float) -> str:
        entries = await self.world.ledger(chat=self.id, kinds=["message", "edit"], limit=1_000_000)
        lines = "\n".join(f"  {'edit ' if one['kind'] == 'edit' else ''}{read_message(one)}" for one in entries[-TOLD:])
        return f"{self.name}: {words} not heard after {start} within {within} s; last said:\n{lines}"

    async def messages(self) -> list[Message]:
        """All messages here as they stand now, oldest first."""
        return [read_message(entry) for entry in (await self.world.ask("messages", chat=self.id))["messages"]]

    async def said(self, *words: str, after: After = None) -> list[Message]:
        """What the bot has written here so far that contains all words, edits not counted as new, as it stood then."""
        entries = await self.world.ledger(after=_place_of(after, 0), chat=self.id, kinds=["message"], limit=1_000_000)
        found = [read_message(entry) for entry in entries if entry["bot"] and not entry["service"]]
        return [message for message in found if message.says(*words)]

    async def look(self, message: Message) -> Message:
        """A message as it stands now."""
        for one in await self.messages():
            if one.id == message.id:
                return one
        raise NotHeardError(f"{self.name}: message {message.id} is gone")

    def happened(self, seq: int) -> None:
        """Remembers where people last did something here."""
        self.world.latest[self.id] = seq


class Group(Place):
    """A group, supergroup or channel."""

    async def bot_becomes(self, status: str, *, by: Person | None = None, pins: bool = True) -> None:
        """The bot is made member or administrator, kicked, or leaves (`left`)."""
        await self.world.ask("bot", chat=self.id, status=status, by=by.id if by else None, can_pin_messages=pins)

    async def member_becomes(self, person: Person, status: str, *, by: Person | None = None) -> None:
        """Somebody comes (`member`), rises (`administrator`), goes (`left`) or is kicked."""
        await self.world.ask("member", chat=self.id, user=person.id, status=status, by=by.id if by else None)

    async def migrates(self, to: int, *, order: str = "to_first") -> Group:
        """Becomes a supergroup; order of the service messages: to_first, from_first or silent."""
        await self.world.ask("migrate", chat=self.id, to=to, order=order)
        return Group(self.world, to, self.name)

    async def posts(self, text: str) -> Message:
        """A post, if this is a channel."""
        return await self.put("post", text=text)

    async def put(self, verb: str, **wish: object) -> Message:
        """Says something here with a verb of the control interface."""
        message = read_message(await self.world.ask(verb, chat=self.id, **wish))
        self.happened(message.seq)
        return message


class Person(Place):
    """A person; as a place, their private chat with the bot."""

    async def says(
        self,
        where: Place | str | None,
        text: str = "",
        *,
        reply_to: Message | None = None,
        topic: int | None = None,
        role: str | None = None,
        forward: Json | None = None,
        via: str | None = None,
        mentions: dict[str, Person] | None = None,
    ) -> Message:
        """Says something in a chat, or to the bot in private: `says(staff, "...")`, `says("...")`.

        role: `anonymous` (as the group) or `channel`; forward: {"user": id}, {"hidden": name} or {"channel": id};
        via: the inline bot; mentions: words of the text that name a person without a username.
        """
        place: Place = self if where is None or isinstance(where, str) else where
        text = where if isinstance(where, str) else text
        named = {words: person.id for words, person in (mentions or {}).items()}
        wish = {"text": text, "topic": topic, "as": role, "forward": forward, "via": via, "mentions": named or None}
        return await self._put("say", place, reply_to=reply_to.id if reply_to else None, **wish)

    async def replies(self, message: Message, text: str) -> Message:
        """Answers a message, in its chat."""
        return await self._put("say", self._place(message), text=text, reply_to=message.id)

    async def sends(
        self,
        where: Place | None,
        kind: str,
        *,
        caption: str = "",
        reply_to: Message | None = None,
        data: bytes | None = None,
        **more: object,
    ) -> Message:
        """Sends a photo, album (count), voice, sticker, document (name, mime, size) or location."""
        content = base64.b64encode(data).decode() if data is not None else None
        wish = {"kind": kind, "caption": caption, "data": content, **more}
        return await self._put("send", where or self, reply_to=reply_to.id if reply_to else None, **wish)

    async def edits(self, message: Message, text: str) -> Message:
        """Changes an own message."""
        return await self._put("edit", self._place(message), message_id=message.id, text=text)

    async def presses(
        self, message: Message, label: str = "", *, data: str | None = None, within: float = 10.0
    ) -> Toast:
        """Presses a button by (part of) its label as it stood on this message, or with forged data; the toast."""
        told = await self._press(message, label, data=data, within=within)
        if told["toast"] is None:
            raise NotHeardError(f"{self.name} pressed {label or data!r} and got no answer within {within} s: {message}")
        toast = told["toast"]
        return Toast(text=toast["text"], alert=toast["alert"], url=toast["url"], seq=told["seq"])

    async def taps(self, message: Message, label: str = "", *, data: str | None = None) -> int:
        """The same without waiting; the place in the ledger."""
        return int((await self._press(message, label, data=data, within=0))["seq"])

    async def _press(self, message: Message, label: str, *, data: str | None, within: float) -> Json:
        pressed = message.button(label) if data is None else data
        wish = {"chat": message.chat, "message_id": message.id, "data": pressed, "wait": within}
        told = await self.world.ask("press", by=self.id, **wish)
        self._place(message).happened(told["seq"])
        return told

    async def starts(self, payload: str = "") -> Message:
        """Starts the bot in private (and unblocks it)."""
        message = read_message(await self.world.ask("start", by=self.id, payload=payload))
        self.happened(message.seq)
        return message

    async def opens(self, url: str) -> Message:
        """Follows a link to the private chat with the bot, of a toast or a button: `/start` and what it carries."""
        address, _, payload = url.partition("?start=")
        if address.lower() != f"https://t.me/{self.world.username}".lower() or not payload:
            raise NotHeardError(f"{self.name}: {url!r} does not lead to a start of the bot")
        return await self.starts(payload)

    async def blocks(self) -> None:
        """Blocks the bot."""
        await self.world.ask("block", by=self.id)

    async def unblocks(self) -> None:
        """Unblocks it without a word."""
        await self.world.ask("unblock", by=self.id)

    def _place(self, message: Message) -> Place:
        return self if message.chat == self.id else Place(self.world, message.chat, str(message.chat))

    async def _put(self, verb: str, where: Place, **wish: object) -> Message:
        message = read_message(await self.world.ask(verb, by=self.id, chat=where.id, **wish))
        where.happened(message.seq)
        return message
