"""What was true a minute ago: words that came too late are not sent, and the same press again is no new alarm."""

from __future__ import annotations

import pytest

from tests.stories.answering import all_clear, card, evacuated, resident
from tests.stories.test_evacuation import submit_evacuation
from tests.stories.town import Town


@pytest.mark.slow
async def test_nobody_is_told_to_leave_after_the_all_clear(town: Town) -> None:
    """The platform fails for the group while the notice is to go out; then it is over, and the group can be read."""
    asked = await submit_evacuation(town)
    await town.world.fault("502", method="sendMessage", chat=town.residents.id)
    await town.zhu.presses(asked, "批准")
    await town.zhou.heard("N1 疏散通知 · 已批准", after=0)
    said = await town.zhu.says("解除 N1")
    await town.zhu.presses(await town.zhu.heard("为什么可以解除", after=said), "火已扑灭")
    await town.zhu.presses(await town.zhu.heard("解除", "提交", after=said), "提交")
    await town.zhu.heard("N1", "解除", "批准", after=said)
    await town.world.heal()
    await town.forward(2)
    over = await town.residents.heard("N1 解除", after=0)
    await town.forward(2)
    await town.world.quiet()
    assert [message.id for message in await town.residents.said()] == [over.id], "nothing but the all-clear"
    assert await town.staff.said("没发到") == [], "nobody knocks at doors for what is over"


async def test_help_pressed_again_and_again_rings_once(town: Town) -> None:
    notice = await evacuated(town)
    await town.zhao.says("收到 1")
    cui = await resident(town, 6003, "崔")
    await cui.presses(notice, "需要帮助")
    first = await town.zhao.heard("N1 🆘 3号楼 房号未报", "我去")
    for _ in range(3):
        await cui.presses(notice, "我安全")
        await cui.presses(notice, "需要帮助")
    await card(town, "🆘 需要帮助 1户")
    await town.world.quiet()
    assert [one.id for one in await town.zhao.said("🆘")] == [first.id], "one message, edited"
    later = await town.forward(10)
    await cui.presses(notice, "我安全")
    await cui.presses(notice, "需要帮助")
    again = await town.zhao.heard("N1 🆘 3号楼 房号未报", "我去", after=later)
    assert not again.silent
    await all_clear(town)
