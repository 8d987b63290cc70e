"""When R1 has to be handed in, and who hears that it has not been: windows of the day, and a ladder as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MORNING, _NOON, _EVENING = time(9), time(13), time(18)
_BY_NINE, _BY_NOON, _BY_SIX = time(9), time(12), time(18)
_DAY = timedelta(days=1)


def r1_due(event_at: datetime, zone: ZoneInfo) -> datetime:
    """[9:00,13:00) → 18:00 the same day; [13:00,18:00) → 9:00 the next day; [18:00,9:00) → the next 12:00.

    By the clock on the wall where it happened, whatever daylight saving makes of the hours between (X-26).
    """
    local = event_at.astimezone(zone)
    day, at = local.date(), local.time()
    if at < _MORNING:
        return _moment(day, _BY_NOON, zone)
    if at < _NOON:
        return _moment(day, _BY_SIX, zone)
    if at < _EVENING:
        return _moment(day + _DAY, _BY_NINE, zone)
    return _moment(day + _DAY, _BY_NOON, zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time as a moment. One that comes twice is its first; one the clock leaps over is as much later."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the ladder: how long after the report was due, and who hears it."""

    after: timedelta
    author: bool = False
    staff: bool = False
    """The staff group."""
    supervisor: bool = False
    commander: bool = False
    """The role, not who commands the incident."""
    quiet: bool = False


AGAIN = timedelta(minutes=30)
LADDER = (
    Rung(after=timedelta(hours=-1), author=True, quiet=True),
    Rung(after=timedelta(minutes=-15), author=True, quiet=True),
    Rung(after=timedelta(0), author=True),
    Rung(after=AGAIN, staff=True),
    Rung(after=2 * AGAIN, staff=True, supervisor=True),
    Rung(after=3 * AGAIN, staff=True),
    Rung(after=4 * AGAIN, staff=True, commander=True),
)
"""Behind its end the staff group hears it every half hour until it is done."""


def rung(number: int) -> Rung:
    """The step of the ladder with this number, from 0 on; there is no last one."""
    if number < len(LADDER):
        return LADDER[number]
    return Rung(after=LADDER[-1].after + AGAIN * (number - len(LADDER) + 1), staff=True)


def rung_at(due: datetime, number: int) -> datetime:
    """When a step rings."""
    return due + rung(number).after


def newest(due: datetime, *, first: int, now: datetime) -> int:
    """The last step from `first` on that has rung by now: what lies between is not said one by one."""
    if now >= rung_at(due, len(LADDER)):
        return max(first, len(LADDER) + (now - rung_at(due, len(LADDER))) // AGAIN)
    return max([first, *(number for number in range(len(LADDER)) if rung_at(due, number) <= now)])


def upcoming(due: datetime, *, now: datetime) -> int:
    """The first step that still lies ahead."""
    return 0 if now < rung_at(due, 0) else newest(due, first=0, now=now) + 1


def heard_by(first: int, last: int) -> Rung:
    """The last step as it rings now, for every person these steps were meant for: an outage leaves nobody out."""
    steps = [rung(number) for number in range(first, min(last, len(LADDER)) + 1)]
    now = rung(last)
    return Rung(
        after=now.after,
        author=any(step.author for step in steps),
        staff=now.staff,
        supervisor=any(step.supervisor for step in steps),
        commander=any(step.commander for step in steps),
        quiet=now.quiet,
    )
