"""Every way in: from the group, by /report, in private by staff and by strangers, for a caller."""

from __future__ import annotations

import pytest

from tests.stories.town import Town


@pytest.mark.covers("DISP-25", "TYPE-04")
async def test_report_by_buttons_opens_the_fallback(town: Town) -> None:
    asked = await town.he.says(town.staff, "/report")
    card = await town.staff.heard("是什么事", after=asked)
    groups = card.labels
    assert groups[-2:] == ["❗ 其他", "不是事件"]
    assert {"🌀 天气", "⚠️ 安全事故", "🔧 设备", "🛡 治安", "🚑 伤病"} <= {*groups}
    await town.he.presses(card, "设备")
    inside = await town.staff.heard("是什么事", "返回", after=asked)
    assert (inside.id, "🌀 天气" in inside.labels) == (card.id, False)
    await town.he.presses(inside, "返回")
    back = await town.staff.heard("天气", after=inside)
    assert (back.id, back.labels) == (card.id, groups)
    await town.he.presses(back, "其他")
    place = await town.staff.heard("在哪一栋", after=asked)
    assert place.id == card.id
    assert place.labels == ["1号楼", "2号楼", "3号楼", "不清楚"]
    await town.he.presses(place, "2号楼")
    draft = await town.staff.heard("其他 · 2号楼", "上报", after=asked)
    await town.he.presses(draft, "上报")
    await town.staff.heard("#1 其他 · 2号楼", "现场 王强 已叫", "核实 周敏 已叫")
    await town.wang.heard("到现场看，说清是什么事")
    danger = await town.he.heard("有人有危险吗")
    await town.he.presses(danger, "有")
    await town.zhao.heard("有人有危险", "119、110、120")
    await town.he.says("没有")
    await town.he.presses(await town.he.heard("要叫外面的人吗"), "警察110")
    police = await town.zhou.heard("打110，谁都可以打", "2号楼")
    assert police.labels[0] == "已打110"


@pytest.mark.covers("DISP-09", "TYPE-05")
async def test_the_other_answers_of_the_fallback(town: Town) -> None:
    said = await town.he.says(town.staff, "1号楼出事了")
    await town.he.presses(await town.staff.heard("其他 · 1号楼", "一般", "上报", after=said), "上报")
    for question, answer in (("有人有危险吗", "没有"), ("还在变严重吗", "还在变严重"), ("要叫外面的人吗", "急救120")):
        await town.he.presses(await town.he.heard(question), answer)
    await town.shows("#1 其他 · 1号楼 · 紧急", "还在变严重 · 要120", "打120，谁都可以打")
    await town.zhao.heard("情况还在变严重")
    await town.he.heard("马上打120，谁都可以打")


@pytest.mark.covers("ORG-22", "VERIFY-05")
async def test_a_stranger_reports_in_private_and_the_desk_confirms(town: Town) -> None:
    mei = await town.world.person(5001, "小梅", language="zh-hans")
    said = await mei.says("3号楼电梯里有人出不来")
    draft = await mei.heard("电梯困人 · 3号楼", "值班马上看到", "别扒门", after=said)
    assert draft.labels == ["🚨 上报", "修改", "不是事件"]
    paged = await town.zhou.heard("外面有人报", "电梯困人 · 3号楼", "3号楼电梯里有人出不来")
    assert "上报" in paged.labels[0]
    await mei.presses(draft, "上报")
    await mei.heard("已上报 #1", "待核实")
    live = await town.staff.heard("#1 电梯困人 · 3号楼", "待核实", "属实", "误报")
    await town.li.heard("李电，现在做", "待核实")  # the plan runs while it is checked
    question = await mei.heard("#1 里面几个人")
    await mei.presses(question, "2")
    assert "只有客服、值班长和主管" in (await town.wang.presses(live, "属实")).text
    assert (await town.zhou.presses(live, "属实")).text == "#1 属实"
    await town.staff.heard("属实，周敏核实的")
    await mei.heard("值班已核实")
    await town.li.says("出发 1")
    heard = await mei.heard("有人出发了")
    assert "李电" not in heard.text, "residents read no names"
    refused = await mei.says("/close 1")
    assert "只有员工" in (await mei.heard("只有", after=refused)).text


