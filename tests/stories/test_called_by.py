"""Who called 119 and when: it stands with who pressed, until they say that it was somebody else."""

from __future__ import annotations

import pytest

from tests.stories.answering import timeline
from tests.stories.platforms import everywhere_at_length
from tests.stories.test_fire import open_fire
from tests.stories.town import Town


@pytest.mark.covers("FIRE-02")
@everywhere_at_length
async def test_who_called_is_kept_and_can_be_put_right(town: Town) -> None:
    live = await open_fire(town)
    assert "119、110、120谁都可以打，不用等" in live.text, "no plan can leave it out"
    await town.he.presses(live, "已打119")
    noted = await town.he.heard("☎️ 119：何军", "打的，记下了", after=0)
    await town.shows("#1 火灾", "119已打 ", "何军")
    await town.restart()
    await town.he.presses(noted, "别人打的")
    await town.he.heard("谁打的？几点打的？", after=noted)
    await town.he.says("楼上李阿姨，2点41分")
    await town.he.heard("记下了", after=noted)
    card = await town.shows("119已打（别人打的）")
    assert "李阿姨" not in card.text, "a group reads no resident's name"
    assert any("楼上李阿姨，2点41分" in facts for facts in timeline(town))
    assert (await town.li.presses(card, "收到")).text == "#1 收到"


async def test_it_is_said_in_english(english_town: Town) -> None:
    town = english_town
    said = await town.zhou.says(town.staff, "Fire in building 3, floor 4")
    await town.zhou.presses(await town.staff.heard("Report", after=said), "Report")
    live = await town.staff.heard("#1 Fire", "Anybody may call 119, 110 or 120 at once", after=said)
    await town.he.presses(live, "Called 119")
    noted = await town.he.heard("☎️ 119: noted as called by", after=0)
    await town.he.presses(noted, "Somebody else did")
    await town.he.heard("who called, and when?", after=noted)
    await town.he.says("a neighbour, 02:41")
    await town.he.heard("noted", after=noted)
    await town.shows("119 called (by somebody else)")
