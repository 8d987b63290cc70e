"""How an incident moves as a whole: command, verification, control and closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.events import (
    CallHeard,
    CommandPassed,
    CommandTaken,
    FalseAlarm,
    IncidentClosed,
    IncidentControlled,
    IncidentEvent,
    IncidentVerified,
)
from bot.domain.incident import Incident, Stage, State
from bot.domain.people import Person
from bot.domain.refused import Impossible
from bot.domain.response import Change, require_open


def verify(incident: Incident, *, by: str) -> Change:
    """属实: a member of staff stands for the report of somebody outside."""
    require_open(incident)
    if not incident.unverified:
        raise Impossible("already_verified", number=incident.number)
    state = State.VERIFIED if incident.state is State.REPORTED else incident.state
    incident = replace(incident, unverified=False, state=state)
    return incident, (IncidentVerified(incident=incident.number, by=by),)


def stand_down(incident: Incident, *, now: datetime, by: str) -> Change:
    """误报: it was nothing."""
    require_open(incident)
    incident = replace(incident, state=State.FALSE_ALARM, unverified=False, closed=now)
    return incident, (FalseAlarm(incident=incident.number, by=by),)


def control(incident: Incident, *, now: datetime, by: str) -> Change:
    """已控制."""
    require_open(incident)
    if incident.state is State.CONTROLLED:
        raise Impossible("already_controlled", number=incident.number)
    incident = replace(incident, state=State.CONTROLLED, controlled=now, commander_heard=True)
    return incident, (IncidentControlled(incident=incident.number, by=by),)


def close(incident: Incident, *, now: datetime, by: str) -> Change:
    """结案: controlled first, when nobody has said so before."""
    require_open(incident)
    events: list[IncidentEvent] = []
    if incident.state is not State.CONTROLLED:
        incident, controlled = control(incident, now=now, by=by)
        events.extend(controlled)
    incident = replace(incident, state=State.CLOSED, closed=now)
    return incident, (*events, IncidentClosed(incident=incident.number, by=by))


def take_command(incident: Incident, person: Person) -> Change:
    """接管: whoever takes it has heard of it, also who was given it and has not answered yet."""
    require_open(incident)
    if person.id == incident.commander and not incident.commander_heard:
        incident = replace(incident, commander_heard=True)
        return incident, (CallHeard(incident=incident.number, person=person.id, by=person.id),)
    if person.id == incident.commander:
        raise Impossible("already_commander", number=incident.number)
    before = incident.commander
    incident = replace(incident, commander=person.id, commander_heard=True, commanded_before="")
    return incident, (CommandTaken(incident=incident.number, before=before, by=person.id),)


def pass_command(incident: Incident, to: Person | None, *, now: datetime) -> Change:
    """The commander has not answered in time, or can't; with nobody left that is said and anybody may take over."""
    silent = incident.commander or ""
    row = incident.responder(silent)
    declined = row is not None and row.stage is Stage.CANNOT
    event = CommandPassed(incident=incident.number, person=silent, to=to.id if to else None, declined=declined)
    if to is None:
        return replace(incident, commander_heard=False, commanded_at=None), (event,)
    passed = (*incident.passed, silent)
    incident = replace(
        incident, commander=to.id, commander_heard=False, commanded_at=now, passed=passed, commanded_before=""
    )
    return incident, (event,)
