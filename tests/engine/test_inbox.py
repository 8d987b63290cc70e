"""The message line: order, poison, repeats, and that nothing is half done."""
# ruff: noqa: ARG001 - told and crashing functions are called with more than these need

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.domain.deadline import Deadline
from bot.domain.events import Event, MessageSetAside
from bot.domain.given_up import ChaseFailed
from bot.engine import batch
from bot.store.tx import Job, StoreError, Tx
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from tests.engine.bench import bench
from tests.engine.community import OTHER, STAFF


async def test_a_message_is_routed_handled_and_answered_in_one_commit(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.say("card")
        assert line.seen.texts() == ["card"]
        assert await line.answer() == ("heard", "-1", "m1")
        assert await line.column("SELECT key FROM outbox ORDER BY id") == ["said:1", "answer:chatter:1"]
        assert await line.column("SELECT state FROM inbox ORDER BY id") == ["done"]
        assert line.stirred


async def test_messages_of_a_chat_are_handled_in_order(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.keep(*({"text": f"n{n}"} for n in range(120)))
        await line.settle()
        assert line.seen.texts() == [f"n{n}" for n in range(120)]


async def test_a_slow_batch_is_committed_early_so_that_what_is_to_be_sent_gets_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batch.LONGEST < 0.5, "nobody who pressed should wait longer for others"
    monkeypatch.setattr(batch, "LONGEST", 0.0)
    async with bench(tmp_path) as line:
        await line.keep(*({"text": f"n{n}"} for n in range(3)))
        for handled in range(1, 4):
            more = await line.inbox._round()
            assert line.seen.texts() == [f"n{n}" for n in range(handled)]
            assert more is (handled < 3)


async def test_a_repeat_of_an_update_is_handled_once(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.keep({"key": "same", "text": "one"}, {"key": "same", "text": "one"})
        await line.settle()
        await line.say("one", key="same")
        assert line.seen.texts() == ["one"]


async def test_a_poisonous_message_is_set_aside_alone(tmp_path: Path) -> None:
    told: list[MessageSetAside] = []

    async def tell(work: Work, event: MessageSetAside) -> None:
        told.append(event)
        work.send(OTHER, Card(template="aside"), key=f"aside:{event.message}", priority=Priority.EMERGENCY)

    async with bench(tmp_path, tell={MessageSetAside: (tell,)}) as line:
        other = vars(OTHER)
        await line.keep({"text": "one"}, {"text": "boom"}, {"text": "two"}, {"text": "far", "where": other})
        await line.settle()
        assert line.seen.texts() == ["one", "boom", "far", "boom", "boom", "two"]
        assert await line.column("SELECT state, tries FROM inbox ORDER BY id") == [
            ("done", 0),
            ("aside", 3),
            ("done", 0),
            ("done", 0),
        ]
        [problem] = await line.column("SELECT problem FROM inbox WHERE state = 'aside' ORDER BY id")
        assert problem.startswith("ValueError at bench.py:")
        assert [event.message for event in told] == ["m2"]
        keys = await line.column("SELECT key FROM outbox ORDER BY id")
        assert {"aside:m2", "answer:chatter:2", "said:1", "said:3", "said:4"} == set(keys)
        facts = await line.column("SELECT name FROM fact WHERE name LIKE 'said:%' ORDER BY name")
        assert facts == ["said:far", "said:one", "said:two"]


async def test_nothing_of_what_people_wrote_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with bench(tmp_path) as line:
        await line.say("boom 13800000001")
    assert "ValueError" in caplog.text
    assert "秘密" not in caplog.text
    assert "13800000001" not in caplog.text


async def test_poison_whose_telling_fails_too_is_set_aside_all_the_same(tmp_path: Path) -> None:
    async def tell(work: Work, event: MessageSetAside) -> None:
        work.send(OTHER, Card(template="aside"), key="aside", priority=Priority.EMERGENCY)
        raise LookupError

    async with bench(tmp_path, tell={MessageSetAside: (tell,)}) as line:
        await line.say("boom")
        await line.say("one")
        assert await line.column("SELECT state FROM inbox ORDER BY id") == ["aside", "done"]
        assert await line.column("SELECT key FROM outbox ORDER BY id") == ["said:2"]


async def test_an_update_that_cannot_be_read_hinders_nobody(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.keep({"text": "one", "unheard_of": 1}, {"text": "two"}, {"nothing": True})
        await line.settle()
        assert line.seen.texts() == ["two"]
        assert await line.column("SELECT state FROM inbox ORDER BY id") == ["aside", "done", "done"]


async def test_what_the_domain_refuses_writes_nothing_but_the_answer(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.say("no")
        assert await line.answer() == ("toast/not_now", "-1", "m1")
        assert await line.column("SELECT key FROM outbox ORDER BY id") == ["answer:chatter:1"]
        assert await line.column("SELECT count(*) FROM deadline") == [0]
        assert await line.column("SELECT name FROM fact ORDER BY name") == []


async def test_a_crash_before_the_commit_leaves_the_message_to_be_handled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path) as line:
        await line.keep({"text": "one"})

        async def crash(tx: Tx, id: int) -> None:
            raise SystemExit  # no Exception: nothing of the engine may catch it

        with monkeypatch.context() as patch:
            patch.setattr("bot.engine.batch.inbox.done", crash)
            with pytest.raises(SystemExit):
                await line.settle()
        for table in ("outbox", "card", "deadline", "timeline"):
            assert await line.column(f"SELECT count(*) FROM {table}") == [0]
        assert await line.column("SELECT state, tries FROM inbox ORDER BY id") == [("new", 0)]
        await line.settle()
        assert await line.column("SELECT key FROM outbox ORDER BY id") == ["said:1"]


async def test_the_loop_handles_what_is_kept_while_it_runs(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        running = asyncio.create_task(line.inbox.run())
        try:
            for text in ("one", "two"):
                await line.keep({"text": text})
                await line.wait_for(text)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_a_database_that_cannot_be_written_stops_nothing_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.inbox.PAUSE", 0)
    async with bench(tmp_path) as line:
        await line.keep({"text": "one"})
        write, failures = line.db.write, [StoreError("the disk is full: free some space")] * 2

        async def full(job: Any) -> Any:
            if failures:
                raise failures.pop()
            return await write(job)

        monkeypatch.setattr(line.db, "write", full)
        running = asyncio.create_task(line.inbox.run())
        try:
            await line.wait_for("one")
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        assert await line.column("SELECT tries FROM inbox ORDER BY id") == [0]


async def test_slow_answers_to_presses_do_not_hold_up_the_next_batch(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        line.platform.slow = asyncio.Event()
        await line.keep({"press": {"card": "", "choice": "x", "query": "q"}})
        await line.inbox._round()
        await line.keep({"text": "next"})
        await line.inbox._round()
        assert line.seen.texts() == ["next"]
        assert line.platform.answers == []
        line.platform.slow.set()
        await line.inbox.finish()
        assert line.platform.answers == [("q", "zh:button_unknown", True)]


async def test_strange_groups_get_no_answer(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        strange = {"platform": "chatter", "chat": "-99"}
        await line.say("card", where=strange)
        await line.say("/ack 1", where=strange)
        assert line.seen.calls == []
        await line.say("", where=strange, membership="joined")
        assert [name for name, _, _ in line.seen.calls] == ["membership"]
        assert STAFF.chat != strange["chat"]


async def test_a_group_has_moved_for_what_follows_in_the_batch_but_for_others_only_once_it_is_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bench(tmp_path) as line:
        await line.keep(
            {"account": "", "membership": "moved", "moved_to": "-100"},
            {"text": "card", "where": {"platform": "chatter", "chat": "-100"}},
        )
        write = line.db.write

        async def refuse(job: Job[Any]) -> None:
            async def begun(tx: Tx) -> None:
                await job(tx)
                raise StoreError("the disk is full")

            await write(begun)

        with monkeypatch.context() as full:
            full.setattr(line.db, "write", refuse)
            with pytest.raises(StoreError):
                await line.inbox._round()
        assert line.inbox.world.roster.chats[0].id == "-1"
        await line.settle()
        assert line.inbox.world.roster.chats[0].id == "-100"
        assert await line.answer() == ("heard", "-100", "m2")


async def test_those_in_charge_hear_of_a_chase_that_was_given_up(tmp_path: Path) -> None:
    told: list[Event] = []

    async def tell(work: Work, event: Event) -> None:
        told.append(event)

    async with bench(tmp_path, tell={ChaseFailed: (tell,)}) as line:
        await line.inbox.give_up(Deadline(kind="step", about="7/A/a2", due=line.clock.now()))
        assert told == [ChaseFailed(kind="step", about="7/A/a2", incident=7)]
