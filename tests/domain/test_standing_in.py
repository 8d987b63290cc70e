"""Whose step it is: also of those who stand in for a department without people, or were called in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.calling import first_calls, on_call
from bot.domain.incident import Responder
from bot.domain.people import Action, Department, Person, Refusal, Role, Skill, may
from bot.domain.playbook import Called, Step
from bot.domain.roster import Roster
from bot.domain.standing_in import does, doing, in_turn, takers
from tests.domain.estate import ANJU, LIFT, NOW, incident, person

WANG, ZHOU = person("wang"), person("zhou", Department.SERVICE)
SUN = person("sun", Department.CONTROL)
BOSS = person("boss", Department.OFFICE, Role.COMMANDER)
_SKILLED = (("medic", Skill.MEDIC), ("trained", Skill.FIRST_AID))


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
        (BOSS, Department.HR, (BOSS,), True),
        (BOSS, Department.FINANCE, (BOSS,), True),
        (ZHOU, Department.HR, (BOSS,), False),
        (ZHOU, Department.OFFICE, (), True),
        (ZHOU, Department.HR, (), True),
        (ZHOU, Department.FINANCE, (), True),
        (ZHOU, Department.OFFICE, (BOSS,), False),
        (ZHOU, Department.HR, (person("hu", Department.HR),), False),
        (WANG, Department.HR, (), False),
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


def test_who_stands_in_is_called_in_turn() -> None:
    assert in_turn(Department.HR) == (Department.HR, Department.OFFICE, Department.SERVICE)
    assert max(len(in_turn(one)) for one in Department) == 3
    hr = Called(department=Department.HR)
    for staff, first in (((WANG, ZHOU, BOSS), "boss"), ((WANG, ZHOU), "zhou"), ((WANG,), None)):
        group = on_call(Roster(communities=(ANJU,), people=staff), hr, community="anju", now=NOW)
        assert (group[0].id if group else None) == first


def test_a_medic_gives_first_aid_and_not_the_other_way_round() -> None:
    medic, trained = (replace(person(name), skills=frozenset({skill})) for name, skill in _SKILLED)
    roster = Roster(communities=(ANJU,), people=(medic, trained))
    assert doing(incident(), step(skill=Skill.FIRST_AID), roster) == {"medic", "trained"}
    assert doing(incident(), step(skill=Skill.MEDIC), roster) == {"medic"}
    assert [one.id for one in roster.skilled("anju", Skill.FIRST_AID, at=NOW)] == ["medic", "trained"]
    thing = incident().thing(step=step(skill=Skill.FIRST_AID), doing=frozenset())
    assert may(medic, Action.COMPLETE, thing) is None
    assert not medic.can(None)


def test_who_could_be_given_a_step() -> None:
    roster = Roster(communities=(ANJU,), people=(WANG, ZHOU))
    assert takers(step(Department.CONTROL), roster, "anju") == {"wang"}
    assert takers(step(Department.FINANCE), roster, "anju") == {"zhou"}
    assert takers(step(Department.ENGINEERING), roster, "anju") == frozenset()
    assert takers(step(skill=Skill.MEDIC), roster, "anju") == frozenset()
    assert takers(replace(step(), commander=True), roster, "anju") == {"wang", "zhou"}
    assert takers(step(Department.SECURITY), roster, "elsewhere") == frozenset()
