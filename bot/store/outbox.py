"""What is to be said to platforms: each row a parcel with a key, an order and a state that says what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.store.cards import new_id
from bot.store.tx import Reads, Row, Tx
from bot.store.values import flag, micros, moment, truth
from bot.talk.message import Address, Priority

ADD = """INSERT INTO outbox (key, card, kind, platform, chat, thread, person, priority, about, chase_kind, chase_about,
        due, until, created)
    VALUES (:key, :card, :kind, :platform, :chat, :thread, :person, :priority, :about, :chase_kind, :chase_about,
        :due, :until, :now)
    ON CONFLICT (key) DO NOTHING"""
ADD_EDIT = """INSERT INTO outbox (key, card, kind, platform, chat, thread, priority, about, due, created)
    VALUES (:key, :card, 'edit', :platform, :chat, :thread, :priority, :about, :due, :now)
    ON CONFLICT (card) WHERE kind = 'edit' AND state = 'todo'
    DO UPDATE SET due = CASE WHEN excluded.due < outbox.due THEN excluded.due ELSE outbox.due END"""
DROP_CHASES = """UPDATE outbox SET state = 'dropped', reason = 'it is done', done = :now
    WHERE state IN ('todo', 'held') AND chase_about <> '' AND (CAST(:kind AS TEXT) = '*' OR chase_kind = :kind)
        AND (chase_about = :about OR (chase_about > :low AND chase_about < :high))"""
SHIFT = "UPDATE outbox SET due = due + :by, until = until + :by WHERE state IN ('todo', 'sending', 'held')"
MOVE = "UPDATE outbox SET chat = :new WHERE state = 'todo' AND platform = :platform AND chat = :old"
MOVE_SENDING = "UPDATE outbox SET chat = :new WHERE state = 'sending' AND platform = :platform AND chat = :old"
MOVE_HELD = "UPDATE outbox SET chat = :new WHERE state = 'held' AND platform = :platform AND chat = :old"
MOVE_NOTICES = """UPDATE outbox SET chat = :new
    WHERE kind = 'send' AND about >= 'N' AND about < 'O' AND platform = :platform AND chat = :old"""
WAITING = """SELECT id, card, platform, chat, thread, kind, priority, due, tries, resent FROM outbox
    WHERE state = 'todo' AND id > :seen ORDER BY id LIMIT :count"""
RIPE = """SELECT id, card, platform, chat, thread, kind, priority, due, tries, resent FROM outbox
    WHERE state = 'todo' AND due > :since AND due <= :now ORDER BY due, id"""
PLACE = """SELECT id, card, platform, chat, thread, kind, priority, due, tries, resent FROM outbox
    WHERE state = 'todo' AND id = :id AND NOT EXISTS (SELECT 1 FROM outbox AS first WHERE outbox.kind <> 'send'
        AND first.card = outbox.card AND first.kind = 'send' AND first.state = 'held') ORDER BY id"""
# A send waits for every earlier send of its thread, an edit or a pin for the sending of its card; one parcel of a chat
# is under way at a time. So no order of events lets a message overtake another; only what has failed so often that it
# stands aside holds nobody back.
CLAIM = """UPDATE outbox SET state = 'sending', tries = tries + 1
    WHERE id = :id AND state = 'todo' AND due <= :now
        AND NOT EXISTS (SELECT 1 FROM outbox AS busy WHERE busy.state = 'sending'
            AND busy.platform = outbox.platform AND busy.chat = outbox.chat)
        AND NOT EXISTS (SELECT 1 FROM outbox AS first WHERE outbox.kind = 'send' AND first.state = 'todo'
            AND first.kind = 'send' AND first.platform = outbox.platform AND first.chat = outbox.chat
            AND first.thread = outbox.thread AND first.tries < :aside
            AND (first.priority, first.id) < (outbox.priority, outbox.id))
        AND NOT EXISTS (SELECT 1 FROM outbox AS sending WHERE outbox.kind <> 'send' AND sending.card = outbox.card
            AND sending.kind = 'send' AND sending.state IN ('todo', 'sending', 'held'))
    RETURNING *"""
GET = "SELECT * FROM outbox WHERE id = :id ORDER BY id"
LEFT = "SELECT * FROM outbox WHERE state = 'sending' ORDER BY id"
END = "UPDATE outbox SET state = :state, reason = :reason, done = :now WHERE id = :id AND state = 'sending'"
AGAIN = "UPDATE outbox SET state = 'todo', due = :due, resent = :resent WHERE id = :id AND state = 'sending'"
GIVE_WAY = """UPDATE outbox SET due = CASE WHEN due < :due THEN :due ELSE due END
    WHERE card = :card AND kind = 'edit' AND state = 'todo'"""
DROP_CHANGES = """UPDATE outbox SET state = 'dropped', reason = :reason, done = :now
    WHERE card = :card AND kind <> 'send' AND state IN ('todo', 'held')"""
OF_NOTICE = """SELECT platform, chat, state FROM outbox
    WHERE about = :about AND kind = 'send' AND about >= 'N' AND about < 'O' ORDER BY id"""
COUNT = "SELECT state, count(*) AS number FROM outbox GROUP BY state ORDER BY state"

ASIDE = 10
"""Tries, some five minutes of them, after which a message that the platform keeps failing lets those behind it pass."""


class Kind(StrEnum):
    """What is done with the card."""

    SEND = "send"
    """A new message."""
    EDIT = "edit"
    """Its message is brought to the newest version."""
    PIN = "pin"
    """Its message is pinned."""
    UNPIN = "unpin"
    """Its message is pinned no more."""
    LEAVE = "leave"
    """The bot leaves the chat, now that it has said why."""


class ParcelState(StrEnum):
    """What became of a parcel."""

    TODO = "todo"
    """Nobody has tried yet, or it will be tried again."""
    SENDING = "sending"
    """Under way; after a crash nobody knows whether it arrived."""
    HELD = "held"
    """It may have gone out after the backup it was restored from: a person says whether it goes."""
    SENT = "sent"
    """The platform has it."""
    FAILED = "failed"
    """It can't be delivered; somebody was told."""
    UNCERTAIN = "uncertain"
    """Tried twice without a clear answer: it may have arrived; somebody was told."""
    DROPPED = "dropped"
    """It was not needed any more: done, expired, or newer words took its place."""


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One thing to be done for one card at one platform."""

    id: int
    key: str
    card: str
    kind: Kind
    where: Address
    person: str | None
    priority: Priority
    about: str
    chases: str
    """`kind:about` of the deadline it chases; empty for anything else."""
    due: datetime
    until: datetime | None
    tries: int
    """With the one under way."""
    resent: bool
    """A copy may have arrived before: this one says so."""
    created: datetime


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """As much of a parcel as its place in the line needs."""

    id: int
    card: str
    where: Address
    kind: Kind
    priority: Priority
    due: datetime
    aside: bool = False
    """It has failed so often that it holds back nobody."""
    resent: bool = False
    """It is a second copy."""


async def add(
    tx: Tx,
    *,
    key: str,
    card: str,
    kind: Kind,
    where: Address,
    person: str | None,
    priority: Priority,
    about: str,
    chases: str = "",
    due: datetime,
    until: datetime | None = None,
    now: datetime,
) -> bool:
    """Puts a parcel in line; False: its key was there, nothing is added. An edit goes through `add_edit`."""
    chase_kind, _, chase_about = chases.partition(":")
    place = {"platform": where.platform, "chat": where.chat, "thread": where.thread}
    chase = {"chase_kind": chase_kind, "chase_about": chase_about}
    times = {"due": micros(due), "until": micros(until), "now": micros(now)}
    named = {"key": key, "card": card, "kind": kind.value, "person": person, "about": about}
    return await tx.run(ADD, **named, **place, **chase, **times, priority=priority.value) > 0


async def add_edit(
    tx: Tx, *, card: str, where: Address, priority: Priority, about: str, due: datetime, now: datetime
) -> None:
    """The card's message is to follow its newest version; a second one changes only the due time, never to later."""
    await tx.run(
        ADD_EDIT,
        key=f"edit:{card}:{new_id()}",
        card=card,
        platform=where.platform,
        chat=where.chat,
        thread=where.thread,
        priority=priority.value,
        about=about,
        due=micros(due),
        now=micros(now),
    )


