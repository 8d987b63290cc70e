"""What was restored from a backup and may have gone out since: held, listed, and released or dropped by a person.

A change or pin of a message that is itself held has no say of its own: it goes, or goes not, with the message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.store.outbox import DROP_CHANGES, Kind, ParcelState
from bot.store.tx import Reads, Row, Tx
from bot.store.values import micros, moment, truth
from bot.talk.message import Address

HOLD = """UPDATE outbox SET state = 'held',
        reason = CASE WHEN kind = 'send' AND card IN (SELECT id FROM card WHERE live = 1) THEN 'live' END
    WHERE state IN ('todo', 'sending')"""
SET_ASIDE = "UPDATE inbox SET state = 'aside', problem = 'restored from a backup' WHERE state = 'new'"
RETIRE = "UPDATE card SET live = 0 WHERE id IN (SELECT card FROM outbox WHERE state = 'held' AND reason = 'live')"
ALL = """SELECT outbox.*, card.template AS template FROM outbox JOIN card ON card.id = outbox.card
    WHERE outbox.state = 'held' AND (outbox.kind = 'send' OR NOT EXISTS (SELECT 1 FROM outbox AS first
        WHERE first.card = outbox.card AND first.kind = 'send' AND first.state = 'held'))
    ORDER BY outbox.priority, outbox.id"""
WITH_IT = "SELECT id, kind FROM outbox WHERE card = :card AND kind <> 'send' AND state = 'held' ORDER BY id"
# A new id puts it behind all that was said since, where the running program sees it as new.
RELEASE = """UPDATE outbox SET id = (SELECT max(newest.id) + 1 FROM outbox AS newest), state = 'todo', reason = NULL,
        due = :now, created = :now, tries = 0, resent = CASE WHEN kind = 'send' THEN 1 ELSE 0 END
    WHERE id = :id AND state = 'held'"""
LIVE_AGAIN = """UPDATE card SET live = 1 WHERE id = :id AND NOT EXISTS (SELECT 1 FROM card AS newer
    WHERE newer.live = 1 AND newer.about = card.about AND newer.platform = card.platform AND newer.chat = card.chat)"""
WAITS_FOR_IT = "SELECT id FROM outbox WHERE card = :card AND kind <> 'send' AND state = 'todo' ORDER BY id"
BEHIND = "UPDATE outbox SET id = (SELECT max(newest.id) + 1 FROM outbox AS newest) WHERE id = :id AND state = 'todo'"
CHANGED = "SELECT count(*) AS number FROM outbox WHERE card = :card AND kind = 'edit' AND state = 'todo'"
END = "UPDATE outbox SET state = :state, reason = :reason, done = :now WHERE id = :id AND state = 'held'"
LAST = """SELECT max(at) AS at FROM (SELECT max(at) AS at FROM inbox UNION ALL SELECT max(at) FROM timeline
    UNION ALL SELECT max(created) FROM outbox UNION ALL SELECT max(done) FROM outbox)"""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A parcel somebody has to decide on."""

    id: int
    card: str
    template: str
    kind: Kind
    where: Address
    person: str | None
    about: str
    created: datetime
    until: datetime | None
    resent: bool
    """A second copy was under way already."""
    live: bool
    """It was the one card of its thing and chat."""


async def hold(tx: Tx) -> int:
    """Holds all that is to be said. What was live is not: the next change makes a message of its own.

    What people wrote and pressed and nobody has worked on yet is set aside: it was worked on since, an approval too,
    and would say all that again as if it were new. Tells how much that is.
    """
    await tx.run(HOLD)
    await tx.run(RETIRE)
    return await tx.run(SET_ASIDE)


async def held(reads: Reads) -> list[Held]:
    """What waits for a decision, urgent ones first."""
    return [_held(row) for row in await reads.all(ALL)]


async def release(tx: Tx, one: Held, *, now: datetime) -> bool:
    """It goes out, marked as a second copy, with all that hangs on it; False: newer words have taken its place."""
    if one.live and not await tx.run(LIVE_AGAIN, id=one.card):
        await end(tx, one, ParcelState.DROPPED, reason="newer words took its place", now=now)
        return False
    if one.kind is Kind.EDIT and await _changed(tx, one.card):
        await end(tx, one, ParcelState.DROPPED, reason="a newer change takes its place", now=now)
        return False
    await tx.run(RELEASE, id=one.id, now=micros(now))
    for row in await tx.all(WITH_IT, card=one.card) if one.kind is Kind.SEND else ():
        if Kind(row["kind"]) is Kind.EDIT:  # the message itself is drawn as the card is by now
            await tx.run(END, id=row["id"], state="dropped", reason="the newest version is shown", now=micros(now))
        else:
            await tx.run(RELEASE, id=row["id"], now=micros(now))
    for row in await tx.all(WAITS_FOR_IT, card=one.card) if one.kind is Kind.SEND else ():
        await tx.run(BEHIND, id=row["id"])  # where the running program, that had left it, comes across it
    return True


async def end(tx: Tx, one: Held, state: ParcelState, *, reason: str, now: datetime) -> None:
    """It will not go out, nor anything that hangs on it."""
    end = {"state": state.value, "reason": reason, "now": micros(now)}
    await tx.run(END, id=one.id, **end)
    if one.kind is Kind.SEND:
        await tx.run(DROP_CHANGES, card=one.card, reason="its message was not sent", now=micros(now))


async def last(reads: Reads) -> datetime | None:
    """The newest moment the database knows of."""
    row = await reads.one(LAST)
    return moment(row["at"]) if row else None


async def _changed(tx: Tx, card: str) -> bool:
    row = await tx.one(CHANGED, card=card)
    return row is not None and row["number"] > 0


def _held(row: Row) -> Held:
    return Held(
        id=row["id"],
        card=row["card"],
        template=row["template"],
        kind=Kind(row["kind"]),
        where=Address(platform=row["platform"], chat=row["chat"], thread=row["thread"]),
        person=row["person"],
        about=row["about"],
        created=moment(row["created"]),
        until=moment(row["until"]),
        resent=truth(row["resent"]),
        live=row["reason"] == "live",
    )
