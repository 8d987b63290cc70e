"""Chat between people and half-finished reports: what is talk stays talk, what is an answer counts."""

from __future__ import annotations

import pytest

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


async def test_free_words_answer_no_safety_question(town: Town) -> None:
    said = await town.li.says(town.staff, "3号楼2单元电梯困人")
    await town.li.presses(await town.staff.heard("上报", after=said), "上报")
    await town.li.presses(await town.li.heard("里面几个人"), "2")
    state = await town.li.heard("里面有人不舒服吗", "改上一题")
    call = await town.li.heard("李电，现在做", after=0)
    await town.li.presses(call, "完成 B")
    await town.li.heard("维保几点到？", "打字回我")
    await town.li.says("10:20到")
    await town.shows("去机房断电挂锁")
    assert "10:20" not in (await town.li.look(state)).text
    news = await town.li.says("在路上了兄弟们")
    await town.li.heard("#1 记下了", after=news)
    await town.staff.heard("李电补充：在路上了兄弟们")
    assert "不舒服吗" in (await town.li.look(state)).text.splitlines()[-1], "the question stands as it was"
    typed = await town.li.says("没有")
    hazard = await town.li.heard("井道里有烟", after=typed)
    await town.li.presses(hazard, "改上一题")
    again = await town.li.heard("里面有人不舒服吗")
    await town.li.presses(again, "有")
    await town.zhao.heard("建议叫120")


@pytest.mark.covers("CONF-01")
async def test_what_somebody_outside_writes_stays_out_of_groups(town: Town) -> None:
    mei = await town.world.person(5001, "小梅", language="zh-hans")
    said = await mei.says("3号楼电梯里有人出不来")
    await mei.presses(await mei.heard("上报", after=said), "上报")
    await mei.heard("里面几个人")
    await mei.says("我是1502的刘建国，电话13912345678")
    await town.staff.heard("报的人有补充，客服和指挥看得到")
    for reader in (town.zhou, town.zhao):
        await reader.heard("我是1502的刘建国，电话13912345678", after=0)
    await mei.sends(None, "photo", caption="看照片", count=2)
    await town.zhou.heard("看照片", after=0)
    for group in (town.staff, town.command):
        for message in await group.messages():
            for secret in ("刘建国", "13912345678", "看照片"):
                assert secret not in message.text


@pytest.mark.covers("COMM-07")
async def test_words_of_staff_on_an_incident_are_no_new_report(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
    live = await town.staff.heard("#1", "前到场", after=said)
    await town.he.replies(live, "我看到里面有3个人")
    await town.staff.heard("何军补充：我看到里面有3个人")
    await town.li.heard("李电，现在做")
    news = await town.li.says("维保师傅电话占线")
    await town.li.heard("#1 记下了", after=news)
    await town.staff.heard("李电补充：维保师傅电话占线")
    assert await town.zhou.said("没认出") == []


async def test_a_report_nobody_presses_is_chased(town: Town) -> None:
    mei = await town.world.person(5001, "小梅", language="zh-hans")
    said = await mei.says("3号楼，救命啊我孙子关在电梯里出不来了")
    await mei.heard("上报", after=said)
    await town.zhou.heard("外面有人报")
    at_three = await town.forward(3.1)
    again = await town.zhou.heard("外面有人报", after=at_three)
    assert not again.silent
    await town.zhao.heard("外面有人报", "电梯困人 · 3号楼", after=at_three)
    at_nine = await town.forward(6.1)
    await town.zhu.heard("外面有人报", after=at_nine)
    await town.zhao.presses(await town.zhao.heard("外面有人报", "🚨", after=at_nine), "上报")
    await town.staff.heard("#1 电梯困人 · 3号楼")
    at_forty = await town.forward(30)
    await town.staff.heard("没应答", after=at_forty)
    assert await town.zhou.said("外面有人报", after=at_forty) == []


async def test_what_nobody_has_checked_is_chased(town: Town) -> None:
    mei = await town.world.person(5001, "小梅", language="zh-hans")
    said = await mei.says("3号楼电梯里有人出不来")
    await mei.presses(await mei.heard("上报", after=said), "上报")
    await town.staff.heard("#1", "待核实")
    at_five = await town.forward(5.1)
    asked = await town.zhou.heard("还没人核实", after=at_five)
    assert asked.labels == ["属实", "误报"]
    at_ten = await town.forward(5.1)
    await town.zhou.heard("还没人核实", after=at_ten)
    assert (await town.zhou.presses(asked, "属实")).text == "#1 属实"
    at_forty = await town.forward(30)
    await town.staff.heard("到场超时", after=at_forty)
    assert await town.zhou.said("还没人核实", after=at_forty) == []
