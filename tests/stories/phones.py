"""Staff on WeCom as a story sees them: what a group reads on Telegram, each of them reads on their own phone.

A story names a place to report and a place to watch. Here both are phones: what is said in the staff group goes to the
app, what is heard there is heard on the phone of anybody who reads for it, and a press is a press on one's own copy.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.sandbox.client import World
from bot.sandbox.places import HEARD_WITHIN, After, Group, NotHeardError, Person, Place, _place_of
from bot.sandbox.seen import Message, Toast, read_message
from bot.sandbox.wecom_client import Corp
from bot.sandbox.wecom_outside import Resident
from bot.sandbox.wecom_phone import FIRST_NUMBER
from bot.sandbox.wecom_places import Member
from bot.sandbox.wire import Json

FOLLOWED_WITHIN = 0.2
"""Seconds in which the card comes whose words went before it as text."""
BESIDE_CARDS = 0.5
"""Seconds in which the words come that answer beside a card."""
ANSWERED_WITHIN = 10.0
CUT, MORE = 10, "…"
"""Characters of a button, and what stands for the others."""
ALONE = re.compile(r"\d+/\w+|N\d+/help/\w+")
"""What a card is about that is for one person: their part of an incident, a question, a household in need."""
DUE = """SELECT count(*) FROM outbox WHERE platform = 'wecom' AND chat = ? AND state IN ('todo', 'sending')
    AND due <= ?"""
SHOWN = """SELECT now.message FROM card AS one, card AS now WHERE one.id = ? AND now.chat = one.chat
    AND (now.id = ? OR now.live = 1 AND now.about = one.about) ORDER BY now.live DESC, now.created DESC LIMIT 1"""
POLL = 0.02
HEAD = re.compile(r"[#NR]\d+")


@dataclass(frozen=True, kw_only=True)
class Seen(Message):
    """A message on a phone: words that were too long for its card stand before it and are read with it."""

    phone: int = 0
    """Whose phone it is; `chat` may be the group for which it is read."""
    card: str = ""
    task: str = ""
    """The form in which its card was sent: a card that could not be changed was sent anew."""

    def button(self, label: str) -> str:
        """The same, for a label that was too long for a button as well."""
        short = label if len(label) <= CUT else label[: CUT - len(MORE)] + MORE
        return super().button(short)


@dataclass
class Wall:
    """What is seen of a sequence of ledger entries: each card with the text that came before it."""

    runs: dict[int, list[str]] = field(default_factory=dict)

    def see(self, entry: Json) -> Seen | None:
        """The message of an entry; None for what is no word of the bot."""
        phone = entry["chat"]
        if entry["kind"] not in {"message", "edit"} or not entry["bot"] or entry["service"]:
            self.runs.pop(phone, None)
            return None
        message = read_phone(entry)
        if phone < FIRST_NUMBER or entry["kind"] == "edit":
            return message
        run = self.runs.setdefault(phone, [])
        if entry["sort"] == "text":
            run.append(entry["text"])
            return message
        first = next((at for at in reversed(range(len(run))) if _is_of(run[at], message.text)), None)
        text = message.text if first is None else "\n".join(run[first:])
        run.clear()
        return replace(message, text=text)


def _is_of(words: str, card: str) -> bool:
    """Whether these words were too long for this card, or too important to stand on it alone."""
    title, *lines = (line.removesuffix(MORE) for line in card.split("\n"))
    return words.startswith(title) and all(line in words for line in lines)


def read_phone(entry: Json) -> Seen:
    """One message without what only serves the form of a card: the empty choice, the button that sends a list."""
    rows = [[one for one in row if _is_choice(one)] for row in entry["buttons"]]
    cards = [one["data"] for row in entry["buttons"] for one in row if one["data"] and ":" in one["data"]]
    told = read_message({**entry, "buttons": [row for row in rows if row]})
    facts = {name: getattr(told, name) for name in Message.__dataclass_fields__}
    card = cards[-1].partition(":")[0] if cards else str(entry.get("task", "")).partition("-")[0]
    on_phone = entry["chat"] >= FIRST_NUMBER
    facts |= {"pinned": on_phone or told.pinned, "phone": entry["chat"] if on_phone else 0}
    return Seen(**facts, card=card, task=str(entry.get("task", "")))


def _is_choice(one: Json) -> bool:
    if one["data"] is None:
        return one["url"] is not None
    return not (one["data"].startswith("option ") and one["data"].endswith(" none")) and not one["data"].endswith(":?")


@dataclass(kw_only=True)
class Office:
    """Who reads on a phone, and what the cards there are about."""

    corp: Corp
    folder: Path
    staff: dict[int, Colleague] = field(default_factory=dict)
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
        return phone in self.staff and self._due(self.staff[phone].member.userid) > 0

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
        same = [one for one in found if thing and self.about(_card_of(one)) == thing]
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
                if not (phone in numbers if numbers is not None else self._watches(place, phone)):
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

    def _watches(self, place: Place, chat: int) -> bool:
        return chat == place.id or (chat >= FIRST_NUMBER and chat not in self.others)

    async def _silence(self, place: Place, words: Sequence[str], numbers: frozenset[int] | None, after: int) -> str:
        entries = await self.world.ledger(kinds=["message", "edit"], limit=1_000_000)
        seen = [one for one in entries if (one["chat"] in numbers if numbers else self._watches(place, one["chat"]))]
        lines = "\n".join(f"  {'edit ' if one['kind'] == 'edit' else ''}{read_phone(one)}" for one in seen[-24:])
        return f"{place.name}: {tuple(words)} not heard after {after}; last said:\n{lines}"


def _card_of(message: Seen) -> str:
    return message.card


class Colleague(Person):
    """Somebody of the staff who has WeCom; as a place, their conversation with the app."""

    def __init__(self, office: Office, member: Member) -> None:
        super().__init__(member.world, member.id, member.name)
        self.office, self.member = office, member
        office.staff[member.id] = self

    async def says(self, where: Place | str | None, text: str = "", **more: object) -> Message:
        """Says something to the app; what is said in the staff group is said there too, for there is no other place."""
        assert not more, f"{sorted(more)}: nobody can do that on WeCom"
        words = where if isinstance(where, str) else text
        said = await self.member.says(words)
        return self._put_down(said, where)

    async def replies(self, message: Message, text: str) -> Message:  # noqa: ARG002 - as the others are called
        """There are no replies: what comes next in a conversation answers."""
        return self._put_down(await self.member.says(text), None)

    async def sends(self, where: Place | None, kind: str, *, caption: str = "", **more: object) -> Message:
        """Sends a photo, voice, video or location."""
        return self._put_down(await self.member.sends(None, kind, caption=caption, **more), where)  # type: ignore[arg-type]

    def _put_down(self, said: Message, where: Place | str | None) -> Message:
        place = where if isinstance(where, Place) else self
        place.happened(said.seq)
        self.office.spoken[self.id] = said.id
        return said

    async def presses(
        self, message: Message, label: str = "", *, data: str | None = None, within: float = ANSWERED_WITHIN
    ) -> Toast:
        """Presses a button of one's own copy; the text that answers stands for the short answer of other platforms."""
        await self.office.settles(self.member.userid)
        own = await self.own(message, label, data)
        if own is None:
            return await self._forges(message.button(label) if data is None else data, within=within)
        seq = await self.member.taps(own, label, data=data)
        self._happened_at(message, seq)
        return Toast(text=await self.office.answer(self, after=seq, within=within), alert=True, url="", seq=seq)

    async def taps(self, message: Message, label: str = "", *, data: str | None = None) -> int:
        """The same without waiting."""
        own = await self.own(message, label, data)
        assert own is not None
        seq = await self.member.taps(own, label, data=data)
        self._happened_at(message, seq)
        return seq

    def _happened_at(self, message: Message, seq: int) -> None:
        self.world.latest[message.chat] = seq

    async def own(self, message: Message, label: str, data: str | None) -> Message | None:
        """This person's copy of what somebody saw; None when it was for somebody else alone."""
        if message.chat == self.id or (isinstance(message, Seen) and message.phone == self.id):
            return replace(message, chat=self.id)
        if data is not None:
            return None
        loop = asyncio.get_running_loop()
        until = loop.time() + (HEARD_WITHIN if message.chat < 0 else 0.0)
        while True:
            last = await self.world.mark()
            found = self.office.copies(message, label, [one for one in await self.messages() if isinstance(one, Seen)])
            if found:
                return found[-1]
            if loop.time() >= until:
                return None
            await self.world.ledger(after=last, chat=self.id, kinds=["message", "edit"], wait=until - loop.time())

    async def _forges(self, data: str, *, within: float) -> Toast:
        """Presses what was never shown to them."""
        seq = await self.world.mark()
        fields = {"EventKey": data, "TaskId": "forged", "CardType": "button_interaction", "ResponseCode": "forged"}
        await self.office.corp.event("template_card_event", by=self.member.userid, **fields)
        return Toast(text=await self.office.answer(self, after=seq, within=within), alert=True, url="", seq=seq)

    async def starts(self, payload: str = "") -> Message:
        """Nobody starts an app: it is simply there. Whoever does says hello."""
        return await self.says(f"/start {payload}".strip())

    async def messages(self) -> list[Message]:
        """All messages here as they stand now, oldest first."""
        told = await self.office.corp.ask("messages", number=self.id)
        return list(joined([{**one, "kind": "message"} for one in told["messages"]]))

    async def look(self, message: Message) -> Message:
        """A message as it stands now; where its card could not be changed, what was sent in its place."""
        assert isinstance(message, Seen)
        await self.office.settles(self.member.userid)
        there = [one for one in await self.messages() if isinstance(one, Seen)]
        task, head = self.office.shown(message.card), HEAD.search(message.text)
        found = [one for one in there if task and one.task == task]
        words = [one for one in there if not one.card and (head is None or head[0] in one.text.partition("\n")[0])]
        return (found or words or [message])[-1]

    async def said(self, *words: str, after: After = None) -> list[Message]:
        """What the bot has written here so far that contains all words; a card and the words before it are one."""
        entries = await self.world.ledger(after=_place_of(after, 0), chat=self.id, kinds=["message"], limit=1_000_000)
        return [one for one in joined(entries) if one.says(*words)]

    async def _wait_for(self, words: tuple[str, ...], *, after: After, within: float, kinds: list[str]) -> Message:
        del kinds  # nothing is pinned there
        start = _place_of(after, self.world.latest.get(self.id, 0))
        return await self.office.read(self, words, frozenset({self.id}), after=start, within=within)


