"""T2 and T3: of messages that wait none is lost and none is read more than twice, whatever is killed or goes wrong.

The controls are the same program with one line made careless, under the same load and before the same judge.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.deliveries import CONTROLS, LOADS, SMALL, Load, Verdict, deliver
from bot.sandbox.client import Sandbox


@pytest.mark.slow
async def test_a_small_load_with_everything_that_goes_wrong(sandbox: Sandbox, tmp_path: Path) -> None:
    verdict = await deliver(sandbox, tmp_path, SMALL)
    assert verdict.holds, verdict
    assert verdict.again > 0, "without an answer that was lost a careless program passes as well"


@pytest.mark.slow
@pytest.mark.parametrize("load", CONTROLS, ids=lambda load: load.name)
async def test_the_controls_fail(sandbox: Sandbox, tmp_path: Path, load: Load) -> None:
    verdict = await deliver(sandbox, tmp_path, load)
    assert not verdict.holds, verdict
    assert (verdict.lost > 0) is (load.manner == "forgets"), verdict
    assert (verdict.unmarked > 0) is (load.manner == "repeats"), verdict


@pytest.mark.slow
@pytest.mark.parametrize("load", LOADS, ids=lambda load: load.name)
async def test_in_full(sandbox: Sandbox, tmp_path: Path, load: Load) -> None:
    verdict = await deliver(sandbox, tmp_path, load)
    assert verdict.holds, verdict
    assert verdict.idle_kills == 0, "kills at which nothing waited prove nothing"
    assert (verdict.again > 0) is bool(load.faults), verdict


TWO_CHATS, ONE_CHAT = replace(SMALL, rows=2), replace(SMALL, rows=2, chats=1)
RIGHT = Verdict(
    load=TWO_CHATS,
    copies={0: [False], 1: [False, True]},
    lost_answers=1,
    cut_off=0,
    idle_kills=0,
    doubtful=frozenset(),
    told=0,
    unfinished=0,
    took=1.0,
)


@pytest.mark.parametrize(
    ("verdict", "holds"),
    [
        (RIGHT, True),
        (replace(RIGHT, copies={0: [True], 1: [False]}), True),
        (replace(RIGHT, copies={1: [False]}, doubtful=frozenset({0}), told=1), True),
        (replace(RIGHT, copies={1: [False]}, doubtful=frozenset({0})), False),
        (replace(RIGHT, copies={}, doubtful=frozenset({0, 1}), told=1), False),
        (replace(RIGHT, copies={}, doubtful=frozenset({0, 1}), told=2), True),
        (replace(RIGHT, load=ONE_CHAT, copies={}, doubtful=frozenset({0, 1}), told=1), True),
        (replace(RIGHT, lost_answers=0, cut_off=1), True),
        (replace(RIGHT, lost_answers=0), False),
        (replace(RIGHT, copies={1: [False]}), False),
        (replace(RIGHT, copies={0: [False], 1: [False, False]}), False),
        (replace(RIGHT, copies={0: [False], 1: [False, True, True]}, lost_answers=2), False),
        (replace(RIGHT, unfinished=1), False),
    ],
)
def test_the_judge_sees_every_fault(verdict: Verdict, holds: bool) -> None:  # noqa: FBT001 - a case
    assert verdict.holds is holds
