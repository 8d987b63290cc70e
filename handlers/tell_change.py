"""Who hears that a running plan or its level was changed: a part of the table TELL."""

from __future__ import annotations

from bot.domain import change_events as p
from bot.domain.events import Event
from bot.domain.incident import Incident, next_step
from bot.domain.level import LEVELS
from bot.domain.people import Person, Role
from bot.talk.work import Tell, Work
from handlers.cards import doer, person_card
from handlers.facts import Json, name_of
from handlers.telling import commander_of, incident_of, to_people

_IN_CHARGE = (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)
StepEvent = p.StepSkipped | p.StepAdded | p.StepMoved


async def tell_next(work: Work, event: StepEvent) -> None:
    """Whose step has become the next of its lane by this hears it with sound, unless they did it themselves."""
    incident = await incident_of(work, event)
    lane = (await work.playbook(incident)).lane(event.lane)
    step = next_step(incident, lane) if lane else None
    if lane is None or step is None or step.anybody:
        return
    order = [one.id for one in lane.steps]
    skipped = isinstance(event, p.StepSkipped) and order.index(event.step) < order.index(step.id)
    person = doer(incident, step, work.roster) if skipped or step.id == event.step else None
    if person is not None and person.id != event.by:
        await _call_again(work, incident, person)


async def tell_given(work: Work, event: p.StepAssigned) -> None:
    """Whom a step was given to hears it with sound."""
    person = work.roster.person(event.person)
    if person is not None and person.id != event.by:
        await _call_again(work, await incident_of(work, event), person)


async def tell_skipped(work: Work, event: p.StepSkipped) -> None:
    """A step of life safety is not done: everybody in charge reads why, with sound."""
    if not event.life:
        return
    incident = await incident_of(work, event)
    lane = (await work.playbook(incident)).lane(event.lane)
    text = next((dict(one.text) for one in lane.steps if one.id == event.step), {}) if lane else {}
    facts: Json = {"who": name_of(work.roster, event.by), "reason": event.reason, "lane": event.lane, "text": text}
    await to_people(work, event, _in_charge(work, incident, _IN_CHARGE, by=event.by), "incident/skipped", facts)


async def tell_level(work: Work, event: p.LevelSet) -> None:
    """The commander, and whom the level brings in when it was raised."""
    incident = await incident_of(work, event)
    raised = event.before is None or event.level < event.before
    facts: Json = {
        "who": name_of(work.roster, event.by),
        "reason": event.reason,
        "level": event.level,
        "before": event.before,
    }
    people = _in_charge(work, incident, LEVELS[event.level] if raised else (), by=event.by)
    await to_people(work, event, people, "incident/level", facts)


def _in_charge(work: Work, incident: Incident, roles: tuple[Role, ...], *, by: str | None) -> list[Person]:
    """The commander of the incident and who of these roles is on duty, without who did it."""
    leaders = work.roster.leaders(incident.community, roles, at=work.now)
    people = {person.id: person for person in (*commander_of(work, incident), *leaders)}
    return [person for person in people.values() if person.id != by]


async def _call_again(work: Work, incident: Incident, person: Person) -> None:
    card = person_card(incident, await work.playbook(incident), person, work.roster)
    work.live(person, card, about=f"{incident.number}/{person.id}", fresh=True)


def rows(refresh: Tell) -> dict[type[Event], tuple[Tell, ...]]:
    """The rows of the table; `refresh` redraws the cards of an incident."""
    return {
        p.StepSkipped: (refresh, tell_next, tell_skipped),
        p.StepAdded: (refresh, tell_next),
        p.StepMoved: (refresh, tell_next),
        p.StepAssigned: (refresh, tell_given),
        p.LevelSet: (refresh, tell_level),
    }
