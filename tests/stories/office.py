"""Who of the staff reads on a phone, and what the cards there are about: the bot's own rows say so."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.sandbox.client import World
from bot.sandbox.places import HEARD_WITHIN, NotHeardError, Person, Place
from bot.sandbox.seen import Message
from bot.sandbox.wecom_client import Corp
from bot.sandbox.wecom_outside import Resident
from bot.sandbox.wecom_phone import FIRST_NUMBER
from tests.stories.seen_on_phones import CUT, Seen, Wall, read_phone

FOLLOWED_WITHIN = 0.2
"""Seconds in which the card comes whose words went before it as text."""
BESIDE_CARDS = 0.5
"""Seconds in which the words come that answer beside a card."""
ALONE = re.compile(r"\d+/\w+|N\d+/help/\w+")
"""What a card is about that is for one person: their part of an incident, a question, a household in need."""
DUE = """SELECT count(*) FROM outbox WHERE platform = 'wecom' AND chat = ? AND state IN ('todo', 'sending')
    AND due <= ?"""
SHOWN = """SELECT now.message FROM card AS one, card AS now WHERE one.id = ? AND now.chat = one.chat
    AND (now.id = ? OR now.live = 1 AND now.about = one.about) ORDER BY now.live DESC, now.created DESC LIMIT 1"""
POLL = 0.02
HEAD = re.compile(r"[#NR]\d+")


@dataclass(kw_only=True)
class Office:
    """Who reads on a phone, and what the cards there are about."""

    corp: Corp
    folder: Path
    staff: dict[int, Person] = field(default_factory=dict)
    """By the number of their phone."""
    userids: dict[int, str] = field(default_factory=dict)
    others: set[int] = field(default_factory=set)
    """Phones of people who are not staff."""
    kf: bool = False
    """Whether residents write to the service account in WeChat: nobody has Telegram."""
    spoken: dict[int, int] = field(default_factory=dict)
    """What was last said on a phone: there are no replies, what comes next in a conversation answers."""

    @property
    def world(self) -> World:
        """The world of the corp."""
        return self.corp.world

    async def neighbour(self, userid: str, name: str) -> Resident:
        """Somebody in WeChat."""
        resident = await self.corp.resident(userid, name)
        self.others.add(resident.id)
        return resident

    def about(self, card: str) -> str:
        """What a card is about."""
        with sqlite3.connect(self.folder / "zhiban.db") as db:
            found = db.execute("SELECT about FROM card WHERE id = ?", [card]).fetchone()
        return "" if found is None else str(found[0])

    def shown(self, card: str) -> str:
        """The task in which a card stands on its phone now."""
        with sqlite3.connect(self.folder / "zhiban.db") as db:
            found = db.execute(SHOWN, [card, card]).fetchone()
        return str(found[0]).partition("/")[0] if found and found[0] else ""

    async def settles(self, userid: str) -> None:
        """Until everything that is due to somebody has gone out: nobody presses while their phone still rings."""
        until = time.monotonic() + HEARD_WITHIN
        while self._due(userid) and time.monotonic() < until:  # noqa: ASYNC110 - another process's rows
            await asyncio.sleep(POLL)

    def _rings(self, phone: int) -> bool:
        """Whether something is on its way to somebody of the staff."""
        return phone in self.userids and self._due(self.userids[phone]) > 0

    def _due(self, userid: str) -> int:
        now = time.time() + float((self.folder / "clock").read_text(encoding="ascii"))
        with sqlite3.connect(self.folder / "zhiban.db") as db:
            return int(db.execute(DUE, [userid, int(now * 1_000_000)]).fetchone()[0])

    def is_alone(self, message: Seen) -> bool:
        """Whether it is for its reader alone."""
        return bool(message.card and message.phone and ALONE.fullmatch(self.about(message.card)))

    def alone(self, messages: Sequence[Message]) -> list[Message]:
        """Of what somebody reads in private, what nobody else reads: on Telegram all of it."""
        return [one for one in messages if not (isinstance(one, Seen) and one.phone) or self.is_alone(one)]

    def copies(self, message: Message, label: str, among: Sequence[Seen]) -> list[Seen]:
        """The messages about the same thing with that button, the best one last."""
        wanted = message.card if isinstance(message, Seen) else next(iter(message.data.values()), "").partition(":")[0]
        thing, head = self.about(wanted), HEAD.match(message.text)
        found = [one for one in among if any(label[: CUT - 1] in name for name in one.data)]
        same = [one for one in found if thing and self.about(one.card) == thing]
        alike = [one for one in found if head and one.text.startswith(head[0])]
        return same or alike

    async def read(
        self, place: Place, words: Sequence[str], numbers: frozenset[int] | None, *, after: int, within: float
    ) -> Seen:
        """Waits for a message in one of these chats; none named: in all phones of staff and in rooms."""
        loop, wall = asyncio.get_running_loop(), Wall()
        until = loop.time() + within
        last, held = after, dict[int, Seen]()
        one_chat = next(iter(numbers)) if numbers is not None and len(numbers) == 1 else None
        while True:
            left = max(until - loop.time(), 0.0)
            wait = min(left, FOLLOWED_WITHIN) if held else left
            entries = await self.world.ledger(after=last, chat=one_chat, kinds=["message", "edit"], wait=wait)
            for entry in entries:
                last, phone = entry["seq"], entry["chat"]
                if not (phone in numbers if numbers is not None else self.watches(place, phone)):
                    continue
                message = self._answering(wall.see(entry))
                waited = held.pop(phone, None)
                if waited is not None and not (message and message.text.startswith(waited.text)):
                    return waited
                if message is None or (numbers is None and self.is_alone(message)):
                    continue
                if message.says(*words):
                    if message.phone and not message.card and entry["kind"] == "message":
                        held[phone] = message
                    else:
                        return message
            ready = [message for phone, message in held.items() if not entries and not self._rings(phone)]
            if ready:
                return ready[0]
            if not entries and left <= 0:
                raise NotHeardError(await self._silence(place, words, numbers, after))

    async def answer(self, phone: Place, *, after: int, within: float) -> str:
        """The words that answer a press: the first that belong to no card; empty when only cards answer."""
        loop, wall, last = asyncio.get_running_loop(), Wall(), after
        until, words = loop.time() + within, ""
        while (left := until - loop.time()) > 0:
            entries = await self.world.ledger(after=last, chat=phone.id, kinds=["message", "edit"], wait=left)
            for entry in entries:
                last, message = entry["seq"], wall.see(entry)
                if message is None:
                    continue
                if message.card and words and message.text.startswith(words):
                    words = ""  # they were the card's own
                elif words:
                    return words
                elif not message.card and entry["sort"] == "text":
                    words = message.text
                until = loop.time() + (FOLLOWED_WITHIN if words else BESIDE_CARDS)
        if last == after:
            raise NotHeardError(f"{phone.name} pressed and nothing came within {within} s")
        return words

    def _answering(self, message: Seen | None) -> Seen | None:
        if message is None or not message.phone:
            return message
        return replace(message, reply_to=self.spoken.get(message.phone))

    def watches(self, place: Place, chat: int) -> bool:
        """Whether what is said in a chat is read for this place."""
        return chat == place.id or (chat >= FIRST_NUMBER and chat not in self.others)

    async def _silence(self, place: Place, words: Sequence[str], numbers: frozenset[int] | None, after: int) -> str:
        entries = await self.world.ledger(kinds=["message", "edit"], limit=1_000_000)
        seen = [one for one in entries if (one["chat"] in numbers if numbers else self.watches(place, one["chat"]))]
        lines = "\n".join(f"  {'edit ' if one['kind'] == 'edit' else ''}{read_phone(one)}" for one in seen[-24:])
        return f"{place.name}: {tuple(words)} not heard after {after}; last said:\n{lines}"
