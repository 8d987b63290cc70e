"""What becomes of a message when the program, the database or the platform does not do as it should."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.engine.line import COPIES
from bot.store import accounts, cards, outbox, sqlite
from bot.store.db import Database, StoreError, open_database
from bot.store.migrate import migrate
from bot.store.outbox import ASIDE
from bot.store.tx import Job
from bot.talk.message import Delivery, Priority, Sent
from tests.engine.sending import Desk

MIGRATIONS = Path(__file__).parents[2] / "migrations"
UNCLEAR = Sent(delivery=Delivery.UNCLEAR, reason="no clear answer")
LATER = Sent(delivery=Delivery.LATER, reason="the server can't do it now")
CUT = "UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE key = :key"


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path / 'zhiban.db'}")
    try:
        await migrate(opened, MIGRATIONS, backup=False)
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def desk(db: Database) -> Desk:
    return Desk(db)


async def cut_off(desk: Desk, key: str) -> None:
    """As a crash leaves a message that is on its way."""
    await desk.db.write(lambda tx: tx.run(CUT, key=key))


async def test_a_crash_while_sending_counts_as_unclear(desk: Desk) -> None:
    for text in ("a", "b", "c"):
        await desk.send(text, chat=f"-{text}")
    await cut_off(desk, "a")
    desk.outbox = desk.started()
    await desk.outbox.recover()
    await desk.work()
    assert sorted(desk.platform.texts()) == ["b", "c", "重发 a"]


async def test_after_a_crash_the_second_copies_go_one_by_one_urgent_ones_first(desk: Desk) -> None:
    for text, priority in (("a", Priority.ROUTINE), ("b", Priority.EMERGENCY), ("c", Priority.ROUTINE)):
        await desk.send(text, chat=f"-{text}", priority=priority)
        await cut_off(desk, text)
    desk.outbox = desk.started()
    await desk.outbox.recover()
    await desk.work()
    assert desk.platform.texts() == ["重发 b"]
    await desk.pass_time(0.06, pace=0.06)
    assert desk.platform.texts() == ["重发 b", "重发 a"]
    await desk.pass_time(0.06, pace=0.06)
    assert desk.platform.texts() == ["重发 b", "重发 a", "重发 c"]


async def test_few_second_copies_are_under_way_at_a_time_however_late_and_slow(desk: Desk) -> None:
    for text in "abcde":
        await desk.send(text, chat=f"-{text}")
        await cut_off(desk, text)
        desk.platform.gates[f"-{text}"] = asyncio.Event()
    await desk.send("new", chat="-new")
    desk.outbox = desk.started()
    await desk.outbox.recover()
    desk.clock.go(60)
    while len(desk.platform.calls) < COPIES + 1:
        await desk.start_all()
    await desk.start_all()
    assert sorted(desk.platform.texts()) == ["new", "重发 a", "重发 b", "重发 c"]
    assert sum(parcel.resent for parcel in await outbox.left(desk.db)) == COPIES
    desk.platform.gates["-b"].set()
    while len(desk.platform.calls) < 5:
        await desk.start_all()
    assert desk.platform.texts()[4:] == ["重发 d"]
    for gate in desk.platform.gates.values():
        gate.set()
    await desk.outbox.settle()
    await desk.work()
    assert desk.platform.texts()[5:] == ["重发 e"]


async def test_what_was_cut_off_twice_is_recorded_in_one_commit_before_anything_is_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in "abcdefgh":
        await desk.send(text, chat=f"-{text}")
        await cut_off(desk, text)
    await desk.outbox.recover()
    for text in "abcdefgh":
        await cut_off(desk, text)
    hops: list[int] = []
    commit = sqlite._commit_group

    def counted(jobs: Sequence[Job[Any]], raw: sqlite3.Connection) -> list[sqlite.Outcome]:
        hops.append(len(jobs))
        return commit(jobs, raw)

    monkeypatch.setattr(sqlite, "_commit_group", counted)
    await desk.outbox.recover()
    assert hops == [1, 8]
    assert {await desk.state(text) for text in "abcdefgh"} == {"uncertain"}


async def test_two_crashes_make_two_copies_at_most(desk: Desk) -> None:
    await desk.send("a", about="7")
    for _ in range(2):
        await cut_off(desk, "a")
        desk.outbox = desk.started()
        await desk.outbox.recover()
    await desk.work()
    assert desk.platform.calls == []
    assert await desk.state("a") == "uncertain"
    assert desk.told.said == [("uncertain", "a", "a")]


async def test_a_chat_that_moved_is_followed(desk: Desk) -> None:
    await desk.send("old", about="7")
    await desk.work()
    desk.platform.script["-1"].append(Sent(delivery=Delivery.MOVED, moved_to="-100"))
    for text in ("a", "b"):
        await desk.send(text)
    await desk.work()
    await desk.pass_time(2)
    assert desk.platform.texts("-100") == ["a", "b"]
    assert desk.told.said == [("moved", "telegram", "-1", "-100")]
    assert await accounts.moved(desk.db) == {("telegram", "-1"): "-100"}
    stored = await cards.get(desk.db, "old")
    assert stored is not None
    assert (stored.where.chat, stored.live, stored.message) == ("-100", False, "")


async def test_a_chat_that_moves_in_a_circle_ends(desk: Desk) -> None:
    desk.platform.script["-1"].extend([Sent(delivery=Delivery.MOVED, moved_to="-2")] * 20)
    desk.platform.script["-2"].extend([Sent(delivery=Delivery.MOVED, moved_to="-1")] * 20)
    await desk.send("a")
    await desk.work()
    assert await desk.state("a") == "failed"
    assert desk.told.said[-1] == ("refused", "a", "a", "the chat moves in a circle")


async def test_a_lost_chat_is_told(desk: Desk) -> None:
    desk.told.broken = 1
    desk.platform.script["5"].append(Sent(delivery=Delivery.LOST, reason="the bot was blocked"))
    await desk.send("a", chat="5")
    await desk.work()
    assert await desk.state("a") == "failed"
    assert desk.told.said == [("lost", "a", "a", "the bot was blocked")]


async def test_words_that_cannot_be_drawn_fail_after_three_tries(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await desk.send("a", template="broken")
    await desk.send("b", chat="-2")
    await desk.work()
    await desk.pass_time(10)
    assert desk.platform.texts() == ["b"]
    assert await desk.state("a") == "failed"
    assert desk.told.said == [("refused", "a", "a", "it can't be put into words")]
    assert "KeyError at sending.py" in caplog.text
    assert "a word of somebody" not in caplog.text


async def test_a_message_the_platform_keeps_failing_holds_the_others_back_for_minutes_not_for_a_day(desk: Desk) -> None:
    desk.platform.script["-1"].extend([LATER] * ASIDE)
    for text in ("a", "b", "c"):
        await desk.send(text)
    await desk.work()
    await desk.pass_time(4 * 60)
    assert set(desk.platform.texts()) == {"a"}, "for a while the order comes first"
    await desk.pass_time(2 * 60)
    assert desk.platform.texts() == [*["a"] * ASIDE, "b", "c", "a"]
    assert [await desk.state(key) for key in ("a", "b", "c")] == ["sent"] * 3


async def test_an_error_of_the_platform_itself_is_unclear(desk: Desk) -> None:
    desk.platform.script["-1"].extend([RuntimeError(), RuntimeError()])
    await desk.send("a")
    await desk.work()
    assert desk.platform.texts() == ["a", "重发 a"]
    assert await desk.state("a") == "uncertain"


async def test_a_database_that_refuses_for_a_while_loses_and_doubles_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.send("a")
    await desk.send("b", chat="-2")
    write, refusals = desk.db.write, 3

    async def refusing(job: object) -> object:
        nonlocal refusals
        if desk.platform.calls and refusals:
            refusals -= 1
            raise StoreError("the disk is full")
        return await write(job)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.db, "write", refusing)
    await desk.work()
    assert sorted(desk.platform.texts()) == ["a", "b"]
    assert await desk.state("a") == await desk.state("b") == "sent"
    assert desk.rests == [1.0] * 3


async def test_a_claim_that_fails_puts_everybody_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.send("a")

    async def refuse(_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(desk.db, "write", refuse)
        with pytest.raises(StoreError):
            await desk.outbox.turn()
    await desk.work()
    assert desk.platform.texts() == ["a"]


async def test_it_runs_by_itself_and_is_woken(desk: Desk) -> None:
    desk.platform.gates["-1"] = asyncio.Event()
    running = asyncio.create_task(desk.outbox.run())
    await desk.send("a")
    await desk.platform.called.wait()
    running.cancel()
    await asyncio.sleep(0)
    desk.platform.gates["-1"].set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await desk.state("a") == "sent"


@pytest.mark.parametrize("steps", range(6))
async def test_it_ends_when_it_is_told_to_just_as_it_is_rung(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    async def idle() -> float:
        return 10.0

    monkeypatch.setattr(desk.outbox, "recover", idle)
    monkeypatch.setattr(desk.outbox, "turn", idle)
    running = asyncio.create_task(desk.outbox.run())
    for _ in range(10):
        await asyncio.sleep(0)
    desk.outbox.wake()
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    assert running.cancelled()


async def test_what_becomes_of_a_message_and_who_is_told_are_one_write(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any moment, either both stand or neither: then it counts as unclear at the next start."""
    desk.platform.script["5"].append(Sent(delivery=Delivery.LOST, reason="the bot was blocked"))
    await desk.send("a", chat="5")
    write, writes = desk.db.write, 0

    async def counting(job: object) -> object:
        nonlocal writes
        writes += bool(desk.platform.calls)
        return await write(job)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.db, "write", counting)
    await desk.work()
    assert desk.told.said == [("lost", "a", "a", "the bot was blocked")]
    assert writes == 1


async def test_when_nobody_can_be_told_at_least_that_is_told(desk: Desk) -> None:
    desk.told.broken = 3
    desk.platform.script["5"].append(Sent(delivery=Delivery.LOST, reason="the bot was blocked"))
    await desk.send("a", chat="5")
    await desk.work()
    assert await desk.state("a") == "failed"
    assert desk.told.said == [("untold", "a")]
    assert desk.rests == [1.0] * 3
