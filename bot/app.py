"""The composition root: settings become a store, platforms, an engine and a web side; it alone knows everybody."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot import web
from bot.clock import Clock
from bot.connections import Connections, connections, shapes_of
from bot.domain.roster import Roster
from bot.engine.clearing import clear_daily
from bot.engine.files import Files
from bot.engine.held import Beside, Decisions, tell_restored
from bot.engine.inbox import Inbox
from bot.engine.mishaps import Mishaps
from bot.engine.outbox import Outbox
from bot.engine.set_back import shift_back
from bot.engine.timers import Timers
from bot.engine.watch_platforms import watch
from bot.engine.world import World
from bot.menus import Menus
from bot.platforms.telegram_poll import PollState, poll
from bot.read.commands import read_commands
from bot.read.playbook import read_playbooks
from bot.read.recogniser import make_recogniser
from bot.read.roster import read_roster
from bot.roster_watch import Stamp, stamp, watch_roster
from bot.settings import Mode, Settings
from bot.start import alone, beside_others, moved_by, open_door
from bot.store import counts
from bot.store.cards import Stored
from bot.store.db import Database, StoreError, open_database
from bot.store.file_folder import FileFolder
from bot.store.migrate import migrate, waiting
from bot.talk.message import Choice, Drawn
from bot.talk.vocabulary import Commands
from bot.talk.work import Company
from bot.wecom_connection import Attached
from bot.words import Words
from handlers import CHASES, TABLES, TELL
from handlers.beginning import begin

log = logging.getLogger(__name__)

ROOT = Path(__file__).parent.parent
TEMPLATES, MIGRATIONS = ROOT / "templates", ROOT / "migrations"
SUBMIT = Choice(key="submit", label="submit")
"""Stands below a list of choices where buttons are too few."""
_CATCH_UP = 5.0
"""Seconds the timers wait at the start for what people wrote meanwhile."""
_STALE = 120.0
"""Seconds without a fetched update before /health is red."""


@dataclass(kw_only=True)
class App:
    """The parts of a running bot."""

    settings: Settings
    clock: Clock
    db: Database
    connections: Connections
    wecom: Attached | None
    inbox: Inbox
    outbox: Outbox
    files: Files
    timers: Timers
    menus: Menus | None
    door: socket.socket | None
    polling: PollState
    read: Stamp | None = None
    """How the roster file stood when it was read: what is written while the program starts is a change too."""

    async def run(self) -> None:
        """Runs until it is cancelled. A part that dies takes the program with it: nothing fails in silence."""
        async with asyncio.TaskGroup() as group:
            for name, part in self._parts():
                group.create_task(part, name=name)
            self.outbox.wake()
            self.inbox.wake()
            log.info("on duty")

    def _parts(self) -> Iterator[tuple[str, Coroutine[Any, Any, object]]]:
        yield "inbox", self.inbox.run()
        yield "outbox", self.outbox.run()
        yield "files", self.files.run()
        yield "platforms", watch(self.connections.platforms.values(), self.inbox.record)
        yield "clearing", clear_daily(self.db, self.clock)
        yield "timers", self._ring_after_catching_up()
        yield "clock", self.clock.watch(forward=self._look_again, back=self._shift_back)
        file = self.settings.roster.file
        yield "roster", watch_roster(file, change=self._change_roster, refuse=self.inbox.record, seen=self.read)
        if self.door is not None:
            doors = self.wecom.doors if self.wecom else {}
            webhook = self.connections.webhook(self.inbox.keep)
            yield "web", web.serve(web.application(self.health, telegram=webhook, **doors), self.door)
        for part in self.wecom.parts if self.wecom else ():
            yield part.name, part.run()
        if self.menus is not None:
            self.menus.wake()
            yield "menus", self.menus.run()
        telegram = self.connections.telegram
        if telegram is not None and self._polls():
            yield "poller", poll(telegram, partial(self.inbox.keep, telegram.name), state=self.polling)

    async def _ring_after_catching_up(self) -> None:
        """What people wrote while the bot was down is heard before anybody is chased for it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CATCH_UP):
                if self._polls():
                    await self.polling.begun.wait()
                if self.wecom is not None:
                    await self.wecom.begun()
                await self.inbox.caught_up()
        await self.timers.run()

    def _polls(self) -> bool:
        return self.settings.telegram is not None and self.settings.telegram.mode is Mode.POLLING

    def _look_again(self) -> None:
        """The wall clock has jumped: what waits for a time looks again."""
        self.timers.ring()
        self.outbox.read_again()

    async def _shift_back(self, by: timedelta, adopt: Callable[[timedelta], None]) -> None:
        await shift_back(self.db, by, adopt)
        self._look_again()

    async def _change_roster(self, roster: Roster, digest: str) -> None:
        await self.inbox.change_roster(roster, digest)
        if self.menus is not None:
            self.menus.wake()

    async def health(self) -> Mapping[str, object]:
        """How it goes, for /health and /metrics."""
        waits = await counts.waiting(self.db)
        last = self.polling.last_success
        fetched = None if last is None else round(self.clock.monotonic() - last)
        stale = self._polls() and (fetched is None or fetched > _STALE)
        problem = self.polling.problem or self.connections.problem or (self.wecom.problem if self.wecom else "")
        refused = {"callbacks_refused": self.wecom.refused} if self.wecom else {}
        return {"ok": not problem and not stale, "problem": problem, "fetched_seconds_ago": fetched, **refused, **waits}


