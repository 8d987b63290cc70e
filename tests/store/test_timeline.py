"""The timeline cannot be changed by the program, and a change made behind its back is found."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.store.db import Database, Tx
from bot.store.timeline import Entry, append, of_incident, verify

NOW = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)


def entry(n: int, *, incident: int | None = None) -> Entry:
    return Entry(
        kind="noted",
        facts={"text": f"第{n}条", "n": n},
        at=NOW + timedelta(seconds=n),
        incident=incident,
        person="wang",
    )


async def add(db: Database, entries: Sequence[Entry]) -> None:
    await db.write(partial(append, entries=entries))


async def tamper(db: Database, *statements: str) -> None:
    async def job(tx: Tx) -> None:
        for name in ("kept", "whole", "grows"):
            await tx.run(f"DROP TRIGGER timeline_{name}")
        for sql in statements:
            await tx.run(sql)

    await db.write(job)


@pytest.fixture
async def ten(db: Database) -> Database:
    await add(db, [entry(n) for n in range(1, 5)])
    await add(db, [])
    await asyncio.gather(*(add(db, [entry(n, incident=7)]) for n in range(5, 11)))
    assert await verify(db) is None
    return db


async def test_rows_are_numbered_and_chained_from_the_first(ten: Database) -> None:
    rows = await ten.all("SELECT number, previous, hash FROM timeline ORDER BY number")
    assert [row["number"] for row in rows] == list(range(1, 11))
    assert rows[0]["previous"] == "0" * 64
    assert [row["previous"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]


async def test_the_course_of_an_incident(ten: Database) -> None:
    lines = await of_incident(ten, 7)
    assert [line.number for line in lines] == [5, 6, 7, 8, 9, 10]
    assert lines[0].entry == entry(5, incident=7)
    assert await ten.read(partial(of_incident, number=7)) == lines
    await add(ten, [replace(entry(11, incident=7), kind="answered")])
    assert [line.number for line in await of_incident(ten, 7, without="noted")] == [11]
    assert await of_incident(ten, 7, without="answered") == lines


async def test_an_empty_timeline_is_whole(db: Database) -> None:
    assert await verify(db) is None


async def test_more_rows_than_a_page(db: Database) -> None:
    await add(db, [entry(n) for n in range(1, 2_002)])
    assert await verify(db) is None
    await tamper(db, "UPDATE timeline SET person = 'li' WHERE number = 1500")
    assert await verify(db) == 1500


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE timeline SET person = 'li' WHERE number = 3",
        "DELETE FROM timeline WHERE number = 10",
        "INSERT OR REPLACE INTO timeline SELECT number, 1, kind, facts, person, at, previous, hash FROM timeline",
        "INSERT INTO timeline SELECT -1, 1, kind, facts, person, at, previous, hash FROM timeline WHERE number = 3",
    ],
)
async def test_the_program_itself_cannot_change_it(ten: Database, sql: str) -> None:
    async def job(tx: Tx) -> None:
        await tx.run(sql)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        await ten.write(job)
    assert await verify(ten) is None


@pytest.mark.parametrize("column", ["incident", "kind", "facts", "person", "at", "previous", "hash"])
async def test_an_edit_is_found(ten: Database, column: str) -> None:
    value = 1 if column in ("incident", "at") else "'{}'"
    await tamper(ten, f"UPDATE timeline SET {column} = {value} WHERE number = 4")
    assert await verify(ten) == 4


@pytest.mark.parametrize(
    ("sql", "bad"),
    [
        ("DELETE FROM timeline WHERE number = 1", 1),
        ("DELETE FROM timeline WHERE number = 4", 4),
        ("DELETE FROM timeline WHERE number >= 9", 9),
        ("DELETE FROM timeline", 1),
        ("INSERT INTO timeline SELECT 11, 7, kind, facts, person, at, hash, hash FROM timeline WHERE number = 10", 11),
        ("INSERT INTO timeline SELECT 0, 7, kind, facts, person, at, hash, hash FROM timeline WHERE number = 10", 1),
    ],
)
async def test_a_row_taken_out_or_slipped_in_is_found(ten: Database, sql: str, bad: int | None) -> None:
    await tamper(ten, sql)
    assert await verify(ten) == bad
    await add(ten, [entry(12)])  # the bot goes on all the same
    assert await verify(ten) == bad


async def test_two_rows_that_changed_places_are_found(ten: Database) -> None:
    numbers = ((4, 99), (6, 4), (99, 6))
    await tamper(ten, *(f"UPDATE timeline SET number = {new} WHERE number = {old}" for old, new in numbers))
    assert await verify(ten) == 4


async def test_a_head_that_was_changed_is_found(ten: Database) -> None:
    await tamper(ten, "UPDATE fact SET value = json_replace(value, '$.hash', 'x') WHERE name = 'timeline'")
    assert await verify(ten) == 10


async def test_what_fails_leaves_no_row_and_no_hole(ten: Database) -> None:
    async def poison(tx: Tx) -> None:
        await append(tx, [entry(11)])
        raise LookupError

    results = await asyncio.gather(ten.write(poison), add(ten, [entry(12)]), return_exceptions=True)
    assert isinstance(results[0], LookupError)
    assert await verify(ten) is None
    row = await ten.one("SELECT max(number) AS newest FROM timeline")
    assert row is not None
    assert row["newest"] == 11
