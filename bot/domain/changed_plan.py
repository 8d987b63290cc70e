"""What whoever commands changes of a running plan: a step skipped, added, brought forward or given to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.change_events import StepAdded, StepAssigned, StepMoved, StepSkipped
from bot.domain.events import IncidentEvent, PersonCalled
from bot.domain.incident import Incident, Responder, Stage, StepRecord, StepState, next_step, steps_of
from bot.domain.legal_floor import LANGUAGES, asks_for_force
from bot.domain.people import Department, Person
from bot.domain.playbook import EXTRA, Lane, Playbook, Said, Step
from bot.domain.refused import Impossible
from bot.domain.response import Change, require_open
from bot.domain.run import require_before

TEXT_MOST, ALPHABET_MOST = 40, 100
"""Characters of an added step, as of those in the files: in Chinese, and in letters."""
REASON_MOST = 200

_HAN = re.compile(r"[\u4e00-\u9fff]")


def skip(incident: Incident, lane: Lane, step: Step, *, reason: str, by: str, now: datetime) -> Change:
    """跳过: the lane goes on without this step; the reason stands in its record."""
    _require_to_do(incident, lane, step)
    if step.call is not None and step.calls_help:
        raise Impossible("call_not_skipped", number=incident.number, to=step.call.to)
    why = " ".join(reason.split())[:REASON_MOST]
    if not why:
        raise Impossible("skip_why", number=incident.number, lane=lane.id)
    record = StepRecord(state=StepState.SKIPPED, person=by, at=now, evidence=(why,))
    incident = replace(incident, steps={**incident.steps, (lane.id, step.id): record})
    event = StepSkipped(incident=incident.number, lane=lane.id, step=step.id, reason=why, life=step.life, by=by)
    return incident, (event,)


def new_step(
    playbook: Playbook,
    text: str,
    *,
    like: Step | None = None,
    department: Department | None = None,
    person: Person | None = None,
) -> Step:
    """What is added: for the person or department that is named, else for whom the step `like` is; else for whoever
    commands."""
    words = " ".join(text.split())
    most = TEXT_MOST if _HAN.search(words) else ALPHABET_MOST
    if not words:
        raise Impossible("add_what")
    if len(words) > most:
        raise Impossible("step_text_long", has=len(words), most=most)
    if re.search(r"[{}<>]", words):
        raise Impossible("step_text_signs")
    force = next((found for one in LANGUAGES if (found := asks_for_force(words, one))), "")
    if force:
        raise Impossible("step_forces", force=force)
    taken = {step.id for lane in playbook.lanes for step in lane.steps}
    id = next(name for number in range(1, len(taken) + 2) if (name := f"added_{number}") not in taken)  # noqa: A001
    step = Step(id=id, text={"zh": words, "en": words})
    if person is not None:
        return replace(step, department=person.department, person=person.id)
    if department is not None:
        return replace(step, department=department)
    if like is None:
        return replace(step, commander=True)
    return replace(step, department=like.department, skill=like.skill, commander=like.commander, person=like.person)


def add_step(
    incident: Incident, playbook: Playbook, lane: Lane | None, *, step: Step, before: str = "", name: Said, by: str
) -> tuple[Playbook, StepAdded]:
    """加步骤: next in the lane, or before the step that is named; without a lane in one of its own called `name`."""
    require_open(incident)
    strand = lane or playbook.lane(EXTRA) or Lane(id=EXTRA, name=name, steps=())
    wanted = next((place for place, one in enumerate(strand.steps) if one.id == before), 0)
    place = max(wanted, _turn(incident, strand))
    changed = replace(strand, steps=(*strand.steps[:place], step, *strand.steps[place:]))
    event = StepAdded(incident=incident.number, lane=strand.id, step=step.id, by=by)
    return _with_lane(playbook, changed), event


def bring_forward(
    incident: Incident, playbook: Playbook, lane: Lane, *, step: Step, by: str
) -> tuple[Playbook, StepMoved]:
    """先做: a later open step is the next of its lane; what saves lives and is still open stays before it."""
    _require_to_do(incident, lane, step)
    if step.anybody or step == next_step(incident, lane):
        raise Impossible("step_is_next", number=incident.number, lane=lane.id)
    require_before(incident, lane, step)
    rest = replace(lane, steps=tuple(one for one in lane.steps if one.id != step.id))
    place = _turn(incident, rest, life=step.life)
    changed = replace(lane, steps=(*rest.steps[:place], step, *rest.steps[place:]))
    if changed == lane:
        raise Impossible("life_first", number=incident.number, lane=lane.id)
    return _with_lane(playbook, changed), StepMoved(incident=incident.number, lane=lane.id, step=step.id, by=by)


def assign(
    incident: Incident, playbook: Playbook, lane: Lane, *, step: Step, person: Person, by: str, now: datetime
) -> tuple[Incident, Playbook, tuple[IncidentEvent, ...]]:
    """指派: the step is this person's, who is called when nobody has called them yet."""
    _require_to_do(incident, lane, step)
    if step.person == person.id and _works(incident, person):
        raise Impossible("step_theirs", number=incident.number, lane=lane.id, name=person.name)
    given = replace(step, person=person.id)
    if step.commander:
        given = replace(given, commander=False, department=person.department)
    changed = replace(lane, steps=tuple(given if one.id == step.id else one for one in lane.steps))
    events: list[IncidentEvent] = []
    if not _works(incident, person):
        scene = next((one.scene for one in playbook.called if one.department is step.department), playbook.at_place)
        incident = incident.with_responder(called(incident, person, scene=scene, by=by, now=now))
        events.append(PersonCalled(incident=incident.number, person=person.id, by=by))
    events.append(
        StepAssigned(incident=incident.number, person=person.id, lane=lane.id, step=step.id, by=by),
    )
    return incident, _with_lane(playbook, changed), tuple(events)


