"""Makes the groups of incidents that room_plan.py wants, changes them, and makes them again when they are gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

from bot.domain.events import AppAlarm, RoomMade
from bot.domain.roster import Roster
from bot.engine.inbox import Inbox
from bot.engine.room_plan import FEWEST
from bot.engine.surroundings import Time
from bot.engine.trouble import trouble
from bot.engine.work import OpenWork
from bot.store import rooms
from bot.store.db import Database
from bot.store.rooms import Plan, Room
from bot.store.tx import Tx
from bot.talk.message import Delivery, Sent

SWEEP = 1.0
SIGN = "room"
"""Of the alarm that a group is not made, or not changed, as it should be."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0

_log = logging.getLogger(__name__)


class Gathering(Protocol):
    """A platform that makes groups; it never raises for what a platform can answer."""

    async def make(self, chat: str, name: str, *, owner: str, members: Sequence[str]) -> Sent:
        """A group of this id; UNCHANGED when it is there already, with whomever it was made."""

    async def members(self, chat: str) -> Sequence[str] | Sent:
        """Who is in it; why that is not known."""

    async def change(self, chat: str, name: str, *, owner: str, add: Sequence[str], remove: Sequence[str]) -> Sent:
        """Its name and members are brought up to date."""


class Rooms:
    """Brings the rooms of the platforms to what is wanted; the rows say what is left to do."""

    def __init__(
        self,
        db: Database,
        inbox: Inbox,
        clock: Time,
        *,
        platforms: Mapping[str, Gathering],
        after: Callable[[], None],
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db, self._inbox, self._clock = db, inbox, clock
        self._platforms, self._after, self._rest = platforms, after, rest
        self._roster: Roster | None = None
        """The one the rooms were last looked through with."""

    async def run(self) -> None:
        """Looks once a second, for as long as it runs."""
        while True:
            try:
                await self.turn()
            except Exception as error:
                _log.error("the rooms wait a second: %s", trouble(error))
            await self._rest(SWEEP)

    async def turn(self) -> None:
        """Everything that is due now."""
        await self._follow_roster()
        for room in await rooms.due(self._db, now=self._clock.now()):
            if room.platform in self._platforms:
                await self._bring(room, self._platforms[room.platform])

    async def _follow_roster(self) -> None:
        """Who is not on the roster any more has no business in a room: looked at whenever there is another roster."""
        world = self._inbox.world
        if world.roster is self._roster:
            return
        for room in await rooms.open_ones(self._db):
            people_of = world.shape(room.platform).gathers
            stay = tuple(one for one in room.wanted.members if world.roster.account(people_of, one))
            if FEWEST <= len(stay) < len(room.wanted.members):
                plan = replace(room.wanted, members=stay)
                await self._want(room, plan)
        self._roster = world.roster

    async def _want(self, room: Room, plan: Plan) -> None:
        now = self._clock.now()
        await self._db.write(lambda tx: rooms.want(tx, room.incident, room.platform, plan, now=now))

    async def _bring(self, room: Room, platform: Gathering) -> None:
        chat = room.chat or room.wanted.id
        if room.chat:
            sent = await self._change(room, platform)
        else:
            members = room.wanted.members
            sent = await platform.make(chat, room.wanted.name, owner=members[0], members=members)
        there: Sequence[str] | None = None
        if not room.chat and sent.delivery is Delivery.UNCHANGED:  # made before a crash, and who is in it is not known
            found = await platform.members(chat)
            sent, there = (found, None) if isinstance(found, Sent) else (sent, found)
        match sent.delivery:
            case Delivery.SENT | Delivery.UNCHANGED:
                await self._made(room, chat, there)
            case Delivery.LOST:
                await self._db.write(lambda tx: rooms.lost(tx, room.platform, chat, now=self._clock.now()))
            case Delivery.NEVER:
                await self._refused(room, platform, sent.reason)
            case _:
                pause = sent.wait or min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(room.tries, 10))
                due = self._clock.now() + timedelta(seconds=pause)
                await self._db.write(lambda tx: rooms.again(tx, room, due=due, reason=sent.reason))

    async def _change(self, room: Room, platform: Gathering) -> Sent:
        wanted, had = room.wanted, room.made.members
        add = [one for one in wanted.members if one not in had]
        world = self._inbox.world
        known = partial(world.roster.account, world.shape(room.platform).gathers)
        remove = [one for one in had if one not in wanted.members and known(one) is None]
        return await platform.change(room.chat, wanted.name, owner=wanted.members[0], add=add, remove=remove)

    async def _refused(self, room: Room, platform: Gathering, reason: str) -> None:
        """Somebody it does not take keeps the others from nothing: the name alone is tried once, that it is over."""
        _log.error("the group of incident %d is not as it should be: %s", room.incident, reason)
        keep = rooms.refused
        if room.chat and room.made.members:
            owner = room.made.members[0]
            again = await platform.change(room.chat, room.wanted.name, owner=owner, add=(), remove=())
            if again.delivery in (Delivery.SENT, Delivery.UNCHANGED):
                keep = rooms.renamed

        async def job(tx: Tx) -> OpenWork:
            work = self._inbox.open(tx)
            await keep(tx, room, reason=reason)
            if room.reason != reason:
                work.happened(AppAlarm(platform=room.platform, sign=SIGN, detail=f"#{room.incident}: {reason}"))
            await work.flush()
            return work

        await self._write(job)

    async def _made(self, room: Room, chat: str, there: Sequence[str] | None) -> None:
        """Nobody sees a group before its first message (WD 90245): with it those inside are told what it is for."""

        async def job(tx: Tx) -> OpenWork:
            work = self._inbox.open(tx)
            await rooms.made(tx, room, chat, now=self._clock.now(), members=there)
            if not room.chat:
                work.happened(RoomMade(incident=room.incident, platform=room.platform, chat=chat))
            await work.flush()
            return work

        await self._write(job)

    async def _write(self, job: Callable[[Tx], Coroutine[Any, Any, OpenWork]]) -> None:
        work = await self._db.write(job)
        self._inbox.adopt(work)
        if work.stirred:
            self._after()
