"""需要帮助: in words as well as by the button, chased until somebody goes, named when the notice is to end."""

from __future__ import annotations

import pytest

from tests.stories.test_evacuation import submit_evacuation
from tests.stories.town import Town


@pytest.mark.covers("COMM-03")
async def test_who_needs_help_is_not_forgotten(town: Town) -> None:
    await town.zhu.presses(await submit_evacuation(town), "批准")
    notice = await town.residents.heard("【真实】", after=0)
    old = await town.world.person(6001, "奶奶")
    young = await town.world.person(6002, "小李")
    said = await old.says(town.residents, "需要帮助！402 奶奶走不动")
    await town.zhao.heard("N1 🆘 3号楼", "402 奶奶走不动", after=said)
    assert await town.residents.said("402", after=notice) == []
    await young.starts()
    said = await young.says("我安全")
    await young.heard("是什么事", after=said)  # who is not known takes no flat off the list
    said = await young.says(town.residents, "我安全")
    await town.residents.heard("记下了：安全", after=said)
    said = await young.says("我安全")
    await young.heard("✅ 你报了", "安全", after=said)
    at_three = await town.forward(3.1)
    asked = await town.zhao.heard("1 户要帮助，还没人去", "402 奶奶走不动", after=at_three)
    assert await town.staff.said("还没人去", after=at_three) == []
    at_six = await town.forward(3.1)
    in_group = await town.staff.heard("1 户要帮助，还没人去", after=at_six)
    assert "402" not in in_group.text, "no group but the command chat reads flats"
    await town.restart()
    said = await town.zhu.says("解除 N1")
    await town.zhu.presses(await town.zhu.heard("为什么可以解除", after=said), "火已扑灭")
    await town.zhu.heard("【真实】N1 解除", "还有 1 户要帮助，没人去", after=said)
    assert asked.labels
    assert (await town.zhao.presses(asked, asked.labels[0])).text.startswith("N1 记下了，你去")
    at_twenty = await town.forward(20)
    await town.world.quiet()
    copies = await town.staff.said("还没人去", after=at_twenty)  # the kill may have cut one off: its copy is marked
    assert all("重发" in one.text for one in copies)


async def test_words_mean_the_button_only_while_a_notice_holds(town: Town) -> None:
    """The control: without a notice 需要帮助 is a message to the desk, and a group's talk stays talk."""
    resident = await town.world.person(6001, "奶奶")
    await resident.starts()
    said = await resident.says("需要帮助")
    await resident.heard("是什么事", after=said)
    await resident.says(town.residents, "我安全到家啦")
    await town.world.quiet()
    assert await town.residents.said() == []
