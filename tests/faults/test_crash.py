"""T1, small: killed again and again under a backlog, every message is handled, and handled once.

The control is a plain python-telegram-bot program under the same load and kills: it has to lose messages, or the load
is too light to prove anything.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from benchmarks.crash import Course, Found, Load, Verdict, crash_peer, crash_zhiban, judge, sender
from bot.sandbox.client import Sandbox

SMALL = Load(messages=300, kills=4, rate=300.0)


@pytest.mark.slow
async def test_nothing_is_lost_or_done_twice(sandbox: Sandbox, tmp_path: Path) -> None:
    verdict = await crash_zhiban(sandbox, tmp_path, SMALL)
    assert verdict.holds, verdict
    assert max(verdict.course.backlogs) > 100, "without a backlog a broken design passes as well"


@pytest.mark.slow
async def test_the_control_loses_messages(sandbox: Sandbox, tmp_path: Path) -> None:
    verdict = await crash_peer(sandbox, tmp_path, SMALL)
    assert verdict.lost > 0, verdict


@pytest.mark.slow
async def test_in_full(sandbox: Sandbox, tmp_path: Path) -> None:
    verdict = await crash_zhiban(sandbox, tmp_path, Load())
    assert verdict.holds, verdict
    assert max(verdict.course.backlogs) > 100, "without a backlog a broken design passes as well"
    assert (await crash_peer(sandbox, tmp_path, Load())).lost > 0


CUT = frozenset({sender(1)})


def verdict(said: dict[int, list[str]], found: Found, kills: int = 1) -> Verdict:
    verdict = judge("bench", Load(messages=2), said=said, course=Course(backlogs=[1] * kills), database=None)
    return dataclasses.replace(verdict, found=found)


@pytest.mark.parametrize(
    ("second", "found", "holds"),
    [
        (["yes"], Found(integrity="ok"), True),
        (["yes", "【重发】yes"], Found(integrity="ok"), True),
        ([], Found(integrity="ok"), False),
        ([], Found(integrity="ok", cut=CUT), True),
        (["yes", "yes"], Found(integrity="ok"), False),
        (["yes", "【重发】yes", "【重发】yes"], Found(integrity="ok"), False),
        (["yes"], Found(integrity="ok", twice=1), False),
        (["yes"], Found(integrity="ok", left=1), False),
        (["yes"], Found(integrity="row 3 missing from index"), False),
    ],
)
def test_the_judge_sees_every_fault(second: list[str], found: Found, holds: bool) -> None:  # noqa: FBT001 - a case
    said = {sender(0): ["yes"], sender(1): second}
    assert verdict(said, found).holds is holds


def test_without_a_kill_no_answer_may_be_cut_off() -> None:
    said = {sender(0): ["yes"]}
    assert not verdict(said, Found(integrity="ok", cut=CUT), kills=0).holds
