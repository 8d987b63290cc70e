"""Who commands changes a running plan: steps skipped with a reason, added, put first, given away; and the level."""

from __future__ import annotations

import pytest

from bot.sandbox.places import Person
from bot.sandbox.seen import Message
from tests.stories.outside import state
from tests.stories.town import Town, open_lift


async def commands(town: Town) -> Message:
    """赵班 has the command and says so; the card with [改预案]."""
    asked = await town.zhao.heard("你是指挥", "先按收到")
    mark = await town.world.mark()
    await town.zhao.presses(asked, "收到")
    await town.settles()
    card = await town.zhao.heard("你是指挥", after=mark)
    assert "改预案" in card.labels
    return card


async def refused(person: Person, words: str, *told: str) -> None:
    """Words typed in private are answered with one sentence, and nothing else."""
    said = await person.says(words)
    answer = await person.heard(*told, after=said)
    assert len(answer.text.splitlines()) == 1


async def closed(town: Town, live: Message) -> Message:
    """罗经理 takes over and closes it; the last message."""
    await town.luo.presses(live, "接管")
    said = await town.luo.says("结案 1")
    await town.luo.heard("#1 已结案", after=said)
    return await town.staff.heard("#1 已结案", "罗经理结案", "跳过的：")


@pytest.mark.covers("ORG-19")
async def test_a_step_is_skipped_with_a_reason_and_taken_back(town: Town) -> None:
    await open_lift(town)
    await town.li.heard("李电，现在做", "打维保电话")
    await refused(town.he, "/skip 1 B 不用了", "只有指挥、客服和值班长能改预案")
    await refused(town.zhou, "/skip 1 B", "跳过要写原因：/skip 1 B 原因")
    await refused(town.zhou, "/skip 1 Q 不用", "没有 Q 线")
    mark = await town.world.mark()
    said = await town.zhou.says(town.staff, "跳过 1 B 维保就在大堂")
    await town.staff.heard("#1 跳过 B。按错了60秒内打：撤销 1", after=said)
    for person in (town.zhao, town.zhu, town.luo):
        told = await person.heard("跳过救人的一步", "打维保电话，问几点到", "周敏：维保就在大堂", after=mark)
        assert not told.silent
    assert not (await town.li.heard("李电，现在做", "断电挂锁", after=mark)).silent
    await town.shows("→ 去机房断电挂锁", "⏭ 打维保电话，问几点到（维保就在大堂）")
    await town.restart()
    said = await town.zhou.says("撤销 1")
    await town.zhou.heard("#1 撤销了", after=said)
    await town.shows("→ 打维保电话")
    assert "⏭" not in await state(town)
    said = await town.zhou.says("跳过1 b 维保就在大堂")
    await town.zhou.heard("#1 跳过 B", after=said)
    late = await town.forward(4)
    said = await town.zhou.says("撤销 1")
    await town.zhou.heard("60秒内没有能撤的", after=said)
    await town.sun.heard("还没做完", "对讲安抚", after=late)
    assert not await town.li.said("还没做完", "打维保电话", after=late), "nobody is asked for what was skipped"


@pytest.mark.covers("ORG-19", "DISP-16")
async def test_by_buttons_with_a_kill_in_the_middle(town: Town) -> None:
    live = await open_lift(town)
    card = await commands(town)
    await town.zhao.presses(card, "改预案")
    plan = await town.zhao.heard("#1 改预案", "B1 打维保电话", "B2 去机房断电挂锁", "（李电）")
    assert {"A1", "B2", "C1", "加一步", "等级", "加预案"} <= set(plan.labels)
    await town.restart()
    await town.zhao.presses(plan, "B2")
    chosen = await town.zhao.heard("B 解救：去机房断电挂锁")
    assert chosen.labels == ["跳过", "先做", "交给", "前面加一步", "返回"]
    assert (await town.zhao.presses(chosen, "跳过")).text == "#1 跳过要写原因，回我一句"
    await town.zhao.heard("跳过“去机房断电挂锁，轿厢灯留着”", "为什么跳过？打字回我")
    await town.restart()
    said = await town.zhao.says("维保自己断过了")
    await town.zhao.heard("#1 跳过 B", after=said)
    plan = await town.zhao.heard("#1 改预案", "⏭ 去机房断电挂锁，轿厢灯留着（维保自己断过了）", "B2 持证的人")
    await town.shows("→ 打维保电话", "⏭ 去机房断电挂锁")
    assert plan.id == chosen.id or "重发" in chosen.text, "one card, edited in place"
    assert not await town.zhu.said("跳过救人的一步"), "it saved nobody's life"

    end = await closed(town, live)
    assert "⏭ 去机房断电挂锁，轿厢灯留着（维保自己断过了）" in end.text
    assert "· 去机房断电挂锁" not in end.text, "skipped is not forgotten"
    over = await town.zhao.presses(plan, "C1")
    assert over.alert
    assert "已经结案" in over.text
    await refused(town.zhou, "/skip 1 C 不用", "已经结案")
    await refused(town.zhou, "/add 1 C 看一眼", "已经结案")


