"""The words to say on the telephone when nothing is answered yet: whole sentences, nothing of an empty blank."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.read.playbook import read_playbooks
from bot.words import _fill_plain

PLANS = read_playbooks(Path(__file__).parent.parent.parent / "templates" / "playbooks")
CALLS = [
    (plan.id, step.id, language, said)
    for plan in PLANS.values()
    for lane in plan.lanes
    for step in lane.steps
    if step.call
    for language, said in step.call.say.items()
]
EMPTY = re.compile(r"[。.？?，,：:；;]\s*[。.？?，,：:；;]|^\W|[{}]")


@pytest.mark.parametrize(("plan", "step", "language", "said"), CALLS)
def test_nothing_is_left_of_a_blank_nobody_has_filled(*, plan: str, step: str, language: str, said: str) -> None:
    known = {"place": "1号楼" if language == "zh" else "Tower 1", "name": "周敏", "phone": "2345", "gate": "西门"}
    blanks = dict.fromkeys(re.findall(r"\{(\w+)\}", said), "")
    for values in (blanks, {**blanks, **{key: value for key, value in known.items() if key in blanks}}):
        filled = _fill_plain(said, values)
        assert not EMPTY.search(filled), f"{plan}/{step} {language}: {filled}"
