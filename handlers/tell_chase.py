"""What is said when a time has passed: who did not answer, who is not there, what is not done."""

from __future__ import annotations

from bot.domain import calling
from bot.domain import overdue as e
from bot.domain.incident import Incident, Stage, next_steps
from bot.talk.message import Card, Choice, Priority
from bot.talk.work import Work
from handlers.cards import button, called_button, doer, done_button, due_of, person_card, staff_chats
from handlers.facts import Json, iso, name_of, responder_facts
from handlers.tell_desk import in_charge
from handlers.telling import commander_of, head_of_event, incident_of, to_chats, to_people


async def tell_unanswered(work: Work, event: e.CallUnanswered) -> None:
    """没应答: to the person once more with sound; with nobody left, one message in the group names them all."""
    incident = await incident_of(work, event)
    playbook = await work.playbook(incident)
    person = work.roster.person(event.person)
    if person is not None:
        card = person_card(incident, playbook, person, work.roster)
        work.live(person, card, about=f"{incident.number}/{person.id}", priority=Priority.CHASE, fresh=True)
    asked = [one for one in incident.responders if one.stage is Stage.CALLED and one.reminded]
    roster, order = work.roster, work.company.order
    silent = [one for one in asked if calling.exhausted(incident, one, roster=roster, order=order, now=work.now)]
    if event.exhausted and silent:
        facts = {**await head_of_event(work, incident), "silent": [responder_facts(one, work.roster) for one in silent]}
        card = Card(template="incident/nobody_left", facts=facts, rows=_come(incident))
        for where in staff_chats(work, incident.community):
            work.live(where, card, about=f"{incident.number}/silent", priority=Priority.CHASE)


async def tell_nobody(work: Work, event: e.NobodyOnDuty) -> None:
    """A lane without people is said at once: in the staff group, to the commander and to who leads the shift."""
    incident = await incident_of(work, event)
    lanes = [one for one in (await work.playbook(incident)).lanes if one.id in event.lanes]
    facts: Json = {
        "departments": [*event.departments],
        "lanes": [{"id": lane.id, "name": dict(lane.name)} for lane in lanes],
    }
    rows = _come(incident)
    await to_chats(work, event, "incident/nobody_on_duty", facts, rows=rows)
    people = {one.id: one for one in (*commander_of(work, incident), *in_charge(work, incident.community))}
    await to_people(work, event, people.values(), "incident/nobody_on_duty", facts, rows=rows)


async def tell_nobody_left(work: Work, event: e.NobodyLeft) -> None:
    """Somebody can't come and nobody is left in their place: the staff group and the commander."""
    incident = await incident_of(work, event)
    facts: Json = {"name": name_of(work.roster, event.person)}
    rows = _come(incident)
    await to_chats(work, event, "incident/no_substitute", facts, rows=rows)
    people = [one for one in commander_of(work, incident) if one.id != event.person]
    await to_people(work, event, people, "incident/no_substitute", facts, rows=rows)


async def tell_arrival_due(work: Work, event: e.ArrivalDue) -> None:
    """Half of the time, and most of it: a word to the person."""
    incident = await incident_of(work, event)
    person = work.roster.person(event.person)
    if person is not None:
        responder = incident.responder(person.id)
        facts: Json = {"due": iso(due_of(incident, responder) if responder else incident.due)}
        rows = ((button("go", incident.number), button("arrive", incident.number), button("cannot", incident.number)),)
        await to_people(work, event, [person], "incident/arrival_due", facts, rows=rows, priority=Priority.CHASE)


async def tell_arrival_overdue(work: Work, event: e.ArrivalOverdue) -> None:
    """到场超时: a new message with sound in the staff group, and to the commander."""
    incident = await incident_of(work, event)
    people = [responder_facts(one, work.roster) for one in incident.responders if one.scene]
    facts: Json = {
        "due": iso(incident.due),
        "going": [one for one in people if one["stage"] == "going"],
        "heard": [one for one in people if one["stage"] == "heard"],
        "silent": [one for one in people if one["stage"] == "called"],
        "round": event.round,
        "late": event.late,
    }
    rows = _come(incident)
    await to_chats(work, event, "incident/arrival_overdue", facts, rows=rows, priority=Priority.CHASE)
    commander = commander_of(work, incident)
    await to_people(work, event, commander, "incident/arrival_overdue", facts, rows=rows, priority=Priority.CHASE)


async def tell_person_overdue(work: Work, event: e.PersonOverdue) -> None:
    """One person is late though others are there: to them and to the commander, who reads of a crowd on their card."""
    incident = await incident_of(work, event)
    crowd = (await work.playbook(incident)).all_hands
    facts: Json = {
        "late": name_of(work.roster, event.person),
        "next_name": name_of(work.roster, event.next),
        "due": iso(incident.due),
    }
    late = work.roster.person(event.person)
    commander = [] if crowd else [one for one in commander_of(work, incident) if one != late]
    rows = ((button("arrive", incident.number), button("cannot", incident.number)),)
    for people, mine in (([late] if late else [], True), (commander, False)):
        said: Json = {**facts, "mine": mine}
        await to_people(work, event, people, "incident/person_overdue", said, rows=rows, priority=Priority.CHASE)


async def tell_step_overdue(work: Work, event: e.StepOverdue) -> None:
    """A step takes too long: whoever does it, the second time the commander too; a call anybody may make: the group."""
    incident = await incident_of(work, event)
    playbook = await work.playbook(incident)
    lane = playbook.lane(event.lane)
    step = next((one for one in next_steps(incident, lane) if one.id == event.step), None) if lane else None
    if lane is None or step is None:
        return
    person = doer(incident, step, work.roster)
    people = [person] if person else []
    if event.round > 0 or not people:
        people = [*people, *(one for one in commander_of(work, incident) if one not in people)]
    facts: Json = {
        "lane": lane.id,
        "text": dict(step.text),
        "to": step.call.to if step.anybody and step.call else "",
    }
    did = called_button if step.anybody else done_button
    rows = ((did(incident.number, lane, step), button("escalate", incident.number)),)
    await to_people(work, event, people, "incident/step_overdue", facts, rows=rows, priority=Priority.CHASE)
    if step.anybody or not people:
        await to_chats(work, event, "incident/step_overdue", facts, rows=rows, priority=Priority.CHASE)


def _come(incident: Incident) -> tuple[tuple[Choice, ...], ...]:
    """[我去] [升级]."""
    return ((button("go", incident.number, label="i_go"), button("escalate", incident.number)),)
