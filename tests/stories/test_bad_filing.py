"""What can go wrong with a report: each refusal is one clear sentence, and nothing that was written is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.seen import Message
from tests.stories.outside import stranger
from tests.stories.test_filing import at, closed_lift, write
from tests.stories.town import Town, founded

TOO_BIG = 21 * 1024 * 1024
NASTY = "<b>{{ 7 * 7 }}</b> & [门](http://a) *x*"


async def handed_in(town: Town) -> Message:
    """王强 has handed in R1: what 陈主管 is asked to approve."""
    await town.wang.presses(await closed_lift(town), "写报告")
    await write(town)
    await town.wang.sends(None, "photo")
    await town.wang.heard("签字：王强")
    await town.wang.says("王强")
    await town.wang.presses(await town.wang.heard("签好了"), "提交")
    return await town.zhu.heard("等你批准：R1 #1", after=0)


async def test_what_cannot_be_taken_is_said_and_asked_again(town: Town) -> None:
    await town.wang.presses(await closed_lift(town), "写报告")
    asked = await town.wang.heard("有人受伤吗")
    toast = await town.wang.presses(asked, "提交")
    assert (toast.text, toast.alert) == ("还缺“伤亡”，写完再交", True)
    for words, refusal in (
        ("……", "“伤亡”不能空着，写一句"),
        ("很" * 601, "“伤亡”太长：601，最多 600。写短一点再发"),
    ):
        said = await town.wang.says(words)
        await town.wang.heard(refusal, after=said)
    said = await town.wang.sends(None, "voice")
    await town.wang.heard("这一项要打字", after=said)
    said = await town.wang.sends(None, "document", size=TOO_BIG, name="现场.jpg", mime="image/jpeg")
    await town.wang.heard("文件超过20MB", after=said)
    said = await town.wang.sends(None, "photo", caption="轿厢门口")
    await town.wang.heard("有人受伤吗", after=said)  # words under a picture answer nothing
    await town.wang.says(NASTY)
    await town.wang.heard("坏了什么")
    await town.wang.says("没有")
    await town.wang.heard("结论")
    await town.wang.says(NASTY)
    review = await town.wang.heard("签字：王强", f"伤亡 {NASTY}", f"结论 {NASTY}", "照片 1 张")
    for name in ("李电", "王", "陈主管"):
        said = await town.wang.says(name)
        await town.wang.heard("要签你自己的名字：王强", after=said)
    await town.wang.says(" 王 强 ")
    signed = await town.wang.heard("签好了", after=review)
    said = await town.wang.says("好了")
    await town.wang.heard("都写好了。按提交", after=said)
    await town.wang.presses(signed, "提交")
    assert (await town.wang.presses(signed, "提交")).text == "这个按钮过时了，看最新的卡"
    said = await town.wang.says("写报告 1")
    await town.wang.heard("R1 已经交了，在等批准", after=said)


async def test_who_may_not_decide_and_what_is_not_there(town: Town) -> None:
    paper = await handed_in(town)
    said = await town.wang.says("批准 R1")
    assert "陈主管" in (await town.wang.heard("只有主管或指挥", after=said)).text
    resident = await stranger(town)
    for words, answer in (("/file 1", "只有员工能用"), ("批准 R1", "R1")):
        said = await resident.says(words)
        told = await resident.heard(answer, after=said)
        assert "门机卡住" not in told.text
    said = await town.li.says("/file 99")
    await town.li.heard("没有 #99 这个事件", after=said)
    said = await town.li.says("/file")
    await town.li.heard("现在没有要你写的报告", after=said)
    said = await town.zhu.says("驳回 R1 缺现场照片")
    await town.zhu.heard("已驳回 R1 #1，退给王强", after=said)
    said = await town.luo.says("批准 R1")
    await town.luo.heard("R1 还没交上来", after=said)
    returned = await town.wang.heard("陈主管：缺现场照片", after=0)
    await town.zhou.says("/file 1")
    await town.zhou.heard("签字：周敏")
    await town.zhou.says("周敏")
    await town.zhou.presses(await town.zhou.heard("签好了"), "提交")
    again = await town.zhu.heard("等你批准：R1 #1", "签名 周敏", after=0)
    assert (await town.zhu.presses(paper, "批准")).text == "这个按钮过时了，看最新的卡"
    assert (await town.wang.presses(returned, "改报告")).text == "报告 R1 已经交了，在等批准"
    roster = town.folder / "roster.toml"
    people = roster.read_text(encoding="utf-8").split("[[person]]")
    roster.write_text("[[person]]".join(one for one in people if 'id = "zhu"' not in one), encoding="utf-8")
    await town.logs("a new roster is in force")
    await town.zhao.heard("等你批准：R1 #1", "签名 周敏", after=0)
    gone = await town.zhu.presses(again, "批准")
    assert "批准 R1" not in gone.text
    assert "已批准" not in gone.text
    await town.shows("#1", "已结案")
    assert not await town.command.said("已批准")


def second_account(text: str) -> str:
    """何军 is a supervisor, and has 王强's telephone: one person with two accounts."""
    head, he, rest = text.partition('id = "he"')
    rest = rest.replace('"responder"', '"responder", "supervisor"').replace("13800001009", "13800001001")
    return f"{head}{he}{rest}"


@pytest.mark.covers("AFTER-12")
async def test_a_report_is_approved_by_another_person_not_by_another_account(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=second_account) as town:
        await handed_in(town)
        said = await town.he.says("批准 R1")
        refused = await town.he.heard("自己写的要别人批准", after=said)
        assert "陈主管" in refused.text
        assert await town.he.said("等你批准") == []
        said = await town.zhu.says("批准 R1")
        await town.zhu.heard("已批准 R1 #1", after=said)


