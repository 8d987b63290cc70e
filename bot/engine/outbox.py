"""Sends what the engine has committed: claim, look again, draw, send, record. At most two copies of anything, ever."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.engine.bad_news import tell, tell_again
from bot.engine.carrier import Carrier, Enclose, as_it_is
from bot.engine.delivery import CUT_OFF, Claimed, Load, claim, record, recover
from bot.engine.line import Line
from bot.engine.pacer import Limits, Pacer
from bot.engine.surroundings import Committed, Draw, Mishaps, Time
from bot.engine.trouble import trouble
from bot.engine.verdict import Fate, Verdict
from bot.store import outbox
from bot.store.db import Database
from bot.store.outbox import Kind, Parcel, Waiting
from bot.store.tx import Tx
from bot.talk.message import Delivery, Sent
from bot.talk.platform import Platform

T = TypeVar("T")

FLIGHTS = 64
"""Chats of one platform that are written to at the same time."""
SWEEP = 1.0
LAST_WORDS = 5.0
"""Seconds for what is under way when the program stops."""
_PAGE = 5_000
_FREE = Limits(per_second=0, answers_per_second=0, group_per_minute=0, private_per_second=0, edits_per_minute=0)
"""For a platform nobody is asked on."""

_log = logging.getLogger(__name__)


class Outbox:
    """The one sender of the program; `wake` it after every commit that may have added a parcel."""

    def __init__(
        self,
        db: Database,
        clock: Time,
        *,
        platforms: Mapping[str, Platform],
        pacers: Mapping[str, Pacer],
        draw: Draw,
        mishaps: Mishaps,
        enclose: Enclose = as_it_is,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._db, self._clock = db, clock
        self._pacers = dict(pacers)
        self._carrier = Carrier(clock, platforms=platforms, draw=draw, enclose=enclose, jitter=jitter)
        self._mishaps, self._rest = mishaps, rest
        self._lines = {name: Line() for name in platforms}
        self._rang = asyncio.Event()
        self._flights: set[asyncio.Task[None]] = set()
        self._seen, self._news, self._anew = 0, True, False
        self._doubtful: list[int] = []
        self._swept: tuple[datetime, float] | None = None

    def wake(self) -> None:
        """There may be something new to send."""
        self._news = True
        self._rang.set()

    def read_again(self) -> None:
        """Rows have been given other times: what is known of them in memory counts no more."""
        self._anew = True
        self.wake()

    async def run(self) -> None:
        """Sends until it is cancelled; then what is under way may come to its end, if that is soon."""
        try:
            await self._surely(self.recover)
            while True:
                self._rang.clear()
                idle = await self._surely(self.turn)
                await asyncio.sleep(0)  # a long line must not keep everybody else from the loop
                if idle > 0:
                    with contextlib.suppress(TimeoutError):  # wait_for would swallow a cancelling just as it is rung
                        async with asyncio.timeout(min(idle, SWEEP)):
                            await self._rang.wait()
        finally:
            await self._land()

    async def recover(self) -> None:
        """At the start: treats what a crash cut off like an unclear answer."""
        verdict, sent = Verdict(fate=Fate.UNCERTAIN, reason=CUT_OFF), Sent(delivery=Delivery.UNCLEAR)
        uncertain = await self._db.write(lambda tx: recover(tx, now=self._clock.now()))
        # Asked for together they are one commit. One that fails keeps nobody from being told of the others, and to
        # recover again finds only what is still under way.
        recorded = await asyncio.gather(
            *(self._record(load, verdict, sent) for load in uncertain), return_exceptions=True
        )
        for load, result in zip(uncertain, recorded, strict=True):
            if not isinstance(result, BaseException) and not result[1]:
                await self._tell_again(load, verdict, sent)
        for result in recorded:
            if isinstance(result, BaseException):
                raise result

    async def turn(self) -> float:
        """One round: sets off whoever may go and tells for how many seconds there is nothing to do."""
        await self._read()
        chosen = self._choose()
        if chosen:
            await self._set_off(chosen)
            return 0.0
        now, wall = self._clock.monotonic(), self._clock.now()
        return min(
            (
                line.rest(self._pacers[name], now=now, wall=wall)
                for name, line in self._lines.items()
                if len(line.busy) < FLIGHTS
            ),
            default=SWEEP,
        )

    async def settle(self) -> None:
        """Waits until nothing is under way."""
        while self._flights:
            await asyncio.wait(set(self._flights))

    async def _read(self) -> None:
        """Brings the lines up to date: with what is new and, once a second, with what has come due or has changed."""
        now, at = self._clock.now(), self._clock.monotonic()
        if self._anew:
            self._anew, self._seen, self._swept = False, 0, None
        sweep = self._swept is None or at - self._swept[1] >= SWEEP
        if self._news or sweep:
            self._news = False
            await self._read_new()
        if not sweep:
            return
        if self._swept is not None:
            for waiting in await outbox.ripe(self._db, since=self._swept[0], now=now):
                self._add(waiting)
        self._swept = now, at
        doubtful, self._doubtful = self._doubtful, []
        for number in doubtful:
            place = await outbox.place(self._db, number)
            if place is not None:
                self._add(place)

    async def _read_new(self) -> None:
        while page := await outbox.waiting(self._db, seen=self._seen, count=_PAGE):
            for waiting in page:
                self._add(waiting)
            self._seen = page[-1].id
            if len(page) < _PAGE:
                return

    def _add(self, waiting: Waiting) -> None:
        platform = waiting.where.platform
        if platform not in self._lines:
            _log.error("%s is not set up any more: what is for it goes another way", platform)
            self._lines[platform], self._pacers[platform] = Line(), Pacer(_FREE, is_group=lambda _: False)
        self._lines[platform].add(waiting, now=self._clock.now())

    def _choose(self) -> list[Waiting]:
        now, wall = self._clock.monotonic(), self._clock.now()
        return [
            waiting
            for name, line in self._lines.items()
            for waiting in line.take(self._pacers[name], now=now, wall=wall, count=FLIGHTS - len(line.busy))
        ]

    async def _set_off(self, chosen: Sequence[Waiting]) -> None:
        job = asyncio.ensure_future(self._db.write(lambda tx: claim(tx, chosen, now=self._clock.now())))
        try:
            claimed = await asyncio.shield(job)
        except asyncio.CancelledError:  # what is marked as under way has to go
            self._fly(chosen, await job)
            raise
        except Exception:
            for waiting in chosen:
                self._over(waiting, place=waiting)
            raise
        self._fly(chosen, claimed)

    def _fly(self, chosen: Sequence[Waiting], claimed: Sequence[Claimed]) -> None:
        for waiting, found in zip(chosen, claimed, strict=True):
            if found.load is None:
                if found.waits:
                    self._doubtful.append(waiting.id)
                self._over(waiting, place=None, waits=found.waits)
                continue
            edit = waiting.kind is Kind.EDIT
            pacer, now = self._pacers[waiting.where.platform], self._clock.monotonic()
            pacer.spend(waiting.where.chat, priority=waiting.priority, edit=edit, now=now)
            flight = asyncio.create_task(self._deliver(waiting, found.load))
            self._flights.add(flight)
            flight.add_done_callback(self._flights.discard)

    def _over(self, waiting: Waiting, *, place: Waiting | None, waits: bool = False) -> None:
        """Nothing is under way to this chat any more; the parcel stands in line again when it has a place."""
        line = self._lines[waiting.where.platform]
        if place is not None:
            self._add(place)
        elif waiting.kind is Kind.SEND and not waits:
            line.sent(waiting.card)
        line.free(waiting.where.chat)
        self._rang.set()

    async def _deliver(self, waiting: Waiting, load: Load) -> None:
        verdict, sent = await self._carrier.carry(load)
        self._heed(load.parcel, verdict, sent)
        place, told = await self._surely(lambda: self._record(load, verdict, sent))
        self._over(waiting, place=place)
        if not told:
            await self._tell_again(load, verdict, sent)

    async def _tell_again(self, load: Load, verdict: Verdict, sent: Sent) -> None:
        await tell_again(self._db, self._mishaps, load=load, verdict=verdict, sent=sent, rest=self._rest)

    async def _record(self, load: Load, verdict: Verdict, sent: Sent) -> tuple[Waiting | None, bool]:
        """What became of it, and in the same write who is told; False when telling failed."""
        committed: Committed | None = None

        async def job(tx: Tx) -> tuple[Waiting | None, bool]:
            nonlocal committed
            place = await record(tx, load, verdict, sent, now=self._clock.now())
            try:
                committed = await tx.attempt(partial(tell, self._mishaps, load, verdict=verdict, sent=sent))
            except Exception as error:
                _log.error("nobody could be told of parcel %d: %s", load.parcel.id, trouble(error))
                return place, False
            return place, True

        result = await self._db.write(job)
        if committed is not None:
            committed()
        return result

    def _heed(self, parcel: Parcel, verdict: Verdict, sent: Sent) -> None:
        """The platform asked to wait: the chat does, or the whole platform."""
        if sent.delivery is not Delivery.LATER:
            return
        pacer, now = self._pacers[parcel.where.platform], self._clock.monotonic()
        if sent.everybody:
            pacer.pause(now + (sent.wait or verdict.wait))
        elif sent.wait and not sent.alone:
            pacer.hold(parcel.where.chat, now + sent.wait, now=now)

    async def _surely(self, step: Callable[[], Awaitable[T]]) -> T:
        """Does it, however often the database refuses: a full disk ends some day, and then all goes on."""
        while True:
            try:
                return await step()
            except Exception as error:
                _log.error("the outbox waits a second: %s", trouble(error))
                await self._rest(1.0)

    async def _land(self) -> None:
        if self._flights:
            await asyncio.wait(set(self._flights), timeout=LAST_WORDS)
        for flight in set(self._flights):  # its row says `sending`: after the start it counts as unclear
            flight.cancel()
        await self.settle()
