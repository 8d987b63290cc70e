"""Incidents, reports, conversations, playbook copies and the inbox come back from their rows as they went in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.domain.deadline import Conversation
from bot.domain.incident import Incident, Reporter, Responder, Stage, State, StepRecord, StepState
from bot.domain.intake import Intake, IntakeState
from bot.domain.people import Department, Skill
from bot.domain.places import Place
from bot.domain.playbook import Playbook, Urgency, Words
from bot.store import conversations, inbox, incidents, intakes, playbooks, said, small_facts
from bot.store.db import Database, Tx
from bot.talk.platform import Raw

NOW = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
PLAN = Playbook(
    id="lift", names={"zh": "困人"}, icon="🛗", family="lift", urgency=Urgency.EMERGENCY, lowers=False, words=Words(),
    marks={}, anyone=(), questions=(), called=(), lanes=(), closing=(), reports=(), covers=(), sources=(),
)  # fmt: skip


class Counting:
    """A transaction that counts what is written."""

    def __init__(self, tx: Tx) -> None:
        self._tx, self.written = tx, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    async def run(self, sql: str, /, **args: Any) -> int:
        self.written += 1
        return await self._tx.run(sql, **args)


def incident(number: int = 1, **more: Any) -> Incident:
    facts: dict[str, Any] = {
        "community": "anju",
        "type": "lift",
        "urgency": Urgency.EMERGENCY,
        "level": 2,
        "state": State.RESPONDING,
        "unverified": True,
        "place": Place(building="3", floor="B1", room="301"),
        "words": "困人\u202e",
        "files": ("photo:1",),
        "answers": {"people": "one"},
        "reporter": Reporter(platform="telegram", chat="-1", account="9", message="5", caller="王女士"),
        "commander": "chen",
        "commander_heard": True,
        "passed": ("zhou",),
        "commanded_at": NOW,
        "entered": {"wang": "zhou"},
        "opened": NOW,
        "event_at": NOW - timedelta(minutes=1),
        "due": NOW + timedelta(minutes=10),
        "arrived": NOW,
        "responders": (
            Responder(person="wang", department=Department.SECURITY, stage=Stage.THERE, called=NOW, arrived=NOW),
            Responder(person="li", skill=Skill.LIFT, scene=False, called=NOW, stage=Stage.CANNOT, reason="在外面"),
        ),
        "steps": {("A", "a1"): StepRecord(state=StepState.DONE, person="wang", at=NOW, evidence=("photo:2", "好"))},
    }
    return Incident(number=number, **facts | more)


@pytest.fixture
async def stored(db: Database) -> Incident:
    """An incident in the rows."""

    async def job(tx: Tx) -> Incident:
        one = incident(playbook=await playbooks.add(tx, PLAN))
        await incidents.put(tx, one, before=None)
        return one

    return await db.write(job)


async def test_an_incident_comes_back_whole(db: Database, stored: Incident) -> None:
    assert await incidents.get(db, 1) == stored
    assert await incidents.get(db, 2) is None
    assert await incidents.newest(db) == 1


async def test_only_what_has_changed_is_written(db: Database, stored: Incident) -> None:
    wang, li = stored.responders
    gone = replace(wang, stage=Stage.LEFT, left=NOW)
    changes = [
        (stored, 0),
        (replace(stored, responders=(gone, li)), 1),
        (replace(stored, responders=(gone, li), state=State.CLOSED, closed=NOW), 1),
        (replace(stored, responders=(li,), steps={}, state=State.CLOSED, closed=NOW), 3),
    ]
    before = stored
    for after, count in changes:

        async def job(tx: Tx, after: Incident = after, before: Incident = before) -> int:
            counting = Counting(tx)
            await incidents.put(counting, after, before=before)
            return counting.written

        assert await db.write(job) == count
        assert await incidents.get(db, 1) == after
        before = after


async def test_open_incidents_and_own_reports_are_found_in_order(db: Database, stored: Incident) -> None:
    async def job(tx: Tx) -> None:
        for number, state in ((2, State.CLOSED), (3, State.FALSE_ALARM), (4, State.CONTROLLED), (5, State.REPORTED)):
            community = "yuan" if number == 5 else "anju"
            one = replace(stored, number=number, state=state, community=community, opened=NOW + timedelta(hours=number))
            await incidents.put(tx, one, before=None)

    await db.write(job)
    assert await incidents.in_hand(db, "anju") == [1, 4]
    assert await incidents.reported(db, "telegram", "9", since=NOW + timedelta(hours=3)) == [5, 4, 3]
    assert await incidents.reported(db, "telegram", "1", since=NOW) == []


async def test_a_playbook_is_kept_once_under_its_content(db: Database) -> None:
    first, again = [await db.write(partial(playbooks.add, playbook=PLAN)) for _ in range(2)]
    other = await db.write(partial(playbooks.add, playbook=replace(PLAN, icon="🔥")))
    assert first == again != other
    assert await playbooks.get(db, first) == PLAN
    assert await playbooks.get(db, "nothing") is None
    assert len(await db.all("SELECT sha FROM playbook ORDER BY sha")) == 2


async def test_a_report_comes_back_whole(db: Database, stored: Incident) -> None:
    new = Intake(
        platform="telegram", chat="-1", account="9", thread="4", private=True, community="anju", type="lift",
        place=Place(building="3"), nowhere=True, answers={"people": "one"}, words="困人", caller="王女士",
        files=("photo:1", "voice:2"), at=NOW,
    )  # fmt: skip
    kept = await db.write(partial(intakes.add, intake=new))
    assert kept == replace(new, id=kept.id)
    assert kept.id
    later = replace(kept, state=IntakeState.OPENED, incident=stored.number)
    await db.write(partial(intakes.change, intake=later))
    newest = await db.write(partial(intakes.add, intake=replace(new, words="第二条")))
    assert await intakes.get(db, kept.id) == later
    assert await intakes.latest(db, "telegram", "-1", "9") == newest
    assert await intakes.latest(db, "telegram", "-1", "8") is None
    await db.write(lambda tx: tx.run("UPDATE intake SET facts = json_set(facts, '$.given_up', 1)"))
    assert await intakes.get(db, kept.id) == later  # a field of an older program hinders nothing


async def test_a_conversation_moves_with_its_group_and_the_newer_one_stays(db: Database) -> None:
    def asked(chat: str, account: str) -> Conversation:
        return Conversation(platform="t", chat=chat, account=account, form="note", facts={"in": chat}, card="1", at=NOW)

    async def job(tx: Tx) -> None:
        for one in (asked("old", "1"), asked("old", "2"), asked("new", "2")):
            await conversations.put(tx, one)
        await conversations.move_chat(tx, "t", "old", "new")
        await conversations.end(tx, "t", "new", "3")

    await db.write(job)
    assert await conversations.get(db, "t", "old", "1") is None
    assert await conversations.get(db, "t", "new", "1") == replace(asked("new", "1"), facts={"in": "old"})
    assert await conversations.get(db, "t", "new", "2") == asked("new", "2")


async def test_updates_wait_in_order_and_a_repeat_is_left_as_it_is(db: Database) -> None:
    rows = [Raw(key=key, chat="1", body=key.encode(), at=NOW) for key in ("b", "a", "b")]
    await db.write(partial(inbox.add, platform="t", rows=rows))
    assert [(one.key, one.body) for one in await inbox.oldest(db, 9)] == [("b", b"b"), ("a", b"a")]
    first, second = await inbox.oldest(db, 9)
    await db.write(partial(inbox.failed, id=first.id, problem="ValueError"))
    assert [one.tries for one in await inbox.oldest(db, 1)] == [1]
    await db.write(partial(inbox.set_aside, id=first.id, problem="ValueError"))
    await db.write(partial(inbox.done, id=second.id))
    assert await inbox.waiting(db) == 0


async def test_small_facts_are_kept_and_forgotten(db: Database) -> None:
    assert await small_facts.get(db, "x") is None
    for value in ({"a": [1, None]}, "b"):
        await db.write(partial(small_facts.put, name="x", value=value, now=NOW))
        assert await small_facts.get(db, "x") == value
    await db.write(partial(small_facts.forget, name="x"))
    assert await small_facts.get(db, "x") is None


async def test_of_what_was_never_said_nothing_is_known(db: Database) -> None:
    assert await said.last_edit(db, "card") is None
    assert not await said.known(db, "key")
