"""Which deadlines an incident has, when they are set and when they are met (DESIGN §7)."""

from __future__ import annotations

from bot.domain.incident import Incident, Responder, Stage, next_step
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


def start(work: Work, incident: Incident, playbook: Playbook) -> None:
    """The clocks that run from the opening."""
    work.due(ARRIVAL, about=str(incident.number), at=incident.due)
    if incident.commander is not None and not incident.commander_heard:
        work.due(COMMAND, about=str(incident.number), at=work.now + work.company.times.acknowledge)
    for responder in incident.responders:
        called(work, incident, responder)
    steps(work, incident, playbook)


def called(work: Work, incident: Incident, responder: Responder) -> None:
    """The clocks of one person, from the moment they were called."""
    times = work.company.times
    work.due(ACKNOWLEDGE, about=_one(incident, responder.person), at=responder.called + times.acknowledge)
    if responder.scene:
        work.due(ARRIVAL_HALF, about=_one(incident, responder.person), at=responder.called + times.arrival * HALF)
        work.due(ARRIVAL_MOST, about=_one(incident, responder.person), at=responder.called + times.arrival * MOST)
        work.due(ARRIVAL_OF_ONE, about=_one(incident, responder.person), at=responder.called + times.arrival)


def moved(work: Work, incident: Incident, person: str) -> None:
    """Somebody has answered, come, left or can't: what was waited for from them is met."""
    responder = incident.responder(person)
    if person == incident.commander and incident.commander_heard:
        work.due(COMMAND, about=str(incident.number), at=None)
    if responder is None or responder.stage is Stage.CALLED:
        return
    work.due(ACKNOWLEDGE, about=_one(incident, person), at=None)
    if responder.stage in (Stage.THERE, Stage.LEFT, Stage.CANNOT):
        for kind in (ARRIVAL_HALF, ARRIVAL_MOST, ARRIVAL_OF_ONE):
            work.due(kind, about=_one(incident, person), at=None)
    if incident.arrived is not None:
        work.due(ARRIVAL, about=str(incident.number), at=None)


def steps(work: Work, incident: Incident, playbook: Playbook, *, before: Incident | None = None) -> None:
    """A clock for the next step of every lane; where the next step is the same as `before`, its clock runs on."""
    for lane in playbook.lanes:
        step = next_step(incident, lane)
        was = next_step(before, lane) if before else None
        if was == step:
            continue
        if was is not None:
            work.due(STEP, about=_step(incident, lane.id, was.id), at=None)
        if step is not None:
            limit = step.limit or work.company.times.step
            work.due(STEP, about=_step(incident, lane.id, step.id), at=work.now + limit)


def finished(work: Work, incident: Incident) -> None:
    """Closed or stood down: nothing of the response rings any more."""
    work.due("*", about=f"{incident.number}/*", at=None)


def _one(incident: Incident, person: str) -> str:
    return f"{incident.number}/{person}"


def _step(incident: Incident, lane: str, step: str) -> str:
    return f"{incident.number}/{lane}/{step}"
