"""Clock times as people write them: 21:50, 9点半, 明早8点, 11月23日08:00, 9 pm. Words like 马上 are no time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_CLOCK = re.compile(
    r"(?P<early>凌晨|早上?|上午|中午|下午|傍晚|晚上?|夜里)?\s*"
    r"(?<!\d)(?P<hour>[01]?\d|2[0-4])\s*(?:[:：]\s*(?P<minute>[0-5]\d)|[点时]\s*(?:(?P<half>半)|(?P<quarter>一刻)|(?P<after>[0-5]?\d)\s*分?|整)?)"
    r"\s*(?P<half_day>am|pm)?|(?<!\d)(?P<only>1[0-2]|[1-9])\s*(?P<only_half>am|pm)\b",
    re.IGNORECASE | re.ASCII,
)
_DATE = re.compile(
    r"(?:(?P<year>20\d\d)\s*[-年/.]\s*)?(?P<month>1[0-2]|0?[1-9])\s*[-月/]\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]?",
    re.ASCII,
)
_DAYS = {"大后天": 3, "后天": 2, "明天": 1, "明早": 1, "明晚": 1, "明日": 1, "次日": 1, "tomorrow": 1}
_AFTERNOON = ("下午", "傍晚", "晚", "夜里", "pm")
_NOON = 12


def moment_of(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment some words name in the zone, or None when they name none.

    Without a day it is the one nearest to now: at 23:50, 00:10 is in twenty minutes and 23:40 was ten minutes ago.
    """
    dated = _DATE.search(text)
    rest = text[: dated.start()] + " " + text[dated.end() :] if dated else text
    matched = _CLOCK.search(rest)
    clock = _clock(matched, text.casefold()) if matched else None
    if clock is None:
        return None
    hour, minute = clock
    local = now.astimezone(zone)
    named = next((days for word, days in _DAYS.items() if word in text.casefold()), None)
    day = _day(dated, local.date()) if dated else local.date() + timedelta(days=named or 0)
    if day is None:
        return None
    found = _at(day, hour, minute, zone=zone)
    if dated is None and named is None and "今" not in text and "today" not in text.casefold():
        found = min((found + timedelta(days=days) for days in (-1, 0, 1)), key=lambda one: abs(one - now))
        found = _at(found.astimezone(zone).date(), hour % 24, minute, zone=zone)
    return found.astimezone(now.tzinfo)


def rounded_up(moment: datetime, step: timedelta) -> datetime:
    """The next full step: five minutes, an hour."""
    seconds = step.total_seconds()
    over = moment.timestamp() % seconds
    return moment if not over else moment + timedelta(seconds=seconds - over)


def _at(day: date, hour: int, minute: int, *, zone: ZoneInfo) -> datetime:
    moment = datetime(day.year, day.month, day.day, hour % 24, minute, tzinfo=zone)
    return moment + timedelta(days=1) if hour == 24 else moment


def _clock(found: re.Match[str], text: str) -> tuple[int, int] | None:
    hour = int(found["hour"] or found["only"])
    minute = int(found["minute"] or found["after"] or 0)
    minute = 30 if found["half"] else 15 if found["quarter"] else minute
    half_day = (found["half_day"] or found["only_half"] or "").casefold()
    early = found["early"] or ("晚" if "明晚" in text or "今晚" in text else "")
    if hour < _NOON and (early.startswith(_AFTERNOON) or half_day == "pm"):
        hour += _NOON
    elif hour == _NOON and (half_day == "am" or early == "凌晨"):
        hour = 0
    return (hour, minute) if hour < 24 or minute == 0 else None


def _day(found: re.Match[str], today: date) -> date | None:
    try:
        day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    over_new_year = not found["year"] and (today - day) > timedelta(days=180)
    return day.replace(year=day.year + 1) if over_new_year else day
