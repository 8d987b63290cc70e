"""What a finished step or an answer means for others: whose turn it is now, and what has to be done at once."""

from __future__ import annotations

from bot.domain import events as e
from bot.domain.incident import Incident, open_steps, step_after
from bot.domain.people import Department
from bot.domain.playbook import Lane, Playbook, Step
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers.cards import call_facts, called_button, doer, person_card
from handlers.telling import commander_of, head_of_event, incident_of, of_department


async def tell_new_duty(work: Work, event: e.StepDone) -> None:
    """A lane has gone on: whoever is furthest on its next step hears it with sound, unless they pressed themselves."""
    incident = await incident_of(work, event)
    playbook = await work.playbook(incident)
    lane = playbook.lane(event.lane)
    step = step_after(incident, lane, event.step) if lane and incident.state.open else None
    person = doer(incident, step, work.roster) if step else None
    if person is not None and person.id != event.by:
        card = person_card(incident, playbook, person, work.roster)
        work.live(person, card, about=f"{incident.number}/{person.id}", fresh=True)


async def warn_commander(work: Work, event: e.QuestionAnswered) -> None:
    """An answer that changes what has to be done: the commander and the desk, with sound and the words to say."""
    await _warn(work, await incident_of(work, event), event.question, event.answer)


async def warn_of_report(work: Work, event: e.IncidentOpened) -> None:
    """What the report already answered is worth the same warnings as a press."""
    incident = await incident_of(work, event)
    intake = await work.intakes.get(event.intake) if event.intake is not None else None
    for question, chosen in (intake.answers if intake else {}).items():
        await _warn(work, incident, question, chosen)


async def _warn(work: Work, incident: Incident, asked: str, chosen: str) -> None:
    playbook = await work.playbook(incident)
    question = playbook.question(asked)
    answer = question.answer(chosen) if question else None
    if answer is None or answer.warn is None:
        return
    opened = _calls_for(incident, playbook, asked)
    facts = {
        **await head_of_event(work, incident),
        "warn": dict(answer.warn),
        "calls": [call_facts(incident, playbook, step, work.roster) for _, step in opened],
    }
    rows = tuple((called_button(incident.number, lane, step),) for lane, step in opened)
    card = Card(template="incident/warning", facts=facts, rows=rows)
    key = f"{incident.number}/warn/{asked}/{chosen}/{work.now.timestamp()}"
    for person in (*commander_of(work, incident), *of_department(work, incident, Department.SERVICE)):
        work.send(person, card, key=f"{key}/{person.id}", priority=Priority.EMERGENCY, about=str(incident.number))


def _calls_for(incident: Incident, playbook: Playbook, asked: str) -> list[tuple[Lane, Step]]:
    """The open calls an answer to this question asks for, each number once; of a second plan only 119, 110, 120."""
    calls: dict[str, tuple[Lane, Step]] = {}
    for lane, step in open_steps(incident, playbook):
        if step.call and asked in step.when.answers and (lane.of is None or step.calls_help):
            calls.setdefault(step.call.to, (lane, step))
    return list(calls.values())
