"""The two transactions of a parcel: claim it and look again, and record what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.notice import NoticeState
from bot.engine.papers import version_in
from bot.engine.verdict import EXPIRED, Fate, Verdict, needless
from bot.store import accounts, cards, notices, outbox
from bot.store.cards import Stored
from bot.store.outbox import Kind, Parcel, ParcelState, Waiting
from bot.store.tx import Tx
from bot.talk.message import Sent

ONE_BY_ONE = timedelta(milliseconds=50)
"""Between two second copies after a crash, so that another crash cuts off one of them, not all: there is no third."""
CUT_OFF = "the program was cut off while sending"
NOTICE = "notice/text"
"""The card that carries a notice: what became of it is an event of its own."""
OUT_OF_REACH = "the chat was out of reach before"
SUPERSEDED = "a later version is out"


@dataclass(frozen=True, kw_only=True)
class Load:
    """A parcel under way and its card as it is now."""

    parcel: Parcel
    stored: Stored
    needless: str = ""
    """Why a notice is not sent any more: its time is over, or a later version is out."""
    lost: bool = False
    """Its chat is known to be out of reach: nothing is sent there, it goes the next way at once."""

    @property
    def notice(self) -> tuple[int, int] | None:
        """Number and version of the notice a group gets with it; None for anything else."""
        if self.parcel.kind is not Kind.SEND or self.stored.card.template != NOTICE:
            return None
        return version_in(self.parcel.about)


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """What a claim came to: a load to carry, a row that waits on after all, or neither."""

    load: Load | None = None
    waits: bool = False


async def claim(tx: Tx, chosen: Sequence[Waiting], *, now: datetime) -> list[Claimed]:
    """Marks the chosen as under way before anything is called; what is not needed any more is dropped."""
    return [await _claim(tx, waiting.id, now=now) for waiting in chosen]


async def record(tx: Tx, load: Load, verdict: Verdict, sent: Sent, *, now: datetime) -> Waiting | None:
    """Writes down the fate of a parcel; its new place in line when it is tried again."""
    parcel, reason = load.parcel, verdict.reason
    match verdict.fate:
        case Fate.SENT:
            await _shown(tx, load, sent)
            await outbox.end(tx, parcel, ParcelState.SENT, now=now)
        case Fate.AGAIN:
            due = now + timedelta(seconds=verdict.wait)
            await outbox.again(tx, parcel, due=due, resent=parcel.resent, now=now)
        case Fate.RESENT:
            await outbox.again(tx, parcel, due=now, resent=True, now=now)
        case Fate.UNCERTAIN:
            await _fail(tx, parcel, ParcelState.UNCERTAIN, reason=reason, now=now)
        case Fate.REFUSED | Fate.LOST:
            await _fail(tx, parcel, ParcelState.FAILED, reason=reason, now=now)
        case Fate.NEEDLESS:
            await _fail(tx, parcel, ParcelState.DROPPED, reason=reason, now=now)
        case Fate.MOVED:
            await _move(tx, parcel, sent.moved_to, now=now)
    return await outbox.place(tx, parcel.id)


async def recover(tx: Tx, *, now: datetime) -> list[Load]:
    """At the start: what a crash cut off may have arrived. Returns what has had its two copies, to be recorded so.

    The copies go out one by one, urgent ones first.
    """
    uncertain: list[Load] = []
    due = now
    for parcel in sorted(await outbox.left(tx), key=lambda parcel: (parcel.priority, parcel.id)):
        if parcel.kind is Kind.SEND and parcel.resent:
            uncertain.append(Load(parcel=parcel, stored=await _card(tx, parcel)))
        elif parcel.kind is Kind.SEND:
            await outbox.again(tx, parcel, due=due, resent=True, now=now)
            due += ONE_BY_ONE
        else:
            await outbox.again(tx, parcel, due=now, resent=False, now=now)
    return uncertain


async def _claim(tx: Tx, id: int, *, now: datetime) -> Claimed:
    parcel = await outbox.claim(tx, id, now=now)
    if parcel is None:
        return Claimed(waits=await outbox.place(tx, id) is not None)
    stored = await _card(tx, parcel)
    reason = needless(parcel, stored, now=now) or await _superseded(tx, parcel, stored)
    never = Load(parcel=parcel, stored=stored, needless=reason)
    if reason in (EXPIRED, SUPERSEDED) and never.notice:
        return Claimed(load=never)
    if reason:
        await outbox.end(tx, parcel, ParcelState.DROPPED, reason=reason, now=now)
        if parcel.kind is Kind.SEND and stored.live:
            await cards.retire(tx, parcel.card)
        return Claimed()
    lost = await accounts.out_of_reach(tx, parcel.where.platform, parcel.where.chat)
    return Claimed(load=Load(parcel=parcel, stored=stored, lost=lost))


async def _superseded(tx: Tx, parcel: Parcel, stored: Stored) -> str:
    """Residents read no words that a later version has replaced or ended, in whichever way they were to get them."""
    named = version_in(parcel.about, below=True)
    if parcel.kind not in (Kind.SEND, Kind.PIN) or stored.card.template != NOTICE or named is None:
        return ""
    version = await notices.version(tx, *named)
    return SUPERSEDED if version is not None and version.state is NoticeState.ENDED else ""


async def _shown(tx: Tx, load: Load, sent: Sent) -> None:
    kind, stored = load.parcel.kind, load.stored
    if kind in (Kind.SEND, Kind.EDIT):
        message = sent.message or stored.message
        await cards.record(tx, stored.id, version=stored.version, message=message, before=stored.message)
    elif kind is not Kind.LEAVE:
        await cards.record_pin(tx, stored.id, pinned=kind is Kind.PIN)


async def _fail(tx: Tx, parcel: Parcel, state: ParcelState, *, reason: str, now: datetime) -> None:
    """A card nobody sees, or that can't be changed, is live no more: the next change makes a message of its own."""
    await outbox.end(tx, parcel, state, reason=reason, now=now)
    if parcel.kind in (Kind.SEND, Kind.EDIT):
        await cards.retire(tx, parcel.card)


async def _move(tx: Tx, parcel: Parcel, new: str, *, now: datetime) -> None:
    platform, old = parcel.where.platform, parcel.where.chat
    await accounts.move(tx, platform, old, new, now=now)
    await cards.move_chat(tx, platform, old, new)
    await outbox.move_chat(tx, platform, old, new)
    await outbox.again(tx, parcel, due=now, resent=parcel.resent, now=now)


async def _card(tx: Tx, parcel: Parcel) -> Stored:
    stored = await cards.get(tx, parcel.card)
    assert stored is not None  # the parcel's row refers to it
    return stored
