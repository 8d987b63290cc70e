"""After a restore: nothing of the old outbox goes out by itself, people hear of it, and one of them decides."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from bot.domain.restored import DatabaseRestored, HeldDecided
from bot.domain.roster import Roster
from bot.engine.delivery import NOTICE
from bot.engine.inbox import Inbox
from bot.engine.papers import version_in
from bot.engine.service_window import begin_anew
from bot.engine.surroundings import Mishaps
from bot.store import held, outbox, small_facts
from bot.store.held import Held
from bot.store.outbox import Kind, ParcelState
from bot.store.tx import Database, Tx
from bot.store.values import micros, moment

RESTORED = "restored"
"""The fact that a restore has not been told of yet."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What became of the parcels somebody has decided on."""

    done: tuple[int, ...]
    needless: tuple[int, ...] = ()
    """Newer words have taken their place."""
    unknown: tuple[int, ...] = ()
    """Not held, or not any more."""


def is_notice(one: Held) -> bool:
    """Whether residents read it as a notice."""
    return one.kind is Kind.SEND and one.template == NOTICE


async def hold(db: Database, *, now: datetime) -> tuple[datetime | None, int]:
    """Holds what a restored database was about to say or work on, and keeps that it has to be told.

    Gives the copy's last moment, and how much of what people wrote and pressed is worked on no more.
    """

    async def job(tx: Tx) -> tuple[datetime | None, int]:
        last = await held.last(tx)
        unread = await held.hold(tx)
        await begin_anew(tx, now=now)
        await small_facts.put(tx, RESTORED, {"last": micros(last), "unread": unread}, now=now)
        return last, unread

    return await db.write(job)


async def tell_restored(db: Database, inbox: Inbox) -> None:
    """At the start: a restore nobody has been told of is told, once."""

    async def job(tx: Tx) -> None:
        match await small_facts.get(tx, RESTORED):
            case {"last": int(last), "unread": int(unread)}:
                pass
            case _:
                return
        waiting = await held.held(tx)
        notices = sum(1 for one in waiting if is_notice(one))
        work = inbox.open(tx)
        at = moment(last).isoformat()
        work.happened(DatabaseRestored(last=at, held=len(waiting), notices=notices, unread=unread))
        await work.flush()
        await small_facts.forget(tx, RESTORED)

    await db.write(job)


class Decisions:
    """Releases and drops what is held, beside the running program or without it."""

    def __init__(self, db: Database, inbox: Inbox, mishaps: Mishaps) -> None:
        self._db, self._inbox, self._mishaps = db, inbox, mishaps

    async def held(self) -> tuple[Sequence[Held], datetime]:
        """What waits, urgent ones first, and what time it is for those who decide."""

        async def job(tx: Tx) -> tuple[Sequence[Held], datetime]:
            return await held.held(tx), self._inbox.open(tx).now

        return await self._db.read(job)

    async def release(self, ids: Sequence[int] | None) -> Decided:
        """These go out, marked 重发; None: all of them."""

        async def job(tx: Tx) -> Decided:
            work = self._inbox.open(tx)
            chosen, unknown = await _chosen(tx, ids)
            gone = {one.id: await held.release(tx, one, now=work.now) for one in chosen}
            done = tuple(number for number, went in gone.items() if went)
            needless = tuple(number for number, went in gone.items() if not went)
            if gone:
                work.record(HeldDecided(released=done, dropped=needless))
            await work.flush()
            return Decided(done=done, needless=needless, unknown=unknown)

        return await self._db.write(job)

    async def drop(self, ids: Sequence[int] | None) -> Decided:
        """These never go out; None: none of them."""

        async def job(tx: Tx) -> Decided:
            work = self._inbox.open(tx)
            chosen, unknown = await _chosen(tx, ids)
            done = tuple(one.id for one in chosen)
            if done:
                work.record(HeldDecided(released=(), dropped=done))
            await work.flush()
            for one in chosen:
                await self._drop(tx, one, now=work.now)
            return Decided(done=done, unknown=unknown)

        return await self._db.write(job)

    async def _drop(self, tx: Tx, one: Held, *, now: datetime) -> None:
        """Whether a notice went out before nobody knows but the group: it does not count as one that failed."""
        state = ParcelState.UNCERTAIN if is_notice(one) else ParcelState.DROPPED
        await held.end(tx, one, state, reason="dropped by a person after a restore", now=now)
        notice, parcel = version_in(one.about), await outbox.get(tx, one.id)
        if is_notice(one) and notice and parcel:
            await self._mishaps.delivered(tx, parcel, notice, state)


Beside = AbstractAsyncContextManager[tuple[Decisions, Roster]]
"""The engine as far as a decision needs it, on the database as it is, and the roster as it counts."""


async def _chosen(tx: Tx, ids: Sequence[int] | None) -> tuple[list[Held], tuple[int, ...]]:
    """Those that are held, in their order, and the ids that are not."""
    waiting = await held.held(tx)
    known = {one.id for one in waiting}
    chosen = [one for one in waiting if ids is None or one.id in ids]
    return chosen, tuple(number for number in ids or () if number not in known)
