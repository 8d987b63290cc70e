"""How the plan goes on: answers of the question card and finished steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.events import (
    AnswerTakenBack,
    EvidenceAdded,
    IncidentEvent,
    QuestionAnswered,
    StepDone,
    StepTakenBack,
    UrgencyRaised,
)
from bot.domain.incident import Incident, StepRecord, StepState, next_step, waits_for
from bot.domain.plan_events import CallerNamed
from bot.domain.playbook import Lane, Playbook, Question, Step, Urgency
from bot.domain.refused import Impossible
from bot.domain.response import Change, require_open


def answer(incident: Incident, question: Question, chosen: str, *, by: str | None) -> Change:
    """One answer; it may raise urgency and level at once. It changes what is open, never what is done."""
    require_open(incident)
    events: list[IncidentEvent] = [
        QuestionAnswered(incident=incident.number, question=question.id, answer=chosen, by=by)
    ]
    changed = replace(incident, answers={**incident.answers, question.id: chosen})
    known = question.answer(chosen)
    if known is not None:
        raised = raise_to(changed, known.urgency, known.level)
        if raised != changed:
            events.append(
                UrgencyRaised(
                    incident=incident.number,
                    urgency=raised.urgency.value,
                    level=raised.level,
                    warned=known.warn is not None,
                    by=by,
                )
            )
        changed = raised
    return changed, tuple(events)


def do_as_answered(incident: Incident, question: Question, *, by: str | None, now: datetime) -> Change:
    """What the answer to a question says is done already: those steps are done, by whoever answered."""
    events: list[IncidentEvent] = []
    for key in _said_done(question, incident.answers.get(question.id, "")):
        if incident.step(*key).state is not StepState.DONE:
            incident, done = complete(incident, key, evidence=(), person=by, now=now)
            events.extend(done)
    return incident, tuple(events)


def answer_as_done(incident: Incident, playbook: Playbook, key: tuple[str, str], *, by: str | None) -> Change:
    """A step that is done answers the questions that ask whether it is."""
    events: list[IncidentEvent] = []
    for question in playbook.questions:
        says = next((one.id for one in question.answers if key in _said_done(question, one.id)), None)
        if says is not None and incident.answers.get(question.id) != says:
            incident, more = answer(incident, question, says, by=by)
            events.extend(more)
    return incident, tuple(events)


def undo_as_answered(incident: Incident, question: Question, *, by: str | None) -> Change:
    """Before an answer is forgotten: what it said to be done is open again, unless somebody else did it."""
    events: list[IncidentEvent] = []
    for lane, step in _said_done(question, incident.answers.get(question.id, "")):
        record = incident.step(lane, step)
        if record.state is StepState.DONE and record.person == by:
            incident = replace(incident, steps={**incident.steps, (lane, step): StepRecord()})
            events.append(StepTakenBack(incident=incident.number, lane=lane, step=step, by=by))
    return incident, tuple(events)


def forget_as_undone(incident: Incident, playbook: Playbook, key: tuple[str, str], *, by: str | None) -> Change:
    """A step that was taken back: what says that it is done is no answer any more."""
    events: list[IncidentEvent] = []
    for question in playbook.questions:
        if key in _said_done(question, incident.answers.get(question.id, "")):
            incident, more = forget(incident, question.id, by=by)
            events.extend(more)
    return incident, tuple(events)


def _said_done(question: Question, chosen: str) -> tuple[tuple[str, str], ...]:
    """The steps an answer says are done, by lane and step."""
    known = question.answer(chosen)
    keys = (one.partition("/") for one in known.done.split()) if known else ()
    return tuple((lane, step) for lane, _, step in keys)


def forget(incident: Incident, question: str, *, by: str | None) -> Change:
    """An answer given by mistake: the question is open again. Urgency stays raised, finished steps stay done."""
    require_open(incident)
    answers = {one: chosen for one, chosen in incident.answers.items() if one != question}
    event = AnswerTakenBack(incident=incident.number, question=question, by=by)
    return replace(incident, answers=answers), (event,)


def raise_to(incident: Incident, urgency: Urgency | None, level: int | None) -> Incident:
    """The same incident, more urgent if this is more; an answer never lowers. Level 1 is the gravest."""
    if urgency is Urgency.EMERGENCY:
        incident = replace(incident, urgency=Urgency.EMERGENCY)
    if level is not None and (incident.level is None or level < incident.level):
        incident = replace(incident, level=level)
    return incident


def current(incident: Incident, playbook: Playbook, lane: str) -> tuple[Lane, Step]:
    """The next open step of a lane. Raises Impossible when there is no such lane or nothing is left in it."""
    strand = playbook.lane(lane)
    if strand is None:
        lanes = " ".join(one.id for one in playbook.lanes)
        raise Impossible("no_such_lane", number=incident.number, lane=lane, lanes=lanes)
    step = next_step(incident, strand)
    if step is None:
        raise Impossible("lane_done", number=incident.number, lane=lane)
    return strand, step


def require_before(incident: Incident, lane: Lane, step: Step) -> None:
    """No lift is parked before its car was seen empty: what a step comes after has to be done, not skipped."""
    earlier = waits_for(incident, lane, step)
    if earlier is not None:
        skipped = incident.step(lane.id, earlier.id).state is StepState.SKIPPED
        raise Impossible("first_this", number=incident.number, lane=lane.id, text=dict(earlier.text), skipped=skipped)


def complete(
    incident: Incident,
    key: tuple[str, str],
    *,
    evidence: tuple[str, ...],
    person: str | None,
    now: datetime,
) -> Change:
    """完成: the step is done, with what it has to show. `person`: None for somebody outside who said so."""
    require_open(incident)
    if incident.step(*key).state is StepState.DONE:
        raise Impossible("step_done", number=incident.number, lane=key[0])
    record = StepRecord(state=StepState.DONE, person=person, at=now, evidence=evidence)
    incident = replace(incident, steps={**incident.steps, key: record})
    lane, step = key
    return incident, (StepDone(incident=incident.number, lane=lane, step=step, evidence=evidence, by=person),)


def name_caller(incident: Incident, key: tuple[str, str], words: str, *, by: str) -> Change:
    """Who telephoned and when, in words, when it was not who pressed."""
    require_open(incident)
    record = replace(incident.step(*key), evidence=(words,))
    incident = replace(incident, steps={**incident.steps, key: record})
    lane, step = key
    return incident, (CallerNamed(incident=incident.number, lane=lane, step=step, text=words, by=by),)


def add_evidence(incident: Incident, key: tuple[str, str], *, evidence: tuple[str, ...], person: str) -> Change:
    """One more picture of the same album, or a second thought, to a step that is done."""
    record = incident.step(*key)
    more = replace(record, evidence=(*record.evidence, *evidence))
    incident = replace(incident, steps={**incident.steps, key: more})
    lane, step = key
    return incident, (EvidenceAdded(incident=incident.number, lane=lane, step=step, evidence=evidence, by=person),)
