"""The cards of an incident for single people: each person's own card, the question card, what a step says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.changed_plan import skipped_steps
from bot.domain.incident import Incident, Responder, Stage, StepState, next_step, open_steps
from bot.domain.people import Department, Person
from bot.domain.playbook import Lane, Playbook, Question, Said, Step
from bot.domain.roster import Roster
from bot.domain.standing_in import does
from bot.talk.message import Address, Card, Choice
from bot.talk.work import Work
from handlers.facts import Json, call_words, head, is_file, iso, known, name_of, responder_facts

Rows = tuple[tuple[Choice, ...], ...]

_MARKS = "①②③④⑤⑥⑦⑧⑨"
_MOVES = {
    Stage.CALLED: ("ack", "go", "cannot"),
    Stage.HEARD: ("go", "arrive", "cannot"),
    Stage.GOING: ("arrive", "cannot"),
    Stage.THERE: ("leave",),
    Stage.LEFT: ("go",),
    Stage.CANNOT: ("go",),
}
"""What somebody may want to press next."""


def button(action: str, incident: int, *, label: str = "", key: str = "", **facts: object) -> Choice:
    """A button that does `action` on an incident; `key` tells it from others of the same action."""
    return Choice(
        key=f"{action}:{key}" if key else action, label=label or action, facts={"incident": incident, **facts}
    )


def done_button(incident: int, lane: Lane, step: Step) -> Choice:
    """[完成 A]: names the step, so that a second press never does the one after it."""
    return button("done", incident, key=f"{lane.id}:{step.id}", lane=lane.id, step=step.id)


def called_button(incident: int, lane: Lane, step: Step, *, mark: str = "") -> Choice:
    """[已打119]; `mark`: which one, where several calls to one number stand on the same card."""
    to = step.call.to if step.call else ""
    return button("called", incident, key=f"{lane.id}:{step.id}", lane=lane.id, step=step.id, to=to, mark=mark)


def called_buttons(incident: Incident, playbook: Playbook) -> tuple[Choice, ...]:
    """A button for each call anybody may make and nobody has made yet."""
    calls = calls_for_anybody(incident, playbook)
    return tuple(called_button(incident.number, lane, step, mark=_mark(calls, lane, step)) for lane, step in calls)


def _mark(calls: list[tuple[Lane, Step]], lane: Lane, step: Step) -> str:
    alike = [(one.id, other.id) for one, other in calls if step.call and other.call and other.call.to == step.call.to]
    return _MARKS[alike.index((lane.id, step.id)) % len(_MARKS)] if len(alike) > 1 else ""


def calls_for_anybody(incident: Incident, playbook: Playbook) -> list[tuple[Lane, Step]]:
    """The calls anybody may make and nobody has made yet; none once it is over."""
    steps = open_steps(incident, playbook) if incident.state.open else ()
    return [(lane, step) for lane, step in steps if step.anybody]


def calls_of(incident: Incident, playbook: Playbook, roster: Roster, *, speaker: Person | None = None) -> list[Json]:
    """The same for a card: what to do and the words to say. `speaker`: for one person; a group gets no flat."""
    calls = calls_for_anybody(incident, playbook)
    return [
        {
            "text": dict(step.text),
            "mark": _mark(calls, lane, step),
            "call": call_facts(incident, playbook, step, roster, speaker=speaker, group=not speaker),
        }
        for lane, step in calls
    ]


def said_in_group(incident: Incident, roster: Roster) -> bool:
    """Whether the report was written where staff read it anyway: then no group learns anything by it (rule 9)."""
    return roster.chat(incident.reporter.platform, incident.reporter.chat) is not None


def working_on(incident: Incident, step: Step, roster: Roster) -> Responder | None:
    """Who has come furthest of those whose step it is; somebody who has gone only when nobody else is there."""
    people = [one for one in incident.responders if _does(incident, one, step, roster)]
    return max(people, key=lambda one: (one.stage.active, list(Stage).index(one.stage)), default=None)


def doer(incident: Incident, step: Step, roster: Roster) -> Person | None:
    """Who is waited for to do a step: the commander for theirs, else who has come furthest; None: nobody."""
    if step.commander:
        return roster.person(incident.commander or "")
    best = working_on(incident, step, roster)
    return roster.person(best.person) if best and best.stage.active else None


def _does(incident: Incident, responder: Responder, step: Step, roster: Roster) -> bool:
    person = roster.person(responder.person)
    return person is not None and does(incident, person, step, roster=roster)


def own_steps(incident: Incident, playbook: Playbook, person: Person, roster: Roster) -> list[tuple[Lane, Step]]:
    """The next steps that are this person's, one a lane, life safety first; without the calls anybody may make."""
    found = []
    called = incident.responder(person.id) is not None
    for lane in playbook.lanes:
        step = next_step(incident, lane)
        if step and not step.anybody and (called or step.commander) and does(incident, person, step, roster=roster):
            found.append((lane, step))
    return sorted(found, key=lambda pair: not pair[1].life)


