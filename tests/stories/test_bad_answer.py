"""Answers that do not fit what is asked, and questions left open that must not swallow what is said later."""

from __future__ import annotations

from tests.stories.outside import answers, state
from tests.stories.town import Town, open_lift


async def test_what_does_not_fit_is_told_what_is_needed(town: Town) -> None:
    await open_lift(town)
    asked = await town.li.says("/done 1")
    await town.li.heard("维保几点到", after=asked)
    sent = await town.li.sends(None, "sticker")
    told = await town.li.heard("#1 要几个字说明", after=sent)
    assert [m.id for m in await answers(town.li, after=sent)] == [told.id]
    assert "B 解救 李电 已叫 → 打维保" in await state(town)
    await town.li.says("十点二十")
    await town.li.heard("#1 完成 B")
    for words in ("/done 1 断了", "/done 1 2人，都好"):
        said = await town.li.says(words)
        await town.li.heard("#1 完成 B", after=said)
    asked = await town.li.says("/done 1")
    await town.li.heard("停梯牌", "没法拍", after=asked)
    said = await town.li.says("等一下")
    await town.li.heard("#1 要一张照片。拍不了就按没法拍", after=said)
    await town.li.sends(None, "photo")
    await town.li.heard("#1 完成 B")
    assert "B 解救 周敏 已叫 → 放出后道歉" in await state(town)

    said = await town.sun.says("/done 1")
    await town.sun.heard("#1 完成 C", after=said)
    asked = await town.sun.says("/done 1")
    await town.sun.heard("监控里看到几个人", after=asked)
    said = await town.sun.says("看不清")
    told = await town.sun.heard("#1 要个数字，比如 2", after=said)
    assert [m.id for m in await answers(town.sun, after=said)] == [told.id]
    said = await town.sun.says("两个，一个坐着")
    await town.sun.heard("#1 完成 C", after=said)
    assert not await town.zhou.said("员工报的"), "none of it was a report"


async def test_an_open_question_never_swallows_a_report(town: Town) -> None:
    await open_lift(town)
    asked = await town.li.says("/done 1")
    await town.li.heard("维保几点到", after=asked)
    said = await town.li.says("1号楼电梯困人")
    draft = await town.li.heard("电梯困人 · 1号楼", "上报", after=said)
    await town.li.presses(draft, "不是事件")
    for order in ("/done 1", "/escalate 1", "/note 1"):
        asked = await town.chen.says(order)
        await town.chen.heard("1", after=asked)
    call = await town.li.heard("李电，现在做", after=0)
    await town.li.presses(call, "升级")
    await town.li.heard("为什么升级")
    said = await town.zhao.says("/close 1")
    await town.zhao.heard("#1 已结案", after=said)
    for person, place in ((town.li, "2号楼"), (town.chen, "3号楼")):
        said = await person.says(f"{place}电梯困人")
        await person.heard(f"电梯困人 · {place}", "上报", after=said)


async def test_a_report_is_no_answer_to_a_question(town: Town) -> None:
    await open_lift(town)
    await town.wang.heard("里面几个人", after=0)
    said = await town.wang.says("1号楼出事了，3个人")
    await town.wang.heard("1号楼", "上报", after=said)
    assert "3人" not in await state(town)


async def test_a_picture_is_a_note_but_no_reason(town: Town) -> None:
    await open_lift(town)
    call = await town.li.heard("李电，现在做", after=0)
    assert (await town.li.presses(call, "补充")).text == "#1 补充什么？回我一句"
    await town.li.heard("补充什么")
    await town.li.sends(None, "photo")
    await town.li.heard("#1 记下了")
    await town.staff.heard("李电补充：见图", after=0)
    assert (await town.li.presses(call, "升级")).text == "#1 升级要写原因，回我一句"
    await town.li.heard("为什么升级")
    said = await town.li.says("取消")
    await town.li.heard("好，不问了", after=said)
    said = await town.li.says("取消")
    await town.li.heard("现在没在问你什么", after=said)
    assert not await town.zhu.said("#1 升级")


async def test_in_a_group_only_a_reply_is_an_answer(town: Town) -> None:
    await open_lift(town)
    said = await town.li.says(town.staff, "/done 1")
    asked = await town.staff.heard("维保几点到", "李电，回复这条", after=said)
    mark = await town.world.mark()
    await town.li.says(town.staff, "等等我看下")
    assert await answers(town.he, town.staff, after=mark) == []
    await town.he.replies(asked, "十点")  # is news of his, and no answer of hers
    await town.staff.heard("何军补充：十点", after=mark)
    assert "→ 打维保" in await state(town)
    await town.li.replies(asked, "十点二十")
    await town.staff.heard("#1 完成 B", after=mark)