def only_one_lead(text: str) -> str:
    """A roster on which nobody but 赵班 may approve anything."""
    people = text.split("[[person]]")
    return "[[person]]".join(one for one in people if 'id = "zhu"' not in one and 'id = "luo"' not in one)


async def test_nobody_may_approve_it(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=only_one_lead) as town:
        await at(town, 10, 2)
        said = await town.zhao.says(town.staff, "3号楼2单元电梯困人")
        await town.zhao.presses(await town.staff.heard("上报", after=said), "上报")
        await town.staff.heard("#1", "前到场", after=said)
        said = await town.zhao.says("结案 1")
        await town.zhao.presses(await town.zhao.heard("R1 #1", "写报告", after=said), "写报告")
        for asked, answer in (
            ("做了什么", "叫了维保"),
            ("有人受伤吗", "没有"),
            ("坏了什么", "没有"),
            ("结论", "门机卡住"),
            ("发照片过来", "太黑拍不了"),
            ("签字：赵班", "赵班"),
        ):
            await town.zhao.heard(asked)
            await town.zhao.says(answer)
        signed = await town.zhao.heard("签好了")
        assert (await town.zhao.presses(signed, "提交")).text == "交上去了，现在没人能批"
        await town.zhao.heard("R1 #1", "没人能批：自己写的不能自己批", after=signed)
        said = await town.zhao.says("批准 R1")
        await town.zhao.heard("自己写的要别人批准。名册里没有别人能批准", after=said)


async def test_no_group_reads_it_when_somebody_has_no_private_chat(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, started=False) as town:
        await at(town, 10, 2)
        await town.zhao.starts()
        said = await town.zhao.says(town.staff, "3号楼2单元电梯困人")
        await town.zhao.presses(await town.staff.heard("上报", after=said), "上报")
        live = await town.staff.heard("#1", "前到场", after=said)
        await town.li.presses(live, "已到场")
        await town.zhao.presses(live, "结案")
        await town.zhao.heard("R1 #1", "写报告", after=said)
        mark = await at(town, 18, 30)
        overdue = await town.staff.heard("R1 #1", "赵班还没写", after=mark)
        assert (await town.zhou.presses(overdue, "写报告")).text == "先私聊我一下（随便打个字），再点"
        assert (await town.zhao.presses(overdue, "写报告")).text == "在私聊里接着写"
        for asked, answer in (
            ("做了什么", "叫了维保"),
            ("有人受伤吗", "没有"),
            ("坏了什么", "没有"),
            ("结论", "门机卡住"),
        ):
            await town.zhao.heard(asked)
            await town.zhao.says(answer)
        await town.zhao.heard("发照片过来")
        await town.zhao.sends(None, "photo")
        await town.zhao.heard("签字：赵班")
        await town.zhao.says("赵班")
        await town.zhao.presses(await town.zhao.heard("签好了"), "提交")
        asked_for = await town.staff.heard("陈主管", "等你批准：R1 #1", "报告只在私聊里看", after=mark)
        assert asked_for.labels == []
        for message in [*await town.staff.messages(), *await town.command.messages()]:
            assert "门机卡住" not in message.text
            assert not (message.media and message.bot)


async def test_the_report_in_english(english_town: Town) -> None:
    town = english_town
    await at(town, 13, 30)
    said = await town.wang.says(town.staff, "building 3 unit 2, people trapped in the lift")
    await town.wang.presses(await town.staff.heard("Report", after=said), "Report")
    live = await town.staff.heard("#1 Lift entrapment", "be there by", after=said)
    await town.zhao.presses(live, "Got it")
    await town.zhao.presses(live, "Close")
    offer = await town.wang.heard("R1 #1 Lift entrapment", "due tomorrow by 09:00", after=said)
    assert offer.labels == ["Write report", "Later"]
    await town.wang.presses(offer, "Write report")
    for asked, answer in (
        ("What was done", "Called the firm"),
        ("Was anybody hurt", "None"),
        ("damaged or lost", "unconfirmed: the car door may be bent"),
        ("Conclusion", "The door drive jammed; have it changed"),
        ("Send the photos", "too dark for photos"),
    ):
        await town.wang.heard(asked)
        await town.wang.says(answer)
    review = await town.wang.heard("sign with your own name: Wang Qiang")
    for words in ("13:30 Wang Qiang reported it", "Hurt Nobody was hurt", "Loss unconfirmed", "none: too dark"):
        assert words in review.text
    said = await town.wang.says("Li Dian")
    await town.wang.heard("Sign with your own name: Wang Qiang", after=said)
    await town.wang.says("Wang Qiang")
    await town.wang.presses(await town.wang.heard("Signed. Press Submit"), "Submit")
    paper = await town.zhu.heard("Your approval: R1 #1", "Approve", "Reject", after=0)
    await town.zhu.presses(paper, "Reject")
    await town.zhu.says("say how long they were inside")
    await town.wang.presses(await town.wang.heard("Returned R1 #1", "how long", after=0), "Change report")
    await town.wang.heard("sign with your own name")
    await town.wang.says("Wang Qiang")
    await town.wang.presses(await town.wang.heard("Signed. Press Submit"), "Submit")
    await town.zhu.heard("Your approval", after=paper)
    said = await town.zhu.says("approve R1")
    await town.zhu.heard("Approved R1 #1", after=said)
    await town.shows("#1", "Filed, closed")
