"""Whether a community has the people and the telephone numbers that its plans ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot.check.finding import Finding, doubtful, failed, some_of
from bot.check.town import Town
from bot.domain.calling import on_call
from bot.domain.people import Department, Skill
from bot.domain.playbook import EMERGENCY_NUMBERS, Lane
from bot.domain.standing_in import STANDS_IN, takers

_MANY = 2
"""More kinds of contacts than this stand in one line."""


def staffed(town: Town, at: datetime) -> Iterable[Finding]:
    """Each department and skill a playbook calls and nobody has, once; then the lanes nobody could take."""
    missing: set[Department | Skill] = set()
    lanes = _empty_lanes(town)
    for called, playbooks in town.callers().items():
        who = called.department or called.skill
        if who is None or on_call(town.roster, called, community=town.community.id, now=at):
            continue
        missing.add(who)
        key = f'department = "{who}"' if called.department else f'skills = ["{who}"]'
        lacking = f"{town.community.name} has nobody of {who}, whom {some_of(playbooks)} calls"
        yield failed("people", town.where, f"{lacking}; add a [[person]] with {key}")
    for who, names in lanes.items():
        if who not in missing:
            remedy = f"nobody of {_or_instead(who)} in {town.community.name}: {', '.join(names)}; add a [[person]]"
            yield doubtful("lane", town.where, remedy)


def contacts(town: Town) -> Iterable[Finding]:
    """Each firm and office a step telephones that has neither a contact nor a public number."""
    callers = {
        kind: names
        for kind, names in _telephoned(town).items()
        if kind not in EMERGENCY_NUMBERS and town.community.contact(kind) is None
    }
    name = town.community.name
    if len(callers) > _MANY:
        remedy = (
            f"{name} has no number of {', '.join(sorted(callers))}, whom plans telephone; add a [[contact]] of each"
        )
        yield doubtful("contact", town.where, remedy)
        return
    for kind, names in callers.items():
        remedy = f"{name} has no {kind}, whom {', '.join(names)} telephones; add a [[contact]]"
        yield doubtful("contact", town.where, remedy)


def _telephoned(town: Town) -> Mapping[str, Collection[str]]:
    """The kinds of contacts without a public number, with the ids of the playbooks that need them."""
    callers: dict[str, dict[str, None]] = {}
    for playbook in town.playbooks.values():
        for step in (step for lane in playbook.lanes for step in lane.steps):
            if step.call and not step.call.otherwise:
                callers.setdefault(step.call.to, {})[playbook.id] = None
    return callers


def _empty_lanes(town: Town) -> Mapping[Department | Skill, list[str]]:
    """For each department and skill the lanes that wait for it, none of whose steps anybody could take."""
    lanes: dict[Department | Skill, list[str]] = {}
    for playbook in town.playbooks.values():
        of_playbook: dict[Department | Skill, list[str]] = {}
        for lane in playbook.lanes:
            for who in _waits_for(lane, town):
                of_playbook.setdefault(who, []).append(lane.id)
        for who, ids in of_playbook.items():
            lanes.setdefault(who, []).append(f"{playbook.id} {' '.join(ids)}")
    return lanes


def _waits_for(lane: Lane, town: Town) -> list[Department | Skill]:
    """Whom a lane needs when nobody there could take any step of it; a call anybody may make is everybody's."""
    if any(step.anybody or takers(step, town.roster, town.community.id) for step in lane.steps):
        return []
    return list(dict.fromkeys(who for step in lane.steps for who in (step.department, step.skill) if who))


def _or_instead(who: Department | Skill) -> str:
    """The department and who would do."""
    if isinstance(who, Department) and who in STANDS_IN:
        return f"{who}, nor of {STANDS_IN[who]} in its place,"
    return str(who)
