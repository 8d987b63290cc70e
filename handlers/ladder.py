"""Which deadlines an incident has, when they are set and when they are met (DESIGN §7)."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import response
from bot.domain.incident import Incident, Responder, Stage, next_steps
from bot.domain.people import Person
from bot.domain.playbook import Playbook
from bot.talk.work import Work

ACKNOWLEDGE = "acknowledge"
"""About `7/li`: this person has to say 收到."""
COMMAND = "command"
"""About `7`: the commander has to say 收到, or is passed over."""
ARRIVAL_HALF = "arrival_half"
"""About `7/li`: half of the time to arrive has passed."""
ARRIVAL_MOST = "arrival_most"
"""About `7/li`: 0.8 of the time to arrive has passed."""
ARRIVAL = "arrival"
"""About `7`: the first has to be there."""
ARRIVAL_OF_ONE = "arrival_of_one"
"""About `7/li`: this person has to be there, though others may be."""
STEP = "step"
"""About `7/B/firm`: the next step of a lane has to be done."""

HALF, MOST = 0.5, 0.8
SAME, LONGEST = 3, timedelta(hours=2)
"""How many rounds come at the same distance, and the longest distance after them."""


def start(work: Work, incident: Incident, playbook: Playbook) -> None:
    """The clocks that run from the opening."""
    if playbook.at_place:
        work.due(ARRIVAL, about=str(incident.number), at=incident.due)
    if incident.commander is not None and not incident.commander_heard:
        work.due(COMMAND, about=str(incident.number), at=work.now + work.company.times.acknowledge)
    for responder in incident.responders:
        called(work, incident, responder)
    steps(work, incident, playbook)


def called(work: Work, incident: Incident, responder: Responder) -> None:
    """The clocks of one person, from the moment they were called; who has answered is only waited for at the place."""
    if responder.stage is Stage.CALLED:
        again = responder.called + work.company.times.acknowledge
        work.due(ACKNOWLEDGE, about=_one(incident, responder.person), at=again)
    if responder.scene:
        comes(work, incident, responder)


def comes(work: Work, incident: Incident, responder: Responder) -> None:
    """The clocks of one person's way, also when they come after all; what has passed rings now, halves are left out."""
    arrival, about = work.company.times.arrival, _one(incident, responder.person)
    for kind, part in ((ARRIVAL_HALF, HALF), (ARRIVAL_MOST, MOST)):
        at = responder.called + arrival * part
        work.due(kind, about=about, at=at if at > work.now else None)
    work.due(ARRIVAL_OF_ONE, about=about, at=max(responder.called + arrival, work.now))


def longer(wait: timedelta, *, round: int) -> timedelta:
    """How long until it rings again: the same for three rounds, then twice as long each time, up to two hours."""
    return min(wait * (1 << min(max(0, round + 1 - SAME), 10)), max(wait, LONGEST))


async def answered(work: Work, incident: Incident, person: Person | None) -> Incident:
    """Whoever works on it has heard of it: what was waited for from them is met, though they never pressed 收到."""
    if person is None:
        return incident
    incident, events = response.engaged(incident, person, now=work.now)
    if events:
        await work.incidents.put(incident)
        moved(work, incident, person.id)
        work.happened(*events)
    return incident


def moved(work: Work, incident: Incident, person: str, *, before: Incident | None = None) -> None:
    """Somebody has answered, come, left or can't: what was waited for from them is met; who comes after all since
    `before` is waited for again."""
    responder = incident.responder(person)
    was = before.responder(person) if before else None
    if person == incident.commander and incident.commander_heard:
        work.due(COMMAND, about=str(incident.number), at=None)
    if responder is None or responder.stage is Stage.CALLED:
        return
    work.due(ACKNOWLEDGE, about=_one(incident, person), at=None)
    if responder.stage in (Stage.THERE, Stage.LEFT, Stage.CANNOT):
        for kind in (ARRIVAL_HALF, ARRIVAL_MOST, ARRIVAL_OF_ONE):
            work.due(kind, about=_one(incident, person), at=None)
    elif was is not None and was.stage in (Stage.THERE, Stage.LEFT, Stage.CANNOT) and responder.scene:
        comes(work, incident, responder)
    if incident.arrived is not None:
        work.due(ARRIVAL, about=str(incident.number), at=None)


def steps(
    work: Work,
    incident: Incident,
    playbook: Playbook,
    *,
    before: Incident | None = None,
    was: Playbook | None = None,
) -> None:
    """A clock for what is next in every lane; of what was next `before` as well, the clock runs on. `was`: the plan
    as it was then, when it was changed since."""
    for lane in playbook.lanes:
        strand = (was or playbook).lane(lane.id)
        now, were = next_steps(incident, lane), next_steps(before, strand) if before and strand else ()
        had, has = ({one.id for one in found} for found in (were, now))
        for step in (one for one in were if one.id not in has):
            work.due(STEP, about=_step(incident, lane.id, step.id), at=None)
        for step in (one for one in now if one.id not in had):
            limit = step.limit or work.company.times.step
            work.due(STEP, about=_step(incident, lane.id, step.id), at=work.now + limit)


def finished(work: Work, incident: Incident) -> None:
    """Closed or stood down: nothing of the response rings any more."""
    work.due("*", about=f"{incident.number}/*", at=None)


def _one(incident: Incident, person: str) -> str:
    return f"{incident.number}/{person}"


def _step(incident: Incident, lane: str, step: str) -> str:
    return f"{incident.number}/{lane}/{step}"
