"""Commanding an incident: 升级, 接管, 属实, 误报, 已控制, 结案, and 补充 for everybody."""

from __future__ import annotations

from bot.domain import course
from bot.domain.events import Escalated, NoteAdded
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.response import require_open
from bot.talk.message import Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers import ladder
from handlers.asking import ask, asked_about
from handlers.facts import head_of
from handlers.listening import stop_listening

REASON_FORM = "reason"
NOTE_FORM = "note"


async def escalate(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """升级: brings supervisor and commander the reason; without one it asks, or says how."""
    incident, by = _both(asked, person)
    require_open(incident)
    if asked.rest:
        await ladder.answered(work, incident, by)
        work.happened(Escalated(incident=incident.number, reason=asked.rest, by=by.id))
        await _told(work, incoming, incident)
        return _said_to_all(incoming, asked, Toast(template="escalated", facts={"number": incident.number}))
    if asked.typed:
        return Card(template="refused/no_reason", facts={"number": incident.number}, reply_to=_message(incoming))
    await _ask(work, by, incoming, incident, form=REASON_FORM)
    return Toast(template="say_reason", facts={"number": incident.number})


async def note(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """补充: words and pictures for everybody on the incident."""
    incident, by = _both(asked, person)
    require_open(incident)
    if asked.rest or (asked.typed and incoming.files):
        await ladder.answered(work, incident, by)
        work.happened(NoteAdded(incident=incident.number, text=asked.rest, files=incoming.files, by=by.id))
        await _told(work, incoming, incident)
        return _said_to_all(incoming, asked, Toast(template="noted", facts={"number": incident.number}))
    if asked.typed:
        return Card(template="refused/no_note", facts={"number": incident.number}, reply_to=_message(incoming))
    await _ask(work, by, incoming, incident, form=NOTE_FORM)
    return Toast(template="say_note", facts={"number": incident.number})


async def take_over(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """接管."""
    incident, by = _both(asked, person)
    changed, events = course.take_command(incident, by)
    await work.incidents.put(changed)
    ladder.moved(work, changed, by.id)
    work.happened(*events)
    return Toast(template="taken_over", facts={"number": incident.number})


async def verify(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """属实."""
    incident, by = _both(asked, person)
    changed, events = course.verify(incident, by=by.id)
    await work.incidents.put(changed)
    work.happened(*events)
    return Toast(template="verified", facts={"number": incident.number})


async def stand_down(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """误报."""
    incident, by = _both(asked, person)
    changed, events = course.stand_down(incident, now=work.now, by=by.id)
    await work.incidents.put(changed)
    ladder.finished(work, changed)
    work.happened(*events)
    return Toast(template="stood_down", facts={"number": incident.number})


async def control(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """已控制."""
    incident, by = _both(asked, person)
    changed, events = course.control(incident, now=work.now, by=by.id)
    await work.incidents.put(changed)
    ladder.moved(work, changed, by.id)
    work.happened(*events)
    return Toast(template="controlled", facts={"number": incident.number})


async def close(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """结案: what is still open is named in the last message, and nothing rings any more."""
    incident, by = _both(asked, person)
    changed, events = course.close(incident, now=work.now, by=by.id)
    await work.incidents.put(changed)
    ladder.finished(work, changed)
    work.happened(*events)
    return Toast(template="closed", facts={"number": incident.number})


async def _told(work: Work, incoming: Incoming, incident: Incident) -> None:
    """What was asked of this incident is said; what else is asked stays."""
    card = asked_about(incident.number, incoming.account)
    await stop_listening(work, incoming.where, incoming.account, card=card)


async def _ask(work: Work, by: Person, incoming: Incoming, incident: Incident, *, form: str) -> None:
    shown = {**await head_of(work, incident), "form": form}
    await ask(work, by, incoming, form=form, facts={"incident": incident.number}, template="incident/say", shown=shown)


def _said_to_all(incoming: Incoming, asked: Asked, toast: Toast) -> Toast | None:
    """In a group the message that everybody reads is answer enough."""
    return None if asked.typed and not incoming.private else toast


def _message(incoming: Incoming) -> str:
    return "" if incoming.private else incoming.message


def _both(asked: Asked, person: Person | None) -> tuple[Incident, Person]:
    assert asked.incident is not None
    assert person is not None  # the gate lets nobody else through
    return asked.incident, person
