"""Deadlines: one open row of a kind about a thing, met with all that is below it."""

from datetime import UTC, datetime, timedelta

from bot.domain.deadline import Deadline
from bot.store import deadlines
from bot.store.db import Database, Tx

NOW = datetime(2026, 3, 1, 2, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def put(db: Database, *rows: tuple[str, str, int]) -> None:
    async def job(tx: Tx) -> None:
        for kind, about, minutes in rows:
            await deadlines.set(tx, Deadline(kind=kind, about=about, due=NOW + minutes * MINUTE), NOW)

    await db.write(job)


async def test_setting_it_again_replaces_it(db: Database) -> None:
    await put(db, ("ack", "7/li", 3))
    again = Deadline(kind="ack", about="7/li", due=NOW + 9 * MINUTE, round=2)
    await db.write(lambda tx: deadlines.set(tx, again, NOW))
    assert await deadlines.get(db, "ack", "7/li") == again
    assert [one.deadline for one in await deadlines.due(db, NOW + 9 * MINUTE, 10)] == [again]
    assert await deadlines.earliest(db) == again.due


async def test_meeting_reaches_the_thing_and_what_is_below_it(db: Database) -> None:
    await put(db, ("ack", "7", 1), ("ack", "7/li", 2), ("go", "7/li", 3), ("ack", "70/li", 4), ("ack", "7/A/a2", 5))
    assert await db.write(lambda tx: deadlines.meet(tx, "ack", "7/*", NOW)) == 3
    assert await deadlines.get(db, "go", "7/li") is not None
    assert await db.write(lambda tx: deadlines.meet(tx, "*", "7/li", NOW)) == 1
    left = await deadlines.due(db, NOW + 9 * MINUTE, 10)
    assert [one.deadline.about for one in left] == ["70/li"]


async def test_the_longest_overdue_comes_first_and_only_so_many(db: Database) -> None:
    await put(db, ("ack", "c", 3), ("ack", "a", 1), ("ack", "b", 2), ("ack", "d", 9))
    assert [one.deadline.about for one in await deadlines.due(db, NOW + 3 * MINUTE, 2)] == ["a", "b"]
    assert len(await deadlines.due(db, NOW + 3 * MINUTE, 10)) == 3
    assert await deadlines.due(db, NOW, 10) == []


async def test_it_fires_once_and_a_new_one_may_be_set(db: Database) -> None:
    await put(db, ("ack", "7/li", 1))
    late = NOW + 2 * MINUTE
    [ringing] = await deadlines.due(db, late, 10)
    assert not await db.write(lambda tx: deadlines.fired(tx, ringing.id, NOW))
    assert await db.write(lambda tx: deadlines.fired(tx, ringing.id, late))
    assert not await db.write(lambda tx: deadlines.fired(tx, ringing.id, late))
    assert await deadlines.earliest(db) is None
    await put(db, ("ack", "7/li", 1))
    assert len(await deadlines.due(db, late, 10)) == 1


async def test_putting_it_off_keeps_when_it_was_due(db: Database) -> None:
    await put(db, ("ack", "7/li", 1))
    [ringing] = await deadlines.due(db, NOW + MINUTE, 10)
    await db.write(lambda tx: deadlines.postpone(tx, ringing.id, NOW + 5 * MINUTE))
    assert await deadlines.due(db, NOW + 4 * MINUTE, 10) == []
    [again] = await deadlines.due(db, NOW + 5 * MINUTE, 10)
    assert (again.tries, again.deadline.due) == (1, NOW + MINUTE)
