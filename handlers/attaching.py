"""What a second plan sets going: its lanes beside the first's, the people it calls, who commands by it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import calling, command, run
from bot.domain.events import PersonCalled, UrgencyRaised
from bot.domain.incident import Incident, Responder
from bot.domain.people import Person, Role
from bot.domain.plan_events import NobodyToCommand, PlanAttached, PlanNotAttached
from bot.domain.playbook import ALWAYS, Playbook, Question, When
from bot.domain.refused import Impossible
from bot.domain.response import require_open
from bot.domain.second_plan import fits, freed, joined, name_of_plan
from bot.domain.staffing import nobody_for
from bot.talk.work import Work
from handlers import ladder


async def attach(
    work: Work, incident: Incident, other: Playbook, *, by: Person | None, only: When = ALWAYS, because: str = ""
) -> Incident:
    """Runs a second plan from now on. What is done stays done, and clocks that run run on; Impossible says why not.

    `only`: the answer that calls for it; with another answer later what is open of it goes again.
    """
    require_open(incident)
    before = await work.playbook(incident)
    plan = joined(before, other, only=only)
    incident = replace(incident, playbook=await work.start(plan))
    if plan.at_place and not before.at_place:
        incident = replace(incident, due=work.now + work.company.times.arrival, awaited=work.now)
        work.due(ladder.ARRIVAL, about=str(incident.number), at=incident.due if incident.arrived is None else None)
    who = by.id if by else None
    work.happened(PlanAttached(incident=incident.number, type=other.id, because=because, by=who))
    incident = _raise(work, incident, other, by=who)
    incident, learnt = _learn(work, incident, plan, before, by=who)
    added = replace(plan, lanes=tuple(lane for lane in plan.lanes if before.lane(lane.id) is None))
    incident = _call(work, incident, other, added=added)
    if other.command is not None:
        incident = await move_command(work, incident, other.command, by=by)
    await work.incidents.put(incident)
    ladder.steps(work, incident, added)
    for question in learnt:
        incident = await by_answer(work, incident, question, incident.answers[question.id], by=by)
    return incident


async def by_answer(work: Work, incident: Incident, question: Question, chosen: str, *, by: Person | None) -> Incident:
    """What an answer changes besides steps: the plan it calls for, and who commands. It never asks."""
    answer = question.answer(chosen)
    if answer is None:
        return incident
    plan = await work.playbook(incident)
    other = work.playbooks.get(answer.attach)
    if other is not None and other.id in plan.attached:
        incident = await _free(work, incident, freed(plan, other.id, keep=question.id), before=plan)
    elif other is not None and other.id != plan.id and not fits(plan, other):
        because, who = f"{question.id}/{chosen}", by.id if by else None
        work.happened(PlanNotAttached(incident=incident.number, type=other.id, because=because, by=who))
    elif other is not None and other.id != plan.id:
        calling_for = frozenset(one.id for one in question.answers if one.attach == other.id)
        only = When(answers={question.id: calling_for})
        incident = await attach(work, incident, other, by=by, only=only, because=f"{question.id}/{chosen}")
    if answer.command is not None:
        incident = await move_command(work, incident, answer.command, by=by)
        await work.incidents.put(incident)
    return incident


async def free(work: Work, incident: Incident, type: str) -> Incident:
    """What ran beside the first only while an answer called for it runs in any case; Impossible when it did already."""
    plan = await work.playbook(incident)
    loose = freed(plan, type)
    if loose == plan:
        raise Impossible("plan_there", type=dict(name_of_plan(plan, type)))
    return await _free(work, incident, loose, before=plan)


async def _free(work: Work, incident: Incident, loose: Playbook, *, before: Playbook) -> Incident:
    if loose == before:
        return incident
    changed = replace(incident, playbook=await work.start(loose))
    await work.incidents.put(changed)
    ladder.steps(work, changed, loose, before=incident, was=before)
    return changed


async def move_command(work: Work, incident: Incident, role: Role, *, by: Person | None) -> Incident:
    """The command goes to the first of the role, with a clock of their own; that nobody is there is said once."""
    moved, events = command.move(incident, role, roster=work.roster, now=work.now, by=by)
    for event in events:
        if not isinstance(event, NobodyToCommand) or not await _is_said(work, event):
            work.happened(event)
    if moved.commander != incident.commander:
        heard = moved.commander_heard
        at = None if heard else work.now + work.company.times.acknowledge
        work.due(ladder.COMMAND, about=str(incident.number), at=at)
    return moved


async def _is_said(work: Work, event: NobodyToCommand) -> bool:
    past = await work.history(event.incident)
    return any(one.kind == type(event).__name__ and one.facts.get("role") == event.role for one in past)


def _raise(work: Work, incident: Incident, other: Playbook, *, by: str | None) -> Incident:
    raised = run.raise_to(incident, other.urgency, None)
    if raised != incident:
        event = UrgencyRaised(
            incident=incident.number, urgency=raised.urgency.value, level=raised.level, warned=True, by=by
        )
        work.happened(event)
    return raised


def _learn(
    work: Work, incident: Incident, plan: Playbook, before: Playbook, *, by: str | None
) -> tuple[Incident, tuple[Question, ...]]:
    """What the report and the answers so far say to the second plan's questions, and to which of them."""
    said = work.recogniser.answers(incident.words, plan)
    learnt = tuple(one for one in plan.questions if before.question(one.id) is None and one.id in said)
    for question in learnt:
        incident, events = run.answer(incident, question, said[question.id], by=by)
        work.happened(*events)
    for question in plan.questions:
        incident, done = run.do_as_answered(incident, question, by=by, now=work.now)
        work.happened(*done)
    return incident, learnt


def _call(work: Work, incident: Incident, other: Playbook, *, added: Playbook) -> Incident:
    """Everybody it calls who is not on the incident; where nobody is on duty for its lanes, that is said at once."""
    calls = calling.further_calls(other, incident, roster=work.roster, now=work.now)
    for called, person in calls:
        if person is None:
            continue
        fresh = Responder(
            person=person.id, department=called.department, skill=called.skill, scene=called.scene, called=work.now
        )
        incident = incident.with_responder(fresh)
        work.happened(PersonCalled(incident=incident.number, person=person.id))
        ladder.called(work, incident, fresh)
    for one in calling.brought_to_place(other, incident, roster=work.roster, now=work.now):
        incident = incident.with_responder(one)
        ladder.called(work, incident, one)
    work.happened(*nobody_for(added, calls, incident, work.roster))
    return incident
