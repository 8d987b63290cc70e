"""The table of rights of DESIGN §8, written out by hand, against the one gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from bot.domain.people import Action, Department, Person, Refusal, Role, Skill, Thing, may
from tests.domain.estate import person

PEOPLE = {
    "guard": person("guard", Department.SECURITY),
    "desk": person("desk", Department.SERVICE),
    "lead": person("lead", Department.SECURITY, Role.RESPONDER, Role.DUTY_LEAD),
    "supervisor": person("supervisor", Department.PROPERTY, Role.SUPERVISOR),
    "chief": person("chief", Department.OFFICE, Role.COMMANDER),
    "keeper": replace(person("keeper", Department.OFFICE), roles=frozenset(), admin=True),
    "nobody": None,
}
"""`keeper` is admin and nothing else; `nobody` is a resident, a stranger, or somebody taken off the roster."""

STAFF = {"guard", "desk", "lead", "supervisor", "chief"}
LEADING = {"desk", "lead", "supervisor", "chief"}
EVERYBODY = {*PEOPLE}

TABLE: dict[Action, tuple[set[str], set[str]]] = {
    # action: who may in their own community, who may with an incident of another one
    Action.ASK: (EVERYBODY, EVERYBODY),
    Action.OPEN: (STAFF, set()),
    Action.RESPOND: (STAFF, set()),
    Action.LOOK: (STAFF, set()),
    Action.COMPLETE: (LEADING, set()),  # a step of engineering: none of these is an engineer
    Action.SPEAK_FOR: (LEADING, set()),
    Action.VERIFY: (LEADING, set()),
    Action.STAND_DOWN: ({"supervisor", "chief"}, set()),
    Action.CONTROL: (set(), set()),
    Action.CLOSE: (set(), set()),
    Action.TAKE_OVER: ({"chief"}, set()),
    Action.DRAFT: (LEADING, set()),
    Action.APPROVE: ({"supervisor", "chief"}, set()),
    Action.ALLOW: ({"supervisor", "chief"}, set()),
    Action.OVERRIDE: ({"chief"}, set()),
    Action.LOWER: ({"supervisor", "chief"}, set()),
    Action.CHANGE: (LEADING, set()),
    Action.FILE: (LEADING, set()),  # a report none of these has to write
}
"""While somebody else commands and has answered."""

BY_COMMANDING = {
    Action.STAND_DOWN,
    Action.CONTROL,
    Action.CLOSE,
    Action.APPROVE,
    Action.ALLOW,
    Action.LOWER,
    Action.CHANGE,
}
"""What the commander of the incident may besides, whatever their role."""

WHY = {
    Action.OPEN: Refusal.AUTHOR_OR_STAFF,
    Action.COMPLETE: Refusal.STEP_OF_OTHERS,
    Action.SPEAK_FOR: Refusal.DESK_OR_LEAD,
    Action.VERIFY: Refusal.DESK_OR_LEAD,
    Action.STAND_DOWN: Refusal.SUPERVISOR_OR_COMMANDER,
    Action.CONTROL: Refusal.COMMANDER_CONTROLS,
    Action.CLOSE: Refusal.COMMANDER_CLOSES,
    Action.TAKE_OVER: Refusal.COMMANDER_THERE,
    Action.DRAFT: Refusal.DESK_OR_LEAD,
    Action.APPROVE: Refusal.SUPERVISOR_OR_COMMANDER,
    Action.ALLOW: Refusal.SUPERVISOR_OR_COMMANDER,
    Action.OVERRIDE: Refusal.COMMANDER_ROLE,
    Action.LOWER: Refusal.SUPERVISOR_OR_COMMANDER,
    Action.CHANGE: Refusal.PLAN_OF_OTHERS,
    Action.FILE: Refusal.REPORT_OF_ANOTHER,
}
"""The sentence for staff; everybody else hears that only staff may, or that the author may too."""


def expected(who: str, action: Action, *, own: bool, commands: bool, heard: bool) -> bool:
    if who in TABLE[action][0 if own else 1]:
        return True
    if not own or who not in STAFF:
        return False
    return (commands and action in BY_COMMANDING) or (action is Action.TAKE_OVER and not heard)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_table_of_rights(who: str, action: Action) -> None:
    someone = PEOPLE[who]
    for own, commands, heard in product((True, False), repeat=3):
        thing = Thing(
            community="anju" if own else "yuan",
            commander=who if commands else "somebody",
            commander_heard=heard,
            department=Department.ENGINEERING,
        )
        allowed = expected(who, action, own=own, commands=commands, heard=heard)
        refused = may(someone, action, thing)
        case = (own, commands, heard)
        if allowed:
            assert refused is None, case
        elif own and who in STAFF:
            assert refused is WHY[action], case
        else:
            assert refused is (Refusal.AUTHOR_OR_STAFF if action is Action.OPEN else Refusal.STAFF_ONLY), case


def test_every_action_stands_in_the_table() -> None:
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_author_may_open_their_own_report_wherever_it_is(who: str) -> None:
    assert may(PEOPLE[who], Action.OPEN, Thing(community="yuan", author=True)) is None
    assert may(PEOPLE[who], Action.OPEN, Thing(community="", author=True)) is None


@pytest.mark.parametrize("action", [action for action in Action if action not in (Action.ASK, Action.OPEN)])
def test_writing_the_report_gives_no_other_right(action: Action) -> None:
    assert may(None, action, Thing(community="anju", author=True)) is Refusal.STAFF_ONLY


@pytest.mark.parametrize(
    ("someone", "department", "skill", "refused"),
    [
        (person("a", Department.ENGINEERING), Department.ENGINEERING, None, None),
        (person("b", Department.SECURITY), Department.ENGINEERING, None, Refusal.STEP_OF_OTHERS),
        (person("c", Department.SECURITY, skills=frozenset({Skill.LIFT})), None, Skill.LIFT, None),
        (person("d", Department.SECURITY, skills=frozenset({Skill.LIFT})), Department.ENGINEERING, Skill.LIFT, None),
        (person("e", Department.SECURITY, skills=frozenset({Skill.MEDIC})), None, Skill.LIFT, Refusal.STEP_OF_OTHERS),
        (person("f", Department.SECURITY), None, None, Refusal.STEP_OF_OTHERS),
        (person("g", Department.SERVICE), Department.ENGINEERING, None, None),
        (person("h", Department.SECURITY, Role.DUTY_LEAD), None, Skill.LIFT, None),
    ],
)
def test_a_step_is_completed_by_department_or_skill_or_for_others(
    someone: Person, department: Department | None, skill: Skill | None, refused: Refusal | None
) -> None:
    thing = Thing(community="anju", department=department, skill=skill)
    assert may(someone, Action.COMPLETE, thing) is refused


def test_anybody_of_staff_takes_over_what_nobody_commands() -> None:
    assert may(PEOPLE["guard"], Action.TAKE_OVER, Thing(community="anju", commander=None)) is None
    assert may(None, Action.TAKE_OVER, Thing(community="anju", commander=None)) is Refusal.STAFF_ONLY


def test_a_commander_who_still_has_time_to_answer_is_waited_for() -> None:
    thing = Thing(community="anju", commander="lead", command_free_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert may(PEOPLE["guard"], Action.TAKE_OVER, thing) is Refusal.COMMANDER_ASKED
    assert may(PEOPLE["lead"], Action.TAKE_OVER, thing) is None, "whose it is may say so at once"
    assert may(PEOPLE["chief"], Action.TAKE_OVER, thing) is None
    assert may(None, Action.TAKE_OVER, thing) is Refusal.STAFF_ONLY


def test_what_belongs_to_no_community_is_for_staff_of_any() -> None:
    assert may(PEOPLE["guard"], Action.LOOK, Thing()) is None
    assert may(PEOPLE["keeper"], Action.LOOK, Thing()) is Refusal.STAFF_ONLY
    assert may(None, Action.LOOK, Thing()) is Refusal.STAFF_ONLY


def test_a_commander_who_was_taken_off_the_roster_commands_no_more() -> None:
    thing = Thing(community="anju", commander="lead")
    assert may(PEOPLE["lead"], Action.CLOSE, thing) is None
    assert may(None, Action.CLOSE, thing) is Refusal.STAFF_ONLY
    away = person("lead", Department.SECURITY, Role.DUTY_LEAD, communities=("yuan",))
    assert may(away, Action.CLOSE, thing) is Refusal.STAFF_ONLY


def test_the_highest_role_counts() -> None:
    assert person("x", Department.HR, Role.RESPONDER, Role.SUPERVISOR).role is Role.SUPERVISOR
    keeper = PEOPLE["keeper"]
    assert keeper is not None
    assert keeper.role is None
    assert not keeper.works_in("anju")
