"""Who telephoned 119, and when: it stands with who pressed, and they say so when it was somebody else."""

from __future__ import annotations

from bot.domain import run
from bot.domain.events import StepDone
from bot.domain.people import Person
from bot.talk.message import Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers.asking import ask, asked_about
from handlers.cards import button
from handlers.facts import Json, head_of, iso
from handlers.listening import stop_listening
from handlers.telling import incident_of, to_people

FORM = "called_by"


async def tell(work: Work, event: StepDone) -> None:
    """A call anybody may make is made: whoever said so reads under whose name and time it is kept."""
    incident = await incident_of(work, event)
    lane = (await work.playbook(incident)).lane(event.lane)
    step = lane.step(event.step) if lane else None
    person = work.roster.person(event.by or "")
    if step is None or step.call is None or not step.anybody or person is None or not incident.state.open:
        return
    facts: Json = {"to": step.call.to, "name": person.name, "at": iso(incident.step(event.lane, event.step).at)}
    other = button(
        "called_by", incident.number, key=f"{event.lane}:{step.id}", lane=event.lane, step=step.id, to=step.call.to
    )
    await to_people(work, event, [person], "incident/called_by", facts, rows=((other,),))


async def ask_who(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """别人打的: who, and when."""
    incident = asked.incident
    assert incident is not None
    what = {"incident": incident.number, "lane": asked.facts["lane"], "step": asked.facts["step"]}
    shown = {**await head_of(work, incident), "form": FORM}
    await ask(work, person, incoming, form=FORM, facts=what, template="incident/say", shown=shown)
    return Toast(template="say_who_called", facts={"number": incident.number})


async def take(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """The words stand with the step in place of who pressed; a group reads that it was somebody else, not who."""
    incident = asked.incident
    assert incident is not None
    assert person is not None
    key = (str(asked.facts["lane"]), str(asked.facts["step"]))
    changed, events = run.name_caller(incident, key, asked.rest, by=person.id)
    await work.incidents.put(changed)
    work.happened(*events)
    card = asked_about(incident.number, incoming.account)
    await stop_listening(work, incoming.where, incoming.account, card=card)
    return Toast(template="noted", facts={"number": incident.number})
