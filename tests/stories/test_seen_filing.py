"""A report is signed and decided on as it was read; and how it ends when nobody has to read it any more."""

from __future__ import annotations

import sqlite3

from bot.sandbox.seen import Message
from tests.stories.test_filing import at, sign, write
from tests.stories.town import Town, open_lift


async def test_an_incident_of_before_there_were_reports_is_put_away_when_it_is_closed(town: Town) -> None:
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    await town.stop()
    with sqlite3.connect(town.folder / "zhiban.db") as db:
        db.execute("DELETE FROM report")
        db.execute("DELETE FROM deadline WHERE kind = 'report'")
    await town.start()
    await town.zhao.presses(live, "结案")
    await town.shows("#1", "已归档，已结案")
    said = await town.wang.says("写报告 1")
    await town.wang.heard("#1 没有要写的报告", after=said)
    mark = await at(town, 19)
    await town.forward(1)
    for chat in (town.wang, town.staff):
        assert await chat.said("R1 #1", after=mark) == []


async def test_what_happens_after_the_signature_is_read_and_signed_before_it_is_handed_in(town: Town) -> None:
    await begun(town)
    said = await town.wang.says("补充 1 轿厢灯也坏了")
    await town.wang.heard("#1", after=said)
    await town.wang.says("王强")  # the form still asks for it
    signed = await town.wang.heard("签好了，按提交")
    said = await town.li.says("补充 1 门缝里有血")
    await town.li.heard("#1", after=said)
    toast = await town.wang.presses(signed, "提交")
    assert (toast.text, toast.alert) == ("签完又有新内容。再看一遍，再签字", True)
    again = await town.wang.heard("门缝里有血", "看一遍。对就打自己的名字签字：王强", after=signed)
    assert again.id == signed.id
    assert "签名" not in again.text
    assert await town.zhu.said("等你批准") == []
    await sign(town)
    await town.zhu.heard("等你批准：R1 #1", "门缝里有血", "签名 王强", after=0)


async def begun(town: Town, measures: str = "叫了维保") -> Message:
    """王强 writes the report while the incident goes on, up to the name under it; the live card of the group."""
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    await town.wang.says("/file 1")
    await town.wang.heard("做了什么")
    await town.wang.says(measures)
    await write(town)
    await town.wang.sends(None, "photo")
    await town.wang.heard("签字：王强")
    return live


async def handed_in(town: Town) -> Message:
    """He signs it and hands it in: what 陈主管 is asked to approve."""
    await town.wang.says("王强")
    await sign(town)
    return await town.zhu.heard("等你批准：R1 #1", after=0)


async def test_a_false_alarm_takes_the_report_out_of_everybodys_hands(town: Town) -> None:
    await begun(town)
    paper = await handed_in(town)
    said = await town.zhao.says("误报 1")
    over = await town.zhu.heard("误报，不用批了：R1 #1 电梯困人", after=said)
    assert (over.id, over.labels) == (paper.id, [])
    assert (await town.zhu.presses(paper, "批准")).text == "这个按钮过时了，看最新的卡"
    await town.wang.heard("R1 #1 电梯困人", "误报，报告不用写了", after=said)
    await town.forward(4 / 60)
    await town.wang.heard("误报，报告不用写了", after=over)
    await town.world.quiet()
    assert not [one for one in await town.wang.messages() if "交上去了" in one.text], "the form says so as well"
    assert await town.li.said("R1 #1") == []


async def test_a_false_alarm_in_the_middle_of_the_form(town: Town) -> None:
    await begun(town)
    said = await town.zhao.says("误报 1")
    form = await town.wang.heard("R1 #1", "误报，报告不用写了", after=said)
    assert form.labels == []
    said = await town.wang.says("王强")
    assert "签好了" not in (await town.wang.heard("", after=said)).text


async def test_a_decision_is_on_what_was_read(town: Town) -> None:
    live = await begun(town)
    first = await handed_in(town)
    await town.zhao.presses(live, "结案")
    await town.zhu.presses(first, "驳回")
    await town.zhu.heard("为什么驳回")
    said = await town.luo.says("驳回 R1 不清楚")
    await town.luo.heard("R1 的文字发给你了", after=said)
    await town.luo.heard("等你批准：R1 #1", "叫了维保", after=said)
    said = await town.luo.says("驳回 R1 不清楚")
    await town.luo.heard("已驳回 R1 #1", after=said)
    returned = await town.wang.heard("罗经理：不清楚", "改报告", after=0)
    await town.wang.presses(returned, "改报告")
    await town.wang.heard("签字：王强", after=returned)
    await town.wang.says("没有改")
    await town.wang.heard("要签你自己的名字")
    await town.wang.says("王强")
    signed = await town.wang.heard("签好了", after=returned)
    await town.wang.presses(signed, "提交")
    await town.zhu.heard("等你批准：R1 #1", after=first)
    said = await town.zhu.says("缺照片")
    await town.zhu.heard("报告 R1 改过了，和你看到的不一样", after=said)
    said = await town.luo.says("批准 R1")
    await town.luo.heard("R1 的文字发给你了", after=said)
    again = await town.luo.heard("等你批准：R1 #1", after=said)
    said = await town.luo.says("批准 R1")
    await town.luo.heard("已批准 R1 #1", after=said)
    await town.shows("#1", "已归档")
    await town.luo.heard("已批准 R1 #1 电梯困人", "罗经理", after=again)
    assert (await town.luo.look(again)).labels == []


async def test_a_long_course_is_read_whole_before_it_is_signed_and_approved(town: Town) -> None:
    live = await begun(town, "做" * 600)
    for number in range(28):
        said = await town.li.says(f"补充 1 第{number:02d}次：{'查' * 100}")
        await town.li.heard("#1", after=said)
    await town.zhao.presses(live, "结案")
    await town.wang.says("/file 1")
    review = await town.wang.heard("…（共", "条，全文另发）", "签字：王强")
    assert "第14次" not in review.text
    page = await town.wang.heard("R1 #1 电梯困人 · 3号楼2单元 · 经过", "第00次", "第14次", "第27次", after=0)
    assert page.id < review.id
    paper = await handed_in(town)
    assert (await town.zhu.heard("第14次", after=0)).id < paper.id
    for person in (town.wang, town.zhu):
        assert len(await person.said("· 经过")) == 1
    for group in (town.staff, town.command):
        assert await group.said("· 经过") == []
