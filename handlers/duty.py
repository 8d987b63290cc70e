"""收到, 出发, 到场, 离场, 去不了 and 撤销: the moves of people, for oneself or for somebody who radioed."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain import response, run
from bot.domain.events import ArrivalTakenBack, StepTakenBack
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.response import Change
from bot.talk.message import Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers import ladder, questions
from handlers.next_one import pass_command, replace

_Move = Callable[..., Change]


async def acknowledge(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """收到."""
    return await _move(work, person, asked, response.hear, "heard")


async def go(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """出发."""
    return await _move(work, person, asked, response.go, "going")


async def arrive(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """到场, also /arrive 7 李电 for somebody who radioed."""
    return await _move(work, person, asked, response.arrive, "there")


async def leave(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """离场."""
    return await _move(work, person, asked, response.leave, "left")


async def cannot(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """去不了: counts at once and calls the next; a reason may stand behind it, it is never waited for."""
    incident, who = _both(asked, person)
    changed, events = response.decline(incident, who, reason=asked.rest[:200], now=work.now)
    await _keep(work, changed, who.id)
    work.happened(*events)
    was, commands = incident.responder(who.id), who.id == incident.commander
    found = (await replace(work, changed, was))[1] if was is not None else True
    if commands and await pass_command(work, changed) is None:
        found = False
    if found:
        return Toast(template="declined", facts={"number": incident.number})
    return Toast(template="declined_nobody", facts={"number": incident.number, "commands": commands}, alert=True)


async def undo(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """撤销: the newest 到场, 完成 or 跳过 of the last 60 s."""
    incident, who = _both(asked, person)
    playbook = await work.playbook(incident)
    changed, events = response.take_back(incident, who, now=work.now)
    for lane, step in [(one.lane, one.step) for one in events if isinstance(one, StepTakenBack)]:
        changed, more = run.forget_as_undone(changed, playbook, (lane, step), by=who.id)
        events = (*events, *more)
    await work.incidents.put(changed)
    for event in events:
        if isinstance(event, ArrivalTakenBack):
            ladder.moved(work, changed, event.person, before=incident)
    if changed.arrived is None and incident.arrived is not None:
        work.due(ladder.ARRIVAL, about=str(incident.number), at=max(incident.due, work.now))
    ladder.steps(work, changed, playbook, before=incident)
    work.happened(*events)
    await questions.go_on(work, changed, playbook, before=incident)
    return Toast(template="taken_back", facts={"number": incident.number}, alert=True)  # no other message says it


async def _move(work: Work, person: Person | None, asked: Asked, move: _Move, done: str) -> Toast:
    incident, by = _both(asked, person)
    who = work.roster.person(str(asked.facts.get("who", ""))) or by
    changed, events = move(incident, who, now=work.now, by=by.id)
    await _keep(work, changed, who.id, before=incident)
    work.happened(*events)
    return Toast(template=done, facts={"number": incident.number, "name": who.name if who is not by else ""})


async def _keep(work: Work, incident: Incident, person: str, *, before: Incident | None = None) -> None:
    await work.incidents.put(incident)
    ladder.moved(work, incident, person, before=before)


def _both(asked: Asked, person: Person | None) -> tuple[Incident, Person]:
    assert asked.incident is not None
    assert person is not None  # the gate lets nobody else through
    return asked.incident, person
