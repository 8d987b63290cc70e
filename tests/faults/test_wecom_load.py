"""WeCom under load: callbacks are kept and answered in time and once, nothing is dropped, no token is asked for madly.

Each has a control that fails: the same program careless in one thing, or without a count of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.wecom_callbacks import CONTROL, RATE, THREE_TIMES, Verdict, call_back
from benchmarks.wecom_sends import INSISTING, LASTING, Crowd, crowd, refuse
from bot.sandbox.client import Sandbox

SMALL = Crowd(name="small", members=20, each=32, patience=100.0)


@pytest.mark.slow
async def test_callbacks_are_kept_and_answered_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    verdict = await call_back(sandbox, tmp_path, RATE)
    assert verdict.holds, verdict


@pytest.mark.slow
async def test_what_is_brought_three_times_has_one_effect(sandbox: Sandbox, tmp_path: Path) -> None:
    verdict = await call_back(sandbox, tmp_path, THREE_TIMES)
    assert verdict.holds, verdict


@pytest.mark.slow
async def test_without_a_key_of_its_own_it_has_several(sandbox: Sandbox, tmp_path: Path) -> None:
    verdict = await call_back(sandbox, tmp_path, CONTROL)
    assert verdict.kept == 3 * CONTROL.callbacks, verdict
    assert verdict.answers > CONTROL.callbacks, verdict


@pytest.mark.slow
async def test_nothing_is_dropped_where_much_is_wanted(sandbox: Sandbox, tmp_path: Path) -> None:
    arrived = await crowd(sandbox, tmp_path, SMALL)
    assert arrived.holds, arrived
    assert arrived.most <= 30, arrived


@pytest.mark.slow
async def test_without_a_count_of_our_own_it_is(sandbox: Sandbox, tmp_path: Path) -> None:
    arrived = await crowd(sandbox, tmp_path, replace(SMALL, per_minute=0))
    assert arrived.dropped == SMALL.members * (SMALL.each - 30), arrived


@pytest.mark.slow
async def test_a_token_that_is_refused_for_long_is_asked_for_three_times_a_minute(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    fetches = await refuse(sandbox, tmp_path, LASTING)
    assert fetches.holds, fetches


@pytest.mark.slow
async def test_who_asks_at_every_refusal_asks_more_often(sandbox: Sandbox, tmp_path: Path) -> None:
    fetches = await refuse(sandbox, tmp_path, INSISTING)
    assert fetches.most > 3, fetches


RIGHT = Verdict(
    load=replace(THREE_TIMES, callbacks=2), seconds=[0.01] * 6, statuses=Counter({200: 6}), kept=2, answers=2
)


@pytest.mark.parametrize(
    ("verdict", "holds"),
    [
        (RIGHT, True),
        (replace(RIGHT, kept=1), False),
        (replace(RIGHT, answers=3), False),
        (replace(RIGHT, statuses=Counter({200: 5, 500: 1})), False),
        (replace(RIGHT, seconds=[0.01] * 5 + [0.4]), False),
    ],
)
def test_the_judge_sees_every_fault(verdict: Verdict, holds: bool) -> None:  # noqa: FBT001 - a case
    assert verdict.holds is holds
