"""Whose step something is on one incident: the department's, the trained one's, or who stands in for them."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.incident import Incident
from bot.domain.people import Department, Person
from bot.domain.playbook import Step
from bot.domain.roster import Roster

STANDS_IN = {
    Department.CONTROL: Department.SECURITY,
    Department.PROPERTY: Department.SERVICE,
    Department.LOGISTICS: Department.SERVICE,
    Department.CLEANING: Department.SERVICE,
    Department.HR: Department.OFFICE,
    Department.FINANCE: Department.OFFICE,
    Department.OFFICE: Department.SERVICE,
}
"""Who does a department's steps where the community has no such department (DESIGN §8); a second one for the first."""


def in_turn(department: Department) -> tuple[Department, ...]:
    """The department and who stands in for it, one after the other: hr, office, service."""
    turn = [department]
    while turn[-1] in STANDS_IN:
        turn.append(STANDS_IN[turn[-1]])
    return tuple(turn)


def doing_for(department: Department, there: Collection[Department]) -> Department:
    """Who does a department's steps where only these departments have people; itself where nobody does."""
    return next((one for one in in_turn(department) if one in there), department)


def departments(incident: Incident, person: Person, roster: Roster) -> frozenset[Department]:
    """For which departments somebody works on an incident: their own, the one they were called for, and those without
    people that these stand in for."""
    row = incident.responder(person.id)
    works_for = {person.department} | ({row.department} if row and row.department else set())
    there = {one.department for one in roster.staff(incident.community)}
    return frozenset(
        works_for | {one for one in STANDS_IN if one not in there and doing_for(one, there | works_for) in works_for}
    )


def does(incident: Incident, person: Person, step: Step, *, roster: Roster) -> bool:
    """Whether a step is this person's on this incident."""
    given = incident.responder(step.person) if step.person else None
    if given is not None and given.stage.active:
        return person.id == given.person
    if step.commander:
        return person.id == incident.commander
    row = incident.responder(person.id)
    called_for = row is not None and row.skill is not None and row.skill is step.skill
    return step.department in departments(incident, person, roster) or called_for or person.can(step.skill)


def doing(incident: Incident, step: Step, roster: Roster) -> frozenset[str]:
    """The roster ids of everybody whose step it is."""
    staff = roster.staff(incident.community)
    return frozenset(person.id for person in staff if does(incident, person, step, roster=roster))


def takers(step: Step, roster: Roster, community: str) -> frozenset[str]:
    """The roster ids of everybody who could be given a step in a community, called or not; of whoever commands too."""
    staff = roster.staff(community)
    if step.commander:
        return frozenset(person.id for person in staff)
    there = {person.department for person in staff}
    by = doing_for(step.department, there) if step.department else None
    return frozenset(person.id for person in staff if person.department is by or person.can(step.skill))