def person_card(incident: Incident, playbook: Playbook, person: Person, roster: Roster) -> Card:
    """What one person does now on an incident, in private; the commander's has the command on it."""
    responder = incident.responder(person.id)
    steps = own_steps(incident, playbook, person, roster)
    commands = incident.commander == person.id
    calls = called_buttons(incident, playbook)
    facts = {
        **head(incident, playbook, roster, private=True),
        "name": person.name,
        "due": iso(due_of(incident, responder)) if responder and responder.scene else None,
        "heard": incident.commander_heard,
        "stage": responder.stage.value if responder else "",
        "instead_of": _instead_of(incident, responder, roster),
        "late": responder is not None and responder.stage is Stage.CALLED and responder.reminded > 0,
        "did": any(record.person == person.id and record.state is StepState.DONE for record in incident.steps.values()),
        "commands": commands,
        "commander": name_of(roster, incident.commander),
        "known": known(incident.answers, playbook),
        "words": incident.words[:300],
        "anyone": [dict(said) for said in playbook.anyone],
        "calls": calls_of(incident, playbook, roster, speaker=person),
        "steps": [step_facts(incident, playbook, lane, step, roster=roster, speaker=person) for lane, step in steps],
        "responders": [responder_facts(one, roster) for one in incident.responders if roster.person(one.person)]
        if commands
        else [],
        "scene": responder is not None and responder.scene,
        "caller": incident.reporter.caller if person.department is Department.SERVICE else "",
        "private": ["caller", *([] if said_in_group(incident, roster) else ["words"])],
        "open": incident.state.open,
        "closing": [dict(said) for said in playbook.closing] if commands else [],
    }
    rows = _person_rows(incident, responder, steps, commands=commands)
    return Card(template="incident/person", facts=facts, rows=(*([calls] if calls else []), *rows))


def due_of(incident: Incident, responder: Responder) -> datetime:
    """When this person has to be there: the time to arrive runs from their own call."""
    return responder.called + incident.time_to_arrive


def _instead_of(incident: Incident, responder: Responder | None, roster: Roster) -> Json | None:
    """Who should have come, and how far they got; told until this person is on the way."""
    missing = incident.responder(responder.instead_of) if responder else None
    gone = missing is None or roster.person(missing.person) is None
    if responder is None or missing is None or gone or responder.stage not in (Stage.CALLED, Stage.HEARD):
        return None
    return responder_facts(missing, roster)


def _person_rows(
    incident: Incident, responder: Responder | None, steps: list[tuple[Lane, Step]], *, commands: bool
) -> Rows:
    if not incident.state.open:
        return ()
    number = incident.number
    rows: list[tuple[Choice, ...]] = []
    if responder is not None:
        moves = _MOVES[responder.stage] if responder.scene else _desk_moves(responder.stage)
        rows.append(tuple(button(move, number) for move in moves))
    elif commands and not incident.commander_heard:
        rows.append((button("ack", number), button("cannot", number)))
    rows.extend((done_button(number, lane, step),) for lane, step in steps)
    if commands:
        change = (button("plan", number),) if incident.commander_heard else ()
        rows.append((button("controlled", number), button("close", number), *change))
    rows.append((button("escalate", number), button("note", number)))
    return tuple(row for row in rows if row)


