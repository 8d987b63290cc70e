"""What somebody who begins has told about their company: all that settings and roster are written from."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.people import Department, Role, Skill
from bot.domain.roster import ChatKind

ADMIN = "admin"
"""Stands among the roles of the roster file without being one."""
ROLES = (*(role.name.lower() for role in Role), ADMIN)
"""In the order in which they are offered."""
DEPARTMENTS = tuple(Department)
SKILLS = tuple(Skill)


@dataclass(frozen=True, kw_only=True)
class Building:
    """One building and its size; no flats: not known."""

    name: str
    units: int
    floors: int
    flats: int = 0


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the staff."""

    id: str
    name: str
    post: str
    department: Department
    roles: tuple[str, ...]
    skills: tuple[Skill, ...] = ()
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group whose number is known already."""

    id: int
    kind: ChatKind
    buildings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Everything that was asked; an empty text: left out, or not asked yet."""

    language: str
    company: str = ""
    token: str = field(default="", repr=False)
    community: str = ""
    timezone: str = ""
    buildings: tuple[Building, ...] = ()
    people: tuple[Member, ...] = ()
    groups: tuple[Group, ...] = ()
    phone: str = ""
    address: str = ""
    gate: str = ""
    assembly: str = ""
    lift_firm: str = ""

    @property
    def missing(self) -> tuple[ChatKind, ...]:
        """The kinds of group that have none yet."""
        there = {group.kind for group in self.groups}
        return tuple(kind for kind in ChatKind if kind not in there)
