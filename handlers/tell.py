"""Who hears of what: for each event, the messages it causes. TELL at the end is the whole of it."""

from __future__ import annotations

from bot.domain import events as e
from bot.domain import overdue as o
from bot.domain.correction import IntakeCorrected
from bot.domain.given_up import ChaseFailed
from bot.domain.incident import Stage
from bot.domain.paper_events import IncidentFiled
from bot.domain.people import Department, Person, Role
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Tell, Work
from handlers import (
    called_by,
    duty_roll,
    filing_owed,
    questions,
    staffing,
    tell_change,
    tell_chase,
    tell_desk,
    tell_notice,
    tell_room,
    tell_steps,
    waiting,
)
from handlers.cards import button, closing_facts, person_card, staff_chats
from handlers.facts import Json, iso, name_of
from handlers.live import live_card
from handlers.next_one import after_roster
from handlers.tell_papers import PAPERS
from handlers.tell_plan import PLAN
from handlers.tell_program import PROGRAM
from handlers.telling import (
    EventOfIncident,
    commander_of,
    concerned,
    head_of_event,
    incident_of,
    of_department,
    to_chats,
    to_people,
)


async def refresh(work: Work, event: EventOfIncident) -> None:
    """The live card of every staff chat and each person's own card, as things stand now."""
    incident = await incident_of(work, event)
    playbook = await work.playbook(incident)
    for where in staff_chats(work, incident.community):
        work.live(where, live_card(incident, playbook, work.roster), about=str(incident.number))
    for person in concerned(work, incident):
        card = person_card(incident, playbook, person, work.roster)
        work.live(person, card, about=f"{incident.number}/{person.id}")


async def begin_questions(work: Work, event: e.IncidentOpened) -> None:
    """Asks the rest of the question card while people are already running (rule 6)."""
    incident = await incident_of(work, event)
    await questions.show_next(work, incident, await work.playbook(incident))


async def stop_questions(work: Work, event: EventOfIncident) -> None:
    """Nobody is asked about an incident that is over."""
    incident = await incident_of(work, event)
    await questions.stop(work, incident, await work.playbook(incident))


async def tell_reporter(work: Work, event: EventOfIncident) -> None:
    """The reporter hears of each change of the incident."""
    incident = await incident_of(work, event)
    reporter = incident.reporter
    where = await questions.reporter_address(work, incident)
    in_group = where.chat == reporter.chat and work.roster.chat(where.platform, where.chat) is not None
    news = type(event).__name__
    if getattr(event, "first", True) is False:
        return
    if in_group and news in ("IncidentOpened", "IncidentClosed", "FalseAlarm"):
        return  # the group has just read the same
    if news == "IncidentOpened" and reporter.person is not None:
        return  # they have pressed 上报 or seen it pressed, and are asked the first question
    if reporter.person is not None and getattr(event, "person", None) == reporter.person:
        return  # what they do themselves is no news to them
    facts = {
        **await head_of_event(work, incident),
        "news": news,
        "who": name_of(work.roster, getattr(event, "person", None) or event.by),
        "at": iso(work.now),
        "staff": reporter.person is not None,
        "anyone": [dict(said) for said in (await work.playbook(incident)).anyone],
    }
    card = Card(
        template="incident/news",
        facts=facts,
        quiet=True,
        reply_to=reporter.message if where.chat == reporter.chat else "",
    )
    key = f"{incident.number}/news/{news}/{work.now.timestamp()}"
    work.send(where, card, key=key, priority=Priority.EMERGENCY, about=str(incident.number))


async def tell_raised(work: Work, event: e.UrgencyRaised) -> None:
    """More urgent than it was, and nothing else says so: the commander hears it with sound."""
    if not event.warned:
        await to_people(work, event, commander_of(work, await incident_of(work, event)), "incident/raised")


async def call_person(work: Work, event: e.PersonCalled) -> None:
    """The call itself: what, where, what to do now, by when."""
    incident = await incident_of(work, event)
    person = work.roster.person(event.person)
    if person is None:
        return
    card = person_card(incident, await work.playbook(incident), person, work.roster)
    work.live(person, card, about=f"{incident.number}/{person.id}")


