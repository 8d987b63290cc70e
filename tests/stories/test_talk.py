"""Chat between people and half-finished reports: what is talk stays talk, what is an answer counts."""

from __future__ import annotations

from tests.stories.town import Town


async def test_a_waiting_draft_is_not_rewritten_by_chat(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
    draft = await town.staff.heard("上报", after=said)
    await town.wang.says(town.staff, "5号楼的快递放门岗了")
    await town.wang.says(town.staff, "我在1号楼巡逻")
    await town.forward(60)
    later = await town.wang.says(town.staff, "1号楼")
    mark = await town.wang.says(town.staff, "2号楼1单元电梯困人")
    fresh = await town.staff.heard("电梯困人 · 2号楼1单元", "上报", after=mark)
    assert fresh.id != draft.id
    assert "3号楼2单元" in (await town.staff.look(draft)).text
    assert later.id < fresh.id


async def test_pressing_words_are_no_place(town: Town) -> None:
    mei = await town.world.person(5001, "小梅", language="zh-hans")
    said = await mei.says("电梯里有人出不来")
    await mei.heard("在哪一栋", after=said)
    await mei.says("快点啊")
    await mei.says("西门旁边")
    draft = await mei.heard("电梯困人 · 西门旁边", "上报")
    assert "快点啊" not in draft.text


async def test_change_has_a_way_back_and_listens_to_who_changes(town: Town) -> None:
    said = await town.wang.says(town.staff, "1号楼2单元电梯困人")
    draft = await town.staff.heard("上报", after=said)
    await town.he.presses(draft, "修改")
    what = await town.staff.heard("改类型", "改地点", after=said)
    assert "🚨 上报" in what.labels
    await town.he.presses(what, "改地点")
    await town.he.presses(await town.staff.heard("3号楼", "不清楚", after=said), "3号楼")
    await town.staff.heard("电梯困人 · 3号楼\n", "上报", after=said)  # the unit was the other building's
    await town.he.presses(draft, "修改")
    await town.he.presses(what, "改地点")
    await town.he.says(town.staff, "2号楼1单元")
    await town.staff.heard("电梯困人 · 2号楼1单元", after=said)
