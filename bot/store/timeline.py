"""What happened, in order, for good: numbered rows, each with a hash over itself and the row before."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.tx import Reads, Row, Tx
from bot.store.values import from_json, micros, moment, to_json

# The head stands apart from the rows, so that rows taken off the end are missed.
HEAD = """SELECT (SELECT value FROM fact WHERE name = 'timeline') AS head,
    (SELECT max(number) FROM timeline) AS newest"""
SET_HEAD = """INSERT INTO fact (name, value, at) VALUES ('timeline', :value, :at)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at"""
ADD = """INSERT INTO timeline (number, incident, kind, facts, person, at, previous, hash)
    VALUES (:number, :incident, :kind, :facts, :person, :at, :previous, :hash)"""
AFTER = """SELECT number, incident, kind, facts, person, at, previous, hash FROM timeline
    WHERE number > :number ORDER BY number LIMIT :count"""
OF_INCIDENT = """SELECT number, incident, kind, facts, person, at, previous, hash FROM timeline
    WHERE incident = :incident AND kind <> :without ORDER BY number"""
OF_TWO_KINDS = """SELECT number, incident, kind, facts, person, at, previous, hash FROM timeline
    WHERE kind IN (:one, :other) ORDER BY number"""

_ORIGIN = "0" * 64
_PAGE = 1_000
_BEFORE_ALL = -(2**63)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened."""

    kind: str
    facts: Mapping[str, Any]
    at: datetime
    incident: int | None = None
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry with its place in the timeline."""

    number: int
    entry: Entry
    hash: str


async def append(tx: Tx, entries: Sequence[Entry]) -> None:
    """Add entries in order, in the caller's transaction."""
    if not entries:
        return
    number, previous, newest = await _head(tx)
    number = max(number, newest)  # a forged row at the end is for verify() to find; it must not stop the bot
    for entry in entries:
        number += 1
        row: dict[str, str | int | None] = {
            "number": number,
            "incident": entry.incident,
            "kind": entry.kind,
            "facts": to_json(entry.facts),
            "person": entry.person,
            "at": micros(entry.at),
            "previous": previous,
        }
        previous = _hash(row)
        await tx.run(ADD, **row, hash=previous)
    await tx.run(SET_HEAD, value=to_json({"hash": previous, "number": number}), at=micros(entries[-1].at))


async def verify(db: Reads) -> int | None:
    """The number of the first row that was changed, taken out or slipped in; None when all is as it was written."""
    last, head, newest = await _head(db)
    number, previous, seen = 0, _ORIGIN, _BEFORE_ALL
    while number < last:
        rows = await db.all(AFTER, number=seen, count=_PAGE)
        for row in rows:
            number += 1
            if row["number"] != number or row["previous"] != previous or row["hash"] != _hash(_hashed(row)):
                return number
            previous, seen = row["hash"], number
            if number == last:
                break
        if not rows:
            return number + 1
    if previous != head:
        return last
    return last + 1 if newest > last else None


async def of_incident(db: Reads, number: int, *, without: str = "") -> list[Line]:
    """The course of one incident, oldest first, but for one kind of event there are thousands of."""
    return [_line(row) for row in await db.all(OF_INCIDENT, incident=number, without=without)]


async def of_two_kinds(db: Reads, one: str, other: str) -> list[Line]:
    """Everything of two kinds of event, oldest first."""
    return [_line(row) for row in await db.all(OF_TWO_KINDS, one=one, other=other)]


async def _head(db: Reads) -> tuple[int, str, int]:
    row = await db.one(HEAD)
    newest = row["newest"] if row and row["newest"] else 0
    if row is None or row["head"] is None:
        return 0, _ORIGIN, newest
    head = from_json(row["head"])
    return head["number"], head["hash"], newest


def _hashed(row: Row) -> dict[str, str | int | None]:
    return {name: row[name] for name in ("number", "incident", "kind", "facts", "person", "at", "previous")}


def _hash(row: Mapping[str, str | int | None]) -> str:
    """SHA-256 over the canonical JSON of a row, its facts as the text that is stored."""
    return hashlib.sha256(to_json(row).encode()).hexdigest()


def _line(row: Row) -> Line:
    entry = Entry(
        kind=row["kind"],
        facts=from_json(row["facts"]),
        at=moment(row["at"]),
        incident=row["incident"],
        person=row["person"],
    )
    return Line(number=row["number"], entry=entry, hash=row["hash"])
