"""The shipped playbooks as plans: every answer can be given, every step can come about, life comes first."""

from __future__ import annotations

import json
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.incident import next_steps, open_steps
from bot.domain.playbook import UNSURE, Answer, Playbook, Question, Urgency, When
from bot.domain.playbook_copy import playbook_from_json, playbook_to_json
from tests.domain.estate import LIFT, OTHER, PLAYBOOKS, incident

PLANS = pytest.mark.parametrize("plan", PLAYBOOKS.values(), ids=list(PLAYBOOKS))


def question(id: str, *answers: str, **when: str) -> Question:
    given = When(answers={asked: frozenset({wanted}) for asked, wanted in when.items()})
    return Question(id=id, text={"zh": id}, answers=tuple(Answer(id=a, text={"zh": a}) for a in answers), when=given)


@given(st.data())
def test_the_next_question_is_the_first_that_is_missing(data: st.DataObject) -> None:
    plan = data.draw(st.sampled_from(list(PLAYBOOKS.values())))
    answers: dict[str, str] = {}
    asked = []
    while (following := plan.next_question(answers)) is not None:
        asked.append(following.id)
        answers[following.id] = data.draw(st.sampled_from([*(a.id for a in following.answers), "别的话"]))
    assert asked == [one.id for one in plan.questions if one.id in answers]
    assert set(asked) == {one.id for one in plan.questions if one.when.holds(answers)}
    known = data.draw(st.sets(st.sampled_from(asked)))
    following = plan.next_question({one: answer for one, answer in answers.items() if one in known})
    assert following is None or following.id == next(one for one in asked if one not in known)


def test_a_question_with_a_condition_waits_for_its_answer() -> None:
    plan = playbook_from_json(playbook_to_json(LIFT) | {"questions": []})
    first, second, third = question("a", "yes", "no"), question("b", "x", a="yes"), question("c", "y")
    plan = type(plan)(**vars(plan) | {"questions": (first, second, third)})
    assert plan.next_question({}) == first
    assert plan.next_question({"a": "yes"}) == second
    assert plan.next_question({"a": "no"}) == third
    assert plan.next_question({"a": "没说清"}) == third
    assert plan.next_question({"a": "yes", "b": "x", "c": "y"}) is None
    assert plan.next_question({"a": "no", "c": "y"}) is None


def test_a_condition_holds_when_each_question_named_has_one_of_its_answers() -> None:
    when = When(answers={"a": frozenset({"1", "2"}), "b": frozenset({"3"})})
    assert When().holds({})
    assert not when.holds({})
    assert not when.holds({"a": "1"})
    assert not when.holds({"a": "3", "b": "3"})
    assert when.holds({"a": "2", "b": "3", "c": "4"})


@PLANS
def test_every_answer_of_every_question_can_be_given(plan: Playbook) -> None:
    reached: set[tuple[str, str]] = set()
    waiting: list[dict[str, str]] = [{}]
    conditions = {name for one in plan.questions for name in one.when.answers}
    seen: set[tuple[str, ...]] = set()
    while waiting:
        answers = waiting.pop()
        asked = plan.next_question(answers)
        if asked is None:
            continue
        here = (asked.id, *(f"{name}={answers[name]}" for name in sorted(conditions & set(answers))))
        if here in seen:
            continue
        seen.add(here)
        for answer in asked.answers:
            reached.add((asked.id, answer.id))
            waiting.append({**answers, asked.id: answer.id})
    assert reached == {(one.id, answer.id) for one in plan.questions for answer in one.answers}


@PLANS
def test_every_step_is_active_for_some_answers(plan: Playbook) -> None:
    conditional = {asked for lane in plan.lanes for step in lane.steps for asked in step.when.answers}
    asked = [one for one in plan.questions if one.id in conditional]
    active: set[tuple[str, str]] = set()
    for chosen in product(*([a.id for a in one.answers] for one in asked)):
        answers = {one.id: answer for one, answer in zip(asked, chosen, strict=True)}
        active |= {(lane.id, step.id) for lane, step in open_steps(incident(answers=answers), plan)}
    assert active == {(lane.id, step.id) for lane in plan.lanes for step in lane.steps}


@pytest.mark.covers("GEN-01")
@PLANS
def test_what_saves_life_comes_first_in_its_lane_and_waits_for_no_answer_it_needs_not(plan: Playbook) -> None:
    for lane in plan.lanes:
        marks = [step.life for step in lane.steps]
        assert marks == sorted(marks, reverse=True), lane.id
        started = incident(type=plan.id)
        at_once = [step for step in next_steps(started, lane) if not step.anybody]
        if any(step.life and not step.when.answers and not step.anybody for step in lane.steps):
            assert [step.life for step in at_once] == [True], lane.id
        free = [step for step in next_steps(started, lane) if step.anybody]
        assert free == [step for step in lane.steps if step.anybody and not step.when.answers], "nobody waits to call"


