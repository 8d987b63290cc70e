"""What whoever commands changes of a plan: nothing is lost by it, nothing done is undone, and help is always called."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import changed_plan as plans
from bot.domain import run
from bot.domain.change_events import StepAdded, StepAssigned, StepMoved, StepSkipped
from bot.domain.events import PersonCalled, StepTakenBack
from bot.domain.incident import Incident, Stage, State, StepRecord, StepState, next_step, next_steps, open_steps
from bot.domain.people import Department
from bot.domain.playbook import EXTRA, Lane, Playbook, Step
from bot.domain.playbook_copy import playbook_from_json, playbook_to_json
from bot.domain.refused import Impossible
from bot.domain.response import take_back
from bot.domain.roster import Roster
from bot.domain.standing_in import does
from tests.domain.estate import ANJU, LIFT, NOW, PLAYBOOKS, incident, person

NAME = {"zh": "临时", "en": "Extra"}
WANG, LI = person("wang"), person("li", Department.ENGINEERING)
ROSTER = Roster(communities=(ANJU,), people=(WANG, LI))
ANSWERED = {"state": "ill", "hazard": "caught"}


def lane(plan: Playbook, name: str) -> Lane:
    found = plan.lane(name)
    assert found is not None
    return found


def first(now: Incident, plan: Playbook, name: str) -> Step:
    found = next_step(now, lane(plan, name))
    assert found is not None
    return found


def skip(now: Incident, plan: Playbook, name: str, *, reason: str = "做过了") -> Incident:
    step = first(now, plan, name)
    return plans.skip(now, lane(plan, name), step, reason=reason, by="zhao", now=NOW)[0]


def add(now: Incident, plan: Playbook, name: str, text: str, *, before: str = "") -> tuple[Playbook, StepAdded]:
    step = plans.new_step(plan, text, like=next_step(now, lane(plan, name)) if name else None)
    return plans.add_step(now, plan, plan.lane(name), step=step, before=before, name=NAME, by="zhao")


@pytest.mark.covers("ORG-19")
def test_a_skipped_step_keeps_who_when_and_why_and_its_lane_goes_on() -> None:
    step = first(incident(), LIFT, "B")
    now, events = plans.skip(incident(), lane(LIFT, "B"), step, reason=" 维保 \n在  大堂 ", by="zhao", now=NOW)
    record = StepRecord(state=StepState.SKIPPED, person="zhao", at=NOW, evidence=("维保 在 大堂",))
    assert now.step("B", step.id) == record
    assert events == (
        StepSkipped(incident=7, lane="B", step=step.id, reason="维保 在 大堂", life=step.life, by="zhao"),
    )
    assert first(now, LIFT, "B") == lane(LIFT, "B").steps[1]
    assert plans.skipped_steps(now, LIFT.lanes) == ((lane(LIFT, "B"), step, "维保 在 大堂"),)
    assert (lane(LIFT, "B"), step) not in open_steps(now, LIFT)
    back, undone = take_back(now, person("zhao"), now=NOW + timedelta(seconds=60))
    assert undone == (StepTakenBack(incident=7, lane="B", step=step.id, by="zhao"),)
    assert first(back, LIFT, "B") == step
    with pytest.raises(Impossible, match="nothing_to_take_back"):
        take_back(now, person("zhao"), now=NOW + timedelta(seconds=61))


def test_a_step_that_was_skipped_can_still_be_done() -> None:
    step = first(incident(), LIFT, "B")
    done, _ = run.complete(skip(incident(), LIFT, "B"), ("B", step.id), evidence=("10:20",), person="li", now=NOW)
    assert done.step("B", step.id).state is StepState.DONE


@pytest.mark.covers("ORG-19")
@pytest.mark.parametrize("number", ["119", "120"])
def test_a_call_for_help_is_never_skipped(number: str) -> None:
    now = incident(answers=ANSWERED)
    calls = [(one, step) for one, step in open_steps(now, LIFT) if step.call and step.call.to == number]
    assert calls
    for one, step in calls:
        with pytest.raises(Impossible, match="call_not_skipped"):
            plans.skip(now, one, step, reason="车来过了", by="zhao", now=NOW)


def test_what_is_refused_says_why() -> None:
    step = first(incident(), LIFT, "B")
    strand = lane(LIFT, "B")
    done, _ = run.complete(incident(), ("B", step.id), evidence=(), person="li", now=NOW)
    for now, reason, why in (
        (incident(), " \n ", "skip_why"),
        (done, "x", "step_done"),
        (skip(incident(), LIFT, "B"), "x", "step_skipped"),
        (incident(state=State.CLOSED), "x", "incident_over"),
    ):
        with pytest.raises(Impossible, match=why):
            plans.skip(now, strand, step, reason=reason, by="zhao", now=NOW)
    with pytest.raises(Impossible, match="step_is_next"):
        plans.bring_forward(incident(), LIFT, strand, step=step, by="zhao")
    for text, why in (
        (" \n", "add_what"),
        ("看" * 41, "step_text_long"),
        ("a" * 101, "step_text_long"),
        ("看{place}", "step_text_signs"),
        ("<b>", "step_text_signs"),
        ("把那人扣留，搜身再放", "step_forces"),
        ("detain him and search his bag", "step_forces"),
    ):
        with pytest.raises(Impossible, match=why):
            plans.new_step(LIFT, text)
    assert plans.new_step(LIFT, "别搜身，请他等民警").text["zh"] == "别搜身，请他等民警"
    assert plans.new_step(LIFT, "看" * 40).text["zh"] == "看" * 40
    with pytest.raises(Impossible, match="incident_over"):
        add(incident(state=State.FALSE_ALARM), LIFT, "B", "看水箱")


@pytest.mark.covers("DISP-16")
def test_an_added_step_is_next_and_of_who_does_the_lane_now() -> None:
    was = first(incident(), LIFT, "B")
    plan, event = add(incident(), LIFT, "B", "去顶楼看水箱")
    assert first(incident(), plan, "B") == was, "what saves lives stays before it"
    now, _ = run.complete(incident(), ("B", was.id), evidence=(), person="li", now=NOW)
    step = first(now, plan, "B")
    assert (step.text["zh"], step.department, step.id) == ("去顶楼看水箱", was.department, event.step)
    assert event == StepAdded(incident=7, lane="B", step="added_1", by="zhao")
    twice, second = add(incident(), plan, "B", "再看一遍", before=lane(LIFT, "B").steps[2].id)
    ids = [one.id for one in lane(twice, "B").steps]
    assert ids[ids.index("added_2") + 1] == lane(LIFT, "B").steps[2].id
    assert second.step == "added_2"
    extra, event = add(incident(), twice, "", "叫家属来大堂")
    assert (event.lane, lane(extra, EXTRA).name) == (EXTRA, NAME)
    assert first(incident(), extra, EXTRA).commander, "nobody was named, so it is for whoever commands"
    more, _ = add(incident(), extra, EXTRA, "写公告")
    assert len(lane(more, EXTRA).steps) == 2
    assert playbook_from_json(playbook_to_json(more)) == more


def test_nothing_is_put_before_an_open_call_for_help() -> None:
    now = incident(answers=ANSWERED)
    call = first(now, LIFT, "D")
    assert call.calls_help
    assert call.anybody
    plan, _ = add(now, LIFT, "D", "到门口接车", before=call.id)
    assert call in next_steps(now, lane(plan, "D")), "nothing keeps anybody from it"
    several, late = lane(LIFT, "E").steps
    now, _ = run.complete(now, ("E", several.id), evidence=(), person="zhao", now=NOW)
    assert late.calls_help
    plan, _ = add(now, LIFT, "E", "到门口接车", before=late.id)
    assert first(now, plan, "E") == late
    now, _ = run.complete(now, ("E", late.id), evidence=(), person="zhao", now=NOW)
    assert first(now, plan, "E").id == "added_1"


@pytest.mark.covers("ORG-19")
def test_a_step_is_given_to_somebody_of_another_department() -> None:
    step = first(incident(), LIFT, "B")
    now, plan, events = plans.assign(incident(), LIFT, lane(LIFT, "B"), step=step, person=WANG, by="zhao", now=NOW)
    assert events == (
        PersonCalled(incident=7, person="wang", by="zhao"),
        StepAssigned(incident=7, person="wang", lane="B", step=step.id, by="zhao"),
    )
    given = first(now, plan, "B")
    row = now.responder("wang")
    assert row is not None
    assert (row.stage, row.called, row.department) == (Stage.CALLED, NOW, Department.SECURITY)
    others = [one for strand in plan.lanes for one in strand.steps if one.department is Department.ENGINEERING]
    theirs = [one.id for one in others if does(now, WANG, one, roster=ROSTER)]
    assert theirs == [step.id], "the step that was given, and nothing else of its department"
    assert [does(now, one, given, roster=ROSTER) for one in (WANG, LI)] == [True, False]
    gone = now.with_responder(replace(row, stage=Stage.CANNOT))
    assert does(gone, LI, given, roster=ROSTER), "who can't come leaves it to those whose it was"
    with pytest.raises(Impossible, match="step_theirs"):
        plans.assign(now, plan, lane(plan, "B"), step=given, person=WANG, by="zhao", now=NOW)
    again, _, events = plans.assign(gone, plan, lane(plan, "B"), step=given, person=WANG, by="wang", now=NOW)
    assert [type(one) for one in events] == [PersonCalled, StepAssigned]
    row = again.responder("wang")
    assert row is not None
    assert (row.stage, row.left) == (Stage.HEARD, None), "who takes it themselves has heard of it"


def test_a_step_of_the_commander_that_is_given_away_is_theirs_no_more() -> None:
    one, step = next((one, step) for one in LIFT.lanes for step in one.steps if step.commander)
    now, plan, _ = plans.assign(incident(), LIFT, one, step=step, person=WANG, by="boss", now=NOW)
    given = next(found for found in lane(plan, one.id).steps if found.id == step.id)
    assert not does(now, person("boss"), given, roster=ROSTER)
    assert does(now, WANG, given, roster=ROSTER)


def test_a_later_step_is_brought_forward() -> None:
    life, second, later = lane(LIFT, "B").steps[0], lane(LIFT, "B").steps[1], lane(LIFT, "B").steps[3]
    assert life.life
    plan, event = plans.bring_forward(incident(), LIFT, lane(LIFT, "B"), step=later, by="zhao")
    assert event == StepMoved(incident=7, lane="B", step=later.id, by="zhao")
    assert first(incident(), plan, "B") == life, "what saves lives stays before it"
    now, _ = run.complete(incident(), ("B", life.id), evidence=(), person="li", now=NOW)
    assert first(now, plan, "B") == later
    with pytest.raises(Impossible, match="life_first"):
        plans.bring_forward(incident(), LIFT, lane(LIFT, "B"), step=second, by="zhao")
    assert {one.id for one in lane(plan, "B").steps} == {one.id for one in lane(LIFT, "B").steps}


@pytest.mark.covers("ORG-19")
@pytest.mark.parametrize(
    ("type", "letter", "park"),
    [
        ("fire", "D", "park"),
        ("explosion", "E", "park"),
        ("flood", "C", "lifts"),
        ("rainstorm", "C", "lifts"),
        ("earthquake", "D", "park"),
        ("water_intrusion", "B", "raise"),
        ("elevator_fault", "A", "stop"),
    ],
)
def test_no_lift_is_parked_before_its_car_was_seen_empty(type: str, letter: str, park: str) -> None:
    plan = PLAYBOOKS[type]
    strand = lane(plan, letter)
    step = strand.step(park)
    assert step is not None
    empty = strand.step(step.after)
    assert empty is not None, "X-30"
    now = incident(type=type, answers={one: min(wanted) for one, wanted in step.when.answers.items()})
    with pytest.raises(Impossible, match="first_this"):
        plans.bring_forward(now, plan, strand, step=step, by="zhao")
    with pytest.raises(Impossible, match="first_this") as refused:
        run.require_before(now, strand, step)
    assert refused.value.facts["skipped"] is False
    skipped = plans.skip(now, strand, empty, reason="监控坏了", by="zhao", now=NOW)[0]
    with pytest.raises(Impossible, match="first_this") as refused:
        run.require_before(skipped, strand, step)
    assert refused.value.facts["skipped"] is True, "it can only be skipped as well"
    seen = run.complete(skipped, (letter, empty.id), evidence=("没人",), person="sun", now=NOW)[0]
    run.require_before(seen, strand, step)


def _change(now: Incident, plan: Playbook, data: st.DataObject) -> tuple[Incident, Playbook]:
    strand = data.draw(st.sampled_from(plan.lanes))
    step = data.draw(st.sampled_from(strand.steps))
    what = data.draw(st.sampled_from(["skip", "add", "extra", "forward", "assign", "done"]))
    if what == "skip":
        return plans.skip(now, strand, step, reason="没水", by="zhao", now=NOW)[0], plan
    if what == "done":
        return run.complete(now, (strand.id, step.id), evidence=(), person="li", now=NOW)[0], plan
    if what == "forward":
        return now, plans.bring_forward(now, plan, strand, step=step, by="zhao")[0]
    if what == "assign":
        return plans.assign(now, plan, strand, step=step, person=WANG, by="zhao", now=NOW)[:2]
    new = plans.new_step(plan, "去看一眼", like=step)
    where = None if what == "extra" else strand
    return now, plans.add_step(now, plan, where, step=new, before=step.id, name=NAME, by="zhao")[0]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["elevator_trapped", "fire"]), st.data())
def test_no_step_is_ever_lost_and_nothing_done_is_undone(type: str, data: st.DataObject) -> None:
    plan = PLAYBOOKS[type]
    answers = {one.id: data.draw(st.sampled_from([a.id for a in one.answers])) for one in plan.questions}
    now = incident(type=type, answers=answers)
    for _ in range(data.draw(st.integers(1, 12))):
        before, was = now, plan
        try:
            now, plan = _change(now, plan, data)
        except Impossible:
            continue
        had = [(one.id, step.id) for one in was.lanes for step in one.steps]
        has = [(one.id, step.id) for one in plan.lanes for step in one.steps]
        assert set(had) <= set(has)
        assert len(has) == len(set(has))
        done = {key for key, record in before.steps.items() if record.state is StepState.DONE}
        assert all(now.step(*key) == before.step(*key) for key in done)
        for one, step in open_steps(before, was):
            help_called = step.calls_help
            assert not help_called or now.step(one.id, step.id).state is not StepState.SKIPPED
            if help_called and step in next_steps(before, one) and now.step(one.id, step.id).state is StepState.OPEN:
                assert step.id in [found.id for found in next_steps(now, lane(plan, one.id))]
