"""How people write times in files: durations, hours of the day, days of the week."""

from __future__ import annotations

import re
from datetime import time, timedelta
from functools import cache
from zoneinfo import available_timezones

DURATION = re.compile(r"(\d{1,6})\s*(s|m|h)")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_DAYS = re.compile(r"([1-7])(?:\s*-\s*([1-7]))?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}

DURATION_FORM = 'a time such as "90s", "10m" or "2h"'
CLOCK_FORM = 'an hour such as "08:00"; midnight at the end of a day is "24:00"'
DAYS_FORM = 'days from 1 (Monday) to 7, such as "1-5" or "6,7"'


def duration(text: str) -> timedelta | None:
    """`90s`, `10m`, `2h`; never nothing."""
    found = DURATION.fullmatch(text)
    if found is None or int(found[1]) == 0:
        return None
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def clock(text: str) -> time | None:
    """`08:00`; `24:00` is the midnight that ends a day."""
    if text == "24:00":
        return time(0)
    found = _CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def days(text: str) -> frozenset[int] | None:
    """`1-5`, `6,7`; a range that runs backwards goes over Sunday: `6-1` is Saturday to Monday."""
    found: set[int] = set()
    for part in text.split(","):
        days_of_part = _DAYS.fullmatch(part.strip())
        if days_of_part is None:
            return None
        first, last = int(days_of_part[1]), int(days_of_part[2] or days_of_part[1])
        count = (last - first) % 7 + 1
        found.update((first - 1 + step) % 7 + 1 for step in range(count))
    return frozenset(found)


@cache
def zones() -> frozenset[str]:
    """The time zones there are."""
    return frozenset(available_timezones())
