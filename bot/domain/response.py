"""How people move on an incident: 收到, 出发, 到场, 离场, 去不了, and taking a mistake back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.events import (
    ArrivalTakenBack,
    CallHeard,
    IncidentEvent,
    PersonArrived,
    PersonDeclined,
    PersonLeft,
    PersonWent,
    StepTakenBack,
)
from bot.domain.incident import Incident, Responder, Stage, State, StepRecord, StepState
from bot.domain.overdue import PersonGone
from bot.domain.people import Person
from bot.domain.refused import Impossible

Change = tuple[Incident, Sequence[IncidentEvent]]
"""What became of the incident, and what has happened by it."""

TAKE_BACK = timedelta(seconds=60)
"""How long a wrong 到场 or 完成 can be taken back (DESIGN §8)."""

_UNDERWAY = (Stage.GOING, Stage.THERE)


def require_open(incident: Incident) -> None:
    """Raises Impossible when nobody works on the incident any more."""
    if not incident.state.open:
        raise Impossible("incident_over", number=incident.number, state=incident.state.value)


def hear(incident: Incident, person: Person, *, now: datetime, by: str | None) -> Change:
    """收到: stops the call from ringing on; the commander's answer counts as theirs."""
    require_open(incident)
    commands = person.id == incident.commander and not incident.commander_heard
    responder = incident.responder(person.id)
    if responder is None:
        waits = person.id != incident.commander
    else:
        waits = responder.stage in (Stage.CALLED, Stage.CANNOT, Stage.LEFT)
    if not waits and not commands:
        raise Impossible("already_heard", number=incident.number)
    if waits:
        responder = replace(_again(incident, person, now=now), stage=Stage.HEARD, heard=now, left=None)
        incident = incident.with_responder(responder)
    return _heard(incident, person), (CallHeard(incident=incident.number, person=person.id, by=by),)


def engaged(incident: Incident, person: Person, *, now: datetime) -> Change:
    """Whoever works on it has heard of it, though they never pressed 收到."""
    responder = incident.responder(person.id)
    called = responder is not None and responder.stage is Stage.CALLED
    commands = person.id == incident.commander and not incident.commander_heard
    return hear(incident, person, now=now, by=person.id) if called or commands else (incident, ())


def go(incident: Incident, person: Person, *, now: datetime, by: str | None) -> Change:
    """出发: the first one makes the incident a response."""
    require_open(incident)
    before = _again(incident, person, now=now)
    if before.stage in _UNDERWAY:
        raise Impossible("already_going", number=incident.number)
    first = all(responder.went is None and responder.arrived is None for responder in incident.responders)
    after = replace(before, stage=Stage.GOING, heard=before.heard or now, went=now, left=None)
    incident = _responding(_heard(incident.with_responder(after), person))
    return incident, (PersonWent(incident=incident.number, person=person.id, first=first, by=by),)


def arrive(incident: Incident, person: Person, *, now: datetime, by: str | None) -> Change:
    """到场: the first one stops the arrival clock."""
    require_open(incident)
    before = incident.responder(person.id) or _joining(person, now=now)
    if before.stage is Stage.THERE:
        raise Impossible("already_there", number=incident.number)
    first = incident.arrived is None
    after = replace(before, stage=Stage.THERE, heard=before.heard or now, arrived=now, left=None)
    incident = _responding(_heard(incident.with_responder(after), person))
    others = {one: typed for one, typed in incident.entered.items() if one != person.id}
    entered = {**others, person.id: by} if by is not None and by != person.id else others
    incident = replace(incident, arrived=incident.arrived or now, entered=entered)
    return incident, (PersonArrived(incident=incident.number, person=person.id, first=first, by=by),)


def leave(incident: Incident, person: Person, *, now: datetime, by: str | None) -> Change:
    """离场: only who is there can leave."""
    require_open(incident)
    before = incident.responder(person.id)
    if before is None or before.stage is not Stage.THERE:
        raise Impossible("not_there", number=incident.number)
    incident = incident.with_responder(replace(before, stage=Stage.LEFT, left=now))
    return incident, (PersonLeft(incident=incident.number, person=person.id, by=by),)


