"""How an event becomes messages: to the staff chats of its incident, and to people, each copy with its key."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain import events as e
from bot.domain.incident import Incident
from bot.domain.people import Department, Person
from bot.talk.message import Card, Choice, Priority
from bot.talk.work import Work
from handlers.cards import staff_chats
from handlers.facts import Json, head

EventOfIncident = e.IncidentEvent


async def to_chats(
    work: Work,
    event: EventOfIncident,
    template: str,
    facts: Json,
    *,
    rows: tuple[tuple[Choice, ...], ...] = (),
    priority: Priority = Priority.EMERGENCY,
    quiet: bool = False,
) -> None:
    """To every staff and command chat of the community."""
    incident = await incident_of(work, event)
    card = Card(template=template, facts={**await head_of_event(work, incident), **facts}, rows=rows, quiet=quiet)
    for where in staff_chats(work, incident.community):
        key = f"{_key(work, event)}/{where.chat}/{where.thread}"
        work.send(where, card, key=key, priority=priority, about=str(incident.number))


async def to_people(
    work: Work,
    event: EventOfIncident,
    people: Iterable[Person],
    template: str,
    facts: Json | None = None,
    *,
    rows: tuple[tuple[Choice, ...], ...] = (),
    priority: Priority = Priority.EMERGENCY,
) -> None:
    """To each of these people, in private."""
    incident = await incident_of(work, event)
    card = Card(template=template, facts={**await head_of_event(work, incident), **(facts or {})}, rows=rows)
    for person in people:
        key = f"{_key(work, event)}/{person.id}"
        work.send(person, card, key=key, priority=priority, about=str(incident.number))


def _key(work: Work, event: EventOfIncident) -> str:
    detail = "/".join(str(getattr(event, name, "")) for name in ("person", "lane", "step", "department", "type"))
    return f"{event.incident}/{type(event).__name__}/{detail}/{work.now.timestamp()}"


async def incident_of(work: Work, event: EventOfIncident) -> Incident:
    """The incident the event is about."""
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    return incident


async def head_of_event(work: Work, incident: Incident) -> Json:
    """What the message begins with; nothing a group must not see."""
    return head(incident, await work.playbook(incident), work.roster, private=False)


def commander_of(work: Work, incident: Incident) -> list[Person]:
    """Who commands now, and until they have said 收到 who had it before; empty when nobody does."""
    before = "" if incident.commander_heard else incident.commanded_before
    return [person for one in (incident.commander or "", before) if (person := work.roster.person(one))]


def concerned(work: Work, incident: Incident) -> list[Person]:
    """Everybody with a card of their own: who was called, and the commander."""
    ids = dict.fromkeys(
        [*(one.person for one in incident.responders), *([incident.commander] if incident.commander else [])]
    )
    return [person for one in ids if (person := work.roster.person(one))]


def of_department(work: Work, incident: Incident, department: Department) -> list[Person]:
    """Those of a department who are on this incident, without its commander."""
    ids = [one.person for one in incident.responders if one.stage.active and one.person != incident.commander]
    return [person for one in ids if (person := work.roster.person(one)) and person.department is department]
