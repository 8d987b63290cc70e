"""Two plans joined in one: over every pair of the library nothing is lost, nothing twice, everything resolves."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import run
from bot.domain.incident import Incident, Reporter, State, StepState
from bot.domain.people import Department
from bot.domain.playbook import EXTRA, UNSURE, Answer, Lane, Playbook, Question, Step, Urgency, When
from bot.domain.playbook_copy import playbook_from_json, playbook_to_json
from bot.domain.refused import Impossible
from bot.domain.second_plan import fits, freed, joined, names_of_attached
from bot.read.playbook import read_playbooks
from tests.rules.source import ROOT

LIBRARY = read_playbooks(ROOT / "templates" / "playbooks")
PAIRS = st.sampled_from(sorted(permutations(sorted(LIBRARY), 2)))
FIXED = {"place", "gate", "words", "address", "community", "phone", "name"}
AT = datetime(2026, 5, 4, 2, 2, tzinfo=UTC)


def steps_of(plan: Playbook) -> list[Step]:
    return [step for lane in plan.lanes for step in lane.steps]


def asked(plan: Playbook, id: str) -> Question:
    question = plan.question(id)
    assert question is not None
    return question


def check_whole(plan: Playbook) -> None:
    """Every condition, every done and every blank of a plan names something that is there, and no id stands twice."""
    assert max(Counter(lane.id for lane in plan.lanes).values()) == 1
    assert not plan.questions or max(Counter(question.id for question in plan.questions).values()) == 1
    steps = {f"{lane.id}/{step.id}" for lane in plan.lanes for step in lane.steps}
    before: set[tuple[str, str]] = set()
    for question in plan.questions:
        needed = {(one, answer) for one, answers in question.when.answers.items() for answer in answers}
        assert needed <= before, f"{question.id} waits for what is not asked before it"
        before |= {(question.id, answer.id) for answer in question.answers}
        assert {key for answer in question.answers for key in answer.done.split()} <= steps
        for answer in question.answers:
            assert len(f"answer:{question.id}:{answer.id}") <= 52, "with the card's id it is more than a button holds"
    ids = {question.id for question in plan.questions}
    for step in steps_of(plan):
        assert {(one, answer) for one, answers in step.when.answers.items() for answer in answers} <= before
        blanks = {
            blank
            for words in (step.call.say.values() if step.call else ())
            for blank in re.findall(r"\{(\w+)\}", words)
        }
        assert blanks <= FIXED | ids
    assert {(one, answer) for one, answers in plan.marks.items() for answer in answers} <= before


@given(pair=PAIRS)
def test_every_pair_of_the_library_joins_whole(pair: tuple[str, str]) -> None:
    plan, other = LIBRARY[pair[0]], LIBRARY[pair[1]]
    both = joined(plan, other)

    check_whole(both)
    assert (both.id, both.names, both.urgency, both.attached) == (plan.id, plan.names, plan.urgency, (other.id,))
    assert both.lanes[: len(plan.lanes)] == plan.lanes
    assert [step.id for step in steps_of(both)] == [step.id for step in (*steps_of(plan), *steps_of(other))]
    for language in ("zh", "en"):
        names = Counter(lane.name[language] for lane in both.lanes)
        assert max(names.values()) == 1, "no two lanes are called the same"
    taken = {said for lane in plan.lanes for said in lane.name.items()}
    for lane, was in zip(both.lanes[len(plan.lanes) :], other.lanes, strict=True):
        assert lane.full_name["zh"] == f"{other.names['zh']}·{was.name['zh']}"
        assert lane.name == (lane.full_name if taken & {*was.name.items()} else was.name)
    assert names_of_attached(both) == (other.names,)
    for said in (*plan.closing, *other.closing):
        assert both.closing.count(said) == 1
    assert {*both.reports} == {*plan.reports, *other.reports}
    assert both.all_hands == (plan.all_hands or other.all_hands)
    assert {(one.department, one.skill) for one in both.called} == {
        (one.department, one.skill) for one in (*plan.called, *other.called)
    }
    assert playbook_from_json(json.loads(json.dumps(playbook_to_json(both)))) == both


@given(pair=PAIRS)
def test_a_plan_an_answer_calls_for_counts_while_it_stands(pair: tuple[str, str]) -> None:
    calls = replace(question("more"), answers=(Answer(id="yes", text=SAID, attach=pair[1]), Answer(id="no", text=SAID)))
    plan = replace(LIBRARY[pair[0]], questions=(calls, *LIBRARY[pair[0]].questions))
    whole = joined(plan, LIBRARY[pair[1]])
    both = joined(plan, LIBRARY[pair[1]], only=When(answers={"more": frozenset({"yes"})}))

    check_whole(both)
    assert freed(both, pair[1]) == whole, "freed it runs as if a person had added it"
    assert freed(both, pair[1], keep="more") == both
    own = {question.id for question in plan.questions}
    for answers in ({}, {"more": "no"}):
        for lane in both.lanes[len(plan.lanes) :]:
            assert not any(step.when.holds(answers) for step in lane.steps), "nothing of it counts"
        assert all(one.id in own for one in both.questions if one.when.holds(answers))
    for lane, free in zip(both.lanes, whole.lanes, strict=True):
        for step, same in zip(lane.steps, free.steps, strict=True):
            assert step.when.holds({"more": "yes"}) == same.when.holds({"more": "yes"})


def test_what_runs_already_is_not_asked_for_again() -> None:
    lift, power = LIBRARY["elevator_trapped"], LIBRARY["power_outage"]
    assert any(answer.attach == lift.id for answer in asked(power, "lift").answers)
    assert "lift" not in {one.id for one in joined(lift, power).questions}
    assert "lift" in {one.id for one in joined(LIBRARY["theft"], power).questions}


@given(pair=PAIRS)
def test_a_plan_that_is_there_is_refused(pair: tuple[str, str]) -> None:
    plan, other = LIBRARY[pair[0]], LIBRARY[pair[1]]
    both = joined(plan, other)
    for again in (plan, other):
        with pytest.raises(Impossible) as refused:
            joined(both, again)
        assert refused.value.reason == "plan_there"


@given(ids=st.permutations(sorted(LIBRARY)))
def test_plans_are_joined_until_the_letters_are_used_up(ids: list[str]) -> None:
    plan = LIBRARY[ids[0]]
    for name in ids[1:]:
        other = LIBRARY[name]
        assert fits(plan, other) == (len(plan.lanes) + len(other.lanes) <= 25), "Z is for what people add"
        if not fits(plan, other):
            with pytest.raises(Impossible) as refused:
                joined(plan, other)
            assert refused.value.reason == "no_room_for_plan"
            return
        plan = joined(plan, other)
        check_whole(plan)
        assert plan.lane(EXTRA) is None
    assert plan.attached == tuple(ids[1:])


SAID = {"zh": "?", "en": "?"}


def question(id: str, *, done: str = "", text: str = "?", when: When | None = None) -> Question:
    answers = (
        Answer(id="yes", text={"zh": "是", "en": "Yes"}, done=done),
        Answer(id=UNSURE, text={"zh": "不清楚", "en": "Not sure"}),
    )
    return Question(id=id, text={"zh": text, "en": text}, answers=answers, when=when or When())


def plan_of(id: str, *questions: Question, lanes: str = "A", when: When | None = None) -> Playbook:
    step = Step(id="call_119", text=SAID, department=Department.SECURITY, when=when or When())
    base = LIBRARY["fire"]
    return replace(
        base,
        id=id,
        names={"zh": id, "en": id},
        questions=questions,
        lanes=tuple(Lane(id=letter, name=SAID, steps=(step,)) for letter in lanes),
        marks={"called": {"yes": (id,)}} if any(one.id == "called" for one in questions) else {},
    )


def test_the_same_question_is_asked_once_and_says_of_both_plans_what_is_done() -> None:
    first = plan_of("one", question("called", done="A/call_119"))
    second = plan_of("two", question("called", done="B/call_119"), lanes="AB")
    both = joined(first, second)

    assert [one.id for one in both.questions] == ["called"]
    assert asked(both, "called").answers[0].done == "A/call_119 C/call_119"
    assert both.marks == {"called": {"yes": ("one", "two")}}
    incident = incident_of(both)
    incident, _ = run.answer(incident, asked(both, "called"), "yes", by="wang")
    incident, events = run.do_as_answered(incident, asked(both, "called"), by="wang", now=AT)
    assert [key for key, record in incident.steps.items() if record.state is StepState.DONE] == [
        ("A", "call_119"),
        ("C", "call_119"),
    ]
    assert len(events) == 2
    back, _ = run.undo_as_answered(incident, asked(both, "called"), by="wang")
    assert {record.state for record in back.steps.values()} == {StepState.OPEN}
    forgotten, _ = run.forget_as_undone(incident, both, ("C", "call_119"), by="wang")
    assert forgotten.answers == {}


def test_a_different_question_of_the_same_name_gets_another_and_what_hangs_on_it_follows() -> None:
    needs = When(answers={"count": frozenset({"yes"})})
    first = plan_of("one", question("count"), question("count_2"))
    second = plan_of("two", question("count", text="how many?"), question("more", when=needs), when=needs)
    both = joined(first, second)

    assert [one.id for one in both.questions] == ["count", "count_2", "count_3", "more"]
    assert asked(both, "more").when == When(answers={"count_3": frozenset({"yes"})})
    assert both.lanes[1].steps[0].when == When(answers={"count_3": frozenset({"yes"})})
    third = joined(both, plan_of("three", question("count", text="how many?")))
    assert [one.id for one in third.questions][-1] == "count_4"


def test_lanes_take_the_letters_that_are_free() -> None:
    first, second = plan_of("one", lanes="AC"), plan_of("two", lanes="AB")
    assert [lane.id for lane in joined(first, second).lanes] == ["A", "C", "B", "D"]
    full = joined(plan_of("0", lanes="ABCDEFGHIJKLM"), plan_of("1", lanes="ABCDEFGHIJKL"))
    assert "".join(lane.id for lane in full.lanes) == "ABCDEFGHIJKLMNOPQRSTUVWXY", "Z is for what people add"
    with pytest.raises(Impossible, match="no_room_for_plan"):
        joined(full, plan_of("last"))


def incident_of(plan: Playbook) -> Incident:
    return Incident(
        number=7,
        community="anju",
        type=plan.id,
        playbook="digest",
        urgency=Urgency.GENERAL,
        state=State.VERIFIED,
        reporter=Reporter(platform="telegram", chat="-1001", account="1001"),
        opened=AT,
        event_at=AT,
        due=AT,
    )
