"""改预案: the private card that lists the open steps of a running plan, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.incident import Incident, StepState, next_step, open_steps
from bot.domain.people import Person
from bot.domain.playbook import Lane, Playbook, Step
from bot.domain.refused import Impossible
from bot.domain.response import require_open
from bot.talk.message import Card, Choice, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers.cards import Rows, button, doer, skipped_facts
from handlers.facts import head_of
from handlers.second_plan import attach_button

_IN_A_ROW = 4
_MOST = 60
"""Steps on the card: a message has no room for more buttons."""
_PEOPLE = 8
_ROOM, _ROOM_SKIPPED = 2600, 900
"""Characters for the lines of open and of skipped steps, of the 4096 a message has."""


async def show(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """改预案: everything that is still to do, a button each."""
    incident = asked.incident
    assert incident is not None
    require_open(incident)
    card = await _plan_card(work, incident, await work.playbook(incident))
    work.live(incoming.where, card, about=_about(incident, incoming), priority=Priority.ANSWER, fresh=True)
    return None


async def pick(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """One step of the list: 跳过, 先做, 交给 or 前面加一步."""
    incident = asked.incident
    assert incident is not None
    require_open(incident)
    lane, step = step_of(incident, await work.playbook(incident), asked)
    what = {"lane": lane.id, "step": step.id}
    number = incident.number
    first = [] if step.calls_help else [button("skip", number, **what)]
    if not step.anybody and step != next_step(incident, lane):
        first.append(button("forward", number, **what))
    second = (button("assign", number, **what), button("add", number, label="add_before", **what))
    rows: Rows = (*((tuple(first),) if first else ()), second, (button("plan", number, label="back"),))
    facts = {**await head_of(work, incident), **what, "text": dict(step.text), "name": dict(lane.name)}
    card = Card(template="incident/plan_step", facts=facts, rows=rows)
    work.live(incoming.where, card, about=_about(incident, incoming), priority=Priority.ANSWER)
    return None


async def show_people(
    work: Work, incoming: Incoming, incident: Incident, key: tuple[str, str], found: Sequence[Person]
) -> Card:
    """Who a step may be given to: those of the name, else who works on the incident, then the staff, leaders last."""
    what = {"lane": key[0], "step": key[1]}
    on_it = [person for one in incident.responders if one.stage.active and (person := work.roster.person(one.person))]
    staff = sorted(work.roster.staff(incident.community), key=lambda one: max(one.roles))
    people = {one.id: one for one in found or (*on_it, *staff)}
    rows = tuple(
        (_person_button(incident, one, place, what),) for place, one in enumerate([*people.values()][:_PEOPLE], start=1)
    )
    facts = {**await head_of(work, incident), **what, "private": incoming.private}
    return Card(template="incident/plan_whom", facts=facts, rows=rows)


def _person_button(incident: Incident, person: Person, place: int, what: Mapping[str, str]) -> Choice:
    named = {"who": person.id, "name": person.name, "post": person.post, "department": person.department.value}
    return button("assign", incident.number, key=str(place), label="person", **named, **what)


async def redraw(work: Work, incoming: Incoming, incident: Incident, playbook: Playbook) -> None:
    """The list as it is after a change, where it was asked for."""
    if await work.cards.live(incoming.where, _about(incident, incoming)) is not None:
        card = await _plan_card(work, incident, playbook)
        work.live(incoming.where, card, about=_about(incident, incoming), priority=Priority.ANSWER)


def step_of(incident: Incident, playbook: Playbook, asked: Asked) -> tuple[Lane, Step]:
    """The step a button names, while it is still to do."""
    lane = playbook.lane(str(asked.facts.get("lane", "")))
    step = lane.step(str(asked.facts.get("step", ""))) if lane else None
    if lane is None or step is None:
        raise Impossible("button_gone")
    state = incident.step(lane.id, step.id).state
    if state is StepState.DONE:
        raise Impossible("step_done", number=incident.number, lane=lane.id)
    if state is StepState.SKIPPED:
        raise Impossible("step_skipped", number=incident.number, lane=lane.id)
    return lane, step


async def _plan_card(work: Work, incident: Incident, playbook: Playbook) -> Card:
    number, shown, places = incident.number, [], dict[str, int]()
    buttons = []
    for lane, step in open_steps(incident, playbook)[:_MOST]:
        place = places[lane.id] = places.get(lane.id, 0) + 1
        who = doer(incident, step, work.roster)
        shown.append(
            {
                "lane": lane.id,
                "place": place,
                "name": dict(lane.name),
                "text": dict(step.text),
                "who": who.name if who else "",
            }
        )
        key = f"{lane.id}:{step.id}"
        named = button("pick", number, key=key, label="plan_step", lane=lane.id, step=step.id, place=place)
        buttons.append(named)
    steps, skipped = fitting(shown, most=_ROOM), skipped_facts(incident, playbook.lanes)
    last = fitting(skipped[::-1], most=_ROOM_SKIPPED)[::-1]
    more, gone = len(shown) - len(steps), len(skipped) - len(last)
    facts = {**await head_of(work, incident), "steps": steps, "more": more, "skipped": last, "more_skipped": gone}
    rows = [tuple(buttons[start : start + _IN_A_ROW]) for start in range(0, len(buttons), _IN_A_ROW)]
    rows.append((button("add", number, label="add_step", lane=""), button("level", number)))
    rows.append((attach_button(number),))
    return Card(template="incident/plan", facts=facts, rows=tuple(rows))


def fitting(shown: Sequence[Mapping[str, object]], *, most: int) -> list[Mapping[str, object]]:
    """Those for which the message has room, in their order: what is next of each lane before all others."""
    room, chosen = most, set[int]()
    for at, one in sorted(enumerate(shown), key=lambda item: item[1].get("place", 1) != 1):
        room -= _length(one)
        if room < 0:
            break
        chosen.add(at)
    return [one for at, one in enumerate(shown) if at in chosen]


def _length(one: Mapping[str, object]) -> int:
    """Of a line, in the language in which it is longest, with what stands around its words."""
    text, beside = one["text"], f"{one.get('who', '')}{one.get('why', '')}"
    said = text.values() if isinstance(text, Mapping) else (text,)
    return max(len(str(words)) for words in said) + len(beside) + 10


def _about(incident: Incident, incoming: Incoming) -> str:
    return f"{incident.number}/plan/{incoming.account}"
