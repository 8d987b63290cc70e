"""One message or one deadline at work: reads see what it has done, `flush` writes it all before the commit."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from bot.domain.deadline import Deadline
from bot.domain.events import Event, PersonUnreachable
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.playbook import Playbook
from bot.domain.recognise import Recognised, Recogniser
from bot.domain.roster import Chat, Roster
from bot.engine.memory import KnownAccounts, KnownConversations, KnownIncidents, KnownIntakes
from bot.engine.papers_memory import KnownHandOvers, KnownNotices, KnownReports, KnownResidents, KnownRollCalls
from bot.engine.post import Letter, Post
from bot.engine.reach import Reach, incident_of
from bot.engine.room_plan import follow_rooms
from bot.engine.world import World
from bot.store import accounts, cards, deadlines, outbox, playbooks, small_facts, timeline
from bot.store.cards import Stored
from bot.store.tx import Tx
from bot.talk.message import Address, Card, Priority
from bot.talk.papers import Deliveries, Past
from bot.talk.work import Company, Shown, Tell, Vocabulary

_ENOUGH = 500
"""More events than this in one work cause each other without end."""

Told = Mapping[type[Event], tuple[Tell, ...]]
Library = dict[str, Playbook]
"""Playbook copies by digest, kept between works: a copy never changes."""


class OpenWork:
    """`Work` over a transaction. `chases`: `kind:about` of the deadline that is being handled."""

    def __init__(self, tx: Tx, *, now: datetime, world: World, tell: Told, library: Library, chases: str = "") -> None:
        self.tx, self._now, self._world, self._tell, self._library = tx, now, world, tell, library
        self._chases = chases
        self.incidents = KnownIncidents(tx)
        self.intakes = KnownIntakes(tx)
        self.conversations = KnownConversations(tx)
        self.accounts = KnownAccounts(
            tx,
            now=now,
            opens=lambda *account: self._world.opens(*account),
            allowed=lambda platform: self._world.shape(platform).allowance,
        )
        self.notices, self.reports = KnownNotices(tx), KnownReports(tx)
        self.roll_calls = KnownRollCalls(tx, one_of=lambda *account: self.roster.first_account(*account))
        self.residents = KnownResidents(tx, one_of=lambda *account: self.roster.first_account(*account))
        self.hand_overs = KnownHandOvers(tx)
        self.reach = Reach(tx, now=now, world=world, known=self.accounts, incidents=self.incidents, papers=self)
        self._post = Post(tx, now=now, reach=self.reach)
        self.cards = KnownCards(tx, work=self)
        self._events: deque[tuple[Event, bool]] = deque()
        self._entries: list[timeline.Entry] = []
        self._dues: list[tuple[str, str, datetime | None, int]] = []
        self._unreached: set[str] = set()
        self._scheduled = False
        self.learnt = False

    @property
    def now(self) -> datetime:
        """The time; nobody else asks for it."""
        return self._now

    @property
    def company(self) -> Company:
        """What the settings say that handlers need."""
        return self._world.company

    @property
    def roster(self) -> Roster:
        """The roster, its groups under the ids they have by now."""
        return self._world.roster

    @property
    def playbooks(self) -> Mapping[str, Playbook]:
        """By type id, as the files have them now: for new incidents."""
        return self._world.playbooks

    @property
    def recogniser(self) -> Recogniser:
        """What reads reports with the words of the playbooks."""
        return self._world.recogniser

    @property
    def words(self) -> Vocabulary:
        """The words people type."""
        return self._world.words

    @property
    def alarms(self) -> Sequence[Address]:
        """Where what nobody may miss is said as well."""
        return [target.where for target in self.reach.alarms()]

    def recognise(self, text: str) -> Recognised:
        """What a line says, with the names of buildings as the roster has them now."""
        return self._world.recogniser.read(text, names=self.roster.building_names)

    @property
    def world(self) -> World:
        """Everything beside the rows."""
        return self._world

    @property
    def stirred(self) -> bool:
        """Whether there is something new to send or to wait for."""
        return self._post.wrote or self._scheduled

    async def playbook(self, incident: Incident) -> Playbook:
        """The copy the incident started with."""
        if incident.playbook not in self._library:
            found = await playbooks.get(self.tx, incident.playbook)
            if found is None:
                raise LookupError(f"incident {incident.number} has no copy of its playbook")
            self._library[incident.playbook] = found
        return self._library[incident.playbook]

    async def start(self, playbook: Playbook) -> str:
        """Keeps a copy of a playbook for a new incident and returns its digest."""
        for digest, copy in self._library.items():
            if copy is playbook and await playbooks.known(self.tx, digest):  # the work that kept it may have failed
                return digest
        digest = await playbooks.add(self.tx, playbook)
        self._library.setdefault(digest, playbook)
        return digest

    async def history(self, incident: int, *, without: str = "") -> Sequence[Past]:
        """What has happened to an incident before this work, oldest first, but for one kind of event."""
        entries = [line.entry for line in await timeline.of_incident(self.tx, incident, without=without)]
        return tuple(Past(kind=one.kind, facts=one.facts, person=one.person, at=one.at) for one in entries)

    async def reaches(self, chat: Chat) -> bool:
        """Whether a group of the roster can be written to."""
        return chat.platform in self.world.shapes and not await accounts.lost(self.tx, chat.platform, chat.id)

    async def deliveries(self, about: str) -> Deliveries:
        """What became of the messages of a version of a notice, by the ids the groups have by now."""
        found = [(self.world.follow(where), state) for where, state in await outbox.of_notice(self.tx, about)]
        handed = [one for one in await self.hand_overs.of_version(about) if one.about == about]
        sent = {(where.platform, where.chat): state.value for where, state in found}
        return sent | {one.group: one.delivery for one in handed}

    async def recall(self, fact: str) -> object:
        """A small durable fact by its name; None when it was never kept."""
        return await small_facts.get(self.tx, fact)

    async def keep(self, fact: str, value: object) -> None:
        """Keeps a small durable fact."""
        await small_facts.put(self.tx, fact, value, now=self._now)

    def happened(self, *events: Event) -> None:
        """Timeline rows; who hears of it is decided before the commit."""
        self._events.extend((event, True) for event in events)

    def record(self, event: Event) -> None:
        """A timeline row nobody is told of."""
        self._events.append((event, False))

    def send(
        self,
        to: Address | Person,
        card: Card,
        *,
        key: str,
        priority: Priority,
        about: str = "",
        until: datetime | None = None,
    ) -> None:
        """A message; `key` is said once."""
        chases = self._chases if priority is Priority.CHASE else ""
        self._post.send(Letter(to=to, card=card, key=key, priority=priority, about=about, until=until, chases=chases))

    def live(
        self,
        to: Address | Person,
        card: Card,
        *,
        about: str,
        priority: Priority = Priority.EMERGENCY,
        fresh: bool = False,
        until: datetime | None = None,
    ) -> None:
        """The one card of this thing and chat; the newest wins."""
        self._post.live(Letter(to=to, card=card, priority=priority, about=about, fresh=fresh, until=until))

    def due(self, kind: str, *, about: str, at: datetime | None, round: int = 0) -> None:
        """A deadline row; None: it is met, and its unsent chases are dropped."""
        self._dues.append((kind, about, at, round))

    def see(self, world: World) -> None:
        """The world has changed by this very work."""
        self.learnt = True
        self.stand_on(world)

    def stand_on(self, world: World) -> None:
        """The world as a work before this one has left it, in the same transaction."""
        self._world = world
        self.reach.see(world)

    async def settle(self, about: str) -> None:
        """Writes the live cards of a thing that are still to be written."""
        await self._miss(await self._post.settle(about))

    async def flush(self) -> None:
        """Writes everything; what TELL and the post cause is told too. Deadlines go before the post: what a deadline
        sends after it was met must not be dropped with its chases."""
        while True:
            await self._tell_all()
            await self._write_dues()
            await self._miss(await self._post.flush())
            if not self._events:
                break
        await self.incidents.flush()
        await follow_rooms(self, self.incidents.changed)
        await self.intakes.flush()
        await self.reports.flush()
        await self.notices.flush()
        await self.conversations.flush()
        await timeline.append(self.tx, self._entries)
        self._entries = []

    async def _tell_all(self) -> None:
        while self._events:
            event, aloud = self._events.popleft()
            if len(self._entries) >= _ENOUGH:
                raise RuntimeError(f"{type(event).__name__} and what it causes come without end")
            self._entries.append(self._entry(event))
            for tell in self._tell.get(type(event), ()) if aloud else ():
                await tell(self, event)

    def answered(self, where: Address) -> bool:
        """Whether this work has a message for a chat anyway."""
        return self._post.writes_to(where)

    def _entry(self, event: Event) -> timeline.Entry:
        facts = asdict(event)
        person, incident = facts.pop("by"), facts.pop("incident", None)
        return timeline.Entry(kind=type(event).__name__, facts=facts, at=self._now, incident=incident, person=person)

    async def _write_dues(self) -> None:
        dues, self._dues = self._dues, []
        for kind, about, at, rung in dues:
            self._scheduled = True
            if at is not None:
                await deadlines.set(self.tx, Deadline(kind=kind, about=about, due=at, round=rung), self._now)
                continue
            await deadlines.meet(self.tx, kind, about, self._now)
            await outbox.drop_chases(self.tx, f"{kind}:{about}", now=self._now)

    async def _miss(self, unreached: list[tuple[Person, str]]) -> None:
        """Somebody can't be written to at all: said once, until they can again or it is about another incident."""
        for person, about in unreached:
            if person.id not in self._unreached:
                self._unreached.add(person.id)
                await self.miss(person.id, incident=incident_of(about))

    async def miss(self, person: str, *, incident: int | None) -> None:
        """Tells that somebody can't be written to in private, unless that was said of this incident before."""
        fact = unreachable_fact(person)
        if await self.recall(fact) != {"incident": incident}:
            await self.keep(fact, {"incident": incident})
            self.happened(PersonUnreachable(person=person, incident=incident))


class KnownCards:
    """`Cards` over a transaction."""

    def __init__(self, tx: Tx, *, work: OpenWork) -> None:
        self._tx, self._work = tx, work

    async def get(self, id: str) -> Shown | None:
        """The card with this public id."""
        return _shown(await cards.get(self._tx, id))

    async def of_message(self, where: Address, message: str) -> Shown | None:
        """The card behind a message of the bot."""
        return _shown(await cards.of_message(self._tx, where, message))

    async def live(self, where: Address, about: str) -> Shown | None:
        """The live card of a thing in a chat, as this work has left it."""
        await self._work.settle(about)
        return _shown(await cards.live(self._tx, where, about))


def unreachable_fact(person: str) -> str:
    """The name of the fact that it was said that somebody can't be written to."""
    return f"unreachable:{person}"


def _shown(stored: Stored | None) -> Shown | None:
    if stored is None:
        return None
    return Shown(id=stored.id, about=stored.about, where=stored.where, person=stored.person, card=stored.card)
