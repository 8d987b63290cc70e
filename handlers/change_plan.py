"""跳过, 加步骤, 指派 and 先做: what whoever commands changes of a running plan, for everybody to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import calling, changed_plan, run
from bot.domain.change_events import StepAssigned
from bot.domain.events import PersonCalled
from bot.domain.incident import Incident, next_step, open_steps
from bot.domain.overdue import NobodyOnDuty
from bot.domain.people import Department, Person
from bot.domain.playbook import Called, Lane, Playbook, Said, Step
from bot.domain.refused import Impossible
from bot.domain.response import require_open
from bot.domain.typed_step import TypedStep, read_step
from bot.talk.message import Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers import change_card, ladder
from handlers.asking import ask, asked_about
from handlers.cards import working_on
from handlers.change_card import step_of
from handlers.facts import head_of
from handlers.listening import listen, stop_listening

SKIP_FORM, ADD_FORM, ASSIGN_FORM = "skip", "add", "assign"
_LANGUAGES = ("zh", "en")


async def skip(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """跳过 7 B reason: the next open step of the lane, or the one of the button; the reason is asked for."""
    incident, by, playbook = await _all(work, person, asked)
    if "lane" in asked.facts:
        (lane, step), reason = step_of(incident, playbook, asked), asked.rest
        if not reason:
            return await _ask(work, by, incoming, incident, form=SKIP_FORM, lane=lane, step=step)
    elif not asked.rest:
        return await change_card.show(work, person, incoming, asked)
    else:
        said = read_step(asked.rest, _letters(playbook), named=True)
        lane, step = _step_at(incident, playbook, said.lane or asked.rest.split()[0][:8], said.place)
        reason = said.words
    changed, events = changed_plan.skip(incident, lane, step, reason=reason, by=by.id, now=work.now)
    changed = await _keep(work, incoming, changed, playbook, before=incident, was=playbook, by=by)
    work.happened(*events)
    return Toast(template="skipped", facts={"number": incident.number, "lane": lane.id})


async def add(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """加步骤 7 B what: next in the lane, for who does its step now unless the words begin with somebody else."""
    incident, by, playbook = await _all(work, person, asked)
    before, words = str(asked.facts.get("step", "")), asked.rest
    lane = playbook.lane(str(asked.facts.get("lane", "")))
    if "lane" in asked.facts and not words:
        shown = step_of(incident, playbook, asked) if lane else (None, None)
        return await _ask(work, by, incoming, incident, form=ADD_FORM, lane=shown[0], step=shown[1])
    if not words:
        return await change_card.show(work, person, incoming, asked)
    if "lane" not in asked.facts:
        said = read_step(words, _letters(playbook))
        lane, words = playbook.lane(said.lane), said.words
        before = _step_at(incident, playbook, said.lane, said.place)[1].id if said.place else ""
    who, department, words = _for_whom(work, incident, words)
    step = changed_plan.new_step(playbook, words, like=_like(incident, lane, before), department=department, person=who)
    name = {one: work.words.write("incident/extra_lane", {}, one) for one in _LANGUAGES}
    plan, event = changed_plan.add_step(incident, playbook, lane, step=step, before=before, name=name, by=by.id)
    changed = await _keep(work, incoming, incident, plan, before=incident, was=playbook, by=by)
    work.happened(event)
    await _call_for(work, changed, plan, step, lane=event.lane, by=by)
    return Toast(template="step_added", facts={"number": incident.number, "lane": event.lane})


async def assign(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """指派 7 who B: the step of the lane is theirs, and they are called."""
    incident, by, playbook = await _all(work, person, asked)
    if "lane" in asked.facts:
        (lane, step), words = step_of(incident, playbook, asked), asked.rest
    elif not asked.rest:
        return await change_card.show(work, person, incoming, asked)
    else:
        said = _lane_and_name(playbook, asked.rest)
        if not said.lane:
            lanes = " ".join(one.id for one in playbook.lanes if next_step(incident, one))
            raise Impossible("assign_lane", number=incident.number, name=said.words[:32], lanes=lanes)
        (lane, step), words = _step_at(incident, playbook, said.lane, said.place), said.words
    found = _people(work, incident, incoming, asked, words)
    if len(found) != 1:
        return await _ask_whom(work, incoming, incident, (lane.id, step.id), found)
    changed, plan, events = changed_plan.assign(
        incident, playbook, lane, step=step, person=found[0], by=by.id, now=work.now
    )
    changed = await _keep(work, incoming, changed, plan, before=incident, was=playbook, by=by)
    row = changed.responder(found[0].id)
    if row is not None and row != incident.responder(found[0].id):
        ladder.called(work, changed, row)
    work.happened(*events)
    return Toast(template="assigned", facts={"number": incident.number, "lane": lane.id, "name": found[0].name})


async def forward(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """先做: the step of the button is the next of its lane."""
    incident, by, playbook = await _all(work, person, asked)
    lane, step = step_of(incident, playbook, asked)
    plan, event = changed_plan.bring_forward(incident, playbook, lane, step=step, by=by.id)
    await _keep(work, incoming, incident, plan, before=incident, was=playbook, by=by)
    work.happened(event)
    return Toast(template="brought_forward", facts={"number": incident.number, "lane": lane.id})


async def _all(work: Work, person: Person | None, asked: Asked) -> tuple[Incident, Person, Playbook]:
    incident = asked.incident
    assert incident is not None
    assert person is not None  # the gate lets nobody else through
    require_open(incident)
    return incident, person, await work.playbook(incident)


async def _keep(
    work: Work, incoming: Incoming, incident: Incident, plan: Playbook, *, before: Incident, was: Playbook, by: Person
) -> Incident:
    """The incident with the plan as it is now; the clocks follow, and what was asked for this is answered."""
    if plan is not was:
        incident = replace(incident, playbook=await work.start(plan))
    await work.incidents.put(incident)
    incident = await ladder.answered(work, incident, by)
    ladder.steps(work, incident, plan, before=before, was=was)
    await stop_listening(work, incoming.where, incoming.account, card=asked_about(incident.number, incoming.account))
    await change_card.redraw(work, incoming, incident, plan)
    return incident


async def _call_for(work: Work, incident: Incident, plan: Playbook, step: Step, *, lane: str, by: Person) -> None:
    """Whom an added step was given to hears of it; where nobody on the incident does such steps, the first on duty is
    called."""
    named = work.roster.person(step.person) if step.person else None
    row = incident.responder(named.id) if named else working_on(incident, step, work.roster)
    if named is not None:
        work.happened(StepAssigned(incident=incident.number, person=named.id, lane=lane, step=step.id, by=by.id))
    if step.commander or (row is not None and row.stage.active):
        return
    called = Called(department=step.department, skill=step.skill)
    group = [named] if named else calling.on_call(work.roster, called, community=incident.community, now=work.now)
    if not group:
        missing = tuple(one.value for one in (step.department or step.skill,) if one)
        work.happened(NobodyOnDuty(incident=incident.number, departments=missing))
        return
    scene = next((one.scene for one in plan.called if one.department is step.department), plan.at_place)
    fresh = changed_plan.called(incident, group[0], scene=scene, by=by.id, now=work.now)
    incident = incident.with_responder(fresh)
    await work.incidents.put(incident)
    ladder.called(work, incident, fresh)
    work.happened(PersonCalled(incident=incident.number, person=fresh.person, by=by.id))


async def _ask(
    work: Work, by: Person, incoming: Incoming, incident: Incident, *, form: str, lane: Lane | None, step: Step | None
) -> Toast:
    facts = {
        "incident": incident.number,
        "lane": lane.id if lane else "",
        **({"step": step.id} if step else {}),
    }
    text: Said = dict(step.text) if step else {}
    shown = {**await head_of(work, incident), "form": form, "lane": facts["lane"], "text": text}
    await ask(work, by, incoming, form=form, facts=facts, template="incident/plan_say", shown=shown)
    return Toast(template="say_why_skip" if form == SKIP_FORM else "say_what_add", facts={"number": incident.number})


async def _ask_whom(
    work: Work, incoming: Incoming, incident: Incident, key: tuple[str, str], found: Sequence[Person]
) -> Card:
    """Buttons for who may be meant; a name may be typed instead."""
    facts = {"incident": incident.number, "lane": key[0], "step": key[1]}
    card = asked_about(incident.number, incoming.account)
    await listen(work, incoming.where, incoming.account, form=ASSIGN_FORM, facts=facts, card=card)
    return await change_card.show_people(work, incoming, incident, key, found)


def _letters(playbook: Playbook) -> list[str]:
    return [lane.id for lane in playbook.lanes]


def _step_at(incident: Incident, playbook: Playbook, lane: str, place: int) -> tuple[Lane, Step]:
    """The open step at this place of a lane, as the card counts them; without a place the next."""
    there = [one for one in open_steps(incident, playbook) if one[0].id == lane]
    if not place or not there:
        return run.current(incident, playbook, lane)
    if place > len(there):
        lanes = " ".join(f"{lane}{number}" for number in range(1, len(there) + 1))
        raise Impossible("no_such_lane", number=incident.number, lane=f"{lane}{place}", lanes=lanes)
    return there[place - 1]


def _lane_and_name(playbook: Playbook, words: str) -> TypedStep:
    """The lane, which stands behind the name or before it, and the name."""
    name, _, last = words.strip().rpartition(" ")
    behind = read_step(last, _letters(playbook), named=True)
    if behind.lane and not behind.words:
        return replace(behind, words=name.strip())
    return read_step(words, _letters(playbook), named=True)


def _people(work: Work, incident: Incident, incoming: Incoming, asked: Asked, words: str) -> Sequence[Person]:
    """Who is meant: by button, mention, name or roster id; nobody yet when nothing was said."""
    chosen = work.roster.person(str(asked.facts.get("who", "")))
    if chosen is not None and chosen.works_in(incident.community):
        return (chosen,)
    platform = incoming.where.platform
    mentioned = [work.roster.account(platform, account) for account in incoming.mentions]
    there = [person for person in mentioned if person and person.works_in(incident.community)]
    if there or not words:
        return there
    found = work.roster.named(words, incident.community)
    if not found:
        raise Impossible("nobody_named", name=words[:32], number=incident.number)
    return found


def _for_whom(work: Work, incident: Incident, words: str) -> tuple[Person | None, Department | None, str]:
    """The person or department the words begin with, as they are called in the roster or on the cards."""
    parts = words.split()
    for count in (3, 2, 1):
        head, rest = " ".join(parts[:count]), " ".join(parts[count:])
        found = work.roster.named(head, incident.community)
        if len(found) == 1 and rest:
            return found[0], None, rest
        department = next((one for one in Department if rest and head.casefold() in _names(work, one)), None)
        if department is not None:
            return None, department, rest
    return None, None, words


def _names(work: Work, department: Department) -> set[str]:
    facts = {"department": department.value}
    return {department.value, *(work.words.write("incident/department", facts, one).casefold() for one in _LANGUAGES)}


def _like(incident: Incident, lane: Lane | None, before: str) -> Step | None:
    """Whose kind of step an added one is: that of the step it stands before, else of the lane's next, else its last."""
    if lane is None:
        return None
    return lane.step(before) or next_step(incident, lane) or lane.steps[-1]
