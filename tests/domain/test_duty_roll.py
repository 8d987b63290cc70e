"""The next Monday morning of a zone, summer time or not; who is asked; the first answer counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duty_roll import AT, DutyRoll, next_ring, on_duty
from bot.domain.people import Department, Person, Role
from bot.domain.places import Community
from bot.domain.roster import Duty, Roster

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")
MOMENTS = st.integers(1_300_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
WEEK = timedelta(days=7)


@given(MOMENTS, st.sampled_from(ZONES))
def test_it_is_the_first_monday_morning_behind_a_moment(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    ring = next_ring(moment, zone)
    local = ring.astimezone(zone)
    assert (local.isoweekday(), local.time()) == (1, AT)
    ahead = ring - moment
    # A week in which the clocks change is up to an hour longer; Samoa once left out a day.
    assert timedelta(0) < ahead <= WEEK + timedelta(hours=1)
    assert next_ring(ring.astimezone(UTC) - timedelta(microseconds=1), zone) == ring, "none lies between"
    assert next_ring(moment.astimezone(zone), zone) == ring, "whatever the moment is written in"


@given(MOMENTS, st.sampled_from(ZONES))
def test_weeks_follow_each_other(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    first = next_ring(moment, zone)
    second = next_ring(first, zone)
    assert second.astimezone(zone).date() - first.astimezone(zone).date() == WEEK


@pytest.mark.parametrize(
    ("moment", "ring"),
    [
        ("2026-11-22T23:59", "2026-11-23T10:07"),
        ("2026-11-23T10:06", "2026-11-23T10:07"),
        ("2026-11-23T10:07", "2026-11-30T10:07"),
        ("2026-03-28T12:00", "2026-03-30T10:07"),
        ("2026-10-24T12:00", "2026-10-26T10:07"),
    ],
)
def test_by_example(moment: str, ring: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    at, expected = (datetime.fromisoformat(one).replace(tzinfo=berlin) for one in (moment, ring))
    assert next_ring(at, berlin) == expected


def person(name: str, **more: object) -> Person:
    facts = {"department": Department.SECURITY, "communities": ("anju",), **more}
    return Person(id=name, name=name, **facts)  # type: ignore[arg-type]


DAY = frozenset(range(1, 8))
PEOPLE = (
    person("night"),
    person("day"),
    person("lift", department=Department.ENGINEERING),
    person("lead", roles=frozenset({Role.DUTY_LEAD}), department=Department.CONTROL, phone="138 0000 0001"),
    person("lead2", department=Department.SERVICE, phone="+86 13800000001"),
    person("admin", roles=frozenset(), admin=True),
    person("far", communities=("yuan",)),
)
ROSTER = Roster(
    communities=(Community(id="anju", name="安居苑", timezone="Asia/Shanghai"),),
    people=PEOPLE,
    duties=(
        Duty(person="day", days=DAY, start=time(8), to=time(20)),
        Duty(person="night", days=DAY, start=time(20), to=time(8)),
    ),
)


def test_those_on_duty_are_asked_each_person_once() -> None:
    morning = datetime(2026, 11, 23, 2, 7, tzinfo=UTC)
    assert [one.id for one in on_duty(ROSTER, "anju", at=morning)] == ["day", "lift", "lead"]
    assert [one.id for one in on_duty(ROSTER, "anju", at=morning + timedelta(hours=12))] == ["night", "lift", "lead"]
    unlisted = replace(ROSTER, duties=())
    assert [one.id for one in on_duty(unlisted, "anju", at=morning)] == ["night", "day", "lift", "lead"]
    assert on_duty(ROSTER, "nowhere", at=morning) == ()


def test_the_first_answer_counts() -> None:
    at = datetime(2026, 11, 23, 2, 9, tzinfo=UTC)
    roll = DutyRoll(community="anju", day="2026-11-23", asked=("day", "lift"), unreached=("lead",))
    once = roll.answered("day", at)
    assert (once.silent, once.here) == (("lift",), {"day": at.isoformat()})
    assert once.answered("day", at + timedelta(minutes=5)) == once
    assert once.answered("lift", at).silent == ()
