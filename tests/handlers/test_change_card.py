"""The card of a plan that is changed: however many plans were joined, it fits one message and begins each lane."""

from __future__ import annotations

import pytest

from bot.domain.second_plan import fits, joined
from bot.read.commands import read_commands
from bot.words import LANGUAGES, Words
from handlers.change_card import _ROOM, _ROOM_SKIPPED, fitting
from tests.rules.samples import HEAD, PLAYBOOKS
from tests.rules.source import ROOT

WORDS = Words(ROOT / "templates", read_commands(ROOT / "templates" / "commands.yaml"), timezone="Asia/Shanghai")


def longest() -> list[dict[str, object]]:
    plan = PLAYBOOKS["fire"]
    for other in PLAYBOOKS.values():
        if other.id not in (plan.id, *plan.attached) and fits(plan, other):
            plan = joined(plan, other)
    return [
        {"lane": lane.id, "place": place, "name": dict(lane.name), "text": dict(step.text), "who": "欧阳震华"}
        for lane in plan.lanes
        for place, step in enumerate(lane.steps, start=1)
    ][:60]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_plan_of_the_library_fits_one_message(language: str) -> None:
    shown = longest()
    steps = fitting(shown, most=_ROOM)
    assert [one for one in shown if one["place"] == 1] == [one for one in steps if one["place"] == 1]
    assert steps == [one for one in shown if one in steps], "in their order"
    skipped = fitting([{"text": one["text"], "why": "因" * 200} for one in shown], most=_ROOM_SKIPPED)
    assert skipped
    facts = {**HEAD, "steps": steps, "more": len(shown) - len(steps), "skipped": skipped, "more_skipped": 40}
    text = WORDS.write("incident/plan", facts, language)
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    assert str(len(shown) - len(steps)) in text
