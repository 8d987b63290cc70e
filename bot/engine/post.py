"""What one piece of work has to say: collected, then written as cards and parcels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.people import Person
from bot.domain.roster import ChatKind
from bot.engine.discretion import for_group
from bot.engine.reach import Reach, Target
from bot.store import cards, outbox, said
from bot.store.cards import Stored
from bot.store.outbox import Kind
from bot.store.tx import Tx
from bot.store.values import to_json
from bot.talk.message import Address, Card, Choice, Facts, Priority
from bot.talk.platform import Shape

_UNSAID = frozenset({"start", "private"})
"""Facts that are no words: a link, and what a group would not read."""
_OWN = Shape().gather
"""Somebody's own card shows what to do next: its changes wait nowhere longer than that."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A card on its way to somebody; `key` is empty for a live card."""

    to: Address | Person
    card: Card
    key: str = ""
    priority: Priority
    about: str = ""
    until: datetime | None = None
    chases: str = ""
    fresh: bool = False


class Post:
    """Collects letters; the newest live card of a thing and receiver takes the place of the one before."""

    def __init__(self, tx: Tx, *, now: datetime, reach: Reach) -> None:
        self._tx, self._now, self._reach = tx, now, reach
        self._letters: dict[tuple[str, ...], Letter] = {}
        self._own: set[tuple[str, ...]] = set()
        self._read: dict[tuple[str, ...], bool] = {}
        self.wrote = False

    def send(self, letter: Letter) -> None:
        """One message; a second one with its key is ignored."""
        self._own.add(_slot(letter, letter.to))
        self._letters.setdefault(("send", letter.key), letter)

    def live(self, letter: Letter) -> None:
        """The one card of a thing for its receiver."""
        slot = _slot(letter, letter.to)
        self._own.add(slot)
        before = self._letters.get(slot)
        if before is not None:
            urgent = min(before.priority, letter.priority)
            letter = replace(letter, fresh=before.fresh or letter.fresh, priority=urgent)
        self._letters[slot] = letter

    def writes_to(self, where: Address) -> bool:
        """Whether this chat gets a message anew, and not only a change of one it has."""
        edits = self._reach.world.shape(where.platform).edits
        letters = (letter for letter in self._letters.values() if letter.to == where)
        return any(letter.key or letter.fresh or not edits for letter in letters)

    async def flush(self) -> list[tuple[Person, str]]:
        """Writes everything; returns who could not be reached at all, and about what."""
        return await self._write(list(self._letters))

    async def settle(self, about: str) -> list[tuple[Person, str]]:
        """Writes the live cards of a thing, because somebody wants to read them."""
        return await self._write([slot for slot in self._letters if slot[:2] == ("live", about)])

    async def _write(self, slots: list[tuple[str, ...]]) -> list[tuple[Person, str]]:
        unreached: list[tuple[Person, str]] = []
        for slot in slots:
            letter = self._letters.pop(slot)
            urgent = letter.priority <= Priority.EMERGENCY
            bare = bool(letter.key) and not letter.card.rows and not letter.card.file
            targets = await self._reach.targets(letter.to, letter.about, urgent=urgent, live=not letter.key, bare=bare)
            if not targets and isinstance(letter.to, Person):
                unreached.append((letter.to, letter.about))
                await self._alarm(letter)
            elif not targets and isinstance(letter.to, Address) and not await self._reach.read_elsewhere(letter.to):
                await self._in_private(letter, letter.to)
            for place, target in enumerate(targets):
                await self._write_to(_copy(letter, target, place), target)
        return unreached

    async def _write_to(self, letter: Letter, target: Target) -> None:
        if self._is_read_by_others(letter, target):
            letter = replace(letter, card=for_group(letter.card))
        if self._has_own(letter, target) or self._has_read(letter, target):
            return
        if letter.key:
            await self._send(letter, target)
        else:
            await self._live(letter, target)

    async def _in_private(self, letter: Letter, group: Address) -> None:
        """No group is left: each of those called reads the message alone. Their own live card they have anyway."""
        people = await self._reach.called(group, letter.about) if letter.key else ()
        if letter.key and not people and not self._is_for_residents(group):
            await self._alarm(letter)
        for person in people:
            copy = replace(letter, to=person, key=f"{letter.key}/{person.id}")
            target = await self._reach.find(person, letter.about)
            if target is not None and _slot(copy, person) not in self._own:
                self._own.add(_slot(copy, person))
                await self._send(copy, target)

    async def _alarm(self, letter: Letter) -> None:
        """Nobody can be told: what is urgent stands at least where somebody may see it."""
        if letter.priority > Priority.CHASE:
            return
        name = letter.to.id if isinstance(letter.to, Person) else letter.to.chat
        key = letter.key or f"alarm/{letter.about}/{name}/{letter.card.template}"
        for target in self._reach.alarms():
            card = replace(for_group(letter.card), rows=(), file="", pin=False)
            mention: Facts | None = {"name": letter.to.name, "account": ""} if isinstance(letter.to, Person) else None
            copy = replace(letter, card=card, key=f"{key}/{target.where.platform}")
            await self._send(copy, replace(target, mention=mention))

    def _is_for_residents(self, group: Address) -> bool:
        chat = self._reach.world.roster.chat(group.platform, group.chat)
        return chat is None or chat.kind is ChatKind.RESIDENT

    def _is_read_by_others(self, letter: Letter, target: Target) -> bool:
        """Whether a group reads what was meant for one person, or for another group that is lost."""
        if isinstance(letter.to, Person):
            return target.mention is not None
        return not target.spread and self._reach.world.follow(letter.to).chat != target.where.chat

    def _has_read(self, letter: Letter, target: Target) -> bool:
        """Whether somebody who reads for a group gets these very words for another one, or for themselves."""
        if not letter.key or not (target.spread or isinstance(letter.to, Person)):
            return False
        said = (letter.about, _words(letter.card), target.where.platform, target.where.chat)
        read = said in self._read and (target.spread or self._read[said])
        self._read[said] = self._read.get(said, False) or target.spread
        return read

    def _has_own(self, letter: Letter, target: Target) -> bool:
        """Led to another group because its own is lost, while that group gets a card of its own by this work."""
        if not isinstance(letter.to, Address) or letter.to.chat == target.where.chat or target.spread:
            return False
        return bool(letter.about) and _slot(letter, target.where) in self._own

    async def _send(self, letter: Letter, target: Target) -> None:
        if await said.known(self._tx, letter.key):
            return
        await self._add(letter, target, key=letter.key, live=False)

    async def _live(self, letter: Letter, target: Target) -> None:
        shown = await cards.live(self._tx, target.where, letter.about)
        shape = self._reach.world.shape(target.where.platform)
        if shown is None:
            await self._add(letter, target, live=True)
        elif not shape.edits and (letter.fresh or _words(shown.card) != _words(letter.card)):
            await cards.retire(self._tx, shown.id)
            await self._add(letter, target, live=True)
        elif not shape.edits:  # only what its buttons mean has changed
            await cards.change(self._tx, shown.id, letter.card, version=shown.version)
        elif letter.fresh:
            await self._retire(shown, letter)
            await self._add(replace(letter, card=replace(letter.card, quiet=False)), target, live=True)
        elif _content(shown.card) != _content(letter.card):
            await self._change(shown, letter.card, letter=letter)

    async def _retire(self, shown: Stored, letter: Letter) -> None:
        """A message that a new duty has replaced says so, keeps its words and loses its buttons."""
        await cards.retire(self._tx, shown.id)
        bare = replace(shown.card, facts={**shown.card.facts, "replaced": True}, rows=(), pin=False)
        if self._reach.world.shape(shown.where.platform).renews:  # it would be a message more, to take buttons away
            await cards.change(self._tx, shown.id, bare, version=shown.version)
        elif shown.card.rows or shown.card.pin:
            await self._change(shown, bare, letter=letter)

    async def _change(self, shown: Stored, card: Card, *, letter: Letter) -> None:
        """The time of the change before may lie ahead when the clock was set back: no change waits for it longer.

        Whoever is called now goes before what has changed for those who were called already.
        """
        await cards.change(self._tx, shown.id, card, version=shown.version + 1)
        if shown.card.pin and not card.pin and self._reach.world.shape(shown.where.platform).pins:
            await self._parcel(shown, letter, kind=Kind.UNPIN, key=f"unpin:{shown.id}")
        shape = self._reach.world.shape(shown.where.platform)
        gather = _OWN if isinstance(letter.to, Person) else shape.gather
        before = None if letter.priority is Priority.ANSWER else await said.last_edit(self._tx, shown.id)
        due = min(max(self._now, before + gather), self._now + gather) if before else self._now
        await outbox.add_edit(
            self._tx,
            card=shown.id,
            where=shown.where,
            priority=letter.priority if letter.priority is Priority.ANSWER else max(letter.priority, Priority.CHASE),
            about=letter.about,
            due=due,
            now=self._now,
        )
        self.wrote = True

    async def _add(self, letter: Letter, target: Target, *, live: bool, key: str = "") -> None:
        stored = Stored(
            id=cards.new_id(),
            about=letter.about,
            where=target.where,
            person=target.person,
            card=letter.card,
            live=live,
            version=1,
            shown=0,
            message="",
            pinned=False,
            language=target.language,
            mention=target.mention,
        )
        await cards.add(self._tx, stored, now=self._now)
        await self._parcel(stored, letter, kind=Kind.SEND, key=key or f"live:{stored.id}:1")
        if letter.card.pin and self._reach.world.shape(target.where.platform).pins:
            await self._parcel(stored, letter, kind=Kind.PIN, key=f"pin:{stored.id}")
        if letter.card.leave:
            await self._parcel(stored, letter, kind=Kind.LEAVE, key=f"leave:{stored.id}")

    async def _parcel(self, stored: Stored, letter: Letter, *, kind: Kind, key: str) -> None:
        await outbox.add(
            self._tx,
            key=key,
            card=stored.id,
            kind=kind,
            where=stored.where,
            person=stored.person,
            priority=letter.priority,
            about=letter.about,
            chases=letter.chases,
            due=self._now,
            until=letter.until,
            now=self._now,
        )
        self.wrote = True


def _slot(letter: Letter, to: Address | Person) -> tuple[str, ...]:
    """What a letter says to whom: two of a work with the same slot say the same."""
    if letter.key:
        return ("send", letter.about, letter.card.template, *_receiver(to))
    return ("live", letter.about, *_receiver(to))


def _receiver(to: Address | Person) -> tuple[str, ...]:
    return ("person", to.id) if isinstance(to, Person) else (to.platform, to.chat)


def _copy(letter: Letter, target: Target, place: int) -> Letter:
    """The letter for one of its targets: each copy of a message has a key of its own."""
    if not letter.key or not (place or target.spread):
        return letter
    return replace(letter, key=f"{letter.key}/{target.where.platform}/{target.where.chat}")


def _words(card: Card) -> str:
    """What is read of a card where nothing is pressed."""
    said = {name: fact for name, fact in card.facts.items() if name not in _UNSAID}
    return to_json([card.template, said, card.file])


def _content(card: Card) -> str:
    """What people see of a card, in a form that is equal before and after storing."""
    return to_json(
        [card.template, dict(card.facts), [[_button(choice) for choice in row] for row in card.rows], card.file]
    )


def _button(choice: Choice) -> list[object]:
    return [choice.key, choice.label, dict(choice.facts)]