async def tell_escalated(work: Work, event: e.Escalated) -> None:
    """升级: the supervisor and the commander hear the reason with sound; the group sees that it was said."""
    incident = await incident_of(work, event)
    supervisors = work.roster.leaders(incident.community, (Role.SUPERVISOR,), at=work.now)[:1]
    commanders = commander_of(work, incident)
    if not commanders or not incident.commander_heard:
        commanders = [*commanders, *work.roster.leaders(incident.community, (Role.COMMANDER,), at=work.now)[:1]]
    people = list({person.id: person for person in (*supervisors, *commanders)}.values())
    facts: Json = {
        "reason": event.reason,
        "who": name_of(work.roster, event.by),
        "told": [person.name for person in people],
    }
    rows = ((button("takeover", incident.number), button("go", incident.number)),)
    await to_people(work, event, people, "incident/escalated", facts, rows=rows)
    await to_chats(work, event, "incident/escalated", facts)


async def tell_command(work: Work, event: e.CommandPassed | e.CommandTaken) -> None:
    """Who commands now: both of them, and the group."""
    incident = await incident_of(work, event)
    before = event.person if isinstance(event, e.CommandPassed) else event.before
    left = isinstance(event, e.CommandPassed) and event.to is None
    facts: Json = {
        "before": name_of(work.roster, before),
        "now": name_of(work.roster, incident.commander),
        "taken": isinstance(event, e.CommandTaken),
        "nobody_left": left,
        "declined": isinstance(event, e.CommandPassed) and event.declined,
    }
    rows = ((button("takeover", incident.number),),) if left else ()
    await to_chats(work, event, "incident/command", facts, rows=rows)
    was = work.roster.person(before or "")
    await to_people(work, event, [was] if was and was.id != event.by else [], "incident/command", facts)


async def tell_note(work: Work, event: e.NoteAdded) -> None:
    """补充: for everybody on the incident, without sound. What somebody outside writes only desk and commander read."""
    incident = await incident_of(work, event)
    facts: Json = {"text": event.text, "who": name_of(work.roster, event.by), "files": len(event.files)}
    desk = of_department(work, incident, Department.SERVICE)
    people = [*commander_of(work, incident), *(desk if event.by is None else [])]
    outside = {**facts, "text": "", "files": 0} if event.by is None else facts
    await to_chats(work, event, "incident/note", outside, quiet=True)
    await to_people(work, event, people, "incident/note", {**facts, "private": ["text"] if event.by is None else []})
    readers: list[Address | Person] = [*people] if event.by is None else [*staff_chats(work, incident.community)]
    for place, file in enumerate(event.files):
        for number, to in enumerate(readers):
            card = Card(template="incident/picture", facts=await head_of_event(work, incident), file=file, quiet=True)
            key = f"{incident.number}/note/{number}/{place}/{work.now.timestamp()}"
            work.send(to, card, key=key, priority=Priority.ROUTINE, about=str(incident.number))


async def tell_verified(work: Work, event: e.IncidentVerified) -> None:
    """属实: the group knows that it is real."""
    await to_chats(work, event, "incident/verified", {"who": name_of(work.roster, event.by)}, quiet=True)


async def tell_stood_down(work: Work, event: e.FalseAlarm) -> None:
    """误报: everybody who was called is stood down by name."""
    incident = await incident_of(work, event)
    called = [one for one in incident.responders if one.stage is not Stage.CANNOT]
    facts: Json = {
        "who": name_of(work.roster, event.by),
        "names": [person.name for one in called if (person := work.roster.person(one.person))],
    }
    await to_chats(work, event, "incident/stood_down", facts)
    people = [person for one in called if (person := work.roster.person(one.person)) and person.id != event.by]
    await to_people(work, event, people, "incident/stood_down", facts)


