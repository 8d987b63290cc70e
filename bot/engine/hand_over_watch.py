"""Asks the platform whether the owners have pressed send, has them reminded, and takes back what nobody may send.

Everything it does follows from the rows, so that a restart loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Protocol

from bot.domain import hand_over as h
from bot.domain.hand_over import HandOver, HandState
from bot.domain.notice import named
from bot.domain.paper_events import HandOverRefused, NoticeConfirmed
from bot.engine.inbox import Inbox
from bot.engine.papers import version_in
from bot.engine.surroundings import Time
from bot.engine.trouble import trouble
from bot.engine.work import OpenWork
from bot.store import hand_overs
from bot.store.tx import Database, Tx
from bot.talk.platform import PlatformError

SWEEP = 1.0
AGAIN = timedelta(seconds=20)
"""Before what the platform did not take back is taken back again."""
UNNAMED = timedelta(minutes=10)
"""So long after a press a group that the platform names nowhere is not known to have got it."""
GIVEN_UP = timedelta(hours=24)
"""After that nobody sends it any more, whether the platform has said so or not."""

_log = logging.getLogger(__name__)
Key = tuple[str, str]
"""Platform and task."""
Change = Callable[[HandOver], HandOver]


class Tasks(Protocol):
    """What a platform is asked about the messages that wait in its owners' clients; raises `PlatformError`."""

    async def ask(self, task: str) -> Mapping[str, bool] | None:
        """Which accounts have pressed send, of those that have to; None: it is too early to ask."""

    async def outcome(self, task: str, owner: str) -> Mapping[str, bool | None]:
        """Of an owner who has: whether each group got it; None: not yet. One may be missing."""

    async def remind(self, task: str) -> None:
        """Reminds the owners who have not."""

    async def cancel(self, task: str) -> None:
        """Takes back what nobody has sent yet."""


@dataclass
class _Asked:
    """When the platform was last asked about a task, and last told that nobody may send it."""

    pressed: datetime | None = None
    taken_back: datetime | None = None
    first: dict[str, datetime] = field(default_factory=dict)
    """When each owner was first known to have pressed."""


class HandOvers:
    """A part of the program that runs beside the others and looks at the rows once a second."""

    def __init__(
        self, db: Database, inbox: Inbox, tasks: Mapping[str, Tasks], clock: Time, *, after: Callable[[], None]
    ) -> None:
        """`tasks`: by platform; `after` is called when something may have to be sent or waited for."""
        self._db, self._inbox, self._tasks, self._clock, self._after = db, inbox, tasks, clock, after
        self._asked: dict[Key, _Asked] = {}

    async def run(self) -> None:
        """Looks at the rows once a second, for as long as it runs."""
        while True:
            try:
                await self.turn()
            except Exception as error:
                _log.error("the hand-overs wait a second: %s", trouble(error))
            await asyncio.sleep(SWEEP)

    async def turn(self) -> None:
        """Does what is due for every task; one that fails keeps nobody from the others."""
        rows = sorted(await hand_overs.open_ones(self._db), key=_key)
        tasks = {key: [*group] for key, group in groupby(rows, _key) if key[0] in self._tasks}
        self._asked = {key: self._asked.get(key, _Asked()) for key in tasks}
        await asyncio.gather(*(self._mind(key, group) for key, group in tasks.items()))

    async def _mind(self, key: Key, rows: Sequence[HandOver]) -> None:
        steps: tuple[Callable[[Key, Sequence[HandOver]], Awaitable[bool]], ...] = (
            self._look, self._take_back, self._remind,
        )  # fmt: skip
        for step in steps:
            try:
                if await step(key, rows):
                    return
            except PlatformError as error:
                _log.warning("a message that waits for its sender: %s", error)

    async def _look(self, key: Key, rows: Sequence[HandOver]) -> bool:
        """Whether its owner has pressed; True: nothing waits there any more."""
        now, asked = self._clock.now(), self._asked[key]
        due = h.next_look(rows[0].created, asked.pressed, now=now)
        back = any(one.state is HandState.CANCELLING for one in rows) and _again(asked.taken_back, now)
        if not back and (due is None or due > now):
            return False
        asked.pressed = now
        tasks, task = self._tasks[key[0]], key[1]
        pressed = await tasks.ask(task)
        owners = [one for one in dict.fromkeys(row.owner for row in rows) if pressed and pressed.get(one)]
        for owner in owners:
            outcome = await tasks.outcome(task, owner)
            named = now - asked.first.setdefault(owner, now) < UNNAMED
            await self._change(key, partial(_ended, owner=owner, outcome=outcome, named=named, now=now))
        return bool(owners)

    async def _take_back(self, key: Key, rows: Sequence[HandOver]) -> bool:
        """Nobody may send it any more. While another group of the task still waits for it, it has to stay."""
        now, asked = self._clock.now(), self._asked[key]
        if any(one.state is HandState.WAITING for one in rows) or not _again(asked.taken_back, now):
            return False
        asked.taken_back = now
        try:
            await self._tasks[key[0]].cancel(key[1])
        except PlatformError:
            if now - rows[0].created < GIVEN_UP:
                raise
        await self._change(key, partial(h.cancelled, now=now))
        return True

    async def _remind(self, key: Key, rows: Sequence[HandOver]) -> bool:
        now = self._clock.now()
        if not any(one.due is not None and one.due <= now for one in rows):
            return False
        try:
            await self._tasks[key[0]].remind(key[1])
        finally:  # what the platform does not do it is not asked for again: people are chased anyway
            await self._change(key, _reminded)
        return False

    async def _change(self, key: Key, change: Change) -> None:
        """Each row as it is by now, and what has come of it, in one write."""

        async def job(tx: Tx) -> OpenWork:
            work = self._inbox.open(tx)
            for before in await hand_overs.of_task(tx, *key):
                now = change(before)
                if now != before:
                    await work.hand_overs.put(now)
                if now.state is not before.state:
                    await _say(work, now)
            await work.flush()
            return work

        work = await self._db.write(job)
        self._inbox.adopt(work)
        if work.stirred:
            self._after()


async def _say(work: OpenWork, one: HandOver) -> None:
    """What is news: it was sent on, or the platform did not let it through. Pasted by hand was said before."""
    number = version_in(one.about, below=True)
    notice = await work.notices.version(*number) if number else None
    if notice is None or one.pasted:
        return
    event = {HandState.CONFIRMED: NoticeConfirmed, HandState.REFUSED: HandOverRefused}.get(one.state)
    if event is not None:
        work.happened(event(**named(notice), platform=one.platform, chat=one.chat, owner=one.owner))


def _ended(one: HandOver, *, owner: str, outcome: Mapping[str, bool | None], named: bool, now: datetime) -> HandOver:
    """`named`: only what the platform says of a group counts; later the press counts for those it leaves out."""
    got = outcome.get(one.chat, None if named else True)
    if one.owner != owner or got is None:
        return one
    return h.confirm(one, now=now) if got else h.refuse(one, now=now)


def _reminded(one: HandOver) -> HandOver:
    return h.reminded(one) if one.state is HandState.WAITING else one


def _again(last: datetime | None, now: datetime) -> bool:
    """Whether it is time to take it back (again)."""
    return last is None or abs(now - last) >= AGAIN


def _key(one: HandOver) -> Key:
    return (one.platform, one.task)
