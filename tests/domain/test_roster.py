"""Who is on duty when: over midnight, over the edge of a day and of a zone's summer time."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Department, Role, Skill
from bot.domain.places import Community
from bot.domain.roster import Chat, ChatKind, Duty, Roster
from tests.domain.estate import ANJU, person

EVERY_DAY = frozenset(range(1, 8))
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
"""Midnight at the beginning of a Monday; `Duty.covers` takes the local moment."""


def duty(days: set[int] | frozenset[int], start: str, to: str, *, who: str = "a") -> Duty:
    return Duty(person=who, days=frozenset(days), start=time.fromisoformat(start), to=time.fromisoformat(to))


@pytest.mark.parametrize(
    ("hours", "day", "at", "state"),
    [
        (duty({1}, "08:00", "20:00"), 1, "07:59", "off"),
        (duty({1}, "08:00", "20:00"), 1, "08:00", "on"),
        (duty({1}, "08:00", "20:00"), 1, "19:59", "on"),
        (duty({1}, "08:00", "20:00"), 1, "20:00", "off"),
        (duty({1}, "08:00", "20:00"), 2, "12:00", "off"),
        (duty({1}, "20:00", "08:00"), 1, "07:59", "off"),
        (duty({1}, "20:00", "08:00"), 1, "20:00", "on"),
        (duty({1}, "20:00", "08:00"), 1, "23:59", "on"),
        (duty({1}, "20:00", "08:00"), 2, "00:00", "on"),
        (duty({1}, "20:00", "08:00"), 2, "07:59", "on"),
        (duty({1}, "20:00", "08:00"), 2, "08:00", "off"),
        (duty({1}, "20:00", "08:00"), 2, "20:00", "off"),
        (duty({7}, "20:00", "08:00"), 1, "03:00", "on"),
        (duty({7}, "20:00", "08:00"), 7, "03:00", "off"),
        (duty({6, 7}, "00:00", "00:00"), 6, "00:00", "on"),
        (duty({6, 7}, "00:00", "00:00"), 7, "23:59", "on"),
        (duty({6, 7}, "00:00", "00:00"), 1, "00:00", "off"),
        (duty({3}, "16:00", "00:00"), 3, "23:59", "on"),
        (duty({3}, "16:00", "00:00"), 4, "00:00", "off"),
    ],
)
def test_hours_of_a_week(hours: Duty, day: int, at: str, state: str) -> None:
    local = datetime.combine(MONDAY + timedelta(days=day - 1), time.fromisoformat(at), tzinfo=UTC)
    assert local.isoweekday() == day
    assert hours.covers(local) is (state == "on")


@given(st.sets(st.integers(1, 7), min_size=1), st.times(), st.times(), st.integers(0, 7 * 24 * 60 - 1))
def test_a_shift_and_the_one_that_follows_it_share_no_minute_and_leave_none_out(
    days: set[int], start: time, to: time, minute: int
) -> None:
    if start == to:
        return
    at = MONDAY + timedelta(minutes=minute)
    first, second = (
        Duty(person="a", days=EVERY_DAY, start=start, to=to),
        Duty(person="b", days=EVERY_DAY, start=to, to=start),
    )
    assert first.covers(at) is not second.covers(at)
    some = Duty(person="a", days=frozenset(days), start=start, to=to)
    assert not some.covers(at) or first.covers(at)


def roster_in(zone: str, *duties: Duty) -> Roster:
    people = (person("a"), person("b"), person("c", Department.ENGINEERING))
    return Roster(communities=(Community(id="anju", name="x", timezone=zone),), people=people, duties=duties)


def on_duty(roster: Roster, at: datetime) -> list[str]:
    return [one.id for one in roster.department("anju", Department.SECURITY, at=at)]


@pytest.mark.parametrize(
    ("zone", "utc", "who"),
    [
        ("Asia/Shanghai", "2026-11-22T23:59", ["b"]),  # 07:59
        ("Asia/Shanghai", "2026-11-23T00:00", ["a"]),  # 08:00
        ("Asia/Shanghai", "2026-11-23T12:00", ["b"]),  # 20:00
        ("America/Chicago", "2026-03-08T13:00", ["a"]),  # 08:00, an hour after the clocks went forward it is UTC-5
        ("America/Chicago", "2026-03-07T13:30", ["b"]),  # 07:30 the day before, UTC-6
        ("America/Chicago", "2026-03-08T12:59", ["b"]),
        ("America/Chicago", "2026-11-01T13:59", ["b"]),  # 07:59 after they went back, UTC-6
        ("America/Chicago", "2026-11-01T14:00", ["a"]),
        ("America/Chicago", "2026-10-31T13:00", ["a"]),  # 08:00 the day before, UTC-5
        ("Australia/Lord_Howe", "2026-04-03T21:00", ["a"]),  # 08:00 at UTC+11
        ("Australia/Lord_Howe", "2026-04-04T21:29", ["b"]),  # 07:59 at UTC+10:30
        ("Australia/Lord_Howe", "2026-04-04T21:30", ["a"]),
        ("Australia/Lord_Howe", "2026-10-03T21:00", ["a"]),  # 08:00, just gone forward by half an hour
        ("Australia/Lord_Howe", "2026-10-03T20:59", ["b"]),
    ],
)
def test_hours_are_those_of_the_community(zone: str, utc: str, who: list[str]) -> None:
    roster = roster_in(zone, duty(EVERY_DAY, "08:00", "20:00", who="a"), duty(EVERY_DAY, "20:00", "08:00", who="b"))
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert on_duty(roster, at) == who
    assert on_duty(roster, at.astimezone(ZoneInfo("America/Chicago"))) == who, "whatever zone the moment is given in"


@given(
    st.sampled_from(["Asia/Shanghai", "Australia/Lord_Howe", "America/Chicago"]),
    st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
)
def test_somebody_is_on_duty_at_every_moment_of_the_year(zone: str, at: datetime) -> None:
    roster = roster_in(zone, duty(EVERY_DAY, "07:30", "19:30", who="a"), duty(EVERY_DAY, "19:30", "07:30", who="b"))
    local = at.astimezone(ZoneInfo(zone)).time()
    assert on_duty(roster, at) == (["a"] if time(7, 30) <= local < time(19, 30) else ["b"])


def test_when_nobody_is_listed_the_whole_department_is_on_duty() -> None:
    by_day = roster_in("Asia/Shanghai", duty(EVERY_DAY, "08:00", "20:00", who="b"))
    noon, night = datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert on_duty(by_day, noon) == ["b"]
    assert on_duty(by_day, night) == ["a", "b"]
    assert [p.id for p in by_day.department("anju", Department.ENGINEERING, at=noon)] == ["c"], "the list names nobody"
    assert by_day.department("anju", Department.HR, at=noon) == ()


TEAM = Roster(
    communities=(ANJU,),
    people=(
        person("boss", Department.OFFICE, Role.COMMANDER, Role.SUPERVISOR),
        person("lead2", Department.SECURITY, Role.DUTY_LEAD),
        person("lead1", Department.SECURITY, Role.DUTY_LEAD),
        person("sup", Department.PROPERTY, Role.SUPERVISOR),
        person("far", Department.SECURITY, Role.DUTY_LEAD, communities=("yuan",)),
        person("medic", Department.CLEANING, skills=frozenset({Skill.MEDIC}), accounts={"telegram": "5"}),
        person("twin", Department.CLEANING, name="name of medic", admin=True),
    ),
    duties=(duty(EVERY_DAY, "08:00", "20:00", who="lead1"),),
    chats=(
        Chat(platform="telegram", id="-1", kind=ChatKind.STAFF, community="anju", topic="12"),
        Chat(platform="wecom", id="-1", kind=ChatKind.STAFF, community="yuan"),
        Chat(platform="telegram", id="-2", kind=ChatKind.COMMAND, community="anju"),
    ),
)
ORDER = (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)


def test_those_who_lead_come_in_the_order_of_the_settings_and_each_once() -> None:
    noon, night = datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert [p.id for p in TEAM.leaders("anju", ORDER, at=noon)] == ["lead1", "boss", "sup"]
    assert [p.id for p in TEAM.leaders("anju", ORDER, at=night)] == ["lead2", "lead1", "boss", "sup"]
    assert [p.id for p in TEAM.leaders("anju", ORDER[::-1], at=night)] == ["boss", "sup", "lead2", "lead1"]
    assert TEAM.leaders("anju", (), at=noon) == ()
    assert TEAM.leaders("nowhere", ORDER, at=noon) == ()


def test_people_are_found_by_account_name_and_id_in_their_own_community() -> None:
    found = TEAM.account("telegram", "5")
    assert found is not None
    assert found.id == "medic"
    assert TEAM.account("wecom", "5") is None
    assert [p.id for p in TEAM.named("name of medic", "anju")] == ["medic", "twin"]
    assert [p.id for p in TEAM.named("medic", "anju")] == ["medic"]
    assert TEAM.named("far", "anju") == ()
    assert TEAM.named("", "anju") == ()
    assert [p.id for p in TEAM.skilled("anju", Skill.MEDIC, at=MONDAY)] == ["medic"]
    assert [p.id for p in TEAM.admins()] == ["twin"]


def test_a_group_that_moved_keeps_everything_but_its_id() -> None:
    moved = TEAM.moved("telegram", "-1", "-100")
    chat = moved.chat("telegram", "-100")
    assert chat is not None
    assert (chat.kind, chat.community, chat.topic) == (ChatKind.STAFF, "anju", "12")
    assert moved.chat("telegram", "-1") is None
    assert moved.chat("wecom", "-1") == TEAM.chat("wecom", "-1"), "the same id on another platform is another group"
    assert TEAM.moved("telegram", "-9", "-100") == TEAM
    assert [one.id for one in moved.chats_of("anju", ChatKind.STAFF)] == ["-100"]