async def tell_closed(work: Work, event: e.IncidentClosed) -> None:
    """结案: how it went, and what was left undone."""
    incident = await incident_of(work, event)
    facts = {**closing_facts(incident, await work.playbook(incident)), "who": name_of(work.roster, event.by)}
    await to_chats(work, event, "incident/closed", facts)


async def tell_controlled(work: Work, event: e.IncidentControlled) -> None:
    """已控制: the group knows, and the commander sees what closing needs on their own card."""
    incident = await incident_of(work, event)
    if incident.state.open:
        await to_chats(work, event, "incident/controlled", {"who": name_of(work.roster, event.by)}, quiet=True)


TELL: dict[type[e.Event], tuple[Tell, ...]] = {
    e.IncidentOpened: (
        refresh,
        begin_questions,
        tell_steps.warn_of_report,
        tell_reporter,
        tell_desk.follow,
        waiting.taken_up,
        waiting.wait_for_word,
        tell_notice.offer,
        filing_owed.owe,
    ),
    e.PersonCalled: (call_person,),
    o.NobodyOnDuty: (tell_chase.tell_nobody,),
    o.NobodyLeft: (refresh, tell_chase.tell_nobody_left),
    o.PersonGone: (refresh,),
    e.CallHeard: (refresh,),
    e.PersonWent: (refresh, tell_reporter),
    e.PersonArrived: (refresh, tell_reporter, filing_owed.hand_on),
    e.PersonLeft: (refresh,),
    e.PersonDeclined: (refresh,),
    e.ArrivalTakenBack: (refresh, filing_owed.hand_on),
    e.QuestionAnswered: (refresh, tell_steps.warn_commander, tell_notice.offer),
    e.AnswerTakenBack: (refresh,),
    e.UrgencyRaised: (tell_raised,),
    e.StepDone: (refresh, tell_steps.tell_new_duty, called_by.tell),
    e.EvidenceAdded: (),
    e.StepTakenBack: (refresh,),
    e.NoteAdded: (tell_note,),
    e.Escalated: (tell_escalated,),
    e.CommandPassed: (refresh, tell_command),
    e.CommandTaken: (refresh, tell_command),
    e.IncidentVerified: (refresh, tell_verified, tell_reporter, waiting.checked),
    e.FalseAlarm: (
        refresh,
        tell_stood_down,
        tell_reporter,
        stop_questions,
        filing_owed.drop,
        tell_notice.end_with_incident,
    ),
    e.IncidentControlled: (refresh, tell_controlled, tell_reporter),
    e.IncidentClosed: (
        refresh,
        tell_closed,
        tell_reporter,
        stop_questions,
        filing_owed.finish,
        tell_notice.end_with_incident,
    ),
    o.CallUnanswered: (refresh, tell_chase.tell_unanswered),
    o.ArrivalDue: (tell_chase.tell_arrival_due,),
    o.ArrivalOverdue: (refresh, tell_chase.tell_arrival_overdue),
    o.PersonOverdue: (refresh, tell_chase.tell_person_overdue),
    o.StepOverdue: (tell_chase.tell_step_overdue,),
    IncidentFiled: (refresh,),
    e.RoomMade: (tell_room.tell,),
    e.IntakeRecorded: (tell_desk.page_desk, waiting.wait_for_press),
    e.IntakeChanged: (tell_desk.follow,),
    IntakeCorrected: (),
    e.IntakeDropped: (tell_desk.follow, waiting.taken_up),
    e.ChatLost: (tell_desk.tell_chat_lost,),
    e.ChatMoved: (tell_desk.tell_chat_moved,),
    e.SendUncertain: (tell_desk.tell_uncertain,),
    ChaseFailed: (tell_desk.tell_failed,),
    e.PersonUnreachable: (tell_desk.tell_unreachable,),
    e.MessageSetAside: (tell_desk.tell_set_aside,),
    e.RosterChanged: (after_roster, filing_owed.after_roster, duty_roll.plan, staffing.look),
    e.RosterRefused: (tell_desk.tell_roster_refused,),
    **{kind: (refresh, *more) for kind, more in PLAN.items()},
    **tell_change.rows(refresh),
    **PAPERS,
    **PROGRAM,
}
