"""What only the owner of a group can send on: its states, when it is chased and when the platform is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import hand_over as h
from bot.domain.hand_over import HandOver, HandState
from tests.domain.estate import NOW

ONE = HandOver(platform="groups", chat="wr1", about="N3/1", owner="wang", task="t1", created=NOW)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MOVES: tuple[Callable[[HandOver], HandOver], ...] = (
    partial(h.confirm, now=NOW),
    partial(h.refuse, now=NOW),
    h.cancel,
    partial(h.paste, by="li"),
    partial(h.cancelled, now=NOW),
    partial(h.remind, now=NOW),
)


def test_it_is_never_called_delivered() -> None:
    assert ONE.delivery == "handed"
    assert h.confirm(ONE, now=NOW).delivery == "confirmed"
    assert h.refuse(ONE, now=NOW).delivery == "refused"
    assert h.cancel(ONE).delivery == h.cancelled(h.cancel(ONE), now=NOW).delivery == "cancelled"
    pasted = h.paste(ONE, by="li")
    assert (pasted.delivery, pasted.state) == ("pasted", HandState.CANCELLING), "what waits must not come on top"
    assert h.cancelled(pasted, now=NOW).delivery == "pasted"


def test_a_press_before_the_cancelling_counts() -> None:
    assert h.confirm(h.cancel(ONE), now=NOW).state is HandState.CONFIRMED
    assert h.confirm(h.cancelled(h.cancel(ONE), now=NOW), now=NOW).state is HandState.CANCELLED


@given(st.lists(st.sampled_from(MOVES), max_size=8))
def test_what_has_ended_stays_as_it_is(moves: list[Callable[[HandOver], HandOver]]) -> None:
    one = ONE
    for move in moves:
        before, one = one, move(one)
        if not before.state.open:
            assert one == before
        assert (one.ended is None) == one.state.open
        assert one.due is None or one.state is HandState.WAITING


def test_the_platform_reminds_three_times_and_only_while_it_waits() -> None:
    one = ONE
    for count in range(3):
        one = h.reminded(h.remind(one, now=NOW))
        assert (one.reminded, one.due) == (count + 1, None)
    assert h.remind(one, now=NOW).due is None
    assert h.remind(h.cancel(ONE), now=NOW).due is None


def test_it_is_chased_after_one_three_and_five_minutes_and_then_ever_less_often() -> None:
    at = [(h.chased_at(NOW, number) - NOW) / MINUTE for number in range(10)]
    assert at == [1, 3, 5, 10, 20, 40, 80, 140, 200, 260]


@given(st.integers(0, 200))
def test_the_ladder_never_stops_and_never_rests_longer_than_an_hour(number: int) -> None:
    gap = h.chased_at(NOW, number + 1) - h.chased_at(NOW, number)
    assert MINUTE <= gap <= h.LONGEST


@given(st.timedeltas(-DAY, 2 * DAY))
def test_what_was_missed_is_one_round(late: timedelta) -> None:
    found = h.round_at(NOW, NOW + late)
    assert found < 0 or h.chased_at(NOW, found) <= NOW + late
    assert h.chased_at(NOW, found + 1) > NOW + late


@given(st.timedeltas(timedelta(), 2 * DAY))
def test_the_platform_is_asked_often_at_first_and_for_a_day(age: timedelta) -> None:
    now = NOW + age
    first, again = h.next_look(NOW, None, now=now), h.next_look(NOW, now, now=now)
    if age >= DAY:
        assert first is again is None
        return
    assert first == NOW + timedelta(seconds=15)
    assert again == now + (timedelta(seconds=20) if age < 10 * MINUTE else 5 * MINUTE)


def test_a_clock_set_back_keeps_nobody_from_asking() -> None:
    earlier = NOW - timedelta(hours=1)
    assert h.next_look(NOW, None, now=earlier) == earlier
    assert h.next_look(earlier, NOW, now=earlier) == earlier


def test_those_of_one_owner_that_wait() -> None:
    other = HandOver(platform="groups", chat="wr2", about="N3/1", owner="li", task="t2", created=NOW)
    every = (ONE, other, h.confirm(ONE, now=NOW))
    assert h.waiting(every) == (ONE, other)
    assert h.waiting(every, "li") == (other,)


@pytest.mark.parametrize(
    ("at", "begun", "days"),
    [
        (datetime(2026, 2, 28, 15, 59, tzinfo=UTC), datetime(2026, 1, 31, 16, tzinfo=UTC), 28),
        (datetime(2026, 2, 28, 16, 0, tzinfo=UTC), datetime(2026, 2, 28, 16, tzinfo=UTC), 31),
        (datetime(2028, 2, 3, tzinfo=UTC), datetime(2028, 1, 31, 16, tzinfo=UTC), 29),
    ],
)
def test_a_month_is_that_of_the_zone(at: datetime, begun: datetime, days: int) -> None:
    assert h.month_of(at, ZoneInfo("Asia/Shanghai")) == (begun, days)