def vanish(incident: Incident, responder: Responder, *, now: datetime) -> Change:
    """Somebody who was called is not on the roster any more: they can't come."""
    incident = incident.with_responder(replace(responder, stage=Stage.CANNOT, left=now))
    return incident, (PersonGone(incident=incident.number, person=responder.person),)


def decline(incident: Incident, person: Person, *, reason: str, now: datetime) -> Change:
    """去不了: somebody else has to be called."""
    require_open(incident)
    before = incident.responder(person.id)
    if before is None and person.id != incident.commander:
        raise Impossible("not_called", number=incident.number)
    before = before or _joining(person, now=now)
    if before.stage is Stage.CANNOT:
        raise Impossible("already_declined", number=incident.number)
    incident = incident.with_responder(replace(before, stage=Stage.CANNOT, left=now, reason=reason))
    return incident, (PersonDeclined(incident=incident.number, person=person.id, reason=reason, by=person.id),)


def take_back(incident: Incident, person: Person, *, now: datetime) -> Change:
    """撤销: the newest 到场, 完成 or 跳过 this person gave, while it is at most 60 s old; later a note has to do."""
    require_open(incident)
    steps = {
        key: record.at
        for key, record in incident.steps.items()
        if record.state is not StepState.OPEN and record.person == person.id and record.at is not None
    }
    newest = max(steps, key=lambda key: (steps[key], key), default=None)
    there = _newest_arrival(incident, person)
    arrived = there.arrived if there is not None else None
    if newest is not None and now - steps[newest] <= TAKE_BACK and (arrived is None or steps[newest] >= arrived):
        return _reopen_step(incident, person, newest)
    if there is None or arrived is None or now - arrived > TAKE_BACK:
        raise Impossible("nothing_to_take_back", number=incident.number)
    return _take_back_arrival(incident, there, by=person.id)


def _newest_arrival(incident: Incident, person: Person) -> Responder | None:
    """The last of those who are there by this person's own 到场, or by what this person typed for them."""
    mine = [
        one
        for one in incident.responders
        if one.stage is Stage.THERE and person.id in (one.person, incident.entered.get(one.person))
    ]
    return max(mine, key=lambda one: one.arrived or incident.opened, default=None)


def _reopen_step(incident: Incident, person: Person, key: tuple[str, str]) -> Change:
    incident = replace(incident, steps={**incident.steps, key: StepRecord()})
    return incident, (StepTakenBack(incident=incident.number, lane=key[0], step=key[1], by=person.id),)


def _take_back_arrival(incident: Incident, there: Responder, *, by: str) -> Change:
    stage = Stage.GOING if there.went else Stage.HEARD
    incident = incident.with_responder(replace(there, stage=stage, arrived=None))
    if incident.arrived == there.arrived:  # else somebody was there before, perhaps they themselves
        first = min((r.arrived for r in incident.responders if r.arrived is not None), default=None)
        incident = replace(incident, arrived=first)
    return incident, (ArrivalTakenBack(incident=incident.number, person=there.person, by=by),)


def _joining(person: Person, *, now: datetime) -> Responder:
    """Somebody nobody called comes by themselves."""
    return Responder(person=person.id, department=person.department, called=now)


def _again(incident: Incident, person: Person, *, now: datetime) -> Responder:
    """Their row; for somebody who had left or could not come, and comes after all, the time runs from now."""
    before = incident.responder(person.id)
    if before is None:
        return _joining(person, now=now)
    return before if before.stage.active else replace(before, called=now)


def _heard(incident: Incident, person: Person) -> Incident:
    return replace(incident, commander_heard=True) if person.id == incident.commander else incident


def _responding(incident: Incident) -> Incident:
    early = incident.state in (State.REPORTED, State.VERIFIED)
    return replace(incident, state=State.RESPONDING) if early else incident
