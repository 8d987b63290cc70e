"""One piece of work: what it reads of itself, and everything it writes at once."""
# ruff: noqa: ARG001 - told functions and chases are called with more than these need

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.deadline import Conversation, Deadline
from bot.domain.events import CallHeard, NoteAdded
from bot.domain.intake import Intake, IntakeState
from bot.store import deadlines, timeline
from bot.store.tx import Tx
from bot.talk.message import Card, Choice, Priority
from bot.talk.work import Account, Work
from tests.engine.bench import Bench, bench
from tests.engine.community import CHEN, LIFT, NOW, STAFF

PARCELS = """SELECT o.kind, o.chat, c.template, o.state FROM outbox o JOIN card c ON c.id = o.card ORDER BY o.id"""
BUTTON = Choice(key="ack", label="ack", facts={"incident": 1})


def card(text: str = "card", **more: Any) -> Card:
    return Card(template=text, facts={"n": (1, 2)}, rows=((BUTTON,),), **more)


async def test_a_work_reads_the_incidents_it_has_put(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        first = await line.open_incident()

        async def job(work: Work) -> None:
            assert await work.incidents.next_number() == 2
            second = replace(first, number=await work.incidents.next_number())
            await work.incidents.put(second)
            assert second.number == 3
            assert [one.number for one in await work.incidents.open_of("anju")] == [1, 3]
            recent = await work.incidents.recent_of(("chatter", "1"), since=NOW)
            assert [one.number for one in recent] == [3, 1]
            assert await work.incidents.recent_of(("chatter", "1"), since=NOW + timedelta(seconds=1)) == ()
            assert await work.incidents.get(3) is second
            assert await work.playbook(second) == LIFT

        await line.work(job)


async def test_a_work_reads_what_else_it_has_put(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        number = (await line.open_incident()).number

        async def job(work: Work) -> None:
            intake = Intake(platform="chatter", chat="-1", account="1", words="困人", files=("photo:1",), at=NOW)
            kept = await work.intakes.put(replace(intake, state=IntakeState.OPENED, incident=number))
            assert await work.intakes.get(kept.id) == await work.intakes.latest(STAFF, "1") == kept
            asked = Conversation(platform="chatter", chat="-1", account="1", form="note", facts={"n": 1}, at=NOW)
            await work.conversations.put(asked)
            assert await work.conversations.get(STAFF, "1") == asked
            await work.keep("x", [1])
            assert await work.recall("x") == [1]
            await work.accounts.put(Account(platform="chatter", id="9", name="九"))
            work.live(STAFF, card(), about="3")
            found = await work.cards.live(STAFF, "3")
            assert found is not None
            assert found.card.rows == card().rows

        await line.work(job)

        async def look(work: Work) -> None:
            intake = await work.intakes.latest(STAFF, "1")
            assert intake is not None
            assert (intake.incident, intake.words, intake.files) == (number, "困人", ("photo:1",))
            assert await work.accounts.get("chatter", "9") == Account(platform="chatter", id="9", name="九")
            assert await work.conversations.get(STAFF, "1") is not None
            await work.conversations.end(STAFF, "1")
            assert await work.conversations.get(STAFF, "1") is None

        await line.work(look)
        assert await line.column("SELECT count(*) FROM talk") == [0]


async def test_events_are_told_in_order_with_those_they_cause(tmp_path: Path) -> None:
    told: list[str] = []

    async def heard(work: Work, event: CallHeard) -> None:
        told.append(event.person)
        work.happened(NoteAdded(incident=1, text=event.person))

    async def noted(work: Work, event: NoteAdded) -> None:
        told.append(f"note {event.text}")

    async with bench(tmp_path, tell={CallHeard: (heard,), NoteAdded: (noted,)}) as line:

        async def job(work: Work) -> None:
            work.happened(CallHeard(incident=1, person="a", by="a"), CallHeard(incident=1, person="b", by="b"))

        await line.work(job)
        assert told == ["a", "b", "note a", "note b"]
        rows = await line.column("SELECT kind, incident, person, facts FROM timeline ORDER BY number")
        assert rows[1:3] == [("CallHeard", 1, "b", '{"person":"b"}'), ("NoteAdded", 1, None, '{"files":[],"text":"a"}')]
        assert await timeline.verify(line.db) is None


async def test_events_that_cause_each_other_without_end_write_nothing(tmp_path: Path) -> None:
    async def again(work: Work, event: NoteAdded) -> None:
        work.happened(event)

    async with bench(tmp_path, tell={NoteAdded: (again,)}) as line:

        async def job(work: Work) -> None:
            work.happened(NoteAdded(incident=1, text="x"))

        with pytest.raises(RuntimeError, match="NoteAdded and what it causes come without end"):
            await line.work(job)
        assert await line.column("SELECT count(*) FROM timeline") == [0]


async def test_a_met_deadline_drops_its_unsent_chases_and_no_others(tmp_path: Path) -> None:
    async def chase(work: Work, deadline: Deadline) -> None:
        for priority in Priority:
            key = f"{deadline.round}:{priority.name}"
            work.send(CHEN, card(), key=key, priority=priority, about=deadline.about)
        work.live(STAFF, card(), about="1")
        work.due("ack", about=deadline.about, at=work.now + timedelta(minutes=3), round=deadline.round + 1)

    async def ring(line: Bench, round: int, about: str) -> None:
        async def job(tx: Tx) -> None:
            await line.inbox.fire(tx, Deadline(kind="ack", about=about, due=NOW, round=round))

        await line.db.write(job)

    async def met(line: Bench, about: str) -> None:
        async def job(work: Work) -> None:
            work.due("ack", about=about, at=None)

        await line.work(job)

    async with bench(tmp_path, chases={"ack": chase}) as line:
        await ring(line, 0, "1/li")
        await ring(line, 10, "1/wang")
        assert await line.column("SELECT count(*) FROM outbox WHERE state = 'todo'") == [9]
        await met(line, "1/li")
        dropped = await line.column("SELECT key FROM outbox WHERE state = 'dropped' ORDER BY id")
        assert dropped == ["0:CHASE"]
        assert await line.column("SELECT about, state FROM deadline ORDER BY id") == [
            ("1/li", "met"),
            ("1/wang", "open"),
        ]
        await ring(line, 1, "1/li")
        fresh = await line.column("SELECT state FROM outbox WHERE key LIKE '1:%' ORDER BY id")
        assert fresh == ["todo"] * 4
        await met(line, "1/*")
        assert await line.column("SELECT count(*) FROM deadline WHERE state = 'open'") == [0]
        assert len(await line.column("SELECT key FROM outbox WHERE state = 'dropped'")) == 3


async def test_what_a_deadline_sends_in_meeting_itself_is_not_dropped(tmp_path: Path) -> None:
    async def chase(work: Work, deadline: Deadline) -> None:
        work.send(CHEN, card(), key="last", priority=Priority.CHASE, about="1")
        work.due("ack", about="1", at=None)

    async with bench(tmp_path, chases={"ack": chase}) as line:
        await line.db.write(lambda tx: line.inbox.fire(tx, Deadline(kind="ack", about="1", due=NOW)))
        assert await line.column(PARCELS) == [("send", "-1", "card", "todo")]


async def test_a_deadline_is_met_and_set_again_in_the_order_it_was_said(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            work.due("ack", about="1", at=None)
            work.due("ack", about="1", at=NOW, round=2)
            work.due("go", about="1", at=NOW)
            work.due("go", about="1", at=None)

        await line.work(job)
        assert await deadlines.get(line.db, "ack", "1") == Deadline(kind="ack", about="1", due=NOW, round=2)
        assert await deadlines.get(line.db, "go", "1") is None
