"""Whoever comes next: in place of somebody who does not come, of a commander, and of who left the roster."""

from __future__ import annotations

from bot.domain import calling, course, response
from bot.domain.events import PersonCalled, RosterChanged
from bot.domain.incident import Incident, Responder
from bot.domain.overdue import NobodyLeft
from bot.domain.people import Person
from bot.talk.work import Work
from handlers import ladder


async def call_next(work: Work, incident: Incident, silent: Responder) -> tuple[Incident, Person | None]:
    """Calls whoever comes after somebody who does not answer, can't, or is late."""
    person = calling.next_call(incident, silent, roster=work.roster, order=work.company.order, now=work.now)
    if person is None:
        return incident, None
    fresh = Responder(
        person=person.id,
        department=silent.department,
        skill=silent.skill,
        scene=silent.scene,
        called=work.now,
        instead_of=silent.person,
    )
    incident = incident.with_responder(fresh)
    await work.incidents.put(incident)
    work.happened(PersonCalled(incident=incident.number, person=person.id, instead_of=silent.person))
    ladder.called(work, incident, fresh)
    return incident, person


async def replace(work: Work, incident: Incident, lost: Responder) -> tuple[Incident, bool]:
    """Somebody can't come: whether somebody else is asked in their place; if nobody is left, that is said."""
    if any(one.instead_of == lost.person and one.stage.active for one in incident.responders):
        return incident, True
    incident, after = await call_next(work, incident, lost)
    if after is None:
        work.happened(NobodyLeft(incident=incident.number, person=lost.person))
    return incident, after is not None


async def pass_command(work: Work, incident: Incident, *, round: int = 0) -> Person | None:
    """The next in order has the command, with a clock of their own; None: nobody is left."""
    now = work.now
    incident = await work.incidents.get(incident.number) or incident
    after = calling.next_commander(incident, roster=work.roster, order=work.company.order, now=now)
    changed, events = course.pass_command(incident, after, now=now)
    await work.incidents.put(changed)
    wait = work.company.times.acknowledge
    again = now + (wait if after else ladder.longer(wait, round=round))
    work.due(ladder.COMMAND, about=str(incident.number), at=again, round=0 if after else round + 1)
    work.happened(*events)
    return after


async def without_gone(work: Work, incident: Incident) -> Incident:
    """The incident once everybody who left the roster is replaced, and the command is with somebody who is there."""
    for one in incident.responders:
        if one.stage.active and not works(work, incident, one.person):
            incident, events = response.vanish(incident, one, now=work.now)
            await work.incidents.put(incident)
            ladder.moved(work, incident, one.person)
            work.happened(*events)
            incident, _ = await replace(work, incident, one)
    asked = incident.commander_heard or incident.commanded_at is not None
    if incident.commander is not None and asked and not works(work, incident, incident.commander):
        await pass_command(work, incident)
    return await work.incidents.get(incident.number) or incident


def works(work: Work, incident: Incident, person: str) -> bool:
    """Whether somebody is staff of the incident's community now."""
    found = work.roster.person(person)
    return found is not None and found.works_in(incident.community)


async def after_roster(work: Work, event: RosterChanged) -> None:  # noqa: ARG001
    """A new roster: who is on an incident and not on the roster is replaced at once."""
    for community in work.roster.communities:
        for incident in await work.incidents.open_of(community.id):
            await without_gone(work, incident)
