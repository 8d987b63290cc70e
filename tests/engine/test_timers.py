"""Deadlines ring once, late rather than never, whatever the clock does and whatever a chase does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.deadline import Deadline
from bot.engine.timers import Timers
from bot.store import deadlines
from bot.store.db import Database, StoreError, Tx, open_database
from bot.store.migrate import migrate
from tests.engine.sending import START, StoppedClock

MIGRATIONS = Path(__file__).parents[2] / "migrations"
STATES = "SELECT about, state FROM deadline ORDER BY id"


class Bell:
    """Timers, and whom they rang for."""

    def __init__(self, db: Database) -> None:
        self.db, self.clock = db, StoppedClock()
        self.fired: list[str] = []
        self.given_up: list[str] = []
        self.sour: set[str] = set()
        self.after = 0
        self.heard = asyncio.Event()
        self.timers = Timers(db, self.clock, fire=self._fire, after=self._after, failed=self._give_up)

    async def set(self, about: str, *, seconds: float, round: int = 0) -> None:
        at = self.clock.now() + timedelta(seconds=seconds)
        deadline = Deadline(kind="ack", about=about, due=at, round=round)
        await self.db.write(lambda tx: deadlines.set(tx, deadline, self.clock.now()))

    async def states(self) -> dict[str, str]:
        return {row["about"]: row["state"] for row in await self.db.all(STATES)}

    async def _fire(self, tx: Tx, deadline: Deadline) -> None:
        if deadline.about == "ladder" and deadline.round < 2:
            again = Deadline(kind="ack", about="ladder", due=deadline.due + timedelta(60), round=deadline.round + 1)
            await deadlines.set(tx, again, self.clock.now())
        if deadline.about == "meets":
            await deadlines.meet(tx, "*", "other/*", self.clock.now())
        if deadline.about in self.sour:
            await deadlines.meet(tx, "ack", "witness", self.clock.now())
            raise KeyError("a word of somebody")
        self.fired.append(deadline.about)

    def _after(self) -> None:
        self.after += 1
        self.heard.set()

    async def _give_up(self, deadline: Deadline) -> None:
        self.given_up.append(deadline.about)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path / 'zhiban.db'}")
    try:
        await migrate(opened, MIGRATIONS, backup=False)
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def bell(db: Database) -> Bell:
    return Bell(db)


async def test_it_rings_once_when_it_is_due(bell: Bell) -> None:
    await bell.set("7/li", seconds=180)
    bell.clock.go(179)
    await bell.timers.turn()
    assert bell.fired == []
    assert bell.after == 0
    bell.clock.go(1)
    for _ in range(3):
        await bell.timers.turn()
    assert bell.fired == ["7/li"]
    assert bell.after == 1


async def test_what_is_met_does_not_ring(bell: Bell) -> None:
    await bell.set("7/li", seconds=1)
    await bell.db.write(lambda tx: deadlines.meet(tx, "ack", "7/*", bell.clock.now()))
    bell.clock.go(2)
    await bell.timers.turn()
    assert bell.fired == []


async def test_one_chase_may_meet_the_next_of_the_same_batch(bell: Bell) -> None:
    await bell.set("meets", seconds=1)
    await bell.set("other/1", seconds=2)
    bell.clock.go(3)
    await bell.timers.turn()
    assert bell.fired == ["meets"]
    assert await bell.states() == {"meets": "fired", "other/1": "met"}


async def test_a_ladder_sets_its_own_next_round(bell: Bell) -> None:
    await bell.set("ladder", seconds=1)
    bell.clock.go(1)
    await bell.timers.turn()
    left = await deadlines.get(bell.db, "ack", "ladder")
    assert left is not None
    assert left.round == 1
    assert bell.fired == ["ladder"]


async def test_a_clock_set_forward_rings_and_set_back_does_not_ring_twice(bell: Bell) -> None:
    await bell.set("7/li", seconds=3_600)
    bell.clock.step(3_600)
    await bell.timers.turn()
    assert bell.fired == ["7/li"]
    bell.clock.step(-7_200)
    await bell.timers.turn()
    bell.clock.step(7_200)
    await bell.timers.turn()
    assert bell.fired == ["7/li"]


async def test_two_thousand_missed_ones_ring_once_each_and_others_write_between(bell: Bell) -> None:
    async def fill(tx: Tx) -> None:
        for number in range(2_000):
            await deadlines.set(tx, Deadline(kind="ack", about=f"{number}", due=START), START)

    await bell.db.write(fill)
    bell.clock.go(1)
    ringing, begun = asyncio.create_task(bell.timers.turn()), time.perf_counter()
    await asyncio.sleep(0)
    await bell.set("between", seconds=60)
    seen = len(bell.fired)
    await ringing
    assert time.perf_counter() - begun < 5
    assert seen < 2_000
    assert sorted(bell.fired) == sorted(str(number) for number in range(2_000))


async def test_a_chase_that_fails_is_tried_three_times_alone(bell: Bell, caplog: pytest.LogCaptureFixture) -> None:
    bell.sour = {"sour"}
    await bell.set("sour", seconds=1)
    await bell.set("sweet", seconds=2)
    await bell.set("witness", seconds=3_600)
    bell.clock.go(5)
    await bell.timers.turn()
    assert bell.fired == ["sweet"]
    assert await bell.states() == {"sour": "open", "sweet": "fired", "witness": "open"}
    bell.clock.go(29)
    await bell.timers.turn()
    bell.clock.go(1)
    await bell.timers.turn()
    assert bell.given_up == []
    bell.clock.go(30)
    await bell.timers.turn()
    assert bell.given_up == ["sour"]
    assert (await bell.states())["sour"] == "fired"
    assert "KeyError at test_timers.py" in caplog.text
    assert "a word of somebody" not in caplog.text


async def test_a_chase_that_is_well_again_rings(bell: Bell) -> None:
    bell.sour = {"sour"}
    await bell.set("sour", seconds=1)
    bell.clock.go(1)
    await bell.timers.turn()
    bell.sour = set()
    bell.clock.go(30)
    await bell.timers.turn()
    assert bell.fired == ["sour"]


async def test_it_runs_by_itself_and_rings_what_was_missed(bell: Bell) -> None:
    await bell.set("7/li", seconds=1)
    bell.clock.go(10)
    running = asyncio.create_task(bell.timers.run())
    await bell.heard.wait()
    assert bell.fired == ["7/li"]
    await bell.set("8/li", seconds=100)
    bell.heard.clear()
    bell.timers.arm()
    bell.clock.step(100)
    bell.timers.ring()
    await bell.heard.wait()
    assert bell.fired == ["7/li", "8/li"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_the_alarm_alone_rings_without_the_sweep(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.timers.SWEEP", 3_600)
    await bell.set("7/li", seconds=0.05)
    woken = asyncio.Event()
    ring = bell.timers._ring

    async def listen() -> None:
        bell.clock.go(1)
        await ring()
        woken.set()

    monkeypatch.setattr(bell.timers, "_ring", listen)
    running = asyncio.create_task(bell.timers.run())
    async with asyncio.timeout(10):
        await woken.wait()
        await bell.heard.wait()
    assert bell.fired == ["7/li"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_database_that_refuses_only_delays(bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
    await bell.set("7/li", seconds=1)
    bell.clock.go(1)
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        bell.timers.ring()
        monkeypatch.undo()

    async def refuse(_: object) -> None:
        raise StoreError("the disk is full")

    bell.timers = Timers(bell.db, bell.clock, fire=bell._fire, after=bell._after, failed=bell._give_up, rest=rest)
    monkeypatch.setattr(bell.db, "write", refuse)
    running = asyncio.create_task(bell.timers.run())
    await bell.heard.wait()
    assert rests == [1.0]
    assert bell.fired == ["7/li"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
