"""Deadlines as rows: at most one open of a kind about a thing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deadline import Deadline
from bot.store.outbox import span
from bot.store.tx import Reads, Row, Tx
from bot.store.values import micros, moment

SET = """INSERT INTO deadline (kind, about, due, round, rings, created)
    VALUES (:kind, :about, :due, :round, :due, :now)
    ON CONFLICT (about, kind) WHERE state = 'open'
    DO UPDATE SET due = excluded.due, round = excluded.round, rings = excluded.rings, tries = 0"""
MEET = """UPDATE deadline SET state = 'met', ended = :now
    WHERE state = 'open' AND (CAST(:kind AS TEXT) = '*' OR kind = :kind)
        AND (about = :about OR (about > :low AND about < :high))"""
DUE = """SELECT id, kind, about, due, round, tries FROM deadline
    WHERE state = 'open' AND rings <= :now ORDER BY rings, id LIMIT :count"""
FIRED = "UPDATE deadline SET state = 'fired', ended = :now WHERE id = :id AND state = 'open' AND rings <= :now"
POSTPONE = "UPDATE deadline SET rings = :rings, tries = tries + 1 WHERE id = :id AND state = 'open'"
SHIFT = "UPDATE deadline SET rings = rings + :by WHERE state = 'open'"
EARLIEST = "SELECT min(rings) AS rings FROM deadline WHERE state = 'open'"
EARLIEST_AFTER = "SELECT min(rings) AS rings FROM deadline WHERE state = 'open' AND rings > :after"
OPEN = """SELECT id, kind, about, due, round, tries FROM deadline
    WHERE state = 'open' AND kind = :kind AND about = :about ORDER BY id"""


@dataclass(frozen=True, kw_only=True)
class Ringing:
    """A deadline whose time has come."""

    id: int
    deadline: Deadline
    tries: int
    """How often its chase has failed."""


async def set(tx: Tx, deadline: Deadline, now: datetime) -> None:  # noqa: A001 - deadlines.set reads as it is meant
    """Sets the deadline of this kind and thing, in place of an open one."""
    await tx.run(
        SET,
        kind=deadline.kind,
        about=deadline.about,
        due=micros(deadline.due),
        round=deadline.round,
        now=micros(now),
    )


async def meet(tx: Tx, kind: str, about: str, now: datetime) -> int:
    """It is done; `about` ending in `/*`: the thing and all below it; kind `*`: of any kind. Tells how many there were.

    Its unsent chases are dropped with `outbox.drop_chases` in the same commit.
    """
    thing, low, high = span(about)
    return await tx.run(MEET, kind=kind, about=thing, low=low, high=high, now=micros(now))


async def due(tx: Reads, now: datetime, count: int) -> list[Ringing]:
    """What rings now, the longest overdue first."""
    return [
        Ringing(id=row["id"], deadline=_deadline(row), tries=row["tries"])
        for row in await tx.all(DUE, now=micros(now), count=count)
    ]


async def fired(tx: Tx, id: int, now: datetime) -> bool:
    """It has rung, for good; False when it was met or put off meanwhile. Comes before its chase sets the next round."""
    return await tx.run(FIRED, id=id, now=micros(now)) > 0


async def postpone(tx: Tx, id: int, rings: datetime) -> None:
    """Its chase failed: it rings again then. When it was due stays as it is."""
    await tx.run(POSTPONE, id=id, rings=micros(rings))


async def shift(tx: Tx, by: timedelta) -> None:
    """The clock was set: every open one rings by so much later, or earlier. When it was due stays as it is."""
    await tx.run(SHIFT, by=by // timedelta(microseconds=1))


async def earliest(reads: Reads) -> datetime | None:
    """When the next deadline rings."""
    row = await reads.one(EARLIEST)
    return moment(row["rings"]) if row else None


async def earliest_after(reads: Reads, after: datetime) -> datetime | None:
    """When the first deadline behind a moment rings."""
    row = await reads.one(EARLIEST_AFTER, after=micros(after))
    return moment(row["rings"]) if row else None


async def get(reads: Reads, kind: str, about: str) -> Deadline | None:
    """The open deadline of this kind and thing."""
    row = await reads.one(OPEN, kind=kind, about=about)
    return _deadline(row) if row else None


def _deadline(row: Row) -> Deadline:
    return Deadline(kind=row["kind"], about=row["about"], due=moment(row["due"]), round=row["round"])
