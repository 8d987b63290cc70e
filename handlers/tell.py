"""Who hears of what: for each event, the messages it causes. TELL at the end is the whole of it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain import events as e
from bot.domain.incident import Incident, Stage, next_step, open_steps
from bot.domain.people import Department, Person, Role
from bot.talk.message import Card, Choice, Priority
from bot.talk.work import Tell, Work
from handlers import questions, tell_desk
from handlers.cards import button, call_facts, closing_facts, live_card, own_steps, person_card, staff_chats
from handlers.facts import Json, head, iso, name_of, responder_facts

EventOfIncident = e.IncidentEvent


async def refresh(work: Work, event: EventOfIncident) -> None:
    """The live card of every staff chat and each person's own card, as things stand now."""
    incident = await _incident(work, event)
    playbook = await work.playbook(incident)
    for where in staff_chats(work, incident.community):
        work.live(where, live_card(incident, playbook, work.roster), about=str(incident.number))
    for person in _concerned(work, incident):
        card = person_card(incident, playbook, person, work.roster)
        work.live(person, card, about=f"{incident.number}/{person.id}")


async def begin_questions(work: Work, event: e.IncidentOpened) -> None:
    """Asks the rest of the question card while people are already running (rule 6)."""
    incident = await _incident(work, event)
    await questions.show_next(work, incident, await work.playbook(incident))


async def stop_questions(work: Work, event: EventOfIncident) -> None:
    """Nobody is asked about an incident that is over."""
    incident = await _incident(work, event)
    await questions.stop(work, incident, await work.playbook(incident))


