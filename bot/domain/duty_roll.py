"""The weekly duty roll call: when it is, who is asked, who has answered. It rehearses the way to people.

WeCom switches an app off that nobody uses (WD 90240), and an app for emergencies is idle by nature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.events import Event
from bot.domain.people import Person
from bot.domain.roster import Roster

MONDAY = 1
AT = time(10, 7)
"""The day shift is in, the handover is done, and nothing else that is planned for the hour rings at seven past."""
ANSWER = timedelta(minutes=30)
"""Until those who lead the shift hear who has not answered."""
LATE = timedelta(minutes=10)
"""After so much the roll call says that it is late: the bot was down when it was due."""


@dataclass(frozen=True, kw_only=True)
class DutyRoll:
    """One roll call of one community, named by the day it was due."""

    community: str
    day: str
    asked: tuple[str, ...]
    """Roster ids of those who got the card."""
    unreached: tuple[str, ...]
    """Roster ids of those on duty who can't be written to."""
    here: Mapping[str, str] = field(default_factory=dict)
    """When each of them answered, by roster id."""
    counted: bool = False
    """Whether those who lead the shift have heard of it."""

    @property
    def silent(self) -> tuple[str, ...]:
        """Who was asked and has not answered."""
        return tuple(one for one in self.asked if one not in self.here)

    def answered(self, person: str, at: datetime) -> DutyRoll:
        """The same once somebody has answered; the first answer counts."""
        return self if person in self.here else replace(self, here={**self.here, person: at.isoformat()})


@dataclass(frozen=True, kw_only=True)
class DutyRollCalled(Event):
    """Everybody on duty was asked."""

    community: str
    day: str
    asked: tuple[str, ...]
    unreached: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DutyRollAnswered(Event):
    """在."""

    community: str
    day: str


@dataclass(frozen=True, kw_only=True)
class DutyRollCounted(Event):
    """The time to answer is over."""

    community: str
    day: str


def next_ring(after: datetime, zone: ZoneInfo) -> datetime:
    """The first Monday 10:07 of the zone behind a moment."""
    local = after.astimezone(zone)
    day = local.date() + timedelta(days=(MONDAY - local.isoweekday()) % 7)
    ring = _ring(day, zone)
    return ring if ring > after else _ring(day + timedelta(days=7), zone)


def _ring(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, AT, tzinfo=zone)


def on_duty(roster: Roster, community: str, *, at: datetime) -> tuple[Person, ...]:
    """Who is on duty in any department, in roster order; two entries of one person are one."""
    staff = roster.staff(community)
    departments = dict.fromkeys(person.department for person in staff)
    there = {person.id for one in departments for person in roster.department(community, one, at=at)}
    found: list[Person] = []
    for person in staff:
        if person.id in there and not roster.same_people([person.id]) & {one.id for one in found}:
            found.append(person)
    return tuple(found)
