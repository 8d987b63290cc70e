"""Whose step it is: also of those who stand in for a department without people, or were called in its place."""

from __future__ import annotations

import pytest

from bot.domain.calling import first_calls
from bot.domain.incident import Responder
from bot.domain.people import Action, Department, Person, Refusal, Role, Skill, may
from bot.domain.playbook import Step
from bot.domain.roster import Roster
from bot.domain.standing_in import does, doing
from tests.domain.estate import ANJU, LIFT, NOW, incident, person

WANG, ZHOU = person("wang"), person("zhou", Department.SERVICE)
SUN = person("sun", Department.CONTROL)
BOSS = person("boss", Department.OFFICE, Role.COMMANDER)


def step(department: Department | None = None, skill: Skill | None = None) -> Step:
    return Step(id="a", text={"zh": "看", "en": "Look"}, department=department, skill=skill)


@pytest.mark.parametrize(
    ("someone", "department", "staffed", "theirs"),
    [
        (WANG, Department.CONTROL, (), True),
        (WANG, Department.CONTROL, (SUN,), False),
        (ZHOU, Department.PROPERTY, (), True),
        (WANG, Department.PROPERTY, (), False),
        (ZHOU, Department.LOGISTICS, (), True),
        (ZHOU, Department.CLEANING, (), True),
        (ZHOU, Department.CLEANING, (person("hong", Department.CLEANING),), False),
        (WANG, Department.ENGINEERING, (), False),
        (WANG, Department.SECURITY, (SUN,), True),
    ],
)
def test_a_department_without_people_is_stood_in_for(
    someone: Person,
    department: Department,
    staffed: tuple[Person, ...],
    theirs: bool,  # noqa: FBT001
) -> None:
    roster = Roster(communities=(ANJU,), people=(WANG, ZHOU, *staffed))
    wanted = step(department)
    assert does(incident(), someone, wanted, roster=roster) is theirs
    assert (someone.id in doing(incident(), wanted, roster)) is theirs
    thing = incident().thing(step=wanted, doing=doing(incident(), wanted, roster))
    refused = may(someone, Action.COMPLETE, thing)
    assert refused is (None if theirs or someone is ZHOU else Refusal.STEP_OF_OTHERS)


def test_who_was_called_in_place_of_somebody_does_their_steps() -> None:
    roster = Roster(communities=(ANJU,), people=(WANG, BOSS))
    called = incident().with_responder(Responder(person="wang", department=Department.ENGINEERING, called=NOW))
    assert does(called, WANG, step(Department.ENGINEERING), roster=roster)
    assert not does(called, BOSS, step(Department.ENGINEERING), roster=roster)
    trained = incident().with_responder(Responder(person="wang", skill=Skill.MEDIC, called=NOW))
    assert does(trained, WANG, step(skill=Skill.MEDIC), roster=roster)
    guard = incident().with_responder(Responder(person="boss", department=Department.SECURITY, called=NOW))
    assert does(guard, BOSS, step(Department.CONTROL), roster=roster), "the control room's too: there is none"


def test_who_comes_for_two_strands_does_the_steps_of_both() -> None:
    roster = Roster(communities=(ANJU,), people=(WANG, ZHOU))
    (called, someone), *_ = first_calls(LIFT, roster, community="anju", now=NOW)
    assert someone is WANG
    now = incident().with_responder(Responder(person="wang", department=called.department, called=NOW))
    assert [does(now, WANG, step(one), roster=roster) for one in (Department.CONTROL, Department.SECURITY)] == [
        True,
        True,
    ]
