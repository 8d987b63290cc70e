"""What becomes of messages that did not get through: nobody is left waiting for them in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.events import ResidentNotReached, SendUncertain
from bot.domain.given_up import ChaseFailed
from bot.domain.paper_events import NoticeDelivered
from bot.domain.people import Person
from bot.domain.roster import ChatKind
from bot.engine.handing import hand_over
from bot.engine.inbox import Inbox
from bot.engine.papers import notice_in, version_in
from bot.engine.presence import lose_chat, move_chat, trouble_fact
from bot.engine.reach import incident_of
from bot.engine.surroundings import Committed
from bot.engine.work import OpenWork
from bot.engine.world import account_on
from bot.store import cards, rooms
from bot.store.cards import Stored
from bot.store.outbox import Kind, Parcel, ParcelState
from bot.store.tx import Tx
from bot.talk.message import Address, Priority, Sent

SAY_AGAIN = timedelta(minutes=10)
"""How long a chat is in trouble before somebody is told again: the telling may fail the same way."""


class Mishaps:
    """What the outbox calls in the write that records what went wrong, so that neither stands without the other.

    Each returns what is to be done once that write is committed.
    """

    def __init__(self, inbox: Inbox, *, after: Callable[[], None]) -> None:
        self._inbox, self._after = inbox, after

    async def lost(self, tx: Tx, parcel: Parcel, stored: Stored, reason: str) -> Committed:
        """A chat can't be reached any more: what was meant for it goes where it can be read."""
        work, where = self._inbox.open(tx, chases=parcel.chases), parcel.where
        if work.roster.chat(where.platform, where.chat) is not None:
            await lose_chat(work, where.platform, where.chat, reason=reason)
        elif work.world.shape(where.platform).gathers:
            return await self._without_room(work, parcel, stored)
        else:
            await _lose_account(work, parcel, stored)
        now = await _newest(tx, stored)
        if parcel.kind is Kind.SEND and now is not None:
            await _send_elsewhere(work, parcel, now)
        return await self._flush(work)

    async def moved(self, tx: Tx, platform: str, old: str, new: str) -> Committed:
        """A group has a new id."""
        work = self._inbox.open(tx)
        await move_chat(work, platform, old, new)
        return await self._flush(work)

    async def uncertain(self, tx: Tx, parcel: Parcel, stored: Stored) -> Committed:
        """A message may or may not have arrived."""
        return await self.refused(tx, parcel, stored, "no clear answer")

    async def refused(self, tx: Tx, parcel: Parcel, stored: Stored, reason: str) -> Committed:  # noqa: ARG002
        """A message was refused for good, or given up. A live card that can't be changed any more is sent anew."""
        work = self._inbox.open(tx)
        if parcel.kind is Kind.EDIT and stored.live:
            now = await _newest(tx, stored)
            if now is not None:
                work.live(now.where, now.card, about=now.about, priority=parcel.priority)
        await _say(work, parcel, stored)
        return await self._flush(work)

    async def delivered(self, tx: Tx, parcel: Parcel, notice: tuple[int, int], state: ParcelState) -> Committed:
        """A group has this version of a notice, or it is known what else became of it."""
        work, where, (number, version) = self._inbox.open(tx), parcel.where, notice
        known = await work.notices.version(number, version)
        work.happened(
            NoticeDelivered(
                notice=number,
                version=version,
                incident=known.incident if known else None,
                platform=where.platform,
                chat=where.chat,
                state=state.value,
            )
        )
        return await self._flush(work)

    async def handed(self, tx: Tx, parcel: Parcel, sent: Sent) -> Committed:
        """The owner of a group has to send it on: that is no delivery, and they are told."""
        work = self._inbox.open(tx)
        await hand_over(work, parcel, sent)
        return await self._flush(work)

    async def untold(self, tx: Tx, parcel: Parcel) -> Committed:
        """Something went wrong, and telling of it went wrong as well: then at least that is told."""
        work = self._inbox.open(tx)
        work.happened(ChaseFailed(kind=parcel.kind.value, about=parcel.about, incident=incident_of(parcel.about)))
        return await self._flush(work)

    async def _without_room(self, work: OpenWork, parcel: Parcel, stored: Stored) -> Committed:
        """The group of an incident is gone: it is made anew, and meanwhile everybody reads its words alone."""
        await rooms.lost(work.tx, parcel.where.platform, parcel.where.chat, now=work.now)
        number = incident_of(parcel.about)
        incident = await work.incidents.get(number) if number is not None else None
        for chat in work.roster.chats if incident else ():
            if chat.spread and incident and chat.community == incident.community and chat.kind is ChatKind.STAFF:
                to, key = Address(platform=chat.platform, chat=chat.id), f"{parcel.key}:spread"
                work.send(to, stored.card, key=key, priority=parcel.priority, about=parcel.about, until=parcel.until)
        return await self._flush(work)

    async def _flush(self, work: OpenWork) -> Committed:
        await work.flush()
        return partial(self._committed, work)

    def _committed(self, work: OpenWork) -> None:
        self._inbox.adopt(work)
        if work.stirred:
            self._after()


