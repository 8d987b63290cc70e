"""Where the command of an incident goes by a plan or by an answer, to a role (X-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.incident import Incident, Stage
from bot.domain.people import Person, Role
from bot.domain.plan_events import CommandMoved, NobodyToCommand
from bot.domain.playbook import Answers, Playbook
from bot.domain.response import Change, require_open
from bot.domain.roster import Roster


def wanted(plans: Iterable[Playbook], answers: Answers) -> Role | None:
    """The highest role that these plans, or the answers to the first of them, put in command; None: none does."""
    known = [*plans]
    roles = [plan.command for plan in known]
    for question in known[0].questions if known else ():
        answer = question.answer(answers.get(question.id, ""))
        roles.append(answer.command if answer else None)
    return max((role for role in roles if role is not None), default=None)


def holds(person: Person | None, role: Role) -> bool:
    """Whether somebody has this role, or a higher one."""
    return person is not None and person.role is not None and person.role >= role


def reachable(roster: Roster, *, community: str, role: Role, now: datetime) -> Sequence[Person]:
    """Those of a role who are on duty and can be written to, in roster order."""
    return [person for person in roster.leaders(community, (role,), at=now) if person.accounts]


def move(incident: Incident, role: Role, *, roster: Roster, now: datetime, by: Person | None) -> Change:
    """The first of the role who is on duty commands from now on; nothing changes when the commander has the role.

    They have to answer like everybody who is given the command; else it goes back to who had it.
    """
    require_open(incident)
    before = roster.person(incident.commander or "")
    if holds(before, role):
        return incident, ()
    cannot = {one.person for one in incident.responders if one.stage is Stage.CANNOT}
    people = reachable(roster, community=incident.community, role=role, now=now)
    to = next((one for one in people if one.id not in {*incident.passed, *cannot}), None)
    name, who = role.name.lower(), by.id if by else None
    if to is None:
        return incident, (NobodyToCommand(incident=incident.number, role=name, by=who),)
    known = incident.commander_heard or not incident.commanded_before  # else nobody knows it better than who had it
    moved = replace(
        incident,
        commander=to.id,
        commander_heard=to.id == who,
        commanded_at=now,
        commanded_before=(incident.commander or "") if known else incident.commanded_before,
    )
    return moved, (CommandMoved(incident=incident.number, person=to.id, before=incident.commander, role=name, by=who),)
