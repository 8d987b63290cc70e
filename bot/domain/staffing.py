"""What of the plans nobody of the roster can do, told to who leads the shift before it is needed and when it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.calling import Calls
from bot.domain.events import Event
from bot.domain.incident import Incident
from bot.domain.overdue import NobodyOnDuty
from bot.domain.people import Department, Skill
from bot.domain.playbook import Lane, Playbook, Step
from bot.domain.roster import Roster
from bot.domain.standing_in import takers


@dataclass(frozen=True, kw_only=True)
class StepsUnstaffed(Event):
    """A community's roster has nobody for some steps of its plans, or has somebody again (then `gaps` is empty)."""

    community: str
    gaps: Mapping[str, tuple[str, ...]]
    """Department or skill to the types of its plans."""


def unstaffed(playbook: Playbook, roster: Roster, community: str) -> tuple[tuple[Lane, Step], ...]:
    """The steps of a plan that nobody of the community's roster can take, stand-ins counted."""
    steps = ((lane, step) for lane in playbook.lanes for step in lane.steps)
    return tuple((lane, step) for lane, step in steps if not takers(step, roster, community))


def nobody_for(playbook: Playbook, calls: Calls, incident: Incident, roster: Roster) -> tuple[NobodyOnDuty, ...]:
    """What is said at once where nobody is on duty for a call, or nobody of the roster could take a step."""
    gaps = unstaffed(playbook, roster, incident.community)
    missing = dict.fromkeys(str(whose(step)) for _, step in gaps)
    for called in (called for called, person in calls if person is None):
        missing |= {one.value: None for one in (called.department or called.skill,) if one}
    lanes = tuple(dict.fromkeys(lane.id for lane, _ in gaps))
    event = NobodyOnDuty(incident=incident.number, departments=tuple(missing), lanes=lanes)
    return (event,) if missing else ()


def whose(step: Step) -> Department | Skill | None:
    """Of whom a step is; None: the commander's."""
    return step.department or step.skill


def gaps(playbooks: Iterable[Playbook], roster: Roster, community: str) -> dict[str, tuple[str, ...]]:
    """Department or skill to the ids of the plans with a step nobody can take."""
    found: dict[str, dict[str, None]] = {}
    for playbook in playbooks:
        for _, step in unstaffed(playbook, roster, community):
            found.setdefault(str(whose(step) or ""), {})[playbook.id] = None
    return {one: tuple(types) for one, types in sorted(found.items()) if one}
