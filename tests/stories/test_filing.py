"""R1 from the opening to the archive: written in private from the timeline, returned once, approved, chased."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.seen import Message
from tests.stories.town import Town, open_lift

SHANGHAI = ZoneInfo("Asia/Shanghai")


async def at(town: Town, hour: int, minute: int = 0) -> int:
    """Moves everybody's clock forward to the next time a clock in the community shows this."""
    now = datetime.now(UTC).astimezone(SHANGHAI) + timedelta(seconds=town.elapsed)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return await town.forward((then - now).total_seconds() / 60 + (24 * 60 if then <= now else 0))


async def closed_lift(town: Town) -> Message:
    """A lift entrapment that 王强 reports at 10:02; 李电 is there and does a step, 赵班 closes it: the offer."""
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    await town.li.presses(live, "出发")
    await town.li.presses(live, "已到场")
    await town.li.says("完成 1")
    await town.li.heard("维保几点到")
    await town.li.says("10:20到")
    await town.li.heard("#1 完成 B")
    await town.zhao.presses(live, "结案")
    return await town.wang.heard("R1 #1 电梯困人 · 3号楼2单元", "今天 18:00 前交", "写报告", "晚点")


async def write(town: Town) -> Message:
    """王强 answers what the timeline can't tell, up to the name under it."""
    await town.wang.heard("有人受伤吗")
    await town.wang.says("没有")  # a typed label is a press
    await town.wang.heard("坏了什么", "未确认")
    await town.wang.says("未确认：轿厢门可能变形")
    await town.wang.heard("结论：什么原因")
    await town.wang.says("门机卡住，请维保换轮")
    return await town.wang.heard("发照片过来")


async def sign(town: Town) -> None:
    """王强 signs and hands it in."""
    await town.wang.says("王强")
    toast = await town.wang.presses(await town.wang.heard("签好了，按提交"), "提交")
    assert toast.text == "交上去了，等陈主管批准"


@pytest.mark.covers("AFTER-01", "AFTER-09", "AFTER-10", "AFTER-12", "AFTER-18", "TYPE-11", "VERIFY-10")
async def test_from_the_opening_to_the_archive(town: Town) -> None:
    offer = await closed_lift(town)
    await town.wang.presses(offer, "写报告")
    asked = await town.wang.heard("有人受伤吗")
    assert asked.id == offer.id, "the card that was pressed becomes the form"
    await write(town)
    await town.wang.sends(None, "album", count=2)
    review = await town.wang.heard("签字：王强", "照片 2 张")
    for words in (
        "科苑路18号安居苑3号楼2单元",
        "10:02 王强上报",
        "10:02 李电到场",
        "李电：打维保电话，问几点到：10:20到",
        "伤亡 没有人受伤",
        "损失 未确认：轿厢门可能变形",
    ):
        assert words in review.text
    await sign(town)
    paper = await town.zhu.heard("等你批准：R1 #1 电梯困人", "门机卡住", "签名 王强", "批准", "驳回")
    first = await town.zhu.heard("R1 #1", after=paper)
    assert [first.media, (await town.zhu.heard("R1 #1", after=first)).media] == ["photo", "photo"]
    assert not await town.staff.said("门机卡住")
    await send_back_and_mend(town, paper)
    again = await town.zhu.heard("等你批准", "困二十分钟")
    assert (await town.zhu.presses(again, "批准")).text == "已批准 R1 #1"
    await town.zhu.heard("已批准 R1 #1", "陈主管")
    await town.wang.heard("已批准 R1 #1 电梯困人", after=0)
    told = await town.command.heard("已批准 R1 #1 电梯困人 · 3号楼2单元", after=0)
    assert "王强" not in told.text
    await town.shows("#1", "已归档")
    asked_again = await town.zhao.says("/status 1")
    await town.zhao.heard("#1", "已归档", after=asked_again)
    said = await town.zhu.says("批准 R1")
    await town.zhu.heard("R1 已经批准了", after=said)


async def send_back_and_mend(town: Town, paper: Message) -> None:
    """陈主管 wants to know more; 王强 changes one part and signs anew."""
    await town.zhu.presses(paper, "驳回")
    await town.zhu.heard("为什么驳回")
    await town.zhu.says("写清楚困了多久")
    returned = await town.wang.heard("已驳回 R1 #1", "陈主管：写清楚困了多久", "改报告")
    assert (await town.zhu.presses(paper, "批准")).text == "这个按钮过时了，看最新的卡"
    await town.wang.presses(returned, "改报告")
    await town.wang.presses(await town.wang.heard("驳回了：写清楚困了多久", "签字：王强"), "修改")
    parts = await town.wang.heard("改哪一项")
    await town.wang.presses(parts, "事情")
    await town.wang.heard("出了什么事", "现在是：电梯困人")
    await town.wang.says("电梯困人，一人，困二十分钟")
    await town.wang.heard("困二十分钟", "签字：王强")
    await sign(town)


