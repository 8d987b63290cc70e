"""What happens when a deadline passes: the person again, the next one, and those in charge (DESIGN §7)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.calling import ANSWERED
from bot.domain.deadline import Deadline
from bot.domain.incident import Incident, Responder, Stage, next_steps
from bot.domain.overdue import ArrivalDue, ArrivalOverdue, CallUnanswered, PersonOverdue, StepOverdue
from bot.talk.work import Work
from handlers import ladder
from handlers.cards import due_of
from handlers.next_one import call_next, pass_command, without_gone, works

_NOT_THERE = (Stage.CALLED, Stage.HEARD, Stage.GOING)
_LATE = 60
"""Seconds after which a chase that names a time in the past says how late it is: after an outage."""


async def acknowledge(work: Work, deadline: Deadline) -> None:
    """没应答: again to the person, and the next one is called; it goes on ringing until one of the strand answers."""
    found = await _one(work, deadline)
    if found is None or found[1].stage is not Stage.CALLED:
        return
    incident, silent = found
    if deadline.round > 0 and _replaced(incident, silent):
        return
    looked = not any(one.instead_of == silent.person and one.stage.active for one in incident.responders)
    incident, after = await call_next(work, incident, silent) if looked else (incident, None)
    incident = incident.with_responder(replace(silent, reminded=silent.reminded + 1))
    await work.incidents.put(incident)
    if after is not None:
        for kind in (ladder.ARRIVAL_HALF, ladder.ARRIVAL_MOST, ladder.ARRIVAL_OF_ONE):
            work.due(kind, about=deadline.about, at=None)  # the next one has a clock of their own
    again = work.now + work.company.times.acknowledge
    work.due(ladder.ACKNOWLEDGE, about=deadline.about, at=again, round=deadline.round + 1)
    work.happened(
        CallUnanswered(
            incident=incident.number,
            person=silent.person,
            next=after.id if after else None,
            round=deadline.round,
            exhausted=looked and after is None,
        )
    )


async def command(work: Work, deadline: Deadline) -> None:
    """The commander has not answered: the next one has it; with nobody left everybody is told, again and again."""
    incident = await work.incidents.get(int(deadline.about))
    if incident is None or not incident.state.open:
        return
    gone = incident.commander is not None and not works(work, incident, incident.commander)
    if gone or not incident.commander_heard:
        await pass_command(work, incident, round=deadline.round)


async def arrival_part(work: Work, deadline: Deadline) -> None:
    """Half and most of the time is over: a word to the person."""
    found = await _one(work, deadline)
    if found is not None and found[1].stage in _NOT_THERE and work.now < due_of(*found):
        work.happened(ArrivalDue(incident=found[0].number, person=found[1].person))


async def arrival(work: Work, deadline: Deadline) -> None:
    """到场超时: nobody is there; the staff group and the commander, until somebody is."""
    incident = await _open(work, deadline)
    if incident is None or incident.arrived is not None:
        return
    late = (work.now - deadline.due).total_seconds() if deadline.round == 0 else 0
    work.happened(ArrivalOverdue(incident=incident.number, round=deadline.round, late=late if late >= _LATE else 0))
    again = work.now + work.company.times.arrival
    work.due(ladder.ARRIVAL, about=deadline.about, at=again, round=deadline.round + 1)


async def arrival_of_one(work: Work, deadline: Deadline) -> None:
    """One person has not come: the next one of theirs is called."""
    found = await _one(work, deadline)
    if found is None or found[1].stage not in _NOT_THERE:
        return
    incident, late = found
    incident, after = await call_next(work, incident, late)
    next_id = after.id if after else None
    work.happened(PersonOverdue(incident=incident.number, person=late.person, next=next_id))


async def step(work: Work, deadline: Deadline) -> None:
    """A step takes too long: whoever does it, the second time the commander as well; a call is asked for on and on."""
    incident = await _open(work, deadline)
    if incident is None:
        return
    _, lane_id, step_id = deadline.about.split("/")
    lane = (await work.playbook(incident)).lane(lane_id)
    current = next((one for one in next_steps(incident, lane) if one.id == step_id), None) if lane else None
    if current is None:
        return
    work.happened(StepOverdue(incident=incident.number, lane=lane_id, step=step_id, round=deadline.round))
    wait = current.limit or work.company.times.step
    again = work.now + (wait if current.anybody else ladder.longer(wait, round=deadline.round))
    work.due(ladder.STEP, about=deadline.about, at=again, round=deadline.round + 1)


def _replaced(incident: Incident, silent: Responder) -> bool:
    """Whether somebody else has answered for the same strand."""
    strand = (silent.department, silent.skill)
    return any(
        one.person != silent.person and (one.department, one.skill) == strand and one.stage in ANSWERED
        for one in incident.responders
    )


async def _open(work: Work, deadline: Deadline) -> Incident | None:
    incident = await work.incidents.get(int(deadline.about.partition("/")[0]))
    if incident is None or not incident.state.open:
        return None
    return await without_gone(work, incident)


async def _one(work: Work, deadline: Deadline) -> tuple[Incident, Responder] | None:
    incident = await _open(work, deadline)
    responder = incident.responder(deadline.about.partition("/")[2]) if incident else None
    return (incident, responder) if incident and responder else None