async def _newest(tx: Tx, stored: Stored) -> Stored | None:
    """The card as it is by now; None when a newer one has taken its place, which must not be covered by this one.

    The live card of the failed message was retired with the record of the failure.
    """
    now = await cards.get(tx, stored.id)
    if now is None or not stored.live:
        return now
    await cards.retire(tx, stored.id)
    return replace(now, live=True) if await cards.live(tx, now.where, now.about) is None else None


async def _lose_account(work: OpenWork, parcel: Parcel, stored: Stored) -> None:
    """A private conversation is over until its owner writes again."""
    where = parcel.where
    person = work.roster.person(stored.person) if stored.person else None
    account = account_on(person, where.platform) if person else ""
    await work.accounts.lose(where.platform, account or where.chat)
    target = await work.reach.find(person, parcel.about) if person is not None else None
    if person is not None and (target is None or target.mention is not None):
        await work.miss(person.id, incident=incident_of(parcel.about))


async def _send_elsewhere(work: OpenWork, parcel: Parcel, stored: Stored) -> None:
    person = work.roster.person(stored.person) if stored.person else None
    is_group = work.roster.chat(parcel.where.platform, parcel.where.chat) is not None
    if person is None and not is_group:
        _miss(work, parcel, stored)  # a resident's own conversation: what was said there is for nobody else
        return
    to = person or parcel.where
    if stored.live:
        target = await work.reach.find(to, stored.about)
        if target is not None and await cards.live(work.tx, target.where, stored.about) is not None:
            return  # what it says by now stands there already
        work.live(to, stored.card, about=stored.about, priority=parcel.priority)
        return
    card = replace(stored.card, reply_to="")
    for way, key in await _next_ways(work, parcel, stored, to):
        work.send(way, card, key=key, priority=parcel.priority, about=parcel.about, until=parcel.until)


def _miss(work: OpenWork, parcel: Parcel, stored: Stored) -> None:
    """That a resident did not hear what was urgent is for those in charge, who can go there."""
    if parcel.priority is Priority.EMERGENCY:
        waits = work.world.shape(parcel.where.platform).allowance is not None
        work.happened(not_reached(stored, about=parcel.about, waits=waits))


def not_reached(stored: Stored, *, about: str, waits: bool) -> ResidentNotReached:
    """Of the card that did not get through."""
    return ResidentNotReached(
        platform=stored.where.platform,
        account=stored.where.chat,
        template=stored.card.template,
        waits=waits,
        incident=incident_of(about),
        notice=notice_in(about),
    )


async def _next_ways(
    work: OpenWork, parcel: Parcel, stored: Stored, to: Address | Person
) -> list[tuple[Address | Person, str]]:
    """Who reads it now and was not told the same already, each with a key; one person is called by name in any case."""
    key = f"{parcel.key}:group"
    target = await work.reach.find(to, parcel.about)
    if isinstance(to, Person):
        told = target is not None and await cards.said_in(work.tx, stored.id, target.where)
        return [] if told else [(to, key)]
    if target is not None:
        return [] if await cards.said_in(work.tx, stored.id, target.where) else [(to, key)]
    found: list[tuple[Address | Person, str]] = []
    for one in await work.reach.called(to, parcel.about):
        target = await work.reach.find(one, parcel.about)
        if target is not None and not await cards.said_in(work.tx, stored.id, target.where):
            found.append((one, f"{parcel.key}/{one.id}"))
    return found


async def _say(work: OpenWork, parcel: Parcel, stored: Stored) -> None:
    where = parcel.where
    event = SendUncertain(
        platform=where.platform,
        chat=where.chat,
        template=stored.card.template,
        incident=incident_of(parcel.about),
        notice=notice_in(parcel.about),
    )
    fact = trouble_fact(where.platform, where.chat)
    before = await work.recall(fact)
    recently = isinstance(before, str) and abs(work.now - datetime.fromisoformat(before)) < SAY_AGAIN
    is_notice = parcel.kind is Kind.SEND and version_in(parcel.about) is not None  # lives may hang on each of them
    if (recently and not is_notice) or parcel.kind in (Kind.PIN, Kind.UNPIN, Kind.LEAVE):
        work.record(event)
        return
    await work.keep(fact, work.now.isoformat())
    work.happened(event)