@pytest.mark.slow
async def test_killed_in_the_middle_nothing_is_lost_and_a_call_for_help_goes_through(town: Town) -> None:
    offer = await closed_lift(town)
    later = await town.wang.presses(offer, "晚点")
    assert later.text == "好，18:00 前我再提醒"
    said = await town.wang.says("写报告")
    await town.wang.heard("有人受伤吗", after=said)
    await town.wang.says("一人头晕，已送医院")
    await town.wang.heard("坏了什么")
    await town.restart()
    await town.wang.says("没有")
    await town.wang.heard("结论")
    await town.restart(signal.SIGTERM)
    said = await town.wang.says("1号楼着火了")
    draft = await town.wang.heard("火", "1号楼", "上报", after=said)
    await town.wang.presses(draft, "不是事件")
    said = await town.wang.says("/file 1")
    await town.wang.heard("结论", after=said)
    said = await town.wang.says("/cancel")
    await town.wang.heard("好，不问了", after=said)
    said = await town.wang.says("/file 1")
    asked = await town.wang.heard("结论", after=said)
    await town.wang.says("门机卡住")
    photos = await town.wang.heard("发照片过来", after=asked)
    await town.wang.presses(photos, "没有照片")
    await town.wang.heard("为什么没有照片")
    await town.wang.says("电梯已锁，进不去")
    review = await town.wang.heard("签字：王强")
    for words in ("伤亡 一人头晕，已送医院", "损失 没有损失", "照片 没有：电梯已锁，进不去"):
        assert words in review.text
    said = await town.wang.says(town.staff, "/file 1")
    assert (await town.staff.heard("私聊", after=said)).text == "在私聊里接着写"
    await town.wang.heard("签字：王强", after=review)
    assert not await town.staff.said("头晕")


async def test_overdue_it_goes_up_the_ladder_and_stops_when_it_is_handed_in(town: Town) -> None:
    await closed_lift(town)
    for hour, minute, words in ((17, 0, "还有 60 分钟"), (17, 45, "还有 15 分钟")):
        mark = await at(town, hour, minute)
        reminder = await town.wang.heard("R1 #1", "今天 18:00 前交", words, "写报告", after=mark)
        assert reminder.silent
    mark = await at(town, 18)
    assert not (await town.wang.heard("今天 18:00 前交", after=mark)).silent
    assert await town.staff.said("R1 #1") == []
    mark = await at(town, 18, 30)
    told = await town.staff.heard("R1 #1 电梯困人 · 3号楼2单元", "王强还没写", "已过 30 分钟", "写报告", after=mark)
    assert not told.silent
    mark = await at(town, 19)
    await town.zhu.heard("王强还没写", "已过 60 分钟", after=mark)
    await town.staff.heard("已过 60 分钟", after=mark)
    assert await town.luo.said("R1 #1") == []
    await town.stop()
    mark = await at(town, 21, 10)
    await town.start()
    told = await town.staff.heard("R1 #1", "已过 3 小时（提醒晚了 100 分钟）", after=mark)
    await town.luo.heard("王强还没写", after=mark)
    assert len(await town.staff.said("R1 #1", after=mark)) == 1
    mark = await at(town, 21, 30)
    assert "晚了" not in (await town.staff.heard("R1 #1", after=mark)).text
    await town.wang.presses(told, "写报告")
    await write(town)
    await town.wang.sends(None, "photo")
    await town.wang.heard("签字：王强")
    await town.wang.says("王强")
    await town.wang.presses(await town.wang.heard("签好了"), "提交")
    await town.zhu.heard("等你批准：R1 #1", after=0)
    mark = await at(town, 22)
    await town.forward(4 * 60)
    await town.zhao.heard("等你批准：R1 #1", after=mark)  # who commanded it may approve it as well
    assert await town.staff.said("R1 #1", after=mark) == []
    mark = await town.forward(24 * 60)
    await town.luo.heard("等你批准：R1 #1", after=mark)


