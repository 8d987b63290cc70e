"""Where somebody can be written to now, and in which language."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.people import Person
from bot.domain.roster import Chat, ChatKind
from bot.engine.memory import KnownAccounts, KnownIncidents
from bot.engine.papers import Shelf, name_in, paper_of
from bot.engine.world import World, account_on, preferred
from bot.store import accounts, cards, rooms
from bot.store.rooms import RoomState
from bot.store.tx import Tx
from bot.talk.message import Address, Facts


@dataclass(frozen=True, kw_only=True)
class Target:
    """A chat, and how a card looks there."""

    where: Address
    language: str
    person: str | None = None
    mention: Facts | None = None
    """Whom a group message is for."""
    spread: bool = False
    """One of several who each read in private what is for all of them."""


def incident_of(about: str) -> int | None:
    """The number in what a card or deadline is about: `7`, `7/li`, `7/A/a2`."""
    head = about.partition("/")[0]
    return int(head) if head.isascii() and head.isdigit() else None


class Reach:
    """Finds the targets of one piece of work."""

    def __init__(
        self,
        tx: Tx,
        *,
        now: datetime,
        world: World,
        known: KnownAccounts,
        incidents: KnownIncidents,
        papers: Shelf,
    ) -> None:
        self._tx, self._now = tx, now
        self._known, self._incidents, self._papers = known, incidents, papers
        self.world = world
        self._lost: dict[tuple[str, str], bool] = {}

    async def find(self, to: Address | Person, about: str) -> Target | None:
        """The first of `targets`; None when nothing and nobody is left to write to."""
        return next(iter(await self.targets(to, about)), None)

    async def targets(
        self, to: Address | Person, about: str, *, urgent: bool = False, live: bool = False, bare: bool = False
    ) -> Sequence[Target]:
        """Where it is written to; empty when nothing and nobody is left.

        A person is written to on the first platform of theirs that is open; when it is `urgent` on each of them. A card
        that is `live` is also where it stands already; `bare` words about an incident go to its room.
        """
        if isinstance(to, Person):
            ways = [one async for one in self._private(to)]
            shown = [one for one in ways if live and await cards.live(self._tx, one.where, about)]
            found = [one for one in ways if urgent or one is ways[0] or one in shown]
            return found or await self._by_mention(to, about)
        where = self.world.follow(to)
        chat = self.world.roster.chat(where.platform, where.chat)
        if chat is None:
            return [Target(where=where, language=await self._private_language(where))]
        if chat.spread:
            readers = await self._spread(chat, about, live=live)
            return await self._by_room(chat, about, readers, urgent=urgent) if bare else readers
        return await self._chat(chat, where)

    def alarms(self) -> Sequence[Target]:
        """Where what reached nobody is said as a last resort."""
        shapes = self.world.shapes.items()
        wheres = (Address(platform=platform, chat=shape.alarm) for platform, shape in shapes if shape.alarm)
        return [Target(where=where, language=self.world.company.language) for where in wheres]

    async def called(self, to: Address, about: str) -> Sequence[Person]:
        """Who reads in private what no group can any more: those called to the incident, and its commander."""
        where = self.world.follow(to)
        chat = self.world.roster.chat(where.platform, where.chat)
        number = incident_of(about)
        if chat is None or chat.kind is ChatKind.RESIDENT or number is None:
            return ()
        incident = await self._incidents.get(number)
        if incident is None:
            return ()
        ids = [*(one.person for one in incident.responders if one.stage.active), incident.commander or ""]
        return tuple(person for one in dict.fromkeys(ids) if (person := self.world.roster.person(one)))

    async def read_elsewhere(self, to: Address) -> bool:
        """Whether a spread chat that nobody reads has a group of some platform beside it."""
        chat = self.world.roster.chat(to.platform, to.chat)
        return chat is not None and chat.spread and await self._group(chat.community) is not None

    async def _chat(self, chat: Chat, where: Address) -> Sequence[Target]:
        if not await self._is_lost(chat):
            return [Target(where=where, language=self.world.company.language)]
        if chat.kind is ChatKind.RESIDENT:
            return []  # nothing meant for residents goes to staff instead; that the group is lost was said
        found = await self._group(chat.community)
        return [Target(where=_address(found), language=self.world.company.language)] if found else []

    async def _spread(self, chat: Chat, about: str, *, live: bool = False) -> Sequence[Target]:
        """Each who would be in it: on duty, called to the incident, or with its card before them already."""
        where = Address(platform=chat.platform, chat=chat.id)
        called = await self.called(where, about) if chat.kind is ChatKind.STAFF else ()
        shown = await cards.lives(self._tx, about) if live else ()
        before = (self.world.roster.person(one.person) for one in shown if one.person)
        readers = (*self.world.roster.readers(chat, at=self._now), *called, *(one for one in before if one))
        people = {one.id: one for one in readers if one.works_in(chat.community)}
        return [
            replace(target, spread=True)
            for person in people.values()
            async for target in self._private(person)
            if target.where.platform == chat.platform
        ]

    async def _by_room(self, chat: Chat, about: str, readers: Sequence[Target], *, urgent: bool) -> Sequence[Target]:
        """The room of the incident; those outside of it read alone what is urgent."""
        number = incident_of(about)
        for platform, shape in self.world.shapes.items():
            room = await rooms.of_incident(self._tx, number, platform) if number and shape.gathers else None
            if room is None or not room.chat or room.state is not RoomState.OPEN or shape.gathers != chat.platform:
                continue
            outside = [one for one in readers if one.where.chat not in room.made.members] if urgent else []
            where = Address(platform=platform, chat=room.chat)
            return [Target(where=where, language=self.world.company.language, spread=True), *outside]
        return readers

    async def _private(self, person: Person) -> AsyncIterator[Target]:
        for platform, number in person.accounts.items():
            account = await self._known.get(platform, number)
            if account is not None and account.chat and platform in self.world.shapes:
                language = preferred(person, account) or self.world.company.language
                where = Address(platform=platform, chat=account.chat)
                yield Target(where=where, language=language, person=person.id)

    async def _by_mention(self, person: Person, about: str) -> Sequence[Target]:
        """By name in a group; where there is none, to those who would read it there."""
        home = await self._home(about)
        for community in (home,) if home else person.communities:
            chat = await self._group(community)
            mention: Facts = {"name": person.name, "account": account_on(person, chat.platform) if chat else ""}
            if chat is not None:
                language = self.world.company.language
                return [Target(where=_address(chat), language=language, person=person.id, mention=mention)]
            for spread in (one for one in self._groups(community) if one.spread):
                readers = await self._spread(spread, about)
                if readers:
                    return [replace(one, mention=mention) for one in readers]
        return []

    async def _home(self, about: str) -> str:
        """The community of the incident, notice or report a message is about; empty when it is about none."""
        number, name = incident_of(about), name_in(about)
        if number is not None:
            incident = await self._incidents.get(number)
            return incident.community if incident else ""
        paper = await paper_of(self._papers, name) if name else None
        return paper.community if paper else ""

    async def _group(self, community: str) -> Chat | None:
        """The first group of staff, then of those in charge, that can be written to; never a spread one."""
        for chat in self._groups(community):
            if not chat.spread and not await self._is_lost(chat):
                return chat
        return None

    def _groups(self, community: str) -> Iterator[Chat]:
        for kind in (ChatKind.STAFF, ChatKind.COMMAND):
            yield from self.world.roster.chats_of(community, kind)

    async def _is_lost(self, chat: Chat) -> bool:
        if chat.platform not in self.world.shapes:  # the settings name it no more
            return True
        key = (chat.platform, chat.id)
        if key not in self._lost:
            self._lost[key] = await accounts.lost(self._tx, *key)
        return self._lost[key]

    async def _private_language(self, where: Address) -> str:
        """A private chat bears the id of its account on every platform there is."""
        account = await self._known.get(where.platform, where.chat)
        person = self.world.roster.account(where.platform, where.chat)
        return preferred(person, account) or self.world.company.language

    def forget(self) -> None:
        """Which chats are lost has changed."""
        self._lost.clear()

    def see(self, world: World) -> None:
        """The world has changed in the middle of the work: a chat moved, or there is a new roster."""
        self.world = world
        self.forget()


def _address(chat: Chat) -> Address:
    return Address(platform=chat.platform, chat=chat.id, thread=chat.topic)
