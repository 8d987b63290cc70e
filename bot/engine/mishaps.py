"""What becomes of messages that did not get through: nobody is left waiting for them in silence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.events import SendUncertain
from bot.engine.inbox import Inbox
from bot.engine.presence import lose_chat, move_chat
from bot.engine.reach import incident_of
from bot.engine.work import OpenWork
from bot.engine.world import account_on
from bot.store import cards
from bot.store.cards import Stored
from bot.store.outbox import Kind, Parcel
from bot.store.tx import Database, Tx

SAY_AGAIN = timedelta(minutes=10)
"""How long a chat is in trouble before somebody is told again: the telling may fail the same way."""


class Mishaps:
    """What the outbox calls after it has recorded that something went wrong."""

    def __init__(self, db: Database, inbox: Inbox, *, after: Callable[[], None]) -> None:
        self._db, self._inbox, self._after = db, inbox, after

    async def lost(self, parcel: Parcel, stored: Stored, reason: str) -> None:
        """A chat can't be reached any more: what was meant for it goes where it can be read."""

        async def job(work: OpenWork) -> None:
            where = parcel.where
            if work.roster.chat(where.platform, where.chat) is not None:
                await lose_chat(work, where.platform, where.chat, reason=reason)
            else:
                await _lose_account(work, parcel, stored)
            if stored.live:
                await cards.retire(work.tx, stored.id)
            if parcel.kind is Kind.SEND:
                _send_elsewhere(work, parcel, stored)

        await self._write(job, chases=parcel.chases)

    async def moved(self, platform: str, old: str, new: str) -> None:
        """A group has a new id."""

        async def job(work: OpenWork) -> None:
            await move_chat(work, platform, old, new)

        await self._write(job)

    async def uncertain(self, parcel: Parcel, stored: Stored) -> None:
        """A message may or may not have arrived."""
        await self.refused(parcel, stored, "no clear answer")

    async def refused(self, parcel: Parcel, stored: Stored, reason: str) -> None:  # noqa: ARG002 - for the log of others
        """A message was refused for good, or given up. A live card that can't be changed any more is sent anew."""

        async def job(work: OpenWork) -> None:
            if parcel.kind is Kind.EDIT and stored.live:
                await cards.retire(work.tx, stored.id)
                work.live(stored.where, stored.card, about=stored.about, priority=parcel.priority)
            await _say(work, parcel, stored)

        await self._write(job)

    async def _write(self, job: Callable[[OpenWork], Awaitable[None]], *, chases: str = "") -> None:
        async def write(tx: Tx) -> bool:
            work = self._inbox.open(tx, chases=chases)
            await job(work)
            await work.flush()
            self._inbox.adopt(work)
            return work.stirred

        if await self._db.write(write):
            self._after()


async def _lose_account(work: OpenWork, parcel: Parcel, stored: Stored) -> None:
    """A private conversation is over until its owner writes again."""
    where = parcel.where
    person = work.roster.person(stored.person) if stored.person else None
    account = account_on(person, where.platform) if person else ""
    await work.accounts.lose(where.platform, account or where.chat)
    if person is not None:
        await work.miss(person.id, incident=incident_of(parcel.about))


def _send_elsewhere(work: OpenWork, parcel: Parcel, stored: Stored) -> None:
    person = work.roster.person(stored.person) if stored.person else None
    is_group = work.roster.chat(parcel.where.platform, parcel.where.chat) is not None
    if person is None and not is_group:
        return  # a resident's own conversation: what was said there is for nobody else
    to = person or parcel.where
    if stored.live:
        work.live(to, stored.card, about=stored.about, priority=parcel.priority)
        return
    card = replace(stored.card, reply_to="")
    key = f"{parcel.key}:group"
    work.send(to, card, key=key, priority=parcel.priority, about=parcel.about, until=parcel.until)


async def _say(work: OpenWork, parcel: Parcel, stored: Stored) -> None:
    where = parcel.where
    event = SendUncertain(
        platform=where.platform,
        chat=where.chat,
        template=stored.card.template,
        incident=incident_of(parcel.about),
    )
    fact = f"trouble:{where.platform}:{where.chat}"
    before = await work.recall(fact)
    recently = isinstance(before, str) and abs(work.now - datetime.fromisoformat(before)) < SAY_AGAIN
    if recently or parcel.kind in (Kind.PIN, Kind.UNPIN, Kind.LEAVE):
        work.record(event)
        return
    await work.keep(fact, work.now.isoformat())
    work.happened(event)
