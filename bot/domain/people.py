"""Who people are, and the one gate for rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum, StrEnum


class Role(IntEnum):
    """What somebody may do; a higher role may do all a lower one may."""

    RESPONDER = 1
    """Works on incidents."""
    DUTY_LEAD = 2
    """Leads the shift and may act for others."""
    SUPERVISOR = 3
    """Approves, refuses, lowers and stands down."""
    COMMANDER = 4
    """May take over any incident at any time."""


class Department(StrEnum):
    """Who does which steps."""

    SECURITY = "security"
    ENGINEERING = "engineering"
    CONTROL = "control"
    SERVICE = "service"
    CLEANING = "cleaning"
    PROPERTY = "property"
    LOGISTICS = "logistics"
    HR = "hr"
    FINANCE = "finance"
    OFFICE = "office"


class Skill(StrEnum):
    """What somebody is trained for, whatever their department."""

    FIREFIGHTING = "firefighting"
    FIRST_AID = "first_aid"
    MEDIC = "medic"
    ELECTRICIAN = "electrician"
    LIFT = "lift"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of staff, as the roster has them."""

    id: str
    name: str
    post: str = ""
    department: Department
    skills: frozenset[Skill] = frozenset()
    roles: frozenset[Role] = frozenset({Role.RESPONDER})
    admin: bool = False
    """Keeps roster and settings; has no right in incidents by it."""
    communities: tuple[str, ...] = ()
    phone: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    """Platform name to the numeric or textual id of the account there."""
    language: str = ""

    @property
    def role(self) -> Role | None:
        """The highest role; None for an admin who is nothing else."""
        return max(self.roles, default=None)

    def works_in(self, community: str) -> bool:
        """Whether this is staff of the community; an admin without a role is not."""
        return community in self.communities and bool(self.roles)

    def stands_in(self, department: Department | None, skill: Skill | None) -> bool:
        """Whether a step of this department or skill is theirs."""
        return self.department is department or self.can(skill)

    def can(self, skill: Skill | None) -> bool:
        """Whether they are trained for it; a medic gives first aid."""
        return skill in self.skills or (skill is Skill.FIRST_AID and Skill.MEDIC in self.skills)