def _desk_moves(stage: Stage) -> tuple[str, ...]:
    """Who helps from where they are only has to say that they have it."""
    return {Stage.CALLED: ("ack", "cannot"), Stage.CANNOT: ("ack",)}.get(stage, ())


def step_facts(
    incident: Incident, playbook: Playbook, lane: Lane, step: Step, *, roster: Roster, speaker: Person
) -> Json:
    """A step with everything that belongs to it: what not to do, whom to call and the words to say."""
    return {
        "lane": lane.id,
        "lane_name": dict(lane.name),
        "of": dict(lane.full_name) if lane.of else {},
        "text": dict(step.text),
        "life": step.life,
        "forbid": [dict(said) for said in step.forbid],
        "call": call_facts(incident, playbook, step, roster, speaker=speaker),
        "evidence": step.evidence.value,
        "ask": dict(step.ask) if step.ask else {},
    }


def call_facts(
    incident: Incident,
    playbook: Playbook,
    step: Step,
    roster: Roster,
    *,
    speaker: Person | None = None,
    group: bool = False,
) -> Json | None:
    """Whom a step has to telephone, under which number, and what to say; `speaker` is who says it, when known."""
    if step.call is None:
        return None
    community = roster.community(incident.community)
    contact = community.contact(step.call.to) if community else None
    return {
        "to": contact.name if contact else step.call.to,
        "phone": contact.phone if contact else (step.call.to if step.call.to.isdigit() else step.call.otherwise),
        "say": dict(step.call.say),
        "values": {
            **call_words(incident, playbook, roster, group=group),
            "name": speaker.name if speaker else "",
        },
    }


def question_card(
    incident: Incident,
    playbook: Playbook,
    question: Question,
    roster: Roster,
    *,
    told: Json | None,
    tells: Sequence[Said] = (),
) -> Card:
    """One question of the question card; `told`: the last answer, `tells`: what to do now."""
    choices = tuple(
        button(
            "answer",
            incident.number,
            key=f"{question.id}:{answer.id}",
            label="said",
            said=dict(answer.text),
            question=question.id,
            answer=answer.id,
        )
        for answer in question.answers
    )
    facts = {
        **head(incident, playbook, roster, private=False),
        "question": dict(question.text),
        "told": told,
        "tells": list(tells),
        "numbered": not any(answer.text["zh"].isdigit() for answer in question.answers),
    }
    rows = tuple(choices[start : start + 3] for start in range(0, len(choices), 3))
    if told is not None:
        rows = (*rows, (button("reask", incident.number, question=told["id"]),))
    return Card(template="incident/question", facts=facts, rows=rows)


def staff_chats(work: Work, community: str) -> list[Address]:
    """Where the live card of an incident stands: every staff and command chat of its community."""
    return [
        Address(platform=chat.platform, chat=chat.id, thread=chat.topic)
        for chat in work.roster.chats
        if chat.community == community and chat.kind.value in ("staff", "command")
    ]


def skipped_facts(incident: Incident, lanes: Iterable[Lane]) -> list[Json]:
    """What was skipped in these lanes, and why."""
    return [{"text": dict(step.text), "why": why} for _, step, why in skipped_steps(incident, lanes)]


def closing_facts(incident: Incident, playbook: Playbook) -> Json:
    """How it went, for the last message: times, and what was left undone."""
    seconds = (incident.closed - incident.opened).total_seconds() if incident.closed else 0
    arrival = (incident.arrived - incident.opened).total_seconds() if incident.arrived else None
    late = (
        (incident.arrived - incident.due).total_seconds() if incident.arrived and incident.arrived > incident.due else 0
    )
    released = [one for (_, step), r in incident.steps.items() if step == "release" for one in r.evidence]
    outcome = next((one for one in released if not is_file(one)), "")
    return {
        "closed": iso(incident.closed),
        "lasted": seconds,
        "arrival": arrival,
        "late": late,
        "outcome": outcome[:120],
        "open_steps": [dict(step.text) for _, step in open_steps(incident, playbook)],
        "skipped": skipped_facts(incident, playbook.lanes),
        "closing": [dict(said) for said in playbook.closing],
    }