async def drop_chases(tx: Tx, chases: str, *, now: datetime) -> int:
    """Drops the unsent chases of `kind:about`; `about` ending in `/*`: the thing and all below it; kind `*`: any."""
    kind, _, about = chases.partition(":")
    about, low, high = span(about)
    return await tx.run(DROP_CHASES, kind=kind, about=about, low=low, high=high, now=micros(now))


def span(about: str) -> tuple[str, str, str]:
    """The thing itself and the bounds of what is below it; without `/*` nothing is."""
    if not about.endswith("/*"):
        return about, "", ""
    thing = about.removesuffix("/*")
    return thing, f"{thing}/", f"{thing}0"  # 0 comes right after the slash


async def move_chat(tx: Tx, platform: str, old: str, new: str) -> None:
    """A chat has a new id: what is still to be said there goes to the new one, and what notices said stands there."""
    for statement in (MOVE, MOVE_SENDING, MOVE_HELD, MOVE_NOTICES):  # one by one: each has an index
        await tx.run(statement, platform=platform, old=old, new=new)


async def shift(tx: Tx, by: timedelta) -> None:
    """The clock was set: what is still to be said is due, and expires, by so much later, or earlier."""
    await tx.run(SHIFT, by=by // timedelta(microseconds=1))


async def waiting(reads: Reads, *, seen: int, count: int) -> list[Waiting]:
    """The parcels to do with an id above `seen`, in order of id."""
    return [_place(row) for row in await reads.all(WAITING, seen=seen, count=count)]


async def ripe(reads: Reads, *, since: datetime, now: datetime) -> list[Waiting]:
    """The parcels whose time came after `since`."""
    return [_place(row) for row in await reads.all(RIPE, since=micros(since), now=micros(now))]


async def place(reads: Reads, id: int) -> Waiting | None:
    """Where this parcel stands; None when it is not to be done (any more), or its message is held."""
    row = await reads.one(PLACE, id=id)
    return _place(row) if row else None


async def claim(tx: Tx, id: int, *, now: datetime) -> Parcel | None:
    """Marks a parcel as under way; None when it is not its turn (any more)."""
    row = await tx.one(CLAIM, id=id, now=micros(now), aside=ASIDE)
    return _parcel(row) if row else None


async def get(reads: Reads, id: int) -> Parcel | None:
    """The parcel with this id."""
    row = await reads.one(GET, id=id)
    return _parcel(row) if row else None


async def left(reads: Reads) -> list[Parcel]:
    """What is under way; at the start: what a crash cut off."""
    return [_parcel(row) for row in await reads.all(LEFT)]


async def end(tx: Tx, parcel: Parcel, state: ParcelState, *, reason: str = "", now: datetime) -> None:
    """The parcel under way has ended. When its card was not sent, nothing of it can be changed or pinned."""
    await tx.run(END, id=parcel.id, state=state.value, reason=reason or None, now=micros(now))
    if parcel.kind is Kind.SEND and state is not ParcelState.SENT:
        await tx.run(DROP_CHANGES, card=parcel.card, reason="its message was not sent", now=micros(now))


async def again(tx: Tx, parcel: Parcel, *, due: datetime, resent: bool, now: datetime) -> None:
    """The parcel under way is to be tried again; an edit gives way to a newer one of its card."""
    if parcel.kind is Kind.EDIT and await tx.run(GIVE_WAY, card=parcel.card, due=micros(due)):
        await end(tx, parcel, ParcelState.DROPPED, reason="a newer change takes its place", now=now)
        return
    await tx.run(AGAIN, id=parcel.id, due=micros(due), resent=flag(resent))


async def of_notice(reads: Reads, about: str) -> list[tuple[Address, ParcelState]]:
    """What became of each message of a version of a notice (`N3/1`), oldest first."""
    rows = await reads.all(OF_NOTICE, about=about)
    return [(Address(platform=row["platform"], chat=row["chat"]), ParcelState(row["state"])) for row in rows]


async def count(reads: Reads) -> dict[ParcelState, int]:
    """How many parcels there are in each state."""
    return {ParcelState(row["state"]): row["number"] for row in await reads.all(COUNT)}


def _where(row: Row) -> Address:
    return Address(platform=row["platform"], chat=row["chat"], thread=row["thread"])


def _place(row: Row) -> Waiting:
    return Waiting(
        id=row["id"],
        card=row["card"],
        where=_where(row),
        kind=Kind(row["kind"]),
        priority=Priority(row["priority"]),
        due=moment(row["due"]),
        aside=row["tries"] >= ASIDE,
        resent=truth(row["resent"]),
    )


def _parcel(row: Row) -> Parcel:
    return Parcel(
        id=row["id"],
        key=row["key"],
        card=row["card"],
        kind=Kind(row["kind"]),
        where=_where(row),
        person=row["person"],
        priority=Priority(row["priority"]),
        about=row["about"],
        chases=f"{row['chase_kind']}:{row['chase_about']}" if row["chase_about"] else "",
        due=moment(row["due"]),
        until=moment(row["until"]),
        tries=row["tries"],
        resent=truth(row["resent"]),
        created=moment(row["created"]),
    )