async def test_who_has_to_write_it_changes_with_who_comes_and_goes(town: Town) -> None:
    await at(town, 19, 40)
    resident = await town.world.person(2001, "李女士")
    await resident.starts()
    await resident.says("3号楼2单元电梯困人")
    await resident.presses(await resident.heard("电梯困人", "上报"), "上报")
    await town.staff.heard("#1", "待核实")
    await town.forward(1)
    said = await town.li.says("写报告 1")
    refused = await town.li.heard("R1 是别人的报告", after=said)
    assert "只有写的人、客服和值班长能写" in refused.text
    await town.li.says("到场 1")
    await town.li.heard("#1 到场了")
    said = await town.zhao.says("收到 1")
    await town.zhao.heard("#1 收到", after=said)
    said = await town.zhao.says("结案 1")
    await town.li.heard("R1 #1", "明天 12:00 前交", "写报告", after=0)
    assert await town.zhou.said("R1 #1") == []
    roster = town.folder / "roster.toml"
    people = roster.read_text(encoding="utf-8").split("[[person]]")
    roster.write_text("[[person]]".join(one for one in people if 'id = "li"' not in one), encoding="utf-8")
    offer = await town.zhou.heard("R1 #1", "明天 12:00 前交", "写报告", after=0)
    await town.zhou.presses(offer, "写报告")
    await town.zhou.heard("做了什么")
    assert not any("李女士" in message.text for message in await town.zhou.messages() if "📝" in message.text)


@pytest.mark.covers("INTAKE-05")
async def test_entered_too_late_it_is_overdue_at_once_and_says_so_once(town: Town) -> None:
    await at(town, 10, 2)
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
    draft = await town.staff.heard("上报", after=said)
    mark = await at(town, 9)
    await town.wang.presses(draft, "上报")
    late = await town.wang.heard("R1 #1", "昨天 18:00 前交，已过 15 小时", "提醒晚了", after=mark)
    assert late.labels == ["写报告"]
    for person in (town.zhu, town.luo):
        await person.heard("王强还没写", after=mark)
    await town.staff.heard("R1 #1", "已过 15 小时", after=mark)
    assert len(await town.wang.said("R1 #1")) == 1


async def test_a_false_alarm_owes_nothing(town: Town) -> None:
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    said = await town.zhao.says("误报 1")
    await town.staff.heard("#1 误报", after=said)
    said = await town.wang.says("写报告 1")
    await town.wang.heard("#1 是误报，不用写报告", after=said)
    mark = await at(town, 19)
    await town.forward(1)
    assert await town.wang.said("R1 #1", after=mark) == []


async def test_written_before_the_end_it_is_put_away_at_the_end_and_a_call_meanwhile_comes_first(town: Town) -> None:
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    said = await town.wang.says("/file")
    await town.wang.heard("R1 #1", "做了什么", after=said)
    await town.forward(1)
    said = await town.li.says(town.staff, "1号楼1单元电梯困人")
    await town.li.presses(await town.staff.heard("1号楼", "上报", after=said), "上报")
    await town.wang.heard("#2 电梯困人 · 1号楼1单元", "王强，现在做", after=0)
    said = await town.wang.says("门口堆了东西，进不去")
    await town.wang.heard("哪一个事件", after=said)
    said = await town.wang.says("写报告 1")
    await town.wang.heard("做了什么", after=said)
    await town.wang.says("叫了维保")
    await write(town)
    await town.wang.sends(None, "photo")
    await town.wang.heard("签字：王强")
    await sign(town)
    await town.zhu.presses(await town.zhu.heard("等你批准：R1 #1", after=0), "批准")
    assert "已归档" not in (await town.staff.look(live)).text
    await town.zhao.presses(live, "结案")
    await town.shows("#1", "已归档")
    assert await town.wang.said("今天 18:00 前交。我已按过程写好草稿") == []


async def test_several_reports_are_asked_for_by_button(town: Town) -> None:
    await at(town, 10, 2)
    for number, place in enumerate(("3号楼2单元", "1号楼1单元"), start=1):
        said = await town.wang.says(town.staff, f"{place}电梯困人")
        await town.wang.presses(await town.staff.heard(place, "上报", after=said), "上报")
        await town.staff.heard(f"#{number}", "前到场", after=said)
    said = await town.wang.says("写报告")
    which = await town.wang.heard("哪一个事件", "#1 电梯困人", "#2 电梯困人", after=said)
    await town.wang.presses(which, "#2")
    await town.wang.heard("R1 #2 电梯困人 · 1号楼1单元", "做了什么")
    said = await town.wang.says("改报告 1")
    await town.wang.heard("R1 #1 电梯困人 · 3号楼2单元", "做了什么", after=said)


async def test_the_end_of_the_incident_does_not_take_the_form_away(town: Town) -> None:
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    await town.wang.says("/file 1")
    await town.wang.heard("做了什么")
    await town.wang.says("叫了维保")
    form = await town.wang.heard("有人受伤吗")
    await town.zhao.presses(live, "结案")
    offer = await town.wang.heard("R1 #1", "我已按过程写好草稿", after=form)
    assert "没有" in (await town.wang.look(form)).labels
    await town.wang.presses(form, "没有")
    await town.wang.heard("坏了什么")
    await town.wang.presses(offer, "写报告")
    again = await town.wang.heard("坏了什么", "晚点")
    assert again.id not in (form.id, offer.id), "asked anew where the finger is"
