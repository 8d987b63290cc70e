"""Single moves of people and of the plan, and the sentence each gets that is not possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import course, response, run
from bot.domain.events import (
    AnswerTakenBack,
    CallHeard,
    CommandPassed,
    PersonArrived,
    PersonWent,
    UrgencyRaised,
)
from bot.domain.incident import Incident, Responder, Stage, State, next_step, open_steps, steps_of
from bot.domain.overdue import PersonGone
from bot.domain.people import Department, Role
from bot.domain.playbook import Urgency
from bot.domain.refused import Impossible
from bot.domain.response import Change
from tests.domain.estate import LIFT, NOW, OTHER, incident, person

WANG, LI = person("wang"), person("li", Department.ENGINEERING)
BOSS = person("boss", Department.OFFICE, Role.COMMANDER)
A, B = ("A", "landing"), ("B", "firm")
CALLED = incident(responders=(Responder(person="wang", department=Department.SECURITY, called=NOW),))


def after(*moves: Callable[[Incident], Change], start: Incident | None = None) -> Incident:
    """The incident these moves leave."""
    found = start or incident()
    for move in moves:
        found, _ = move(found)
    return found


def arrives(who: str = "wang", *, at: float = 0) -> Callable[[Incident], Change]:
    someone = {"wang": WANG, "li": LI, "boss": BOSS}[who]
    return lambda one: response.arrive(one, someone, now=NOW + timedelta(seconds=at), by=who)


def does(key: tuple[str, str], *, at: float = 0) -> Callable[[Incident], Change]:
    return lambda one: run.complete(one, key, evidence=(), person="wang", now=NOW + timedelta(seconds=at))


def undo(one: Incident, *, at: float) -> Incident:
    return response.take_back(one, WANG, now=NOW + timedelta(seconds=at))[0]


def test_a_mistake_is_taken_back_for_sixty_seconds_and_not_a_moment_longer() -> None:
    there = after(arrives())
    assert undo(there, at=60).arrived is None
    with pytest.raises(Impossible, match="nothing_to_take_back"):
        undo(there, at=60.001)
    done = after(does(A))
    assert undo(done, at=60).step(*A).person is None
    with pytest.raises(Impossible, match="nothing_to_take_back"):
        undo(done, at=60.001)


def test_the_newest_of_arrival_and_step_goes_first() -> None:
    both = after(arrives(at=0), does(A, at=10))
    once = undo(both, at=20)
    assert (once.step(*A).person, once.arrived) == (None, NOW)
    assert undo(once, at=25).arrived is None
    other = after(does(A, at=0), arrives(at=10))
    once = undo(other, at=20)
    assert (once.step(*A).person, once.arrived) == ("wang", None)


def test_only_ones_own_mistake_is_taken_back() -> None:
    theirs = after(arrives("li"), lambda one: run.complete(one, A, evidence=(), person="li", now=NOW))
    with pytest.raises(Impossible, match="nothing_to_take_back"):
        undo(theirs, at=1)


def test_who_typed_the_arrival_of_another_may_take_it_back_and_so_may_they() -> None:
    typed = after(lambda one: response.arrive(one, LI, now=NOW, by="wang"))
    assert undo(typed, at=5).arrived is None
    assert response.take_back(typed, LI, now=NOW)[0].arrived is None
    with pytest.raises(Impossible, match="nothing_to_take_back"):
        response.take_back(typed, BOSS, now=NOW)


def test_an_answer_given_by_mistake_is_asked_again_but_nothing_is_lowered() -> None:
    state = LIFT.question("state")
    assert state is not None
    ill, _ = run.answer(incident(urgency=Urgency.GENERAL), state, "ill", by="wang")
    open_again, events = run.forget(ill, "state", by="wang")
    assert (open_again.answers, open_again.urgency, open_again.level) == ({}, Urgency.EMERGENCY, 2)
    assert events == (AnswerTakenBack(incident=7, question="state", by="wang"),)


def test_somebody_taken_off_the_roster_is_waited_for_no_more() -> None:
    gone, events = response.vanish(CALLED, CALLED.responders[0], now=NOW)
    assert not gone.awaits("wang")
    assert events == (PersonGone(incident=7, person="wang"),)


def test_work_on_it_counts_as_having_heard() -> None:
    heard, events = response.engaged(CALLED, WANG, now=NOW)
    assert heard.responders[0].stage is Stage.HEARD
    assert events == (CallHeard(incident=7, person="wang", by="wang"),)
    assert response.engaged(heard, WANG, now=NOW) == (heard, ())
    assert response.engaged(CALLED, LI, now=NOW) == (CALLED, ())
    assert response.engaged(CALLED, BOSS, now=NOW)[0].commander_heard


def test_after_a_wrong_arrival_the_next_real_one_counts() -> None:
    two = after(arrives("wang", at=5), arrives("li", at=20))
    assert two.arrived == NOW + timedelta(seconds=5)
    assert undo(two, at=30).arrived == NOW + timedelta(seconds=20)
    again = after(
        arrives("wang", at=5),
        lambda one: response.leave(one, WANG, now=NOW + timedelta(seconds=9), by="wang"),
        arrives("wang", at=40),
    )
    assert undo(again, at=50).arrived == NOW + timedelta(seconds=5), "the first time was no mistake"


def test_somebody_there_who_gets_the_command_stays_there_when_they_say_got_it() -> None:
    given, _ = course.pass_command(after(arrives()), WANG, now=NOW)
    assert (given.commander, given.commander_heard) == ("wang", False)
    heard, events = response.hear(given, WANG, now=NOW + timedelta(minutes=1), by="wang")
    one = heard.responder("wang")
    assert one is not None
    assert (one.stage, one.arrived) == (Stage.THERE, NOW)
    assert heard.commander_heard
    assert events == (CallHeard(incident=7, person="wang", by="wang"),)


def test_who_was_given_the_command_may_say_so_by_taking_over() -> None:
    taken, events = course.take_command(incident(), BOSS)
    assert taken.commander_heard
    assert events == (CallHeard(incident=7, person="boss", by="boss"),)
    with pytest.raises(Impossible, match="already_commander"):
        course.take_command(taken, BOSS)


def test_the_first_one_is_first_and_the_second_is_not() -> None:
    going, events = response.go(incident(), WANG, now=NOW, by="wang")
    assert events == (PersonWent(incident=7, person="wang", first=True, by="wang"),)
    assert going.state is State.RESPONDING
    _, events = response.go(going, LI, now=NOW, by="li")
    assert events == (PersonWent(incident=7, person="li", first=False, by="li"),)
    there, events = response.arrive(going, LI, now=NOW, by="zhou")
    assert events == (PersonArrived(incident=7, person="li", first=True, by="zhou"),)
    _, events = response.arrive(there, WANG, now=NOW, by="wang")
    assert events == (PersonArrived(incident=7, person="wang", first=False, by="wang"),)


def test_who_left_or_could_not_may_come_after_all() -> None:
    left = after(arrives(), lambda one: response.leave(one, WANG, now=NOW, by="wang"))
    for before in (left, after(lambda one: response.decline(one, WANG, reason="发烧", now=NOW), start=CALLED)):
        heard, _ = response.hear(before, WANG, now=NOW, by="wang")
        one = heard.responder("wang")
        assert one is not None
        assert (one.stage, one.left) == (Stage.HEARD, None)
        assert response.arrive(heard, WANG, now=NOW, by="wang")[0].arrived == NOW


def test_every_move_that_is_not_possible_names_its_sentence() -> None:
    heard = after(lambda one: response.hear(one, WANG, now=NOW, by="wang"))
    going = after(lambda one: response.go(one, WANG, now=NOW, by="wang"))
    there = after(arrives())
    gone = after(lambda one: response.decline(one, WANG, reason="", now=NOW), start=CALLED)
    control = after(lambda one: course.control(one, now=NOW, by="boss"))
    over = after(lambda one: course.close(one, now=NOW, by="boss"))
    moves: list[tuple[str, Callable[[], object]]] = [
        ("already_heard", lambda: response.hear(heard, WANG, now=NOW, by="wang")),
        ("already_heard", lambda: response.hear(replace(incident(), commander_heard=True), BOSS, now=NOW, by="boss")),
        ("already_going", lambda: response.go(going, WANG, now=NOW, by="wang")),
        ("already_going", lambda: response.go(there, WANG, now=NOW, by="wang")),
        ("already_there", lambda: response.arrive(there, WANG, now=NOW, by="wang")),
        ("not_there", lambda: response.leave(going, WANG, now=NOW, by="wang")),
        ("not_there", lambda: response.leave(incident(), WANG, now=NOW, by="wang")),
        ("not_called", lambda: response.decline(incident(), WANG, reason="", now=NOW)),
        ("already_declined", lambda: response.decline(gone, WANG, reason="", now=NOW)),
        ("nothing_to_take_back", lambda: response.take_back(heard, WANG, now=NOW)),
        ("step_done", lambda: does(A)(after(does(A)))),
        ("already_verified", lambda: course.verify(incident(), by="boss")),
        ("already_controlled", lambda: course.control(control, now=NOW, by="boss")),
        ("no_such_lane", lambda: run.current(incident(), LIFT, "Z")),
        ("lane_done", lambda: run.current(incident(), LIFT, "D")),
        ("incident_over", lambda: response.hear(over, WANG, now=NOW, by="wang")),
        ("incident_over", lambda: response.take_back(over, WANG, now=NOW)),
        ("incident_over", lambda: does(A)(over)),
        ("incident_over", lambda: run.answer(over, LIFT.questions[0], "1", by=None)),
        ("incident_over", lambda: course.verify(over, by="boss")),
        ("incident_over", lambda: course.stand_down(over, now=NOW, by="boss")),
        ("incident_over", lambda: course.close(over, now=NOW, by="boss")),
        ("incident_over", lambda: course.take_command(over, WANG)),
    ]
    for reason, move in moves:
        with pytest.raises(Impossible) as refused:
            move()
        assert refused.value.reason == reason
        assert refused.value.facts["number"] == 7


def test_a_report_from_outside_is_verified_while_people_are_already_on_their_way() -> None:
    doubtful = incident(state=State.REPORTED, unverified=True)
    assert course.verify(doubtful, by="boss")[0].state is State.VERIFIED
    verified, _ = course.verify(after(arrives(), start=doubtful), by="boss")
    assert (verified.state, verified.unverified) == (State.RESPONDING, False)


def test_closing_says_that_it_was_controlled_when_nobody_had() -> None:
    closed, events = course.close(incident(), now=NOW, by="boss")
    assert [type(event).__name__ for event in events] == ["IncidentControlled", "IncidentClosed"]
    assert (closed.controlled, closed.closed, closed.state) == (NOW, NOW, State.CLOSED)
    _, events = course.close(after(lambda one: course.control(one, now=NOW, by="boss")), now=NOW, by="boss")
    assert [type(event).__name__ for event in events] == ["IncidentClosed"]


def test_command_passes_on_and_stays_where_nobody_is_left() -> None:
    passed, events = course.pass_command(incident(), WANG, now=NOW)
    assert events == (CommandPassed(incident=7, person="boss", to="wang"),)
    assert (passed.commander, passed.passed, passed.commander_heard) == ("wang", ("boss",), False)
    kept, events = course.pass_command(passed, None, now=NOW)
    assert (kept.commander, kept.commander_heard, kept.commanded_at) == ("wang", False, None), "anybody may take over"
    assert events == (CommandPassed(incident=7, person="wang", to=None),)


def test_an_answer_raises_at_once_and_another_one_never_lowers() -> None:
    state, hazard = LIFT.question("state"), LIFT.question("hazard")
    assert state is not None
    assert hazard is not None
    calm = incident(urgency=Urgency.GENERAL)
    for chosen in ("well", "unsure", "没看清"):
        still, events = run.answer(calm, state, chosen, by="wang")
        assert (still.urgency, still.level, len(events)) == (Urgency.GENERAL, None, 1)
    ill, events = run.answer(calm, state, "ill", by="wang")
    assert (ill.urgency, ill.level) == (Urgency.EMERGENCY, 2)
    assert events[1] == UrgencyRaised(incident=7, urgency="emergency", level=2, warned=True, by="wang")
    smoke, _ = run.answer(ill, hazard, "smoke", by=None)
    assert smoke.level == 1
    for question, chosen in ((state, "well"), (hazard, "none"), (hazard, "water"), (state, "没看清")):
        better, events = run.answer(smoke, question, chosen, by=None)
        assert (better.urgency, better.level, len(events)) == (Urgency.EMERGENCY, 1, 1)
        assert better.answers[question.id] == chosen


def test_a_step_done_while_its_condition_held_stays_when_the_answer_is_corrected() -> None:
    state = LIFT.question("state")
    lane = LIFT.lane("D")
    assert state is not None
    assert lane is not None
    ill, _ = run.answer(incident(), state, "ill", by=None)
    assert [step.id for step in steps_of(ill, lane)] == ["ambulance"]
    done = after(does(("D", "ambulance")), start=ill)
    well, _ = run.answer(done, state, "well", by=None)
    assert [step.id for step in steps_of(well, lane)] == ["ambulance"]
    assert next_step(well, lane) is None
    corrected, _ = run.answer(ill, state, "well", by=None)
    assert steps_of(corrected, lane) == ()


def test_all_open_steps_stand_lane_by_lane() -> None:
    found = open_steps(incident(), LIFT)
    assert [(lane.id, step.id) for lane, step in found][:3] == [A, ("A", "way_clear"), B]
    assert len(open_steps(after(does(A), does(B)), LIFT)) == len(found) - 2
    assert [lane.id for lane, _ in open_steps(incident(type="other"), OTHER)] == [*"AABBBBBDD"]


def test_more_evidence_is_added_to_what_there_is() -> None:
    done, _ = run.complete(incident(), A, evidence=("photo:1",), person="wang", now=NOW)
    more, events = run.add_evidence(done, A, evidence=("photo:2",), person="li")
    assert more.step(*A).evidence == ("photo:1", "photo:2")
    assert more.step(*A).person == "wang"
    assert events[0].by == "li"


def test_the_commander_has_their_time_to_answer_before_others_may_take_over() -> None:
    minutes = timedelta(minutes=3)
    asked = incident(commanded_at=NOW)
    during = asked.thing(now=NOW + minutes - timedelta(seconds=1), acknowledge=minutes)
    assert (during.commander_heard, during.command_free_at) == (True, NOW + minutes)
    over = asked.thing(now=NOW + minutes, acknowledge=minutes)
    assert (over.commander_heard, over.command_free_at) == (False, None)
    heard = replace(asked, commander_heard=True).thing(now=NOW, acknowledge=minutes)
    assert (heard.commander_heard, heard.command_free_at) == (True, None)
    assert asked.thing(account=("telegram", "11")).author
    assert not asked.thing(account=("wecom", "11")).author


def test_who_is_waited_for() -> None:
    called = incident(responders=(Responder(person="wang", called=NOW), Responder(person="li", called=NOW)))
    gone = after(lambda one: response.decline(one, LI, reason="", now=NOW), start=called)
    assert [gone.awaits(who) for who in ("wang", "li", "boss", "zhou")] == [True, False, True, False]
