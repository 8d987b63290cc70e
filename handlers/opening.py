"""Opening an incident: number, plan, commander and the first calls, in one commit."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import calling, command, response, run
from bot.domain.events import IncidentOpened, PersonCalled
from bot.domain.incident import Incident, Reporter, Responder, State
from bot.domain.intake import Intake, IntakeState
from bot.domain.people import Person
from bot.domain.playbook import Answers, Playbook
from bot.domain.staffing import nobody_for
from bot.talk.message import Card
from bot.talk.work import Work
from handlers import attaching, ladder
from handlers import intake as form
from handlers.facts import iso, name_of


async def open_incident(work: Work, intake: Intake, *, by: Person | None) -> Incident:
    """上报: everything that follows hangs on the events this leaves."""
    playbook = work.playbooks[intake.type or ""]
    incident = await _new(work, intake, playbook, by=by)
    work.happened(IncidentOpened(incident=incident.number, intake=intake.id, by=by.id if by else None))
    incident = _done_already(work, incident, playbook, by=by)
    incident = _call_first(work, incident, playbook)
    if by is not None:
        incident, events = response.engaged(incident, by, now=work.now)
        work.happened(*events)
    await work.incidents.put(incident)
    ladder.start(work, incident, playbook)
    incident = await _as_the_report_says(work, incident, playbook, by=by)
    intake = await work.intakes.put(replace(intake, state=IntakeState.OPENED, incident=incident.number))
    facts = {
        **form.draft_facts(work, intake),
        "number": incident.number,
        "opened": iso(incident.opened),
        "by": name_of(work.roster, by.id) if by else "",
        "unverified": incident.unverified,
    }
    await form.finish(work, intake, card=Card(template="report/opened", facts=facts))
    return incident


async def _new(work: Work, intake: Intake, playbook: Playbook, *, by: Person | None) -> Incident:
    community = intake.community or ""
    staff = by is not None and by.works_in(community)
    commander = _first_commander(work, community, playbook, intake.answers)
    incident = Incident(
        number=await work.incidents.next_number(),
        community=community,
        type=playbook.id,
        playbook=await work.start(playbook),
        urgency=playbook.urgency,
        state=State.VERIFIED if staff else State.REPORTED,
        unverified=not staff,
        place=intake.place,
        words=intake.words,
        files=intake.files,
        answers=dict(intake.answers),
        reporter=_reporter(intake),
        commander=commander.id if commander else None,
        commanded_at=work.now if commander else None,
        commander_heard=commander is None or (by is not None and by.id == commander.id),
        opened=work.now,
        event_at=intake.at,
        due=work.now + work.company.times.arrival,
    )
    for question, chosen in intake.answers.items():
        asked = playbook.question(question)
        answer = asked.answer(chosen) if asked else None
        if answer is not None:
            incident = run.raise_to(incident, answer.urgency, answer.level)
    return incident


async def _as_the_report_says(work: Work, incident: Incident, playbook: Playbook, *, by: Person | None) -> Incident:
    """What answers the report gives already: a second plan, and who commands."""
    for question in playbook.questions:
        if question.id in incident.answers:
            incident = await attaching.by_answer(work, incident, question, incident.answers[question.id], by=by)
    if playbook.command is not None:
        incident = await attaching.move_command(work, incident, playbook.command, by=by)
        await work.incidents.put(incident)
    return incident


def _first_commander(work: Work, community: str, playbook: Playbook, answers: Answers) -> Person | None:
    """The first reachable of the role that the plans or the answers want, else the first of `command.order`."""
    chosen = [question.answer(answers.get(question.id, "")) for question in playbook.questions]
    others = [work.playbooks[answer.attach] for answer in chosen if answer and answer.attach in work.playbooks]
    role = command.wanted((playbook, *others), answers)
    wanted = command.reachable(work.roster, community=community, role=role, now=work.now) if role else ()
    first = calling.first_commander(work.roster, community=community, order=work.company.order, now=work.now)
    return next(iter(wanted), first)


def _done_already(work: Work, incident: Incident, playbook: Playbook, *, by: Person | None) -> Incident:
    """What the report says is done: 119 is called."""
    for question in playbook.questions:
        incident, events = run.do_as_answered(incident, question, by=by.id if by else None, now=work.now)
        work.happened(*events)
    return incident


def _reporter(intake: Intake) -> Reporter:
    return Reporter(
        platform=intake.platform,
        chat=intake.chat,
        thread=intake.thread,
        message=intake.message,
        account=intake.account,
        person=intake.person,
        caller=intake.caller,
    )


def _call_first(work: Work, incident: Incident, playbook: Playbook) -> Incident:
    """Everybody the playbook calls at opening; where nobody is on duty, that is said at once, in one message."""
    calls = calling.first_calls(
        playbook, work.roster, community=incident.community, now=work.now, commander=incident.commander
    )
    for called, person in calls:
        if person is None:
            continue
        responder = Responder(
            person=person.id,
            department=called.department,
            skill=called.skill,
            scene=called.scene,
            called=work.now,
        )
        incident = incident.with_responder(responder)
        work.happened(PersonCalled(incident=incident.number, person=person.id))
    work.happened(*nobody_for(playbook, calls, incident, work.roster))
    return incident
