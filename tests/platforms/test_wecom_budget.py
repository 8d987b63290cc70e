"""What one member gets in a minute and an hour, whatever is wanted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.wecom_budget import DROPPED_ABOVE_HOUR, DROPPED_ABOVE_MINUTE, Budget
from bot.talk.message import Priority
from tests.platforms.qyapi import Seconds

Wish = tuple[float, int, Priority]


@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 5), st.sampled_from(Priority)), max_size=120))
@settings(max_examples=60, deadline=None)
def test_no_member_ever_gets_so_much_that_it_is_dropped(wishes: list[Wish]) -> None:
    seconds, sent = Seconds(), list[float]()
    budget = Budget(monotonic=seconds)
    for pause, count, priority in wishes:
        seconds.at += pause
        wait = budget.take("wang", count, priority)
        if wait <= 0:
            sent += [seconds.at] * count
        else:
            assert 0 < wait <= 3601
    assert all(sum(at <= one < at + 60 for one in sent) < DROPPED_ABOVE_MINUTE for at in sent)


def test_a_thousand_an_hour_are_never_reached() -> None:
    seconds, sent = Seconds(), 0
    budget = Budget(monotonic=seconds)
    for _ in range(3500):
        sent += budget.take("wang", 1, Priority.ANSWER) <= 0
        seconds.at += 1
    assert 900 < sent < DROPPED_ABOVE_HOUR
    assert budget.take("wang", 1, Priority.ANSWER) > 60


@pytest.mark.parametrize(
    ("priority", "most"),
    [(Priority.ROUTINE, 19), (Priority.CHASE, 19), (Priority.EMERGENCY, 25), (Priority.ANSWER, 29)],
)
def test_a_share_is_kept_for_what_is_urgent(priority: Priority, most: int) -> None:
    budget = Budget(monotonic=Seconds())
    assert sum(budget.take("wang", 1, priority) <= 0 for _ in range(40)) == most
    assert budget.take("li", 1, priority) == 0


def test_who_waits_as_long_as_was_said_may_send() -> None:
    seconds = Seconds()
    budget = Budget(monotonic=seconds)
    for _ in range(19):
        budget.take("wang", 1, Priority.ROUTINE)
        seconds.at += 1
    wait = budget.take("wang", 3, Priority.ROUTINE)
    assert 40 < wait < 61
    seconds.at += wait
    assert budget.take("wang", 3, Priority.ROUTINE) == 0


def test_what_went_before_the_start_counts_and_ids_have_no_case() -> None:
    budget = Budget(monotonic=Seconds())
    budget.prime("Wang", 19)
    assert budget.take("wang", 1, Priority.ROUTINE) > 60
    assert budget.take("wang", 1, Priority.EMERGENCY) == 0


def test_what_went_in_the_hour_before_the_start_counts_for_the_hour_only() -> None:
    seconds = Seconds()
    budget = Budget(monotonic=seconds)
    budget.prime("wang", 2)
    budget.prime("wang", 900, age=120)
    assert budget.take("wang", 1, Priority.EMERGENCY) == 0
    assert budget.take("wang", 1, Priority.ROUTINE) > 3400
    seconds.at += 3600 - 119
    assert budget.take("wang", 1, Priority.ROUTINE) == 0


def test_more_than_a_small_limit_goes_when_nothing_else_did() -> None:
    seconds = Seconds()
    budget = Budget(2, answers_per_minute=2, monotonic=seconds)
    assert budget.take("wang", 5, Priority.EMERGENCY) == 0
    assert budget.take("wang", 5, Priority.EMERGENCY) == 61
    generous = Budget(1000, monotonic=seconds)
    assert sum(generous.take("wang", 1, Priority.EMERGENCY) <= 0 for _ in range(40)) == 29
    assert Budget(0, monotonic=seconds).take("wang", 100, Priority.ROUTINE) == 0
