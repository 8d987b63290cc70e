"""R1 is due by the wall clock where it happened: every minute of weeks with and without daylight-saving edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report_due import AGAIN, LADDER, heard_by, newest, r1_due, rung, rung_at, upcoming

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
WEEKS = [
    ("Asia/Shanghai", "2026-05-04"),
    ("Asia/Shanghai", "2026-12-29"),
    ("America/Chicago", "2026-03-05"),
    ("America/Chicago", "2026-10-29"),
    ("Australia/Lord_Howe", "2026-04-02"),
    ("Australia/Lord_Howe", "2026-10-01"),
    ("Europe/London", "2026-03-26"),
    ("Europe/London", "2026-10-22"),
]
"""A week over each edge, and over a new year."""
WEEK, MORE = 7 * 24 * 60, 2 * 24 * 60


def by_the_clock_on_the_wall(start: datetime, zone: ZoneInfo) -> list[datetime]:
    """For each minute of a week, walked backwards: the next minute at which the wall shows what its window asks for."""
    shown = [(start + n * MINUTE).astimezone(zone).strftime("%H:%M") for n in range(WEEK + MORE)]
    following: dict[str, int] = {}
    due: list[datetime] = []
    for n in reversed(range(WEEK + MORE)):
        if n < WEEK:
            wall = shown[n]
            target = "18:00" if "09:00" <= wall < "13:00" else "09:00" if "13:00" <= wall < "18:00" else "12:00"
            due.append(start + following[target] * MINUTE)
        following[shown[n]] = n
    return due[::-1]


@pytest.mark.covers("AFTER-02", "AFTER-03", "AFTER-04")
@pytest.mark.parametrize(("name", "first_day"), WEEKS)
def test_every_minute_of_a_week(name: str, first_day: str) -> None:
    zone = ZoneInfo(name)
    start = datetime.fromisoformat(first_day).replace(tzinfo=zone).astimezone(UTC)
    expected = by_the_clock_on_the_wall(start, zone)
    wrong = [(start + n * MINUTE, due) for n, due in enumerate(expected) if r1_due(start + n * MINUTE, zone) != due]
    assert wrong == []


def test_the_weeks_hold_the_edges_they_are_chosen_for() -> None:
    offsets = {}
    for name, first_day in WEEKS:
        start = datetime.fromisoformat(first_day).replace(tzinfo=ZoneInfo(name))
        offsets[name, first_day] = start.utcoffset() != (start + timedelta(days=7)).utcoffset()
    assert [edge for (name, _), edge in offsets.items()] == [False, False, *([True] * 6)]


@pytest.mark.covers("AFTER-02", "AFTER-03", "AFTER-04")
@pytest.mark.parametrize(
    ("event", "due"),
    [
        ("2026-05-04T08:59", "2026-05-04T12:00"),
        ("2026-05-04T09:00", "2026-05-04T18:00"),
        ("2026-05-04T12:59", "2026-05-04T18:00"),
        ("2026-05-04T13:00", "2026-05-05T09:00"),
        ("2026-05-04T17:59", "2026-05-05T09:00"),
        ("2026-05-04T18:00", "2026-05-05T12:00"),
        ("2026-05-04T23:30", "2026-05-05T12:00"),
        ("2026-05-05T00:10", "2026-05-05T12:00"),
    ],
)
def test_the_worked_table(event: str, due: str) -> None:
    assert r1_due(_in_shanghai(event), SHANGHAI) == _in_shanghai(due)


def test_a_second_before_the_edge_is_before_it() -> None:
    edge = _in_shanghai("2026-05-04T13:00")
    assert r1_due(edge - timedelta(microseconds=1), SHANGHAI) == _in_shanghai("2026-05-04T18:00")


def test_a_day_that_a_place_never_had() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from the 29th to the 31st
    event = datetime(2011, 12, 29, 15, tzinfo=apia)
    assert r1_due(event, apia).astimezone(apia).isoformat() == "2011-12-31T09:00:00+14:00"


@given(st.integers(min_value=-600, max_value=60 * 24 * 14))
def test_the_newest_step_has_rung_and_the_one_after_it_has_not(minutes: int) -> None:
    due = datetime(2026, 5, 4, 10, tzinfo=UTC)
    now = due + timedelta(minutes=minutes)
    last, after = newest(due, first=0, now=now), upcoming(due, now=now)
    assert rung_at(due, after) > now
    assert after in (0, last + 1)
    assert last == 0 or rung_at(due, last) <= now
    assert newest(due, first=last + 3, now=now) == last + 3


def test_the_ladder_as_it_is_written_down() -> None:
    minutes = [round(step.after / MINUTE) for step in LADDER]
    assert minutes == [-60, -15, 0, 30, 60, 90, 120]
    assert [step.quiet for step in LADDER] == [True, True, *([False] * 5)]
    assert [n for n, step in enumerate(LADDER) if step.author] == [0, 1, 2]
    assert [n for n, step in enumerate(LADDER) if step.staff] == [3, 4, 5, 6]
    assert [n for n, step in enumerate(LADDER) if step.supervisor] == [4]
    assert [n for n, step in enumerate(LADDER) if step.commander] == [6]
    assert (rung(9).after, rung(9).staff, rung(9).author) == (LADDER[-1].after + 3 * AGAIN, True, False)


def test_after_an_outage_one_message_reaches_everybody_who_was_to_hear() -> None:
    late = heard_by(0, 11)
    assert (late.author, late.staff, late.supervisor, late.commander, late.quiet) == (True, True, True, True, False)
    assert late.after == rung(11).after
    early = heard_by(0, 1)
    assert (early.author, early.staff, early.quiet) == (True, False, True)
    assert heard_by(5, 5) == rung(5)


def _in_shanghai(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=SHANGHAI)
