"""Files across platforms: fetched before their own platform forgets them, enclosed where their id means nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.engine.surroundings import Time
from bot.engine.trouble import trouble
from bot.engine.work import OpenWork
from bot.store import files
from bot.store.cards import Stored
from bot.store.file_folder import FileFolder
from bot.store.files import FileRow, FileState
from bot.store.tx import Database, Job
from bot.talk.message import Content, Drawn, Incoming, Priority
from bot.talk.platform import GoneError, Platform, PlatformError
from bot.talk.work import Vocabulary

BARE = "telegram"
"""Whose ids bear no platform: they are good for as long as the bot lives."""
WORDS = frozenset({"location", "contact"})
"""What travels like a file and is none: its id says all of it."""
LARGEST = 20 * 1024 * 1024
"""DESIGN §3, rule 12."""
LONGEST_NAME = 80
FETCH_SECONDS = 120.0
AT_ONCE = 4
"""Files under way at the same time; of each all bytes are in memory."""
SWEEP = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 600.0
"""Seconds between two tries."""
GIVEN_UP = timedelta(days=3)
"""WeCom keeps a file for three days (WD 90254)."""
PATIENCE = timedelta(seconds=20)
"""How long words that somebody needs wait for their file; all behind them in the chat waits as long."""
ROUTINE_PATIENCE = timedelta(minutes=10)
MISSED = "trouble/file_gone"

_log = logging.getLogger(__name__)


def home_of(file: str) -> str:
    """The platform that knows this `kind:id`."""
    platform, slash, _ = file.partition(":")[2].partition("/")
    return platform if slash else BARE


async def want(work: OpenWork, incoming: Incoming) -> None:
    """A file whose id expires is fetched as soon as its message is worked on; that it has to be, is written with it."""
    expiring = [file for file in incoming.files if home_of(file) != BARE and _is_file(file)]
    if expiring:
        await files.want(work.tx, expiring, now=work.now)


class Files:
    """Fetches what is wanted, and encloses what is kept."""

    def __init__(
        self,
        db: Database,
        clock: Time,
        *,
        platforms: Mapping[str, Platform],
        folder: FileFolder,
        words: Vocabulary,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db, self._clock, self._platforms = db, clock, platforms
        self._folder, self._words, self._rest = folder, words, rest

    async def run(self) -> None:
        """Fetches for as long as it runs."""
        await asyncio.to_thread(self._folder.tidy)
        while True:
            try:
                more = await self.turn()
            except Exception as error:
                _log.error("the fetching of files waits a second: %s", trouble(error))
                more = False
            if not more:
                await self._rest(SWEEP)

    async def turn(self) -> bool:
        """Fetches some of what is due; whether there may be more."""
        now = self._clock.now()
        latest = now + timedelta(seconds=LONGEST_PAUSE)
        due = await files.due(self._db, now=now, latest=latest, count=AT_ONCE)
        for job in await asyncio.gather(*(self._fetched(row) for row in due)):
            await self._db.write(job)
        return len(due) == AT_ONCE

    async def enclose(self, drawn: Drawn, stored: Stored) -> Drawn | None:
        """The message with its file itself, where the id means nothing; None: the file is still on its way."""
        home = home_of(drawn.file)
        if not _is_file(drawn.file) or home == BARE == stored.where.platform:
            return drawn
        row = await files.get(self._db, drawn.file)
        if row is None:
            await self._db.write(partial(files.want, ids=[drawn.file], now=self._clock.now()))
            return None
        if row.state is FileState.KEPT:
            data = await asyncio.to_thread(self._folder.get, row.digest)
            if data is not None:
                return replace(drawn, content=Content(name=row.name, data=data))
            await self._db.write(partial(files.want_again, id=row.id, now=self._clock.now()))
            return None
        if row.state is FileState.WANTED and self._clock.now() - row.at < _patience(drawn.priority):
            return None
        said = self._words.write(MISSED, {}, stored.language)
        return replace(drawn, file="", text=f"{drawn.text}\n\n{said}".strip())

    async def _fetched(self, row: FileRow) -> Job[None]:
        """What is to be written after one try."""
        try:
            content = await self._fetch(row)
            digest = await asyncio.to_thread(self._folder.put, content.data)
        except GoneError as error:
            _log.warning("a file can't be had any more: %s", error)
            return partial(files.lose, id=row.id)
        except Exception as error:  # whatever it is, the others are fetched
            said = str(error) if isinstance(error, PlatformError) else trouble(error)
            _log.warning("a file could not be fetched: %s", said)
            return self._later(row)
        name, size = _file_name(content.name), len(content.data)
        return partial(files.keep, id=row.id, name=name, size=size, digest=digest)

    async def _fetch(self, row: FileRow) -> Content:
        home = home_of(row.id)
        platform = self._platforms.get(home)
        if platform is None:
            raise PlatformError(f"{home} is not set up")
        async with asyncio.timeout(FETCH_SECONDS):
            content = await platform.fetch(row.id)
        if not content.data or len(content.data) > LARGEST:
            raise GoneError(f"{len(content.data)} bytes are none we keep")
        return content

    def _later(self, row: FileRow) -> Job[None]:
        now = self._clock.now()
        if now - row.at >= GIVEN_UP:
            return partial(files.lose, id=row.id)
        pause = min(FIRST_PAUSE * 2.0 ** min(row.tries, 16), LONGEST_PAUSE)
        return partial(files.put_off, id=row.id, due=now + timedelta(seconds=pause))


def _is_file(file: str) -> bool:
    kind, _, known = file.partition(":")
    return bool(known) and kind not in WORDS


def _patience(priority: Priority) -> timedelta:
    return ROUTINE_PATIENCE if priority is Priority.ROUTINE else PATIENCE


def _file_name(name: str) -> str:
    """As other platforms can show it: no path, no line breaks, its ending kept."""
    last = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    return last[-LONGEST_NAME:] or "file"
