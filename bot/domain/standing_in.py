"""Whose step something is on one incident: the department's, the trained one's, or who stands in for them."""

from __future__ import annotations

from bot.domain.incident import Incident
from bot.domain.people import Department, Person
from bot.domain.playbook import Step
from bot.domain.roster import Roster

STANDS_IN = {
    Department.CONTROL: Department.SECURITY,
    Department.PROPERTY: Department.SERVICE,
    Department.LOGISTICS: Department.SERVICE,
    Department.CLEANING: Department.SERVICE,
}
"""Who does a department's steps where the community has no such department (DESIGN §8)."""


def departments(incident: Incident, person: Person, roster: Roster) -> frozenset[Department]:
    """For which departments somebody works on an incident: their own, the one they were called for, and those without
    people that these stand in for."""
    row = incident.responder(person.id)
    works_for = {person.department} | ({row.department} if row and row.department else set())
    there = {one.department for one in roster.staff(incident.community)}
    return frozenset(
        works_for | {missing for missing, by in STANDS_IN.items() if missing not in there and by in works_for}
    )


def does(incident: Incident, person: Person, step: Step, *, roster: Roster) -> bool:
    """Whether a step is this person's on this incident."""
    given = incident.responder(step.person) if step.person else None
    if given is not None and given.stage.active:
        return person.id == given.person
    if step.commander:
        return person.id == incident.commander
    row = incident.responder(person.id)
    skills = person.skills | ({row.skill} if row and row.skill else set())
    return step.department in departments(incident, person, roster) or step.skill in skills


def doing(incident: Incident, step: Step, roster: Roster) -> frozenset[str]:
    """The roster ids of everybody whose step it is."""
    staff = roster.staff(incident.community)
    return frozenset(person.id for person in staff if does(incident, person, step, roster=roster))
