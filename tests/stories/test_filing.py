"""R1 from the opening to the archive: written in private from the timeline, returned once, approved, chased."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

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


async def test_from_the_opening_to_the_archive(town: Town) -> None:
    offer = await closed_lift(town)
    await town.wang.presses(offer, "写报告")
    asked = await town.wang.heard("有人受伤吗")
    assert asked.id == offer.id, "the card that was pressed becomes the form"
    await town.wang.presses(asked, "没有")
    await town.wang.heard("坏了什么")
    await town.wang.says("未确认：轿厢门可能变形")
    await town.wang.heard("结论")
    await town.wang.says("门机卡住，请维保换轮")
    await town.wang.heard("发照片过来")
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
    await town.wang.says("王强")
    signed = await town.wang.heard("签好了，按提交")
    toast = await town.wang.presses(signed, "提交")
    assert toast.text == "交上去了，等陈主管批准"
    paper = await town.zhu.heard("等你批准：R1 #1 电梯困人", "门机卡住", "签名 王强", "批准", "驳回")
    first = await town.zhu.heard("R1 #1", after=paper)
    assert [first.media, (await town.zhu.heard("R1 #1", after=first)).media] == ["photo", "photo"]
    assert not await town.staff.said("门机卡住")
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
    await town.wang.says("王强")
    await town.wang.presses(await town.wang.heard("签好了"), "提交")
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