async def tell_reporter(work: Work, event: EventOfIncident) -> None:
    """The reporter hears of each change of the incident."""
    incident = await _incident(work, event)
    reporter = incident.reporter
    where = await questions.reporter_address(work, incident)
    in_group = where.chat == reporter.chat and work.roster.chat(where.platform, where.chat) is not None
    news = type(event).__name__
    if getattr(event, "first", True) is False:
        return
    if in_group and news in ("IncidentOpened", "IncidentClosed", "FalseAlarm"):
        return  # the group has just read the same
    facts = {
        **await _head(work, incident),
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


async def tell_new_duty(work: Work, event: e.StepDone) -> None:
    """A lane has gone on: whoever does its next step hears it with sound, unless they have just pressed themselves."""
    incident = await _incident(work, event)
    playbook = await work.playbook(incident)
    lane = playbook.lane(event.lane)
    if lane is None or next_step(incident, lane) is None or not incident.state.open:
        return
    for person in _concerned(work, incident):
        lanes = [one.id for one, _ in own_steps(incident, playbook, person, work.roster)]
        if person.id != event.by and event.lane in lanes and incident.responder(person.id):
            card = person_card(incident, playbook, person, work.roster)
            work.live(person, card, about=f"{incident.number}/{person.id}", fresh=True)


async def warn_commander(work: Work, event: e.QuestionAnswered) -> None:
    """An answer that changes what has to be done: the commander and the desk, with sound and the words to say."""
    incident = await _incident(work, event)
    playbook = await work.playbook(incident)
    question = playbook.question(event.question)
    answer = question.answer(event.answer) if question else None
    if answer is None or answer.warn is None:
        return
    opened = [
        (lane, step)
        for lane, step in open_steps(incident, playbook)
        if step.call and event.question in step.when.answers
    ]
    facts = {
        **await _head(work, incident),
        "warn": dict(answer.warn),
        "calls": [call_facts(incident, playbook, step, work.roster) for _, step in opened],
    }
    rows = tuple(
        (button("called", incident.number, key=step.id, lane=lane.id, step=step.id, to=step.call.to),)
        for lane, step in opened
        if step.call
    )
    card = Card(template="incident/warning", facts=facts, rows=rows)
    key = f"{incident.number}/warn/{event.question}/{event.answer}/{work.now.timestamp()}"
    for person in (*_commander(work, incident), *_of_department(work, incident, Department.SERVICE)):
        work.send(person, card, key=f"{key}/{person.id}", priority=Priority.EMERGENCY, about=str(incident.number))


async def tell_raised(work: Work, event: e.UrgencyRaised) -> None:
    """More urgent than it was, and nothing else says so: the commander hears it with sound."""
    if not event.warned:
        await _to_people(work, event, _commander(work, await _incident(work, event)), "incident/raised")


async def tell_unanswered(work: Work, event: e.CallUnanswered) -> None:
    """没应答: to the person once more with sound; with nobody left, one message in the group names them all."""
    incident = await _incident(work, event)
    playbook = await work.playbook(incident)
    person = work.roster.person(event.person)
    if person is not None:
        card = person_card(incident, playbook, person, work.roster)
        work.live(person, card, about=f"{incident.number}/{person.id}", priority=Priority.CHASE, fresh=True)
    if event.next is None:
        silent = [one for one in incident.responders if one.stage is Stage.CALLED and one.reminded]
        facts = {**await _head(work, incident), "silent": [responder_facts(one, work.roster) for one in silent]}
        card = Card(template="incident/nobody_left", facts=facts, rows=_come(incident))
        for where in staff_chats(work, incident.community):
            work.live(where, card, about=f"{incident.number}/silent", priority=Priority.CHASE)


async def call_person(work: Work, event: e.PersonCalled) -> None:
    """The call itself: what, where, what to do now, by when."""
    incident = await _incident(work, event)
    person = work.roster.person(event.person)
    if person is None:
        return
    card = person_card(incident, await work.playbook(incident), person, work.roster)
    work.live(person, card, about=f"{incident.number}/{person.id}")


async def tell_nobody(work: Work, event: e.NobodyOnDuty) -> None:
    """A lane without people is said at once, in the staff group and to those who lead."""
    incident = await _incident(work, event)
    facts: Json = {"department": event.department}
    await _to_chats(work, event, "incident/nobody_on_duty", facts, rows=_come(incident))
    await _to_people(work, event, _commander(work, incident), "incident/nobody_on_duty", facts)


async def tell_arrival_due(work: Work, event: e.ArrivalDue) -> None:
    """Half of the time, and most of it: a word to the person."""
    incident = await _incident(work, event)
    person = work.roster.person(event.person)
    if person is not None:
        facts: Json = {"due": iso(incident.due)}
        rows = ((button("go", incident.number), button("arrive", incident.number), button("cannot", incident.number)),)
        await _to_people(work, event, [person], "incident/arrival_due", facts, rows=rows, priority=Priority.CHASE)


async def tell_arrival_overdue(work: Work, event: e.ArrivalOverdue) -> None:
    """到场超时: a new message with sound in the staff group, and to the commander."""
    incident = await _incident(work, event)
    people = [responder_facts(one, work.roster) for one in incident.responders if one.scene]
    facts: Json = {
        "due": iso(incident.due),
        "going": [one for one in people if one["stage"] == "going"],
        "heard": [one for one in people if one["stage"] == "heard"],
        "silent": [one for one in people if one["stage"] == "called"],
        "round": event.round,
    }
    rows = _come(incident)
    await _to_chats(work, event, "incident/arrival_overdue", facts, rows=rows, priority=Priority.CHASE)
    commander = _commander(work, incident)
    await _to_people(work, event, commander, "incident/arrival_overdue", facts, rows=rows, priority=Priority.CHASE)


async def tell_person_overdue(work: Work, event: e.PersonOverdue) -> None:
    """One person is late though others are there: to them and to the commander."""
    incident = await _incident(work, event)
    facts: Json = {
        "late": name_of(work.roster, event.person),
        "next_name": name_of(work.roster, event.next),
        "due": iso(incident.due),
    }
    late = work.roster.person(event.person)
    people = [*([late] if late else []), *_commander(work, incident)]
    rows = ((button("arrive", incident.number), button("cannot", incident.number)),)
    await _to_people(work, event, people, "incident/person_overdue", facts, rows=rows, priority=Priority.CHASE)


async def tell_step_overdue(work: Work, event: e.StepOverdue) -> None:
    """A step takes too long: whoever does it; from the second time on the commander as well."""
    incident = await _incident(work, event)
    playbook = await work.playbook(incident)
    lane = playbook.lane(event.lane)
    step = next_step(incident, lane) if lane else None
    if lane is None or step is None:
        return
    people = [
        person
        for person in _concerned(work, incident)
        if incident.responder(person.id)
        and any(one.id == event.lane for one, _ in own_steps(incident, playbook, person, work.roster))
    ]
    if event.round > 0 or not people:
        people = [*people, *(one for one in _commander(work, incident) if one not in people)]
    facts: Json = {"lane": lane.id, "text": dict(step.text)}
    rows = ((button("done", incident.number, key=lane.id, lane=lane.id), button("escalate", incident.number)),)
    await _to_people(work, event, people, "incident/step_overdue", facts, rows=rows, priority=Priority.CHASE)


async def tell_escalated(work: Work, event: e.Escalated) -> None:
    """升级: the supervisor and the commander hear the reason with sound; the group sees that it was said."""
    incident = await _incident(work, event)
    supervisors = work.roster.leaders(incident.community, (Role.SUPERVISOR,), at=work.now)[:1]
    commanders = _commander(work, incident)
    if not commanders or not incident.commander_heard:
        commanders = [*commanders, *work.roster.leaders(incident.community, (Role.COMMANDER,), at=work.now)[:1]]
    people = list({person.id: person for person in (*supervisors, *commanders)}.values())
    facts: Json = {
        "reason": event.reason,
        "who": name_of(work.roster, event.by),
        "told": [person.name for person in people],
    }
    rows = ((button("takeover", incident.number), button("go", incident.number)),)
    await _to_people(work, event, people, "incident/escalated", facts, rows=rows)
    await _to_chats(work, event, "incident/escalated", facts)


async def tell_command(work: Work, event: e.CommandPassed | e.CommandTaken) -> None:
    """Who commands now: both of them, and the group."""
    incident = await _incident(work, event)
    before = event.person if isinstance(event, e.CommandPassed) else event.before
    left = isinstance(event, e.CommandPassed) and event.to is None
    facts: Json = {
        "before": name_of(work.roster, before),
        "now": name_of(work.roster, incident.commander),
        "taken": isinstance(event, e.CommandTaken),
        "nobody_left": left,
    }
    rows = ((button("takeover", incident.number),),) if left else ()
    await _to_chats(work, event, "incident/command", facts, rows=rows)
    was = work.roster.person(before or "")
    await _to_people(work, event, [was] if was and was.id != event.by else [], "incident/command", facts)


async def tell_note(work: Work, event: e.NoteAdded) -> None:
    """补充: for everybody on the incident, without sound; pictures after the words."""
    facts: Json = {"text": event.text, "who": name_of(work.roster, event.by), "files": len(event.files)}
    incident = await _incident(work, event)
    await _to_chats(work, event, "incident/note", facts, quiet=True)
    await _to_people(work, event, _commander(work, incident), "incident/note", facts)
    for place, file in enumerate(event.files):
        for where in staff_chats(work, incident.community):
            card = Card(template="incident/picture", facts=await _head(work, incident), file=file, quiet=True)
            key = f"{incident.number}/note/{where.chat}/{place}/{work.now.timestamp()}"
            work.send(where, card, key=key, priority=Priority.ROUTINE, about=str(incident.number))


async def tell_verified(work: Work, event: e.IncidentVerified) -> None:
    """属实: the group knows that it is real."""
    await _to_chats(work, event, "incident/verified", {"who": name_of(work.roster, event.by)}, quiet=True)


async def tell_stood_down(work: Work, event: e.FalseAlarm) -> None:
    """误报: everybody who was called is stood down by name."""
    incident = await _incident(work, event)
    called = [one for one in incident.responders if one.stage is not Stage.CANNOT]
    facts: Json = {
        "who": name_of(work.roster, event.by),
        "names": [name_of(work.roster, one.person) for one in called],
    }
    await _to_chats(work, event, "incident/stood_down", facts)
    people = [person for one in called if (person := work.roster.person(one.person)) and person.id != event.by]
    await _to_people(work, event, people, "incident/stood_down", facts)


async def tell_closed(work: Work, event: e.IncidentClosed) -> None:
    """结案: how it went, and what was left undone."""
    incident = await _incident(work, event)
    facts = {**closing_facts(incident, await work.playbook(incident)), "who": name_of(work.roster, event.by)}
    await _to_chats(work, event, "incident/closed", facts)


async def tell_controlled(work: Work, event: e.IncidentControlled) -> None:
    """已控制: the group knows, and the commander sees what closing needs on their own card."""
    incident = await _incident(work, event)
    if incident.state.open:
        await _to_chats(work, event, "incident/controlled", {"who": name_of(work.roster, event.by)}, quiet=True)


def _come(incident: Incident) -> tuple[tuple[Choice, ...], ...]:
    """[我去] [升级]."""
    return ((button("go", incident.number, label="i_go"), button("escalate", incident.number)),)


async def _to_chats(
    work: Work,
    event: EventOfIncident,
    template: str,
    facts: Json,
    *,
    rows: tuple[tuple[Choice, ...], ...] = (),
    priority: Priority = Priority.EMERGENCY,
    quiet: bool = False,
) -> None:
    incident = await _incident(work, event)
    card = Card(template=template, facts={**await _head(work, incident), **facts}, rows=rows, quiet=quiet)
    for where in staff_chats(work, incident.community):
        key = f"{_key(work, event)}/{where.chat}/{where.thread}"
        work.send(where, card, key=key, priority=priority, about=str(incident.number))


async def _to_people(
    work: Work,
    event: EventOfIncident,
    people: Iterable[Person],
    template: str,
    facts: Json | None = None,
    *,
    rows: tuple[tuple[Choice, ...], ...] = (),
    priority: Priority = Priority.EMERGENCY,
) -> None:
    incident = await _incident(work, event)
    card = Card(template=template, facts={**await _head(work, incident), **(facts or {})}, rows=rows)
    for person in people:
        key = f"{_key(work, event)}/{person.id}"
        work.send(person, card, key=key, priority=priority, about=str(incident.number))


def _key(work: Work, event: EventOfIncident) -> str:
    detail = "/".join(str(getattr(event, name, "")) for name in ("person", "lane", "step", "department"))
    return f"{event.incident}/{type(event).__name__}/{detail}/{work.now.timestamp()}"


async def _incident(work: Work, event: EventOfIncident) -> Incident:
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    return incident


async def _head(work: Work, incident: Incident) -> Json:
    return head(incident, await work.playbook(incident), work.roster, private=False)


def _commander(work: Work, incident: Incident) -> list[Person]:
    person = work.roster.person(incident.commander or "")
    return [person] if person else []


def _concerned(work: Work, incident: Incident) -> list[Person]:
    """Everybody with a card of their own: who was called, and the commander."""
    ids = dict.fromkeys(
        [*(one.person for one in incident.responders), *([incident.commander] if incident.commander else [])]
    )
    return [person for one in ids if (person := work.roster.person(one))]


def _of_department(work: Work, incident: Incident, department: Department) -> list[Person]:
    """Those of a department who are on this incident, without its commander."""
    ids = [one.person for one in incident.responders if one.stage.active and one.person != incident.commander]
    return [person for one in ids if (person := work.roster.person(one)) and person.department is department]


TELL: dict[type[e.Event], tuple[Tell, ...]] = {
    e.IncidentOpened: (refresh, begin_questions, tell_reporter),
    e.PersonCalled: (call_person,),
    e.NobodyOnDuty: (tell_nobody,),
    e.CallHeard: (refresh,),
    e.PersonWent: (refresh, tell_reporter),
    e.PersonArrived: (refresh, tell_reporter),
    e.PersonLeft: (refresh,),
    e.PersonDeclined: (refresh,),
    e.ArrivalTakenBack: (refresh,),
    e.QuestionAnswered: (refresh, warn_commander),
    e.UrgencyRaised: (tell_raised,),
    e.StepDone: (refresh, tell_new_duty),
    e.EvidenceAdded: (),
    e.StepTakenBack: (refresh,),
    e.NoteAdded: (tell_note,),
    e.Escalated: (tell_escalated,),
    e.CommandPassed: (refresh, tell_command),
    e.CommandTaken: (refresh, tell_command),
    e.IncidentVerified: (refresh, tell_verified, tell_reporter),
    e.FalseAlarm: (refresh, tell_stood_down, tell_reporter, stop_questions),
    e.IncidentControlled: (refresh, tell_controlled, tell_reporter),
    e.IncidentClosed: (refresh, tell_closed, tell_reporter, stop_questions),
    e.CallUnanswered: (refresh, tell_unanswered),
    e.ArrivalDue: (tell_arrival_due,),
    e.ArrivalOverdue: (refresh, tell_arrival_overdue),
    e.PersonOverdue: (refresh, tell_person_overdue),
    e.StepOverdue: (tell_step_overdue,),
    e.IntakeRecorded: (tell_desk.page_desk,),
    e.IntakeDropped: (tell_desk.tell_dropped,),
    e.ChatLost: (tell_desk.tell_chat_lost,),
    e.ChatMoved: (tell_desk.tell_chat_moved,),
    e.SendUncertain: (tell_desk.tell_uncertain,),
    e.PersonUnreachable: (tell_desk.tell_unreachable,),
    e.MessageSetAside: (tell_desk.tell_set_aside,),
    e.RosterChanged: (),
    e.RosterRefused: (tell_desk.tell_roster_refused,),
}