@pytest.mark.covers("GEN-12", "INTAKE-01")
async def test_what_is_not_understood_in_private_is_paged_before_anything_is_asked(town: Town) -> None:
    mei = await town.world.person(5001, "小梅", language="zh-hans")
    said = await mei.says("来一下")
    card = await mei.heard("是什么事", "其他", after=said)
    paged = await town.zhou.heard("外面有人报", "来一下", "小梅")
    assert paged.t <= card.t + 1
    await mei.presses(card, "其他")
    await mei.says("1号楼")
    draft = await mei.heard("其他 · 1号楼", "上报")
    await mei.presses(draft, "上报")
    await town.staff.heard("#1 其他 · 1号楼", "待核实")
    assert (await town.zhu.presses(await town.staff.heard("#1", "误报"), "误报")).text == "#1 误报，都通知了"
    await town.staff.heard("#1 误报", "都不用去了", "王强")
    await town.wang.heard("#1 误报")
    await mei.heard("是误报")


@pytest.mark.covers("INTAKE-02", "INTAKE-04", "ORG-40")
async def test_for_a_caller_the_group_sees_no_name_and_no_phone(town: Town) -> None:
    said = await town.zhou.says(town.staff, "1号楼电梯困人")
    draft = await town.staff.heard("替来电人报", after=said)
    assert "私聊" in (await town.zhou.presses(draft, "替来电人报")).text
    asked = await town.zhou.heard("谁打来的")
    await town.zhou.says("刘女士 13911112222")
    assert asked.chat != town.staff.id
    caller = await town.staff.heard("代来电人报", after=said)
    await town.zhou.presses(caller, "上报")
    await town.staff.heard("#1 电梯困人 · 1号楼")
    for message in await town.staff.messages():
        assert "刘女士" not in message.text
        assert "13911112222" not in message.text
    await town.zhou.heard("来电人：刘女士 13911112222")


async def test_change_and_not_an_incident(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    draft = await town.staff.heard("上报", after=said)
    await town.he.presses(draft, "修改")
    await town.wang.presses(await town.staff.heard("改类型", "改地点", after=said), "改地点")
    await town.wang.says(town.staff, "2号楼1单元")
    await town.staff.heard("电梯困人 · 2号楼1单元", "上报", after=said)
    assert (await town.wang.presses(draft, "不是事件")).text == "好，不算事件"
    gone = await town.staff.heard("好，不算事件", after=said)
    assert gone.labels == []
    assert "标成不是事件" in (await town.wang.presses(draft, "上报")).text


async def test_a_wrong_arrival_is_taken_back_within_a_minute(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
    live = await town.staff.heard("#1", "前到场", after=said)
    await town.li.presses(live, "已到场")
    await town.shows("有人到场")
    undone = await town.li.says("撤销 1")
    await town.li.heard("#1 撤销了", after=undone)
    await town.shows("前到场", "李电 收到")
    await town.li.presses(live, "已到场")
    await town.forward(1.1)
    late = await town.li.says("/undo 1")
    await town.li.heard("60秒内没有能撤的", "/note 1", after=late)


async def test_with_several_open_a_word_without_number_asks_which(town: Town) -> None:
    for building in ("1号楼", "2号楼"):
        said = await town.wang.says(town.staff, f"{building}电梯困人")
        await town.wang.presses(await town.staff.heard(building, "修改", after=said), "上报")
    await town.li.heard("#2", "李电，现在做")
    said = await town.li.says("收到")
    which = await town.li.heard("哪一个事件", after=said)
    assert [label.split()[0] for label in which.labels] == ["#1", "#2"]
    assert (await town.li.presses(which, "#2")).text == "#2 收到"
    await town.staff.heard("#2 电梯困人 · 2号楼", "李电 收到", "已控制")  # the live card, edited
    listed = await town.wang.says("/incidents")
    await town.wang.heard("#1 电梯困人 · 1号楼", "#2 电梯困人 · 2号楼", after=listed)
    status = await town.wang.says(town.staff, "/status@zhiban_bot 2")
    shown = await town.staff.heard("#2 电梯困人 · 2号楼", "李电 收到", after=status)
    assert not shown.pinned
