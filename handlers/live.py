"""The live card of an incident: the one message in each staff group that always says how things stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.domain.incident import Incident, Responder, Stage, StepState, next_step, steps_of
from bot.domain.playbook import Lane, Playbook, Step
from bot.domain.recognise import FALLBACK
from bot.domain.roster import Roster
from bot.talk.message import Card, Choice
from handlers.cards import (
    Rows,
    button,
    called_buttons,
    calls_of,
    done_button,
    said_in_group,
    skipped_facts,
    working_on,
)
from handlers.facts import Json, head, iso, known, last_evidence, name_of, responder_facts

_FULL = 4
"""With more lanes than this, those that are done share a line; with more people than this, they are counted."""


def live_card(incident: Incident, playbook: Playbook, roster: Roster) -> Card:
    """The one card of an incident in a group."""
    lanes = [lane for lane in playbook.lanes if steps_of(incident, lane)]
    over = [lane for lane in lanes if next_step(incident, lane) is None] if len(playbook.lanes) > _FULL else []
    done = [lane for lane in over if not skipped_facts(incident, (lane,))]
    others = _outside_lanes(incident, playbook, roster)
    crowd = others if len(others) > _FULL else []
    facts = {
        **head(incident, playbook, roster, private=False),
        "due": iso(incident.due) if playbook.at_place else None,
        "arrived": iso(incident.arrived),
        "opened": iso(incident.opened),
        "closed": iso(incident.closed),
        "commander": name_of(roster, incident.commander),
        "commander_heard": incident.commander_heard,
        "known": known(incident.answers, playbook, group=True, calls=False),
        "words": incident.words[:200] if incident.type == FALLBACK and said_in_group(incident, roster) else "",
        "anyone": [dict(said) for said in playbook.anyone],
        "calls": calls_of(incident, playbook, roster),
        "made": _calls_made(incident, playbook, roster),
        "lanes": [
            _lane_facts(incident, lane, roster) for lane in lanes if lane not in done and not _calls(incident, lane)
        ],
        "done": [{"id": lane.id, "name": dict(lane.name)} for lane in done],
        "others": [responder_facts(one, roster) for one in others] if not crowd else [],
        "crowd": [
            {"stage": stage.value, "count": count} for stage, count in Counter(one.stage for one in crowd).items()
        ],
    }
    return Card(template="incident/live", facts=facts, rows=_rows(incident, playbook), pin=incident.state.open)


def _calls(incident: Incident, lane: Lane) -> bool:
    """Whether only calls are left in a lane: they stand above all lanes."""
    step = next_step(incident, lane)
    return step is not None and step.anybody


def _next_steps(incident: Incident, playbook: Playbook) -> list[tuple[Lane, Step]]:
    """Each lane with its next step, without calls anybody may make."""
    nexts = ((lane, next_step(incident, lane)) for lane in playbook.lanes)
    return [(lane, step) for lane, step in nexts if step and not step.anybody]


def _rows(incident: Incident, playbook: Playbook) -> Rows:
    if not incident.state.open:
        return ()
    number = incident.number
    calls = called_buttons(incident, playbook)
    done = tuple(done_button(number, lane, step) for lane, step in _next_steps(incident, playbook))
    rows: list[tuple[Choice, ...]] = [
        *([calls] if calls else []),
        (button("ack", number), button("go", number), button("arrive", number)),
        *(done[start : start + 3] for start in range(0, len(done), 3)),
        (button("cannot", number), button("escalate", number), button("note", number)),
        (button("takeover", number), button("controlled", number), button("close", number)),
    ]
    if incident.unverified:
        rows.append((button("verify", number), button("false", number)))
    return tuple(rows)


def _lane_facts(incident: Incident, lane: Lane, roster: Roster) -> Json:
    step = next_step(incident, lane)
    return {
        "id": lane.id,
        "name": dict(lane.name),
        "done": step is None,
        "text": dict(step.text) if step else {},
        "department": _whose(step) if step else "",
        "who": _who(incident, step, roster) if step else None,
        "evidence": last_evidence(incident, lane),
        "skipped": skipped_facts(incident, (lane,)),
    }


def _calls_made(incident: Incident, playbook: Playbook, roster: Roster) -> list[Json]:
    """Who has called 119 and when, as it was pressed."""
    made: list[Json] = []
    for lane in playbook.lanes:
        for step in (one for one in lane.steps if one.call and one.anybody):
            record = incident.step(lane.id, step.id)
            if record.state is StepState.DONE and step.call:
                other = bool(record.evidence)  # 别人打的: in words, which may hold a resident's name
                name = "" if other else name_of(roster, record.person)
                made.append({"to": step.call.to, "name": name, "at": iso(record.at), "other": other})
    return made


def _whose(step: Step) -> str:
    return "commander" if step.commander else step.department or step.skill or ""


def _who(incident: Incident, step: Step, roster: Roster) -> Json | None:
    """Who does a step, and how far they have come; the commander's steps are theirs whether they were called or not."""
    if step.commander and incident.commander and incident.responder(incident.commander) is None:
        return {"name": name_of(roster, incident.commander), "stage": "heard" if incident.commander_heard else "called"}
    best = incident.responder(incident.commander or "") if step.commander else working_on(incident, step, roster)
    return responder_facts(best, roster) if best else None


def _outside_lanes(incident: Incident, playbook: Playbook, roster: Roster) -> Sequence[Responder]:
    """Who has moved and is not named in a lane."""
    named = [working_on(incident, step, roster) for _, step in _next_steps(incident, playbook)]
    known_people = [one for one in incident.responders if roster.person(one.person)]
    return [one for one in known_people if one.stage is not Stage.CALLED and one not in named]
