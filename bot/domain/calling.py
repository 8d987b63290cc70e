"""Who is called to an incident, and who comes next when somebody does not answer (DESIGN §5, §7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.incident import Incident, Responder, Stage
from bot.domain.people import Department, Person, Role
from bot.domain.playbook import Called, Playbook
from bot.domain.roster import Roster
from bot.domain.standing_in import in_turn

ANSWERED = (Stage.HEARD, Stage.GOING, Stage.THERE)
"""Who has said that they have it, and still does."""


Calls = tuple[tuple[Called, Person | None], ...]
"""Who is called for what; None where nobody is on duty."""


def first_calls(
    playbook: Playbook, roster: Roster, *, community: str, now: datetime, commander: str | None = None
) -> Calls:
    """The first on duty of everything the playbook calls, each person once; with `all_hands` then everybody else."""
    first = _first_of_each(playbook, roster, community=community, now=now)
    if not playbook.all_hands:
        return first
    busy = {commander, *(person.id for _, person in first if person)}
    return (*first, *_all_others(playbook, roster, community=community, now=now, busy=busy))


def further_calls(plan: Playbook, incident: Incident, *, roster: Roster, now: datetime) -> Calls:
    """Whom a second plan calls to a running incident: of what nobody of is on it the first on duty; with `all_hands`
    then everybody else."""
    on_it = {one.person for one in incident.responders if one.stage.active}
    asked = {one.person for one in incident.responders}
    calls: list[tuple[Called, Person | None]] = []
    for called in plan.called:
        group = on_call(roster, called, community=incident.community, now=now)
        if any(one.id in on_it for one in group) or any(does_called(roster, one, called) for one in on_it):
            continue
        person = next((one for one in group if one.id not in asked), None)
        calls.append((called, person))
        if person is not None:
            asked.add(person.id)
            on_it.add(person.id)
    if not plan.all_hands:
        return tuple(calls)
    busy = {incident.commander, *asked}
    return (*calls, *_all_others(plan, roster, community=incident.community, now=now, busy=busy))


def brought_to_place(plan: Playbook, incident: Incident, *, roster: Roster, now: datetime) -> tuple[Responder, ...]:
    """Who helps from where they are and has to come to the place for a second plan; their time runs from now."""
    brought: dict[str, Responder] = {}
    for called in (one for one in plan.called if one.scene):
        of_it = [one for one in incident.responders if one.stage.active and does_called(roster, one.person, called)]
        if of_it and not any(one.scene for one in of_it):
            brought[of_it[0].person] = replace(of_it[0], scene=True, called=now)
    return tuple(brought.values())


def does_called(roster: Roster, person: str, called: Called) -> bool:
    """Whether somebody is of the department, or has the skill, that is called."""
    found = roster.person(person)
    return found is not None and found.stands_in(called.department, called.skill)


def _first_of_each(playbook: Playbook, roster: Roster, *, community: str, now: datetime) -> Calls:
    calls: list[tuple[Called, Person | None]] = []
    for called in playbook.called:
        group = on_call(roster, called, community=community, now=now)
        taken = {one.id: place for place, (_, one) in enumerate(calls) if one is not None}
        person = next((p for p in group if p.id not in taken), None)
        if person is None and group:
            place = taken[group[0].id]
            calls[place] = (_both(calls[place][0], called, group[0]), group[0])
            continue
        calls.append((called, person))
    return tuple(calls)


def _all_others(
    playbook: Playbook, roster: Roster, *, community: str, now: datetime, busy: Collection[str | None]
) -> Calls:
    """Everybody else on duty, department by department, to the place unless the playbook says otherwise of theirs."""
    scene = {called.department: called.scene for called in playbook.called}
    return tuple(
        (Called(department=department, scene=scene.get(department, True)), person)
        for department in Department
        for person in roster.department(community, department, at=now)
        if person.id not in busy
    )


def _both(first: Called, second: Called, person: Person) -> Called:
    """One call for two strands: for their own department, and to the place when either has to come there."""
    own = second if second.department is person.department else first
    return replace(own, scene=first.scene or second.scene)


def on_call(roster: Roster, called: Called, *, community: str, now: datetime) -> Sequence[Person]:
    """Who is on duty for a department or skill, in roster order."""
    if called.department is None:
        return roster.skilled(community, called.skill, at=now) if called.skill else ()
    groups = (roster.department(community, one, at=now) for one in in_turn(called.department))
    return next((group for group in groups if group), ())


def next_call(
    incident: Incident, silent: Responder, *, roster: Roster, order: Iterable[Role], now: datetime
) -> Person | None:
    """Who is called in place of somebody: the next of the department, then those who lead; None: all were called."""
    called = Called(department=silent.department, skill=silent.skill)
    group = (
        *on_call(roster, called, community=incident.community, now=now),
        *roster.leaders(incident.community, order, at=now),
    )
    busy = {*incident.passed, incident.commander, *(responder.person for responder in incident.responders)}
    return next((person for person in group if person.id not in busy), None)


def exhausted(incident: Incident, silent: Responder, *, roster: Roster, order: Iterable[Role], now: datetime) -> bool:
    """Whether nobody is left for the strand of somebody who does not answer, and nobody of it is still being asked."""
    strand = (silent.department, silent.skill)
    others = [one for one in incident.responders if one != silent and (one.department, one.skill) == strand]
    if any(one.stage in ANSWERED or (one.stage is Stage.CALLED and not one.reminded) for one in others):
        return False
    return next_call(incident, silent, roster=roster, order=order, now=now) is None


def first_commander(roster: Roster, *, community: str, order: Iterable[Role], now: datetime) -> Person | None:
    """The first on duty of `command.order`."""
    return next(iter(roster.leaders(community, order, at=now)), None)


def next_commander(incident: Incident, *, roster: Roster, order: Iterable[Role], now: datetime) -> Person | None:
    """Who had it before it moved by itself, else the next in order, who has not been passed over and can come."""
    cannot = {one.person for one in incident.responders if one.stage is Stage.CANNOT}
    skip = {*incident.passed, incident.commander, *cannot}
    before = roster.person(incident.commanded_before)
    if before is not None and before.id not in skip and before.works_in(incident.community):
        return before
    return next((p for p in roster.leaders(incident.community, order, at=now) if p.id not in skip), None)