@pytest.mark.covers("ORG-19", "DISP-16")
async def test_steps_are_put_first_added_and_given_away_by_buttons(town: Town) -> None:
    await open_lift(town)
    await town.zhao.presses(await commands(town), "改预案")
    plan = await town.zhao.heard("#1 改预案", "B3 持证的人")
    await town.zhao.presses(plan, "B3")
    chosen = await town.zhao.heard("B 解救：持证的人把人放出来")
    assert chosen.id == plan.id, "one card, edited in place"
    life = await town.zhao.presses(chosen, "先做")
    assert life.text == "#1 B 先做这步"
    await town.shows("→ 打维保电话")  # what saves lives stays before it
    mark = await town.world.mark()
    said = await town.li.says("完成 1 B 十分钟到")
    await town.li.heard("#1 完成 B", after=said)
    assert not (await town.li.heard("李电，现在做", "持证的人把人放出来", after=mark)).silent
    await town.shows("→ 持证的人把人放出来")
    again = await town.zhao.presses(chosen, "先做")
    assert again.alert
    assert "过时" in again.text or "现在做的就是这步" in again.text
    said = await town.zhao.says("/skip 1")
    plan = await town.zhao.heard("#1 改预案", "B1 持证的人", "B2 去机房断电挂锁", after=said)
    await town.zhao.presses(plan, "B2")
    chosen = await town.zhao.heard("B 解救：去机房断电挂锁")
    await town.zhao.presses(chosen, "前面加一步")
    await town.zhao.heard("“去机房断电挂锁，轿厢灯留着”前面加", "加什么？")
    said = await town.zhao.says("问维保还差几个人")
    await town.zhao.heard("#1 B 加了一步", after=said)
    plan = await town.zhao.heard("B1 持证的人", "B2 问维保还差几个人", "B3 去机房断电挂锁")
    await town.zhao.presses(plan, "A1")
    chosen = await town.zhao.heard("A 安抚：到轿厢那层守住")
    await town.zhao.presses(chosen, "交给")
    whom = await town.zhao.heard("A 这一步交给谁？")
    assert any(one.startswith("何军") for one in whom.labels)
    await town.restart()
    mark = await town.world.mark()
    said = await town.zhao.says("陈工")
    await town.zhao.heard("#1 A 交给陈工了", after=said)
    call = await town.chen.heard("#1", "陈工，现在做", "到轿厢那层守住", after=mark)
    assert not call.silent
    await town.shows("A 安抚 陈工 已叫 → 到轿厢那层")
    assert (await town.chen.presses(call, "完成 A")).text.startswith("#1 完成 A")


@pytest.mark.covers("ORG-19", "DISP-16")
async def test_steps_are_added_by_words_and_have_their_clock(town: Town) -> None:
    await open_lift(town)
    await commands(town)
    said = await town.zhou.says(town.staff, "加步骤 1 b 去顶楼看水箱")
    await town.staff.heard("#1 B 加了一步", after=said)
    await town.shows("→ 打维保电话")  # what saves lives stays before it
    said = await town.li.says("完成 1 B 十分钟到")
    await town.li.heard("#1 完成 B", after=said)
    await town.li.heard("李电，现在做", "去顶楼看水箱")
    await town.shows("B 解救 李电 收到 → 去顶楼看水箱")
    at_four = await town.forward(4)
    await town.restart()
    await town.sun.heard("还没做完", "对讲安抚", after=at_four)
    assert not await town.li.said("还没做完", "打维保电话", after=at_four), "it is not its turn"
    at_five = await town.forward(1.2)
    await town.li.heard("B 还没做完", "去顶楼看水箱", after=at_five)
    done = await town.li.says("完成 1 B")
    await town.li.heard("#1 完成 B", after=done)
    await town.shows("→ 去机房断电挂锁")
    said = await town.zhou.says("/add 1 保洁 把大堂的水拖干")
    await town.zhou.heard("#1 Z 加了一步", after=said)
    await town.shows("Z 临时", "→ 把大堂的水拖干")
    said = await town.zhou.says("/add 1 C 孙岚 每两分钟喊一次")
    await town.zhou.heard("#1 C 加了一步", after=said)
    said = await town.sun.says("完成 1 C")
    await town.sun.heard("孙岚，现在做", "每两分钟喊一次", after=said)


