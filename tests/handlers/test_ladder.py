"""How the ladders go on: the same distance at first, then longer and longer, never for ever apart."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.ladder import LONGEST, longer

FIVE = timedelta(minutes=5)


def test_after_three_rounds_it_rings_half_as_often_each_time_up_to_two_hours() -> None:
    minutes = [longer(FIVE, round=number) / timedelta(minutes=1) for number in range(10)]
    assert minutes == [5, 5, 5, 10, 20, 40, 80, 120, 120, 120]


@given(st.integers(0, 10_000), st.timedeltas(timedelta(seconds=10), timedelta(hours=6)))
def test_it_never_comes_sooner_than_it_was_set_nor_later_than_two_hours(number: int, wait: timedelta) -> None:
    again = longer(wait, round=number)
    assert wait <= again <= max(wait, LONGEST)
    assert longer(wait, round=number + 1) >= again
