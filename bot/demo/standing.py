"""What stands in the chats of a world now, and who has pressed and said what there, kept up with the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.sandbox.client import World
from bot.sandbox.seen import Message, read_message
from bot.sandbox.wire import Json

_KINDS = ("message", "edit", "delete", "press")
_ALL = 1_000_000
_WAIT = 25.0


@dataclass(kw_only=True)
class Standing:
    """The messages of the bot as they read now, by chat; `Message.seq` is where they last changed."""

    world: World
    last: int = 0
    _chats: dict[int, dict[int, Message]] = field(default_factory=dict)
    _worded: dict[tuple[int, int], int] = field(default_factory=dict)
    _cards: dict[tuple[int, str], int] = field(default_factory=dict)
    _said: dict[tuple[int, int], int] = field(default_factory=dict)
    _presses: dict[tuple[int, int, int, str], list[int]] = field(default_factory=dict)

    async def catch_up(self) -> bool:
        """Reads what has happened since; waits for the first of it, and says whether there was any."""
        entries = await self.world.ledger(after=self.last, kinds=_KINDS, limit=_ALL, wait=_WAIT)
        for entry in entries:
            self.last = int(entry["seq"])
            self._take(entry)
        return bool(entries)

    def messages(self, chat: int) -> Iterable[Message]:
        """What the bot has said in a chat, newest first."""
        return reversed(list(self._chats.get(chat, {}).values()))

    def worded(self, message: Message) -> int:
        """Where the words of a message came or last changed; buttons that go are no new words."""
        return self._worded[(message.chat, message.id)]

    def said(self, chat: int, person: int) -> int:
        """Where somebody last said something in a chat."""
        return self._said.get((chat, person), 0)

    def presses(self, person: int, message: Message, label: str) -> list[int]:
        """Where somebody has pressed this button of a message."""
        return self._presses.get((person, message.chat, message.id, message.data[label]), [])

    def _take(self, entry: Json) -> None:
        chat = entry["chat"]
        if entry["kind"] == "press":
            for data in entry.get("picked") or [entry["data"]]:
                pressed = (entry["from"], chat, entry["message_id"], data)
                self._presses.setdefault(pressed, []).append(self.last)
        elif entry["kind"] == "delete":
            self._chats.get(chat, {}).pop(entry["message_id"], None)
        elif entry["service"]:
            return
        elif entry["bot"]:
            self._put(read_message(entry), card=entry.get("task", "").partition("-")[0])
        elif entry["from"] is not None:
            self._said[(chat, entry["from"])] = self.last

    def _put(self, message: Message, *, card: str) -> None:
        """`card`: on WeCom, what it is about; nobody looks at it any more where it came before."""
        chat = self._chats.setdefault(message.chat, {})
        if card and (old := self._cards.get((message.chat, card))) not in (None, message.id):
            chat.pop(old, None)
        if card:
            self._cards[(message.chat, card)] = message.id
        before = chat.get(message.id)
        if before is None or before.text != message.text:
            self._worded[(message.chat, message.id)] = message.seq
        chat[message.id] = message
