"""The live card of the largest plan anybody writes is read whole on every platform, however far it has come."""

from __future__ import annotations

from benchmarks.redraw import LANES, STEPS, largest, longest, redraw, scene
from bot.platforms.telegram_text import TEXT_UNITS


def test_a_card_of_sixty_steps_is_never_cut() -> None:
    plan = largest()
    assert sum(len(lane.steps) for lane in plan.lanes) == STEPS
    telegram, texts = longest(plan)
    assert telegram <= TEXT_UNITS // 2, "as much again is left for what people write"
    assert texts == 1


def test_it_has_a_button_for_the_next_step_of_each_lane() -> None:
    drawn = redraw(scene("largest", largest()))
    done = [one for row in drawn.buttons for one in row if one.data.split(":")[1] == "done"]
    assert len(done) == LANES