def called(incident: Incident, person: Person, *, scene: bool, by: str, now: datetime) -> Responder:
    """Somebody who is called for a step and, by that, for no other of its department; who gives it to themselves has
    heard of it."""
    fresh = incident.responder(person.id) or Responder(person=person.id, department=person.department, called=now)
    oneself = person.id == by
    return replace(
        fresh,
        scene=scene,
        stage=Stage.HEARD if oneself else Stage.CALLED,
        called=now,
        heard=now if oneself else None,
        left=None,
        reminded=0,
    )


def skipped_steps(incident: Incident, lanes: Iterable[Lane]) -> tuple[tuple[Lane, Step, str], ...]:
    """What was skipped in these lanes, each with the reason."""
    return tuple(
        (lane, step, " ".join(record.evidence))
        for lane in lanes
        for step in lane.steps
        if (record := incident.step(lane.id, step.id)).state is StepState.SKIPPED
    )


def _require_to_do(incident: Incident, lane: Lane, step: Step) -> None:
    require_open(incident)
    state = incident.step(lane.id, step.id).state
    if state is StepState.DONE:
        raise Impossible("step_done", number=incident.number, lane=lane.id)
    if state is StepState.SKIPPED:
        raise Impossible("step_skipped", number=incident.number, lane=lane.id)


def _turn(incident: Incident, lane: Lane, *, life: bool = False) -> int:
    """Where in a lane stands what is to be next: before its open steps, behind those at their head that save lives.

    `life`: it saves lives itself, and only an open call for help stays before it.
    """
    to_do = [
        one
        for one in steps_of(incident, lane)
        if incident.step(lane.id, one.id).state is StepState.OPEN and not one.anybody
    ]
    first = next((one for one in to_do if not one.calls_help and (life or not one.life)), None)
    if first is not None:
        return lane.steps.index(first)
    return lane.steps.index(to_do[-1]) + 1 if to_do else len(lane.steps)


def _works(incident: Incident, person: Person) -> bool:
    row = incident.responder(person.id)
    return row is not None and row.stage.active


def _with_lane(playbook: Playbook, lane: Lane) -> Playbook:
    others = tuple(lane if one.id == lane.id else one for one in playbook.lanes)
    return replace(playbook, lanes=others if playbook.lane(lane.id) else (*others, lane))
