"""Command by a role: it moves to somebody who is there, comes back when they are silent, and is always one person's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import command, course
from bot.domain.calling import brought_to_place, further_calls, next_commander
from bot.domain.incident import Incident, Responder, Stage, State
from bot.domain.people import Department, Person, Role, Skill
from bot.domain.plan_events import CommandMoved, NobodyToCommand
from bot.domain.playbook import Answer, Called, Playbook, Question
from bot.domain.refused import Impossible
from bot.domain.roster import Roster
from tests.domain.estate import ANJU, LIFT, NOW, incident, person

ORDER = (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)
ACCOUNT = {"telegram": "1"}
LEAD = person("boss", Department.PROPERTY, Role.RESPONDER, Role.DUTY_LEAD, accounts=ACCOUNT)
SECOND = person("second", Department.PROPERTY, Role.DUTY_LEAD, accounts=ACCOUNT)
CHIEF = person("chief", Department.OFFICE, Role.COMMANDER, accounts=ACCOUNT)
OTHER_CHIEF = person("other_chief", Department.OFFICE, Role.COMMANDER, accounts=ACCOUNT)
SILENT_CHIEF = person("no_telephone", Department.OFFICE, Role.COMMANDER)
GUARD = person("guard", accounts=ACCOUNT)


def roster(*people: Person) -> Roster:
    return Roster(communities=(ANJU,), people=people)


def moved(now: Incident, staff: Roster, role: Role = Role.COMMANDER, *, by: Person | None = GUARD) -> Incident:
    changed, _ = command.move(now, role, roster=staff, now=NOW, by=by)
    return changed


def test_the_first_of_the_role_who_can_be_reached_commands_and_has_to_answer() -> None:
    staff = roster(LEAD, SILENT_CHIEF, CHIEF, OTHER_CHIEF)
    changed, events = command.move(incident(commander_heard=True), Role.COMMANDER, roster=staff, now=NOW, by=GUARD)
    assert events == (CommandMoved(incident=7, person="chief", before="boss", role="commander", by="guard"),)
    assert (changed.commander, changed.commander_heard, changed.commanded_at) == ("chief", False, NOW)
    assert moved(incident(), staff, by=CHIEF).commander_heard, "whoever gives the answer has heard of it"


def test_who_never_answered_does_not_get_it_back() -> None:
    staff = roster(LEAD, replace(SECOND, roles=frozenset({Role.SUPERVISOR})), CHIEF)
    first = moved(incident(commander_heard=True), staff, Role.SUPERVISOR)
    assert (first.commander, first.commanded_before) == ("second", "boss")
    again = moved(first, staff)
    assert (again.commander, again.commanded_before) == ("chief", "boss"), "the supervisor has not said 收到"
    heard = moved(replace(first, commander_heard=True), staff)
    assert heard.commanded_before == "second"


@pytest.mark.parametrize("has", [CHIEF, replace(LEAD, roles=frozenset({Role.SUPERVISOR}))])
def test_nothing_changes_for_who_has_the_role_or_a_higher_one(has: Person) -> None:
    now = incident(commander=has.id)
    assert command.move(now, Role.SUPERVISOR, roster=roster(has, OTHER_CHIEF), now=NOW, by=None) == (now, ())


@pytest.mark.parametrize("people", [(LEAD,), (LEAD, SILENT_CHIEF)])
def test_with_nobody_of_the_role_the_command_stays_and_that_is_said(people: tuple[Person, ...]) -> None:
    now = incident()
    changed, events = command.move(now, Role.COMMANDER, roster=roster(*people), now=NOW, by=None)
    assert (changed, events) == (now, (NobodyToCommand(incident=7, role="commander", by=None),))


def test_the_silent_give_it_back_to_who_had_it_and_are_not_asked_again() -> None:
    staff = roster(SECOND, LEAD, CHIEF)
    now = moved(incident(), staff)
    back = next_commander(now, roster=staff, order=ORDER, now=NOW)
    assert back == LEAD, "not the first in order: who had it knows the incident"
    now, _ = course.pass_command(now, back, now=NOW + timedelta(minutes=3))
    assert (now.commander, now.passed, now.commanded_before) == ("boss", ("chief",), "")
    assert moved(now, staff) == now, "who let it pass is not given it again"
    now, _ = course.take_command(now, CHIEF)
    assert (now.commander, now.commander_heard) == ("chief", True)
    assert next_commander(moved(incident(), roster(CHIEF, SECOND)), roster=roster(CHIEF, SECOND), order=ORDER, now=NOW)


def test_who_has_left_the_roster_or_cannot_come_does_not_get_it_back() -> None:
    gone = roster(SECOND, CHIEF)
    now = moved(incident(), roster(SECOND, LEAD, CHIEF))
    assert next_commander(now, roster=gone, order=ORDER, now=NOW) == SECOND
    cannot = now.with_responder(Responder(person="boss", called=NOW, stage=Stage.CANNOT))
    assert next_commander(cannot, roster=roster(SECOND, LEAD, CHIEF), order=ORDER, now=NOW) == SECOND


def test_an_incident_that_is_over_has_no_command_to_move() -> None:
    with pytest.raises(Impossible):
        moved(incident(state=State.CLOSED), roster(LEAD, CHIEF))


_MOVES = st.lists(st.sampled_from(["supervisor", "commander", "pass", "take"]), max_size=12)


@given(_MOVES)
def test_there_is_always_exactly_one_commander(moves: list[str]) -> None:
    staff = roster(LEAD, SECOND, person("super", Department.PROPERTY, Role.SUPERVISOR, accounts=ACCOUNT), CHIEF)
    now = incident()
    for move in moves:
        if move == "pass":
            now, _ = course.pass_command(now, next_commander(now, roster=staff, order=ORDER, now=NOW), now=NOW)
        elif move == "take":
            now, _ = course.take_command(now, LEAD if now.commander != "boss" else CHIEF)
        else:
            now = moved(now, staff, Role[move.upper()])
        assert now.commander in {one.id for one in staff.people}
        assert now.commanded_before != now.commander


def test_the_highest_role_that_plans_and_answers_want_counts() -> None:
    said = Answer(id="big", text={"zh": "大", "en": "Big"}, command=Role.SUPERVISOR)
    plan = replace(LIFT, questions=(Question(id="size", text={"zh": "?", "en": "?"}, answers=(said,)),))
    wanted = partial(command.wanted, answers={"size": "big"})
    assert command.wanted((plan,), {}) is None
    assert wanted((plan,)) is Role.SUPERVISOR
    assert wanted((plan, replace(LIFT, command=Role.COMMANDER))) is Role.COMMANDER


def plan_of(*called: Called, all_hands: bool = False) -> Playbook:
    return replace(LIFT, called=called, all_hands=all_hands)


SECURITY, ENGINEER = Called(department=Department.SECURITY), Called(department=Department.ENGINEERING)
STAFF = roster(LEAD, GUARD, person("guard2"), person("fitter", Department.ENGINEERING, skills=frozenset({Skill.LIFT})))


def test_a_second_plan_calls_who_is_missing_and_nobody_twice() -> None:
    now = incident().with_responder(Responder(person="guard2", department=Department.SECURITY, called=NOW))
    calls = further_calls(plan_of(SECURITY, ENGINEER, Called(skill=Skill.LIFT)), now, roster=STAFF, now=NOW)
    assert [(one.department, person and person.id) for one, person in calls] == [(Department.ENGINEERING, "fitter")]
    everybody = further_calls(plan_of(SECURITY, all_hands=True), now, roster=STAFF, now=NOW)
    assert [person.id for _, person in everybody if person] == ["guard", "fitter"], "not the commander, not guard2"
    gone = now.with_responder(Responder(person="guard2", called=NOW, stage=Stage.CANNOT))
    assert [one and one.id for _, one in further_calls(plan_of(SECURITY), gone, roster=STAFF, now=NOW)] == ["guard"]
    nobody = further_calls(plan_of(Called(skill=Skill.MEDIC)), now, roster=STAFF, now=NOW)
    assert nobody == ((Called(skill=Skill.MEDIC), None),), "that nobody is there is said"


def test_who_helps_from_afar_is_brought_to_the_place() -> None:
    later = NOW + timedelta(minutes=5)
    now = incident().with_responder(
        Responder(person="guard", department=Department.SECURITY, called=NOW, scene=False, stage=Stage.HEARD)
    )
    (brought,) = brought_to_place(plan_of(SECURITY), now, roster=STAFF, now=later)
    assert (brought.person, brought.scene, brought.called, brought.stage) == ("guard", True, later, Stage.HEARD)
    afar = Called(department=Department.SECURITY, scene=False)
    assert brought_to_place(plan_of(afar), now, roster=STAFF, now=later) == ()
