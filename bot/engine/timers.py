"""Rings deadlines: they are rows, APScheduler is only the alarm clock, and a sweep a second forgives its mistakes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.deadline import Deadline
from bot.engine.surroundings import Time
from bot.engine.trouble import trouble
from bot.store import deadlines
from bot.store.db import Database, Tx
from bot.store.deadlines import Ringing

BATCH = 100
SWEEP = 1.0
TRIES = 3
PATIENCE = timedelta(seconds=30)
"""Between two tries of a chase that failed."""

_log = logging.getLogger(__name__)

Fire = Callable[[Tx, Deadline], Awaitable[None]]
"""What happens when a deadline passes, in its own part of the transaction."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """What one batch came to."""

    count: int
    failed: tuple[Deadline, ...]
    """Deadlines whose chase failed for good."""


class Timers:
    """The one place where time passes for the rows; `arm` it after every commit that may have set a deadline."""

    def __init__(
        self,
        db: Database,
        clock: Time,
        *,
        fire: Fire,
        after: Callable[[], None],
        failed: Callable[[Deadline], Awaitable[None]],
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`after` is called when something was fired, `failed` when a chase could not be carried out three times."""
        self._db, self._clock = db, clock
        self._fire, self._after, self._failed = fire, after, failed
        self._rest = rest
        self._rang = asyncio.Event()
        self._alarm = AsyncIOScheduler(timezone=UTC)
        self._set_for: datetime | None = None

    async def run(self) -> None:
        """Rings until it is cancelled. What was missed while the program was down rings at once."""
        self._alarm.start()
        try:
            while True:
                self._rang.clear()
                await self._turn_surely()
                with contextlib.suppress(TimeoutError):  # wait_for would swallow a cancelling just as it is rung
                    async with asyncio.timeout(SWEEP):
                        await self._rang.wait()
        finally:
            self._alarm.shutdown(wait=False)

    def ring(self) -> None:
        """Somebody has set the clock: looks at the rows now and sets the alarm anew."""
        self._set_for = None
        self._rang.set()

    def arm(self) -> None:
        """A deadline may have been set: looks when the next one rings."""
        self._rang.set()

    async def turn(self) -> None:
        """Rings all that is due, a batch in each commit so that others can write between, and sets the alarm."""
        while True:
            rung = await self._db.write(self._batch)
            if rung.count:
                self._after()
            for deadline in rung.failed:
                await self._report(deadline)
            if rung.count < BATCH:
                break
        self._wind(await deadlines.earliest(self._db))

    async def _turn_surely(self) -> None:
        try:
            if self._nothing_due(await deadlines.earliest(self._db)):
                return
            await self.turn()
        except Exception as error:
            _log.error("the timers wait a second: %s", trouble(error))
            await self._rest(1.0)

    def _nothing_due(self, earliest: datetime | None) -> bool:
        if earliest is not None and earliest <= self._clock.now():
            return False
        self._wind(earliest)
        return True

    def _wind(self, earliest: datetime | None) -> None:
        """Sets the alarm. A stale one rings for nothing, which is harmless."""
        if earliest is None or earliest == self._set_for:
            return
        self._set_for = earliest
        ahead = earliest - self._clock.now()  # our clock may be moved, the alarm's is not
        self._alarm.add_job(
            self._ring,
            "date",
            run_date=datetime.now(UTC) + ahead,
            id="wake",
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )

    async def _ring(self) -> None:
        """A plain function would run in a thread."""
        self._set_for = None
        self._rang.set()

    async def _batch(self, tx: Tx) -> Rung:
        now = self._clock.now()
        due = await deadlines.due(tx, now, BATCH)
        failed = [ringing.deadline for ringing in due if not await self._one(tx, ringing, now=now)]
        return Rung(count=len(due), failed=tuple(failed))

    async def _one(self, tx: Tx, ringing: Ringing, *, now: datetime) -> bool:
        """False: its chase has failed for the last time."""
        try:
            await tx.attempt(partial(self._fire_one, ringing=ringing, now=now))
        except Exception as error:
            _log.error("the chase %s failed: %s", ringing.deadline.kind, trouble(error))
            if ringing.tries + 1 >= TRIES:
                await deadlines.fired(tx, ringing.id, now)
                return False
            await deadlines.postpone(tx, ringing.id, now + PATIENCE)
        return True

    async def _fire_one(self, tx: Tx, *, ringing: Ringing, now: datetime) -> None:
        """Ended before it is fired: its chase may set the next round, and the one before may have met it."""
        if await deadlines.fired(tx, ringing.id, now):
            await self._fire(tx, ringing.deadline)

    async def _report(self, deadline: Deadline) -> None:
        _log.error("the chase %s of %s failed %d times and is given up", deadline.kind, deadline.about, TRIES)
        try:
            await self._failed(deadline)
        except Exception as error:
            _log.error("nobody could be told of it: %s", trouble(error))
