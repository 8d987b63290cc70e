"""Calls anybody may make stand beside their lane, and what is known to be done is not asked for or done again."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import run
from bot.domain.events import AnswerTakenBack, QuestionAnswered, StepDone, StepTakenBack
from bot.domain.incident import Incident, StepState, next_step, next_steps, open_steps, step_after
from bot.domain.people import Department, Skill
from bot.domain.playbook import Lane, Playbook, Question
from bot.domain.response import take_back
from tests.domain.estate import LIFT, NOW, OTHER, PLAYBOOKS, incident, person

FIRE, TYPHOON = PLAYBOOKS["fire"], PLAYBOOKS["typhoon"]
CALL = ("A", "call_119")


def asked(plan: Playbook, id: str) -> Question:
    found = plan.question(id)
    assert found is not None
    return found


def lane(plan: Playbook, id: str) -> Lane:
    found = plan.lane(id)
    assert found is not None
    return found


def done(now: Incident, *keys: tuple[str, str], by: str | None = "wang") -> Incident:
    for key in keys:
        now, _ = run.complete(now, key, evidence=(), person=by, now=NOW)
    return now


def ids(now: Incident, plan: Playbook, name: str) -> list[str]:
    return [step.id for step in next_steps(now, lane(plan, name))]


def test_nothing_waits_for_a_call_and_the_call_waits_for_nothing() -> None:
    fire = incident(type="fire")
    assert ids(fire, FIRE, "A") == ["call_119", "verify"]
    both = replace(fire, answers={"trapped": "both"})
    assert ids(both, FIRE, "A") == ["call_119", "ambulance", "tell_119"]
    told = done(both, ("A", "tell_119"))
    assert ids(told, FIRE, "A") == ["call_119", "ambulance", "verify"]
    called = done(told, CALL, ("A", "ambulance"))
    assert ids(called, FIRE, "A") == ["verify"]
    left = done(told, ("A", "verify"), ("A", "ambulance"))
    step = next_step(left, lane(FIRE, "A"))
    assert step is not None
    assert step.id == "call_119", "a lane is not done before the call is made"
    assert next_step(done(left, CALL), lane(FIRE, "A")) is None


def test_a_lane_goes_on_by_its_steps_and_not_by_calls() -> None:
    both = incident(type="fire", answers={"trapped": "both"})
    after_call = step_after(done(both, CALL), lane(FIRE, "A"), "call_119")
    assert after_call is None, "tell_119 was next before"
    after_told = step_after(done(both, ("A", "tell_119")), lane(FIRE, "A"), "tell_119")
    assert after_told is not None
    assert after_told.id == "verify"
    assert step_after(done(both, ("A", "tell_119"), ("A", "verify")), lane(FIRE, "A"), "verify") is None
    for one in LIFT.lanes:
        first = next_step(incident(), one)
        assert next_steps(incident(), one) == ((first,) if first else ())


@given(st.sampled_from(list(PLAYBOOKS.values())), st.data())
def test_every_open_call_is_next_whatever_is_done(plan: Playbook, data: st.DataObject) -> None:
    answers = {one.id: data.draw(st.sampled_from([a.id for a in one.answers])) for one in plan.questions}
    now = incident(type=plan.id, answers=answers)
    keys = [(one.id, step.id) for one, step in open_steps(now, plan)]
    now = done(now, *(data.draw(st.sets(st.sampled_from(keys))) if keys else ()))
    nexts = {(one.id, step.id) for one in plan.lanes for step in next_steps(now, one)}
    assert nexts <= set(keys)
    for one, step in open_steps(now, plan):
        assert (one.id, step.id) in nexts or not step.anybody
    for one in plan.lanes:
        assert sum(not step.anybody for step in next_steps(now, one)) <= 1
        assert bool(next_steps(now, one)) == (next_step(now, one) is not None)


@pytest.mark.covers("FIRE-03")
def test_119_and_120_are_never_behind_a_question_or_anything_else() -> None:
    names = [one.id for one in FIRE.questions if one.id != "called"]
    for chosen in product(*([answer.id for answer in asked(FIRE, name).answers] for name in names)):
        given_answers = dict(zip(names, chosen, strict=True))
        calls = [step.call.to for step in next_steps(incident(answers=given_answers), lane(FIRE, "A")) if step.call]
        assert calls[0] == "119"
        assert ("120" in calls) == (given_answers["trapped"] in ("hurt", "both"))


def test_who_says_that_119_is_called_has_done_the_step() -> None:
    fire = incident(type="fire")
    called = asked(FIRE, "called")
    for by in ("wang", None):
        answered, _ = run.answer(fire, called, "yes", by=by)
        after, events = run.do_as_answered(answered, called, by=by, now=NOW)
        assert after.step(*CALL).state is StepState.DONE
        assert (after.step(*CALL).person, after.step(*CALL).evidence) == (by, ())
        assert events == (StepDone(incident=7, lane="A", step="call_119", evidence=(), by=by),)
        assert run.do_as_answered(after, called, by=by, now=NOW) == (after, ())
    for chosen in ("no", "unsure", "打过了吧"):
        answered, _ = run.answer(fire, called, chosen, by="wang")
        assert run.do_as_answered(answered, called, by="wang", now=NOW) == (answered, ())
    assert run.do_as_answered(fire, called, by="wang", now=NOW) == (fire, ())


@pytest.mark.parametrize("before", [None, "no", "unsure"])
def test_who_has_called_119_answers_the_question(before: str | None) -> None:
    fire = incident(type="fire", answers={"called": before} if before else {})
    now, events = run.answer_as_done(done(fire, CALL), FIRE, CALL, by="he")
    assert now.answers == {"called": "yes"}
    assert events == (QuestionAnswered(incident=7, question="called", answer="yes", by="he"),)
    assert run.answer_as_done(now, FIRE, CALL, by="he") == (now, ())
    assert run.answer_as_done(done(fire, ("A", "verify")), FIRE, ("A", "verify"), by="he")[1] == ()


def test_a_wrong_answer_that_is_taken_back_opens_the_call_again() -> None:
    called = asked(FIRE, "called")
    answered, _ = run.answer(incident(type="fire"), called, "yes", by="wang")
    said, _ = run.do_as_answered(answered, called, by="wang", now=NOW)
    opened, events = run.undo_as_answered(said, called, by="wang")
    assert opened.step(*CALL).state is StepState.OPEN
    assert events == (StepTakenBack(incident=7, lane="A", step="call_119", by="wang"),)
    assert run.undo_as_answered(said, called, by="zhou") == (said, ()), "somebody else has called"
    assert run.undo_as_answered(opened, called, by="wang") == (opened, ())


def test_a_press_that_is_taken_back_answers_nothing_any_more() -> None:
    pressed, _ = run.answer_as_done(done(incident(type="fire"), CALL), FIRE, CALL, by="wang")
    undone, _ = take_back(pressed, person("wang"), now=NOW)
    assert undone.step(*CALL).state is StepState.OPEN
    asks_again, events = run.forget_as_undone(undone, FIRE, CALL, by="wang")
    assert asks_again.answers == {}
    assert events == (AnswerTakenBack(incident=7, question="called", by="wang"),)
    assert run.forget_as_undone(asks_again, FIRE, CALL, by="wang") == (asks_again, ())
    assert run.forget_as_undone(pressed, FIRE, ("A", "verify"), by="wang") == (pressed, ())


def test_the_fire_goes_on_side_by_side_and_waits_for_nothing() -> None:
    start = incident(type="fire")
    first = {one.id: next_step(start, one) for one in FIRE.lanes}
    assert [step.department or step.skill for step in first.values() if step] == [
        Department.CONTROL, Department.SECURITY, Department.ENGINEERING, Department.CONTROL, Skill.FIREFIGHTING,
        Department.SECURITY, None,
    ]  # fmt: skip
    assert (first["G"] or FIRE.lanes[0].steps[0]).commander, "the lane of whoever commands"
    assert all(step.life for one in ("A", "B") if (step := first[one])), "no step of A or B waits (X-13)"
    notices = [(one.id, step.id, step.life) for one in FIRE.lanes for step in one.steps if step.notice]
    assert notices == [("B", "notice", False)], "the notice that waits for approval holds up nobody's life"
    lifts = [step for step in lane(FIRE, "D").steps if step.id in ("cars_empty", "park")]
    assert [step.id for step in lifts] == ["cars_empty", "park"], "empty first (X-30)"
    assert all(step.forbid for step in lifts)
    trained = [step.id for one in FIRE.lanes for step in one.steps if step.skill is Skill.FIREFIGHTING]
    assert trained == ["ebike", "oil", "attack"], "who is not trained fights no fire (X-28)"
    assert not FIRE.lowers
    assert FIRE.all_hands


@pytest.mark.parametrize(
    ("answers", "step"),
    [
        ({"trapped": "trapped"}, ("A", "tell_119")),
        ({"trapped": "hurt"}, ("A", "ambulance")),
        ({"burning": "gas"}, ("C", "gas_first")),
        ({"burning": "ebike"}, ("E", "ebike")),
        ({"burning": "oil"}, ("E", "oil")),
        ({"size": "alarm"}, ("E", "look")),
    ],
)
def test_an_answer_opens_its_branch_of_the_fire(answers: dict[str, str], step: tuple[str, str]) -> None:
    def nexts(now: Incident) -> set[tuple[str, str]]:
        return {(one.id, found.id) for one in FIRE.lanes for found in next_steps(now, one)}

    assert step not in nexts(incident(type="fire"))
    assert step in nexts(incident(type="fire", answers=answers))


def test_the_colour_of_the_signal_alone_decides_what_is_prepared() -> None:
    def opened(**answers: str) -> set[str]:
        return {step.id for _, step in open_steps(incident(type="typhoon", answers=answers), TYPHOON)}

    assert opened() == set()
    colours = [opened(signal=colour) for colour in ("blue", "yellow", "orange", "red")]
    everywhere = {"notice", "desk", "screenshot", "supplies", "patrol", "drains", "rounds"}
    assert colours[0] == everywhere | {"on_call"}
    assert colours[1] == everywhere | {"half", "closed"}
    assert colours[2] == colours[1] | {"leaders", "lifts", "manned", "move", "households", "shelter"}
    assert colours[3] == colours[2] | {"indoors"}
    assert opened(signal="unsure") == everywhere - {"desk"} | {"check_signal"}, "nobody waits for the colour"
    for colour in ("blue", "yellow", "lifted", "unsure"):
        assert opened(signal=colour, people="move") - opened(signal=colour) == {"move_asked", "households_asked"}
    assert opened(signal="red", people="move") == colours[3], "they are moved already"
    assert opened(signal="lifted") == {"roads", "standing_water", "hand_list", "review", "claims"}
    assert {"cordon", "damage"} <= opened(what="fallen")


def test_when_the_signal_is_lifted_only_what_was_done_stays() -> None:
    red = incident(type="typhoon", answers={"signal": "red"})
    prepared = done(red, ("B", "supplies"))
    lifted, _ = run.answer(prepared, asked(TYPHOON, "signal"), "lifted", by="zhu")
    assert {one.id for one, _ in open_steps(lifted, TYPHOON)} == {"F"}
    assert lifted.step("B", "supplies").state is StepState.DONE


def test_a_typhoon_calls_nobody_to_a_place_and_a_fire_does() -> None:
    assert [plan.at_place for plan in (LIFT, OTHER, FIRE, TYPHOON)] == [True, True, True, False]
    assert replace(TYPHOON, all_hands=True).at_place
    by_colour = {answer.id: answer.urgency for answer in asked(TYPHOON, "signal").answers}
    assert [colour for colour, urgency in by_colour.items() if urgency] == ["orange", "red"]