@PLANS
def test_a_plan_says_what_it_covers_and_where_it_is_from(plan: Playbook) -> None:
    steps = [step for lane in plan.lanes for step in lane.steps]
    claims = [plan.covers, *(step.covers for step in steps)]
    claims += [question.covers for question in plan.questions]
    claims += [answer.covers for question in plan.questions for answer in question.answers]
    assert any(claims), "nothing the documents ask for"
    assert plan.sources
    assert plan.closing
    assert plan.reports
    assert plan.anyone
    for step in steps:
        assert step.department is not None or step.skill is not None or step.commander
        assert len(step.text["zh"]) <= 40
        assert len(step.text["en"]) <= 100
        assert bool(step.ask) == (step.evidence.value != "none"), step.id


@PLANS
def test_who_does_a_step_is_called_at_opening(plan: Playbook) -> None:
    called = {one.department for one in plan.called}
    assert {step.department for lane in plan.lanes for step in lane.steps if not step.commander} <= called


@PLANS
def test_not_sure_is_always_an_answer_and_changes_nothing(plan: Playbook) -> None:
    for one in plan.questions:
        unsure = one.answer(UNSURE)
        assert unsure is not None, one.id
        assert (unsure.urgency, unsure.level, unsure.warn) == (None, None, None)
        assert one.answer("别的话") is None


@PLANS
def test_marks_lead_to_answers_there_are(plan: Playbook) -> None:
    for name, marks in plan.marks.items():
        asked = plan.question(name)
        assert asked is not None
        assert all(asked.answer(answer) for answer in marks)
        words = [word for one in marks.values() for word in one]
        assert len(words) == len(set(words))


@PLANS
def test_two_calls_anybody_may_make_to_one_number_never_stand_in_one_lane(plan: Playbook) -> None:
    for lane in plan.lanes:
        calls = [(step.call.to, step.when.answers) for step in lane.steps if step.anybody and step.call]
        for (to, when), (other_to, other) in combinations(calls, 2):
            apart = any(not wanted & other.get(question, wanted) for question, wanted in when.items())
            assert to != other_to or apart, f"{plan.id} {lane.id}: who called {to} cannot say which"


def test_calls_for_help_come_with_the_answers_that_ask_for_them() -> None:
    def calls(plan: Playbook, **answers: str) -> list[str]:
        found = open_steps(incident(type=plan.id, answers=answers), plan)
        return [step.call.to for _, step in found if step.call and not step.commander]

    always = ["lift_maintenance", "lift_rescue"]
    assert calls(LIFT) == always
    assert calls(LIFT, state="well", hazard="moving") == always
    assert calls(LIFT, hazard="water") == [*always, "119"]
    assert calls(LIFT, state="ill") == [*always, "120"]
    assert calls(LIFT, state="distress") == [*always, "120"]
    assert calls(LIFT, special="labour") == [*always, "120"]
    assert calls(LIFT, state="no_answer", hazard="smoke") == [*always, "120", "119"]
    assert calls(LIFT, hazard="caught") == [*always, "119", "120"]
    late = [step for _, step in open_steps(incident(type=LIFT.id), LIFT) if step.commander and step.call]
    assert [step.id for step in late] == ["late"], "119 after half an hour is the commander's"
    firm = "repair_firm"
    assert calls(OTHER) == [firm]
    assert calls(OTHER, authority="police") == [firm, "110"]
    assert calls(OTHER, authority="fire") == [firm, "119"]
    assert calls(OTHER, authority="ambulance") == [firm, "120"]


def test_a_lift_is_always_an_emergency_and_anything_else_becomes_one_by_its_answers() -> None:
    assert (LIFT.urgency, LIFT.lowers) == (Urgency.EMERGENCY, False)
    assert (OTHER.urgency, OTHER.lowers) == (Urgency.GENERAL, True)
    danger = OTHER.question("danger")
    assert danger is not None
    yes = danger.answer("yes")
    assert yes is not None
    assert yes.urgency is Urgency.EMERGENCY
    assert LIFT.lane("B") is LIFT.lanes[1]
    assert LIFT.lane("Z") is None


@PLANS
def test_the_copy_of_an_incident_is_the_plan(plan: Playbook) -> None:
    written = json.dumps(playbook_to_json(plan), ensure_ascii=False, sort_keys=True)
    assert playbook_from_json(json.loads(written)) == plan
    assert (
        json.dumps(playbook_to_json(playbook_from_json(json.loads(written))), ensure_ascii=False, sort_keys=True)
        == written
    )
