"""Takes what platforms deliver, keeps it, and handles it in order; also where a changed roster comes into force."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from bot.clock import Clock
from bot.domain.deadline import Deadline
from bot.domain.events import Event, RosterChanged
from bot.domain.given_up import ChaseFailed
from bot.domain.roster import Roster
from bot.engine.batch import Batch, Outcome
from bot.engine.message import PressAnswer
from bot.engine.reach import incident_of
from bot.engine.trouble import trouble
from bot.engine.work import Library, OpenWork, Told
from bot.engine.world import World
from bot.store import accounts, inbox
from bot.store.tx import Database, Tx
from bot.talk.platform import Platform, PlatformError, Raw
from bot.talk.route import Tables
from bot.talk.work import Chase, Work

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds until the next try when the database can't be written."""
LAST_WORDS = 5.0
"""Seconds for answers that are under way when the program stops."""


class Inbox:
    """The message line. `after` is called when a commit has left something to send or to wait for."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        platforms: Mapping[str, Platform],
        tables: Tables,
        tell: Told,
        chases: Mapping[str, Chase],
        world: World,
        after: Callable[[], None],
    ) -> None:
        self._db, self._clock, self._platforms = db, clock, platforms
        self._tell, self._chases, self._after = tell, chases, after
        self._library: Library = {}
        self._world = world
        self._kept = asyncio.Event()
        self._idle = asyncio.Event()
        self._answering: set[asyncio.Task[None]] = set()
        self._batch = Batch(platforms=platforms, tables=tables, open=self.open)

    @property
    def world(self) -> World:
        """What holds now."""
        return self._world

    def open(self, tx: Tx, *, chases: str = "") -> OpenWork:
        """A piece of work on the world as it is now."""
        return OpenWork(
            tx, now=self._clock.now(), world=self._world, tell=self._tell, library=self._library, chases=chases
        )

    def adopt(self, work: OpenWork) -> None:
        """Takes over which chats have moved, once the work that has learnt it is committed."""
        if work.learnt:
            self._world = self._world.with_roster(self._world.roster, work.world.moved)

    async def keep(self, platform: str, rows: Sequence[Raw]) -> None:
        """Keeps updates for good; when this returns they may be acknowledged."""
        if rows:
            await self._db.write(lambda tx: inbox.add(tx, platform, rows))
            self.wake()

    def wake(self) -> None:
        """There may be something to handle."""
        self._kept.set()

    async def run(self) -> None:
        """Handles whatever is there, for as long as it runs; then the answers under way may come to their end."""
        try:
            while True:
                self._kept.clear()
                if await self._rounds():
                    self._idle.set()
                    await self._kept.wait()
                    self._idle.clear()
                else:
                    await asyncio.sleep(PAUSE)
        finally:
            await self.finish()

    async def caught_up(self) -> None:
        """Waits until nothing is left to handle."""
        await self._idle.wait()

    async def finish(self) -> None:
        """Waits for the answers to presses that are under way, though not for long."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=LAST_WORDS)

    async def fire(self, tx: Tx, deadline: Deadline) -> None:
        """A deadline takes the same line: its chase, then everything it has caused."""
        work = self.open(tx, chases=f"{deadline.kind}:{deadline.about}")
        await self._chases[deadline.kind](work, deadline)
        await work.flush()

    async def record(self, *events: Event) -> None:
        """Something happened outside of any message: it is written down, and who has to hear of it is told."""

        async def note(work: Work) -> None:
            work.happened(*events)

        await self.arrange(note)

    async def arrange(self, plan: Callable[[Work], Awaitable[None]]) -> None:
        """A piece of work that no message and no deadline asks for, e.g. what is planned at the start."""

        async def job(tx: Tx) -> bool:
            work = self.open(tx)
            await plan(work)
            await work.flush()
            return work.stirred

        if await self._db.write(job):
            self._after()

    async def give_up(self, deadline: Deadline) -> None:
        """A chase failed every time: those in charge hear of it in its place."""
        incident = incident_of(deadline.about)
        await self.record(ChaseFailed(kind=deadline.kind, about=deadline.about, incident=incident))

    async def change_roster(self, roster: Roster, digest: str) -> None:
        """A new roster comes into force with the commit that says so."""
        self._world = await self._db.write(partial(self._change_roster, roster, digest))
        self._after()

    async def learn_moves(self) -> None:
        """At the start: the groups of the roster file under the ids they have by now."""
        self._world = self._world.with_roster(self._world.roster, await accounts.moved(self._db))

    async def _change_roster(self, roster: Roster, digest: str, tx: Tx) -> World:
        work = self.open(tx)
        work.see(work.world.with_roster(roster, await accounts.moved(tx)))
        work.happened(RosterChanged(digest=digest))
        await work.flush()
        return work.world

    async def _rounds(self) -> bool:
        """Batch after batch; False when the database refuses, e.g. while the disk is full."""
        try:
            while await self._round():
                pass
        except Exception as error:
            log.error("the inbox waits a second: %s", trouble(error))
            return False
        return True

    async def _round(self) -> bool:
        """One batch; True when there is certainly more."""
        outcome: Outcome = await self._db.write(self._batch.run)
        for work in outcome.works:
            self.adopt(work)
        for answer in outcome.answers:
            task = asyncio.create_task(self._answer(answer))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        if outcome.stirred:
            self._after()
        return outcome.more

    async def _answer(self, answer: PressAnswer) -> None:
        platform = self._platforms[answer.platform]
        try:
            await platform.answer(answer.query, answer.text, alert=answer.alert, start=answer.start)
        except PlatformError as error:
            log.warning("a press was not answered: %s", error)
