"""Who hears of a second plan and of a command that moved: a part of the table TELL; cards are redrawn besides."""

from __future__ import annotations

from bot.domain.events import Event
from bot.domain.incident import Incident, next_step
from bot.domain.people import Department, Role
from bot.domain.plan_events import CallerNamed, CommandMoved, NobodyToCommand, PlanAttached, PlanNotAttached
from bot.domain.playbook import Playbook, Said
from bot.domain.second_plan import name_of_plan
from bot.talk.work import Tell, Work
from handlers import tell_notice
from handlers.cards import doer, person_card
from handlers.facts import Json, answer_said, brief, name_of
from handlers.telling import commander_of, incident_of, of_department, to_chats, to_people


async def tell_attached(work: Work, event: PlanAttached) -> None:
    """第二个预案: one line with sound to commander and desk; who has the first step of a new lane gets their card."""
    incident = await incident_of(work, event)
    plan = await work.playbook(incident)
    facts: Json = {
        "plan": dict(name_of_plan(plan, event.type)),
        "because": _because(incident, plan, event.because),
        "who": name_of(work.roster, event.by),
    }
    desk = of_department(work, incident, Department.SERVICE)
    people = [person for person in (*commander_of(work, incident), *desk) if event.because or person.id != event.by]
    await to_people(work, event, people, "incident/plan_attached", facts)
    for person in {
        person.id: person
        for lane in plan.lanes
        if lane.of == name_of_plan(plan, event.type) and (step := next_step(incident, lane))
        if not step.anybody and (person := doer(incident, step, work.roster))
    }.values():
        card = person_card(incident, plan, person, work.roster)
        work.live(person, card, about=f"{incident.number}/{person.id}", fresh=True)


async def tell_not_attached(work: Work, event: PlanNotAttached) -> None:
    """加不下: an answer wants a plan for which there is no room; commander and desk report it by itself."""
    incident = await incident_of(work, event)
    plan = await work.playbook(incident)
    other = work.playbooks.get(event.type)
    facts: Json = {
        "plan": dict(other.names) if other else name_of_plan(plan, event.type),
        "because": _because(incident, plan, event.because),
    }
    desk = of_department(work, incident, Department.SERVICE)
    await to_people(work, event, [*commander_of(work, incident), *desk], "incident/plan_not_attached", facts)


def _because(incident: Incident, plan: Playbook, because: str) -> Said | str:
    """The answer that asked for it, as it is told to others; empty when a person did."""
    asked, _, _ = because.partition("/")
    question = plan.question(asked)
    chosen = incident.answers.get(asked)
    return brief(question, chosen) or answer_said(question, chosen) if question and chosen else ""


async def tell_moved(work: Work, event: CommandMoved) -> None:
    """Who commands from now on: themselves with sound, who had it by name, and the group."""
    incident = await incident_of(work, event)
    facts: Json = {
        "before": name_of(work.roster, event.before),
        "now": name_of(work.roster, event.person),
        "role": event.role,
        "heard": event.by == event.person,
    }
    await to_chats(work, event, "incident/command_moved", facts)
    was = work.roster.person(event.before or "")
    await to_people(work, event, [was] if was and was.id != event.by else [], "incident/command_moved", facts)
    person = work.roster.person(event.person)
    if person is not None and person.id == incident.commander:
        card = person_card(incident, await work.playbook(incident), person, work.roster)
        work.live(person, card, about=f"{incident.number}/{person.id}", fresh=True)


async def tell_absent(work: Work, event: NobodyToCommand) -> None:
    """Nobody of the role can be reached: who leads now telephones, and commands until then."""
    incident = await incident_of(work, event)
    role = Role[event.role.upper()]
    staff = [person for person in work.roster.staff(incident.community) if role in person.roles]
    facts: Json = {
        "role": event.role,
        "people": [{"name": person.name, "phone": person.phone} for person in staff],
        "commander": name_of(work.roster, incident.commander),
    }
    lead = work.roster.leaders(incident.community, (Role.DUTY_LEAD,), at=work.now)[:1]
    people = {person.id: person for person in (*commander_of(work, incident), *lead)}
    await to_people(work, event, people.values(), "incident/nobody_to_command", facts)


PLAN: dict[type[Event], tuple[Tell, ...]] = {
    PlanAttached: (tell_attached, tell_notice.offer),
    PlanNotAttached: (tell_not_attached,),
    CommandMoved: (tell_moved,),
    NobodyToCommand: (tell_absent,),
    CallerNamed: (),
}