@contextlib.asynccontextmanager
async def opened(settings: Settings, environment: Mapping[str, str]) -> AsyncIterator[App]:
    """Everything in its place: the store migrated, the platform greeted, nothing running yet."""
    commands = read_commands(TEMPLATES / "commands.yaml")
    words = Words(TEMPLATES, commands, timezone=settings.company.timezone)
    read = stamp(settings.roster.file)
    world = _world(settings, words)  # what is wrong in a file is said before anything is touched or called
    with alone(settings.store.path), contextlib.ExitStack() as resources:
        db = await open_database(settings.store.url, base=settings.file.parent)
        try:
            for name in await migrate(db, MIGRATIONS, backup=True):
                log.info("migrated: %s", name)
            clock = Clock(moved_by(settings, environment))
            door = open_door(settings) if settings.web.port else None  # before anybody far away is asked anything
            if door is not None:
                resources.callback(door.close)
            submit = words.label(SUBMIT, settings.company.language)
            greeted = connections(settings, clock, db=db, submit=submit)
            try:
                await greeted.start()
                words.names.update(greeted.names)
                app = await _assemble(
                    settings, db, clock, world=world, words=words, commands=commands, greeted=greeted, door=door
                )
                app.read = read
                yield app
            finally:
                await greeted.stop()
        finally:
            await db.close()


def beside(settings: Settings, environment: Mapping[str, str]) -> Beside:
    """What is to be decided after a restore, and the roster as it counts; whether the bot runs meanwhile or not."""
    words = Words(TEMPLATES, read_commands(TEMPLATES / "commands.yaml"), timezone=settings.company.timezone)
    clock = Clock(moved_by(settings, environment))
    return _beside(settings, clock, world=_world(settings, words))


@contextlib.asynccontextmanager
async def _beside(settings: Settings, clock: Clock, *, world: World) -> AsyncIterator[tuple[Decisions, Roster]]:
    if not settings.store.path.is_file():
        raise StoreError(f"{settings.store.path} is not there yet: nothing is held")
    with beside_others(settings.store.path):
        db = await open_database(settings.store.url, base=settings.file.parent)
        try:
            if await waiting(db, MIGRATIONS):
                raise StoreError(f"{settings.store.path} is of an older program: `zhiban migrate` brings it up to date")
            inbox = Inbox(db, clock, platforms={}, tables=TABLES, tell=TELL, chases=CHASES, world=world, after=_nothing)
            await inbox.learn_moves()
            yield Decisions(db, inbox, Mishaps(inbox, after=_nothing)), inbox.world.roster
        finally:
            await db.close()


def _nothing() -> None:
    """The running program looks at the rows by itself, every second."""


async def _assemble(
    settings: Settings,
    db: Database,
    clock: Clock,
    *,
    world: World,
    words: Words,
    commands: Commands,
    greeted: Connections,
    door: socket.socket | None,
) -> App:
    platforms, telegram = greeted.platforms, greeted.telegram
    wake: list[Callable[[], None]] = []

    def after() -> None:
        for ring in wake:
            ring()

    inbox = Inbox(db, clock, platforms=platforms, tables=TABLES, tell=TELL, chases=CHASES, world=world, after=after)
    await inbox.learn_moves()
    await tell_restored(db, inbox)
    await inbox.arrange(begin)
    files = Files(db, clock, platforms=platforms, folder=FileFolder.beside(settings.store.path), words=words)
    outbox = _outbox(db, clock, greeted, words=words, files=files, mishaps=Mishaps(inbox, after=after))
    timers = Timers(db, clock, fire=inbox.fire, after=after, failed=inbox.give_up)
    wake.extend((outbox.wake, timers.arm))
    return App(
        settings=settings,
        clock=clock,
        db=db,
        connections=greeted,
        wecom=greeted.wecom.attach(inbox, after=after) if greeted.wecom else None,
        inbox=inbox,
        outbox=outbox,
        files=files,
        timers=timers,
        menus=Menus(telegram, commands, roster=lambda: inbox.world.roster) if telegram else None,
        door=door,
        polling=PollState(),
    )


def _outbox(
    db: Database, clock: Clock, greeted: Connections, *, words: Words, files: Files, mishaps: Mishaps
) -> Outbox:
    return Outbox(
        db,
        clock,
        platforms=greeted.platforms,
        pacers=greeted.pacers(),
        draw=partial(_draw, words),
        mishaps=mishaps,
        enclose=files.enclose,
    )


def _world(settings: Settings, words: Words) -> World:
    company = Company(
        name=settings.company.name,
        language=settings.company.language,
        timezone=settings.company.timezone,
        times=settings.times,
        order=settings.command.order,
        duty_roll=settings.command.duty_roll,
        second_language=settings.company.second_language or "",
        per_second=settings.limits.telegram_per_second,
    )
    roster = read_roster(settings.roster.file)
    playbooks = read_playbooks(TEMPLATES / "playbooks")
    return World(
        company=company,
        roster=roster,
        playbooks=playbooks,
        recogniser=make_recogniser(playbooks.values(), TEMPLATES),
        words=words,
        shapes=shapes_of(settings),
    )


def _draw(words: Words, stored: Stored, resent: bool) -> Drawn:  # noqa: FBT001  (the outbox's own signature)
    return words.draw(
        stored.card,
        id=stored.id,
        language=stored.language,
        platform=stored.where.platform,
        mention=stored.mention,
        resent=resent,
    )