class Action(Enum):
    """What one may want to do; the rows of the table of rights (DESIGN §8)."""

    ASK = "ask"
    """Help, who am I, language, cancel; also report an incident: anybody."""
    OPEN = "open"
    """上报 on a filled-in card: its author, or any staff of the community."""
    RESPOND = "respond"
    """Acknowledge, go, arrive, leave, cannot, note, escalate, status: any staff of the community."""
    LOOK = "look"
    """The list of incidents: any staff."""
    COMPLETE = "complete"
    """A step: its department or skill; for another: service, duty lead and up."""
    SPEAK_FOR = "speak_for"
    """Set another's state: service, duty lead and up."""
    VERIFY = "verify"
    """属实: service, duty lead and up."""
    STAND_DOWN = "stand_down"
    """误报: supervisor and up, or the commander of the incident."""
    CONTROL = "control"
    """已控制: the commander of the incident."""
    CLOSE = "close"
    """结案: the commander of the incident."""
    TAKE_OVER = "take_over"
    """接管: role commander at any time; other staff when the commander has not acknowledged."""
    DRAFT = "draft"
    """Write, change and submit a notice: service, duty lead and up."""
    APPROVE = "approve"
    """批准, 驳回: supervisor and up, or the commander of the incident; never one's own notice or report."""
    ALLOW = "allow"
    """Whether somebody's all-clear needs nobody else: supervisor and up, or the commander of the incident."""
    OVERRIDE = "override"
    """紧急发布 without a second person: role commander."""
    LOWER = "lower"
    """A lower level: supervisor and up, or the commander of the incident."""
    CHANGE = "change"
    """Change the plan of a running incident: service, duty lead and up, or the commander of the incident."""
    FILE = "file"
    """Write a report: its author; for another: service, duty lead and up."""


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What an action is done to: only what the table of rights asks for."""

    community: str = ""
    author: bool = False
    """Whether the one who asks wrote the report."""
    commander: str | None = None
    commander_heard: bool = True
    """False: the commander has let their time to answer pass."""
    command_free_at: datetime | None = None
    """Until when the commander, who has not answered, is waited for; None: they are not."""
    department: Department | None = None
    skill: Skill | None = None
    stands_in: frozenset[str] = frozenset()
    """Roster ids of those whose step it is on this incident, whatever their own department."""
    authors: frozenset[str] = frozenset()
    """Roster ids of who wrote a notice or report, with every other id the same people have."""
    owner: str | None = None
    """Who has to write the report."""


class Refusal(StrEnum):
    """Why not; each has a sentence in templates/<language>/toasts.yaml that says who can."""

    STAFF_ONLY = "staff_only"
    AUTHOR_OR_STAFF = "author_or_staff"
    STEP_OF_OTHERS = "step_of_others"
    DESK_OR_LEAD = "desk_or_lead"
    SUPERVISOR_OR_COMMANDER = "supervisor_or_commander"
    COMMANDER_CONTROLS = "commander_controls"
    COMMANDER_CLOSES = "commander_closes"
    COMMANDER_THERE = "commander_there"
    COMMANDER_ASKED = "commander_asked"
    OWN_PAPER = "own_paper"
    COMMANDER_ROLE = "commander_role"
    REPORT_OF_ANOTHER = "report_of_another"
    PLAN_OF_OTHERS = "plan_of_others"


def may(person: Person | None, action: Action, thing: Thing) -> Refusal | None:
    """None when allowed, else the reason; asked by the engine before any handler, never answered by a platform."""
    if action is Action.ASK:
        return None
    staff = person is not None and (person.works_in(thing.community) if thing.community else bool(person.roles))
    if action is Action.OPEN:
        return None if thing.author or staff else Refusal.AUTHOR_OR_STAFF
    if not staff or person is None:
        return Refusal.STAFF_ONLY
    return _RULES[action](person, thing)


def _anybody(person: Person, thing: Thing) -> Refusal | None:  # noqa: ARG001  (one row of the table: any staff)
    return None


def _complete(person: Person, thing: Thing) -> Refusal | None:
    own = person.stands_in(thing.department, thing.skill) or person.id in thing.stands_in
    if own or _speaks_for_others(person):
        return None
    return Refusal.STEP_OF_OTHERS


def _desk_or_lead(person: Person, thing: Thing) -> Refusal | None:  # noqa: ARG001
    return None if _speaks_for_others(person) else Refusal.DESK_OR_LEAD


def _stand_down(person: Person, thing: Thing) -> Refusal | None:
    if _at_least(person, Role.SUPERVISOR) or person.id == thing.commander:
        return None
    return Refusal.SUPERVISOR_OR_COMMANDER


def _control(person: Person, thing: Thing) -> Refusal | None:
    return None if person.id == thing.commander else Refusal.COMMANDER_CONTROLS


def _close(person: Person, thing: Thing) -> Refusal | None:
    return None if person.id == thing.commander else Refusal.COMMANDER_CLOSES


def _take_over(person: Person, thing: Thing) -> Refusal | None:
    if Role.COMMANDER in person.roles or not thing.commander_heard or thing.commander is None:
        return None
    if thing.command_free_at is None:
        return Refusal.COMMANDER_THERE
    return None if person.id == thing.commander else Refusal.COMMANDER_ASKED


def _approve(person: Person, thing: Thing) -> Refusal | None:
    refusal = _stand_down(person, thing)
    return Refusal.OWN_PAPER if refusal is None and person.id in thing.authors else refusal


def _override(person: Person, thing: Thing) -> Refusal | None:  # noqa: ARG001
    return None if Role.COMMANDER in person.roles else Refusal.COMMANDER_ROLE


def _change(person: Person, thing: Thing) -> Refusal | None:
    return None if person.id == thing.commander or _speaks_for_others(person) else Refusal.PLAN_OF_OTHERS


def _file(person: Person, thing: Thing) -> Refusal | None:
    return None if person.id == thing.owner or _speaks_for_others(person) else Refusal.REPORT_OF_ANOTHER


def _speaks_for_others(person: Person) -> bool:
    return person.department is Department.SERVICE or _at_least(person, Role.DUTY_LEAD)


def _at_least(person: Person, role: Role) -> bool:
    return person.role is not None and person.role >= role


_RULES = {
    Action.RESPOND: _anybody,
    Action.LOOK: _anybody,
    Action.COMPLETE: _complete,
    Action.SPEAK_FOR: _desk_or_lead,
    Action.VERIFY: _desk_or_lead,
    Action.STAND_DOWN: _stand_down,
    Action.CONTROL: _control,
    Action.CLOSE: _close,
    Action.TAKE_OVER: _take_over,
    Action.DRAFT: _desk_or_lead,
    Action.APPROVE: _approve,
    Action.ALLOW: _stand_down,
    Action.OVERRIDE: _override,
    Action.LOWER: _stand_down,
    Action.CHANGE: _change,
    Action.FILE: _file,
}
