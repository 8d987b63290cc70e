"""The wall clock goes back an hour: what waits is heard when the time that was given is over, once, and in order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.deadline import Deadline
from bot.engine.set_back import shift_back
from bot.engine.timers import Timers
from bot.store import deadlines
from bot.store.db import Database, StoreError, Tx, open_database
from bot.store.migrate import migrate
from bot.talk.message import Priority
from tests.engine.sending import START, Desk

MIGRATIONS = Path(__file__).parents[2] / "migrations"
HOUR = 3_600


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await open_database(f"sqlite:///{tmp_path / 'zhiban.db'}")
    try:
        await migrate(opened, MIGRATIONS, backup=False)
        yield Desk(opened)
    finally:
        await opened.close()


async def go_back(desk: Desk, *, rests: list[float] | None = None) -> None:
    """As the clock and the app do it: shift, adopt, look again."""

    async def rest(seconds: float) -> None:
        assert rests is not None
        rests.append(seconds)

    def adopt(by: timedelta) -> None:
        desk.clock.step(by.total_seconds())

    await shift_back(desk.db, timedelta(seconds=-HOUR), adopt, rest=rest)
    desk.outbox.read_again()


async def set_deadline(db: Database) -> None:
    deadline = Deadline(kind="ack", about="7/li", due=START + timedelta(minutes=3))
    await db.write(lambda tx: deadlines.set(tx, deadline, START))


async def test_a_deadline_rings_when_its_time_is_over_and_stays_due_as_it_was_said(desk: Desk) -> None:
    fired: list[Deadline] = []

    async def fire(_: Tx, deadline: Deadline) -> None:
        fired.append(deadline)

    async def never(_: Deadline) -> None:
        raise AssertionError

    timers = Timers(desk.db, desk.clock, fire=fire, after=lambda: None, failed=never)
    await set_deadline(desk.db)
    desk.clock.go(60)
    await go_back(desk)
    desk.clock.go(118)
    await timers._turn_surely()
    assert fired == []
    desk.clock.go(2)
    for _ in range(3):
        await timers._turn_surely()
    assert [deadline.due for deadline in fired] == [START + timedelta(minutes=3)]


async def test_what_waited_for_a_time_goes_out_in_time_and_holds_nobody_back(desk: Desk) -> None:
    await desk.send("first", after=5, until=600)
    await desk.work()
    await go_back(desk)
    await desk.send("second")
    await desk.send("urgent", priority=Priority.EMERGENCY)
    await desk.work()
    assert desk.platform.texts() == ["urgent"]
    await desk.pass_time(6)
    assert desk.platform.texts() == ["urgent", "first", "second"]


async def test_what_was_due_before_goes_out_at_once(desk: Desk) -> None:
    await desk.send("a")
    await go_back(desk)
    await desk.work()
    assert desk.platform.texts() == ["a"]


async def test_an_expiry_goes_back_too(desk: Desk) -> None:
    await desk.send("a", after=5, until=4)
    await desk.work()
    await go_back(desk)
    await desk.pass_time(6)
    assert await desk.state("a") == "dropped"


async def test_a_full_disk_delays_it_and_shifts_nothing_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await set_deadline(desk.db)
    rests: list[float] = []
    write = desk.db.write

    async def refuse(job: object) -> None:
        monkeypatch.undo()

        async def begun(tx: Tx) -> None:
            await job(tx)  # type: ignore[operator]
            raise StoreError("the disk is full")

        await write(begun)

    monkeypatch.setattr(desk.db, "write", refuse)
    await go_back(desk, rests=rests)
    assert rests == [1.0]
    assert desk.clock.now() == START - timedelta(seconds=HOUR)
    assert await deadlines.earliest(desk.db) == START + timedelta(minutes=3) - timedelta(seconds=HOUR)
