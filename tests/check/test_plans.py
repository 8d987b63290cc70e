"""What the plans ask of a community: people for each lane, and numbers to call; few lines, whatever is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.check.finding import Finding, Level
from bot.check.plans import contacts, staffed
from bot.check.town import Town
from bot.domain.people import Department, Person, Role, Skill
from bot.domain.places import Contact
from bot.domain.playbook import Call, Called, Lane, Playbook, Step
from bot.domain.roster import Roster
from bot.read.document import Document
from tests.domain.estate import ANJU, LIFT, NOW, person

HERE = replace(ANJU, contacts=())
SAID = {"zh": "看", "en": "Look"}
DESK, GUARD = person("zhou", Department.SERVICE), person("wang")


def step(department: Department | None = None, *, skill: Skill | None = None, commander: bool = False) -> Step:
    return Step(id="a", text=SAID, department=department, skill=skill, commander=commander)


def plan(name: str, *lanes: tuple[Step, ...], called: tuple[Called, ...] = ()) -> Playbook:
    """A playbook with lanes A, B and so on."""
    made = (Lane(id=letter, name=SAID, steps=steps) for letter, steps in zip("ABC", lanes, strict=False))
    return replace(LIFT, id=name, lanes=tuple(made), called=called)


def telephones(*kinds: str, otherwise: str = "") -> tuple[Step, ...]:
    """A lane of calls."""
    return tuple(replace(step(), call=Call(to=kind, say=SAID, otherwise=otherwise)) for kind in kinds)


def town(*playbooks: Playbook, people: Iterable[Person] = (GUARD,), contacts: Iterable[Contact] = ()) -> Town:
    """A community with these people."""
    here = replace(HERE, contacts=tuple(contacts))
    return Town(
        community=here,
        roster=Roster(communities=(here,), people=tuple(people)),
        playbooks={one.id: one for one in playbooks},
        order=(Role.DUTY_LEAD,),
        platforms=("telegram",),
        document=Document(file="roster.toml", data={}, lines={}),
    )


def told(findings: Iterable[Finding]) -> list[tuple[Level, str, str]]:
    return [(one.level, one.subject, one.remedy) for one in findings]


def test_lanes_nobody_could_take_stand_in_one_line_a_department() -> None:
    cleaning = (step(Department.CLEANING), step(Department.CLEANING))
    plans = (plan("rainstorm", (step(Department.SECURITY),), cleaning, cleaning), plan("leak", cleaning))
    name = ANJU.name
    assert told(staffed(town(*plans), NOW)) == [
        (
            Level.WARN,
            "lane",
            f"nobody of cleaning, nor of service in its place, in {name}: rainstorm B C, leak A; add a [[person]]",
        )
    ]
    assert told(staffed(town(*plans, people=(GUARD, DESK)), NOW)) == []


def test_who_is_called_and_not_there_is_a_failure() -> None:
    medic = plan("ill", (step(skill=Skill.MEDIC),), called=(Called(skill=Skill.MEDIC),))
    (found,) = told(staffed(town(medic), NOW))
    assert found[:2] == (Level.FAIL, "people")
    assert f"{ANJU.name} has nobody of medic, whom ill calls; add a [[person]]" in found[2]


@pytest.mark.parametrize(
    "steps",
    [
        (step(Department.CLEANING), step(Department.SECURITY)),
        (step(Department.CLEANING), step(commander=True)),
        (replace(step(Department.CLEANING), anybody=True, call=Call(to="119", say=SAID)),),
    ],
)
def test_a_lane_somebody_could_take_a_step_of_is_no_finding(steps: tuple[Step, ...]) -> None:
    assert told(staffed(town(plan("rainstorm", steps)), NOW)) == []


def test_one_missing_contact_is_named_with_its_plans_and_many_stand_in_one_line() -> None:
    plans = (plan("gas_leak", telephones("gas")), plan("fire", telephones("gas", "119")))
    name = ANJU.name
    assert told(contacts(town(*plans))) == [
        (Level.WARN, "contact", f"{name} has no gas, whom gas_leak, fire telephones; add a [[contact]]")
    ]
    many = plan("flood", telephones("water", "insurer", "expert"))
    assert told(contacts(town(*plans, many))) == [
        (
            Level.WARN,
            "contact",
            f"{name} has no number of expert, gas, insurer, water, whom plans telephone; add a [[contact]] of each",
        )
    ]


def test_a_contact_or_a_public_number_is_enough() -> None:
    gas = Contact(kind="gas", name="Gas", phone="0755-1")
    assert told(contacts(town(plan("gas_leak", telephones("gas")), contacts=[gas]))) == []
    assert told(contacts(town(plan("outage", telephones("power", otherwise="95598"))))) == []
    both = (*telephones("power", otherwise="95598"), *telephones("power"))
    assert len(told(contacts(town(plan("outage", both))))) == 1