def joined(entries: Sequence[Json]) -> list[Seen]:
    """What stands on phones: where a card follows its words, only the two together."""
    wall, found = Wall(), list[Seen]()
    for entry in entries:
        message = wall.see(entry)
        if message is None:
            continue
        last = found[-1] if found and message.card else None
        if last and last.phone == message.phone and not last.card and message.text.startswith(last.text):
            found.pop()
        found.append(message)
    return found


class Floor(Group):
    """The staff of a community, or those in charge of it: what a group reads elsewhere is read on phones.

    With `group` some of them sit on Telegram, in a group there.
    """

    def __init__(self, office: Office, number: int, name: str, *, group: Group | None = None) -> None:
        super().__init__(office.world, number, name)
        self.office, self.group = office, group

    async def _wait_for(self, words: tuple[str, ...], *, after: After, within: float, kinds: list[str]) -> Message:
        del kinds  # see `pins`
        start = _place_of(after, self.world.latest.get(self.id, 0))
        return replace(await self.office.read(self, words, None, after=start, within=within), chat=self.id)

    async def pins(self, *words: str, after: After = None, within: float = HEARD_WITHIN) -> Message:
        """Nothing is pinned on a phone, without a sound: that it is there is all."""
        return replace(await self.heard(*words, after=after, within=within), pinned=True, silent=True)

    async def messages(self) -> list[Message]:
        """All messages where several read together: in the group, and in the rooms of incidents."""
        found = list(await self.group.messages()) if self.group else []
        for room in await self.office.corp.rooms():
            found += await room.messages()
        return found

    async def said(self, *words: str, after: After = None) -> list[Message]:
        """What the bot has written to any of them."""
        entries = await self.world.ledger(after=_place_of(after, 0), kinds=["message"], limit=1_000_000)
        mine = [one for one in entries if self.office._watches(self, one["chat"])]
        return [one for one in joined(mine) if one.says(*words) and not self.office.is_alone(one)]

    async def look(self, message: Message) -> Message:
        """A message as it stands now on the phone where it was seen."""
        if not isinstance(message, Seen) or not message.phone:
            return await super().look(message)
        return await self.office.staff[message.phone].look(message)


class OnTelegram(Person):
    """Somebody of a company that is on both: what they saw a colleague's phone show, they press in their own group."""

    def __init__(self, office: Office, person: Person, group: Group) -> None:
        super().__init__(person.world, person.id, person.name)
        self.office, self.group = office, group

    async def presses(
        self, message: Message, label: str = "", *, data: str | None = None, within: float = ANSWERED_WITHIN
    ) -> Toast:
        """Presses a button, of the group's own copy when a phone showed it."""
        if isinstance(message, Seen) and message.phone:
            message = await self._own(message, label)
        return await super().presses(message, label, data=data, within=within)

    async def _own(self, message: Message, label: str) -> Message:
        loop = asyncio.get_running_loop()
        until = loop.time() + HEARD_WITHIN
        while True:
            last = await self.world.mark()
            told = await self.world.ask("messages", chat=self.group.id)
            among = [read_phone({**one, "kind": "message"}) for one in told["messages"] if one["bot"]]
            found = self.office.copies(message, label, among)
            if found:
                return found[-1]
            if loop.time() >= until:
                raise NotHeardError(f"{self.name} has no copy with {label!r} of {message}")
            await self.world.ledger(after=last, chat=self.group.id, kinds=["message", "edit"], wait=until - loop.time())
