"""Staff on WeCom as a story sees them: what a group reads on Telegram, each of them reads on their own phone.

A story names a place to report and a place to watch. Here both are phones: what is said in the staff group goes to the
app, what is heard there is heard on the phone of anybody who reads for it, and a press is a press on one's own copy.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.sandbox.places import HEARD_WITHIN, After, Group, NotHeardError, Person, Place, _place_of
from bot.sandbox.seen import Message, Toast
from bot.sandbox.wecom_places import Member
from tests.stories.office import HEAD, Office
from tests.stories.seen_on_phones import Seen, joined, read_phone

ANSWERED_WITHIN = 10.0


class Colleague(Person):
    """Somebody of the staff who has WeCom; as a place, their conversation with the app."""

    def __init__(self, office: Office, member: Member) -> None:
        super().__init__(member.world, member.id, member.name)
        self.office, self.member = office, member
        office.staff[member.id], office.userids[member.id] = self, member.userid

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
        words = [one for one in there if not one.card and (head is None or _is_headed(one.text, head[0]))]
        return (found or words or [message])[-1]

    async def said(self, *words: str, after: After = None) -> list[Message]:
        """What the bot has written here so far that contains all words; a card and the words before it are one."""
        entries = await self.world.ledger(after=_place_of(after, 0), chat=self.id, kinds=["message"], limit=1_000_000)
        return [one for one in joined(entries) if one.says(*words)]

    async def _wait_for(self, words: tuple[str, ...], *, after: After, within: float, kinds: list[str]) -> Message:
        del kinds  # nothing is pinned there
        start = _place_of(after, self.world.latest.get(self.id, 0))
        return await self.office.read(self, words, frozenset({self.id}), after=start, within=within)


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
        mine = [one for one in entries if self.office.watches(self, one["chat"])]
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


def _is_headed(text: str, head: str) -> bool:
    """Whether words are about an incident: what to do may stand before the line that names it."""
    first, *lines = text.split("\n")
    return head in first or any(line.startswith(f"{head} ") for line in lines)