@pytest.mark.covers("ORG-19")
async def test_what_is_refused_and_who_comes_when_nobody_can(town: Town) -> None:
    await open_lift(town)
    for words, told in (
        ("/add 1 B", "写上做什么"),
        ("/add 1 B " + "看" * 41, "太长了：41，最多 40"),
        ("加步骤 1 A 把那人扣留，搜身再放", "不搜、不扣、不罚、不动手"),
        ("/add 1 B 看{place}", "别用尖括号"),
        ("/assign 1 张三丰 B", "没有叫“张三丰”的人"),
        ("/assign 1 陈工", "写上哪条线：/assign 1 陈工 B"),
        ("/assign 1 陈工 D", "D 线已经做完了"),
        ("/skip 2 B 不用", "没有 #2"),
    ):
        await refused(town.zhou, words, told)
    await refused(town.he, "/assign 1 何军 B", "只有指挥、客服和值班长能改预案")
    await town.wang.presses(await town.wang.heard("里面几个人"), "1")
    await town.wang.presses(await town.wang.heard("不舒服吗"), "有")
    await town.shows("打120")
    await refused(town.zhou, "/skip 1 D 车来过了", "打120不能跳过。打过了就按完成")
    said = await town.zhou.says("/assign 1 何军 D")
    await town.zhou.heard("#1 D 交给何军了", after=said)
    call = await town.he.heard("#1", "何军，现在做", "打120", after=said)
    await refused(town.zhou, "/assign 1 D 何军", "D 这一步已经是何军的")
    declined = await town.he.presses(call, "去不了")
    assert "换人去" in declined.text
    await town.shows("打120，谁都可以打", "何军 去不了")


@pytest.mark.covers("TYPE-06")
async def test_the_level_goes_up_for_many_and_down_for_few(town: Town) -> None:
    await open_lift(town)
    await commands(town)
    mark = await town.world.mark()
    said = await town.zhou.says(town.staff, "等级 1 3")
    await town.staff.heard("#1 定为Ⅲ级", after=said)
    await town.zhao.heard("⬆️", "Ⅲ级", "周敏定的", after=mark)
    await town.shows("紧急 Ⅲ级")
    assert not await town.zhu.said("Ⅲ级", after=mark)
    await refused(town.zhou, "/level 1 Ⅲ级", "#1 已经是Ⅲ级")
    await refused(town.zhou, "/level 1 9", "写 1 到 4")
    await refused(town.zhou, "/level 1 4 没事了", "只有主管或指挥能定")
    await refused(town.he, "等级 1 1", "只有指挥、客服和值班长能改预案")
    mark = await town.world.mark()
    await town.zhou.says("等级 1 二级 困了五个人")
    assert not (await town.zhu.heard("Ⅱ级", "周敏定的，原来Ⅲ级", "困了五个人", after=mark)).silent
    await town.restart()
    asked = await town.zhao.says("/level 1")
    choice = await town.zhao.heard("定几级？现在Ⅱ级", after=asked)
    mark = await town.world.mark()
    assert (await town.zhao.presses(choice, "Ⅰ级")).text == "#1 定为Ⅰ级"
    for person in (town.zhu, town.luo):
        assert not (await person.heard("Ⅰ级", "赵班定的", after=mark)).silent
    assert (await town.zhao.presses(choice, "Ⅳ级")).text == "#1 定为Ⅳ级", "the commander may lower it"
    await town.shows("紧急 Ⅳ级")
    await town.zhao.says("误报 1")
    await town.staff.heard("误报", "赵班")
    await refused(town.zhou, "/level 1 2", "是误报")


@pytest.mark.covers("ORG-19", "TYPE-06")
async def test_in_english(english_town: Town) -> None:
    town = english_town
    said = await town.wang.says(town.staff, "Lift entrapment, building 3")
    await town.wang.presses(await town.staff.heard("Report", after=said), "Report")
    await town.li.heard("do now:", "Call the maintenance firm")
    said = await town.zhou.says("skip 1 B the firm is in the lobby")
    await town.zhou.heard("#1 B skipped", "undo 1", after=said)
    await town.zhao.heard("life-safety step skipped", "the firm is in the lobby", after=said)
    said = await town.zhou.says("add 1 A guard must check the roof")
    await town.zhou.heard("#1 a step added to Z", after=said)
    await refused(town.zhou, "/skip 1 A9 not needed", "no lane A9")
    said = await town.zhou.says("/add 1 b engineering look at the tank on the roof")
    await town.zhou.heard("#1 a step added to B", after=said)
    await town.li.heard("do now:", "look at the tank on the roof", after=said)
    await town.restart()
    said = await town.zhou.says("level 1 2 five people inside")
    await town.zhou.heard("#1 is level II now", after=said)
    await town.zhu.heard("level II", "Set by", "five people inside", after=said)
    said = await town.zhou.says("/skip 1 B")
    await town.zhou.heard("To skip a step, say why: /skip 1 B reason", after=said)
    await town.shows("⏭ Call the maintenance firm", "the firm is in the lobby", "look at the tank on the roof")
