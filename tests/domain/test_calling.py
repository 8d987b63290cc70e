"""Who is called: everybody once, and nobody again in somebody else's place."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calling import first_calls, first_commander, next_call, next_commander, on_call
from bot.domain.incident import Incident, Responder, Stage
from bot.domain.people import Department, Person, Role, Skill
from bot.domain.playbook import Called
from bot.domain.roster import Duty, Roster
from tests.domain.estate import ANJU, LIFT, NOW, incident, person

ORDER = (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)
_STAFF = st.builds(
    lambda number, department, roles, skills: person(f"p{number}", department, *roles, skills=skills),
    st.integers(0, 20),
    st.sampled_from([Department.SECURITY, Department.ENGINEERING, Department.CONTROL, Department.SERVICE]),
    st.frozensets(st.sampled_from(list(Role)), min_size=1),
    st.frozensets(st.sampled_from([Skill.LIFT, Skill.MEDIC])),
)
_ROSTERS = st.lists(_STAFF, max_size=8, unique_by=lambda one: one.id).map(
    lambda people: Roster(communities=(ANJU,), people=tuple(people))
)
_CALLED = st.lists(
    st.builds(Called, department=st.sampled_from(list(Department)))
    | st.builds(Called, skill=st.sampled_from([Skill.LIFT, Skill.MEDIC])),
    max_size=5,
)


def roster(*people: Person) -> Roster:
    return Roster(communities=(ANJU,), people=people)


@given(_ROSTERS, _CALLED)
def test_everybody_is_called_once_at_opening(staff: Roster, called: list[Called]) -> None:
    plan = replace(LIFT, called=tuple(called))
    calls = first_calls(plan, staff, community="anju", now=NOW)
    people = [one.id for _, one in calls if one is not None]
    assert len(people) == len(set(people))
    for wanted, one in calls:
        group = on_call(staff, wanted, community="anju", now=NOW)
        assert (one is None) == (not group), "nobody only where nobody is"
        assert one is None or one in group
    for wanted in called:
        ids = {one.id for one in on_call(staff, wanted, community="anju", now=NOW)}
        assert ids & set(people) if ids else (wanted, None) in calls, "somebody comes for everything that is called"


@given(_ROSTERS, st.sampled_from(list(Department)), st.data())
def test_the_chain_of_calls_ends_and_names_nobody_twice(
    staff: Roster, department: Department, data: st.DataObject
) -> None:
    ids = [one.id for one in staff.people]
    some = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    now = incident(commander=some[0] if some else None, passed=tuple(some[1:2]))
    silent = Responder(person="first", department=department, called=NOW)
    now = now.with_responder(silent)
    named: list[str] = []
    while (following := next_call(now, silent, roster=staff, order=ORDER, now=NOW)) is not None:
        named.append(following.id)
        silent = Responder(person=following.id, department=department, called=NOW, instead_of=silent.person)
        now = now.with_responder(silent)
        assert len(named) <= len(ids)
    assert len(named) == len(set(named))
    assert not {now.commander, *now.passed} & set(named)


@given(_ROSTERS)
def test_command_goes_down_the_order_and_nobody_gets_it_twice(staff: Roster) -> None:
    first = first_commander(staff, community="anju", order=ORDER, now=NOW)
    now: Incident = incident(commander=first.id if first else None)
    had = [first.id] if first else []
    while (following := next_commander(now, roster=staff, order=ORDER, now=NOW)) is not None:
        had.append(following.id)
        now = replace(now, commander=following.id, passed=tuple(had[:-1]))
    assert had == [one.id for one in staff.leaders("anju", ORDER, at=NOW)]


@given(_ROSTERS, _CALLED, st.data())
def test_all_hands_calls_everybody_on_duty_once_without_the_commander(
    staff: Roster, called: list[Called], data: st.DataObject
) -> None:
    plan = replace(LIFT, called=tuple(called), all_hands=True)
    boss = data.draw(st.sampled_from([None, *(one.id for one in staff.people)]))
    calls = first_calls(plan, staff, community="anju", now=NOW, commander=boss)
    first = first_calls(replace(plan, all_hands=False), staff, community="anju", now=NOW)
    assert calls[: len(first)] == first
    people = [one.id for _, one in calls if one is not None]
    assert len(people) == len(set(people))
    assert set(people) | {boss} >= {one.id for one in staff.people}
    asked = {one.id for _, one in first if one}
    assert boss in asked or boss not in people
    scene = {one.department: one.scene for one in called}
    for wanted, one in calls[len(first) :]:
        assert one is not None
        assert wanted == Called(department=one.department, scene=scene.get(one.department, True))


def test_all_hands_leaves_those_in_bed_who_are_not_on_duty() -> None:
    people = (
        person("wang"),
        person("he"),
        person("li", Department.ENGINEERING),
        person("chen", Department.ENGINEERING),
    )
    night = Duty(person="he", days=frozenset(range(1, 8)), start=time(0), to=time(0))
    staff = replace(roster(*people), duties=(night,))
    plan = replace(LIFT, called=(Called(department=Department.SECURITY),), all_hands=True)
    calls = first_calls(plan, staff, community="anju", now=NOW)
    assert [one.id if one else None for _, one in calls] == ["he", "li", "chen"], (
        "nobody of engineering is listed: all are"
    )


@pytest.mark.covers("ORG-08", "ORG-29")
def test_the_lift_calls_control_engineering_guard_and_desk_at_once() -> None:
    staff = roster(
        person("wang"),
        person("he"),
        person("li", Department.ENGINEERING),
        person("chen", Department.ENGINEERING),
        person("sun", Department.CONTROL),
        person("zhou", Department.SERVICE),
    )
    calls = first_calls(LIFT, staff, community="anju", now=NOW)
    assert [(called.scene, one.id if one else None) for called, one in calls] == [
        (False, "sun"),
        (True, "li"),
        (True, "wang"),
        (False, "zhou"),
    ]


def test_a_guard_stands_in_for_the_control_room_and_is_called_once() -> None:
    staff = roster(person("wang"), person("li", Department.ENGINEERING), person("zhou", Department.SERVICE))
    calls = first_calls(LIFT, staff, community="anju", now=NOW)
    assert [one.id if one else None for _, one in calls] == ["wang", "li", "zhou"]
    assert calls[0][0] == Called(department=Department.SECURITY, scene=True), "their own strand, and at the place"
    two = roster(*staff.people, person("he"))
    assert [one.id if one else None for _, one in first_calls(LIFT, two, community="anju", now=NOW)] == [
        "wang",
        "li",
        "he",
        "zhou",
    ]
    assert on_call(staff, Called(department=Department.PROPERTY), community="anju", now=NOW) == (staff.person("zhou"),)


def test_what_nobody_stands_in_for_is_said() -> None:
    calls = first_calls(LIFT, roster(person("wang")), community="anju", now=NOW)
    assert [(called.department, one.id if one else None) for called, one in calls] == [
        (Department.SECURITY, "wang"),
        (Department.ENGINEERING, None),
        (Department.SERVICE, None),
    ]


@pytest.mark.covers("ORG-30")
def test_a_skill_is_called_whatever_the_department() -> None:
    medic = person("medic", Department.CLEANING, skills=frozenset({Skill.MEDIC}))
    staff = roster(person("wang"), medic, replace(medic, id="second"))
    assert on_call(staff, Called(skill=Skill.MEDIC), community="anju", now=NOW) == (medic, staff.person("second"))
    assert on_call(staff, Called(), community="anju", now=NOW) == ()
    silent = Responder(person="medic", skill=Skill.MEDIC, called=NOW)
    called = incident().with_responder(silent)
    following = next_call(called, silent, roster=staff, order=(), now=NOW)
    assert following is not None
    assert following.id == "second"


def test_after_the_department_those_who_lead_are_called() -> None:
    staff = roster(
        person("li", Department.ENGINEERING),
        person("gone", Department.ENGINEERING),
        person("boss", Department.OFFICE, Role.COMMANDER),
        person("lead", Department.SECURITY, Role.DUTY_LEAD),
    )
    silent = Responder(person="li", department=Department.ENGINEERING, called=NOW)
    left = Responder(person="gone", department=Department.ENGINEERING, called=NOW, stage=Stage.CANNOT)
    now = incident(commander="boss").with_responder(silent).with_responder(left)
    following = next_call(now, silent, roster=staff, order=ORDER, now=NOW + timedelta(minutes=3))
    assert following is not None
    assert following.id == "lead"
