"""Makes the groups of incidents that room_plan.py wants, changes them, and makes them again when they are gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.domain.events import RoomMade
from bot.engine.inbox import Inbox
from bot.engine.surroundings import Time
from bot.engine.trouble import trouble
from bot.engine.work import OpenWork
from bot.store import rooms
from bot.store.db import Database
from bot.store.rooms import Room
from bot.store.tx import Tx
from bot.talk.message import Delivery, Sent

SWEEP = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0

_log = logging.getLogger(__name__)


class Gathering(Protocol):
    """A platform that makes groups; it never raises for what a platform can answer."""

    async def make(self, chat: str, name: str, *, owner: str, members: Sequence[str]) -> Sent:
        """A group of this id; one that is there already is as good as made."""

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
        for room in await rooms.due(self._db, now=self._clock.now()):
            if room.platform in self._platforms:
                await self._bring(room, self._platforms[room.platform])

    async def _bring(self, room: Room, platform: Gathering) -> None:
        chat = room.chat or room.wanted.id
        owner = room.wanted.members[0]
        if room.chat:
            add = [one for one in room.wanted.members if one not in room.made.members]
            sent = await platform.change(chat, room.wanted.name, owner=owner, add=add, remove=())
        else:
            sent = await platform.make(chat, room.wanted.name, owner=owner, members=room.wanted.members)
        match sent.delivery:
            case Delivery.SENT | Delivery.UNCHANGED:
                await self._made(room, chat)
            case Delivery.LOST:
                await self._db.write(lambda tx: rooms.lost(tx, room.platform, chat, now=self._clock.now()))
            case Delivery.NEVER:
                _log.error("the group of incident %d is not made: %s", room.incident, sent.reason)
                await self._db.write(lambda tx: rooms.refused(tx, room, reason=sent.reason))
            case _:
                pause = sent.wait or min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(room.tries, 10))
                due = self._clock.now() + timedelta(seconds=pause)
                await self._db.write(lambda tx: rooms.again(tx, room, due=due, reason=sent.reason))

    async def _made(self, room: Room, chat: str) -> None:
        """Nobody sees a group before its first message (WD 90245): with it those inside are told what it is for."""

        async def job(tx: Tx) -> OpenWork:
            work = self._inbox.open(tx)
            await rooms.made(tx, room, chat, now=self._clock.now())
            if not room.chat:
                work.happened(RoomMade(incident=room.incident, platform=room.platform, chat=chat))
            await work.flush()
            return work

        work = await self._db.write(job)
        self._inbox.adopt(work)
        if work.stirred:
            self._after()
