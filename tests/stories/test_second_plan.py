"""A second plan beside the first, and a command that moves: by a person, by an answer, by the first line."""

from __future__ import annotations

import pytest

from bot.sandbox.places import Group, Person
from bot.sandbox.seen import Message
from tests.stories.platforms import everywhere_at_length
from tests.stories.town import Town, open_lift


async def report(town: Town, line: str, *, label: str = "上报") -> None:
    """周敏 reports in one line and presses 上报."""
    said = await town.zhou.says(town.staff, line)
    await town.zhou.presses(await town.staff.heard(label, after=said), label)


async def refused(person: Person, where: Group, words: str, *expected: str) -> None:
    """What somebody types in a group is refused in one sentence."""
    said = await person.says(where, words)
    await where.heard(*expected, after=said)


async def answers_until(person: Person, question: str, card: Message, *, with_: str = "不清楚") -> Message:
    """The reporter answers everything that comes before a question; the card as it asks that."""
    asked = await person.look(card)
    for _ in range(20):
        if question in asked.text:
            return asked
        said = asked.text.strip().splitlines()[-1].removeprefix("#1 ")
        await person.presses(asked, with_)
        asked = await person.heard(f"{said} → {with_}")
    raise AssertionError(f"{question} is not asked: {asked.text}")


@pytest.mark.covers("TYPE-07", "TYPE-04")
@everywhere_at_length
async def test_a_person_adds_a_plan_and_everybody_it_needs_is_called(town: Town) -> None:
    await open_lift(town)
    await town.zhao.presses(await town.zhao.heard("你是指挥", after=0), "收到")
    card = await town.wang.heard("？", after=0)
    assert await town.called(town.zhu, "#1 电梯困人") == [], "the lift plan does not need her"
    await refused(town.he, town.staff, "加预案 1 火灾", "只有指挥、客服和值班长能改预案", "赵班")
    await refused(town.zhao, town.staff, "加预案 1 搬家", "没有叫“搬家”的预案")
    await refused(town.zhao, town.staff, "加预案 1 电梯困人", "电梯困人的预案已经在做了")
    before = await town.shows("#1 电梯困人 · 3号楼2单元")
    open_before = {label for label in before.labels if label.startswith("完成 ")}
    said = await town.zhao.says("/attach 1")
    menu = await town.zhao.heard("再加哪个预案", "安全事故", after=said)
    assert not any("其他" in label for label in menu.labels)
    await town.restart()  # killed while the menu stands
    await town.zhao.presses(menu, "安全事故")
    inside = await town.zhao.heard("再加哪个预案", "火灾", "返回", after=said)
    assert "🛗 电梯困人" not in inside.labels, "it runs already"
    mark = await town.world.clock(0)
    assert (await town.zhao.presses(inside, "火灾")).text == "#1 加上了：火灾"
    ended = await town.zhao.heard("加上了：火灾。", after=mark)
    assert (ended.id, ended.labels) == (inside.id, [])
    for person in (town.zhu, town.luo, town.he):
        call = await person.heard("#1 电梯困人＋火灾 · 3号楼2单元", after=mark)
        assert not call.silent
    desk = await town.zhou.heard("第二个预案：火灾（赵班加的）", after=mark)
    assert not desk.silent
    both = await town.shows("#1 电梯困人＋火灾 · 3号楼2单元", "马上打119")
    open_now = {label for label in both.labels if label.startswith("完成 ")}
    assert open_before < open_now, "what was open stays open under its own letter"

    for person in (town.zhao, town.zhou):
        offer = await person.heard("疏散", "看通知", after=mark)
        assert len(await person.said("疏散", "看通知", after=mark)) == 1, offer.text

    await refused(town.zhao, town.staff, "/attach 1 fire", "火灾的预案已经在做了")
    late = await town.zhao.presses(inside, "火灾")
    assert "看最新的卡" in late.text
    await answers_until(town.wang, "现在看到什么？", card)
    await town.zhao.presses(both, "结案")
    await refused(town.zhao, town.staff, "加预案 1 台风", "#1 已经结案")


async def test_a_plan_an_answer_called_for_goes_with_the_answer(town: Town) -> None:
    await report(town, "3号楼5楼燃气味很重")
    card = await town.zhou.heard("？", after=0)
    before = await town.shows("#1 燃气泄漏 · 3号楼5层")
    asked = await answers_until(town.zhou, "已经着了吗？", card)
    await town.zhou.presses(asked, "已经着火")
    both = await town.shows("#1 燃气泄漏＋火灾")
    added = [label for label in both.labels if label.startswith("完成") and label not in before.labels]
    assert added
    await town.restart()
    wrong = await town.zhou.heard("已经着了吗？ → 已经着火", after=0)
    await town.zhou.presses(wrong, "改上一题")
    again = await town.zhou.heard("已经着了吗？ → 已经着火", "#1 有明火", after=0)
    assert {*added} <= {*(await town.shows("#1 燃气泄漏＋火灾")).labels}, "the old answer counts until there is another"
    await town.zhou.presses(again, "不清楚")
    alone = await town.shows("#1 燃气泄漏 · 3号楼5层")
    assert not {*added} & {*alone.labels}, "nothing of it was done, nothing of it is left to do"
    assert (await town.li.presses(both, added[0])).alert, "an old button does nothing"
    said = await town.zhao.says(town.staff, "加预案 1 火灾")
    await town.staff.heard("加上了：火灾", after=said)
    again = await town.shows("#1 燃气泄漏＋火灾")
    assert {*added} <= {*again.labels}


@pytest.mark.covers("TYPE-07", "ORG-06")
@everywhere_at_length
async def test_an_answer_adds_a_plan_at_once_and_moves_the_command(town: Town) -> None:
    await report(town, "3号楼5楼燃气味很重")
    await town.zhao.presses(await town.zhao.heard("#1 燃气泄漏", "你是指挥", after=0), "收到")
    first = await town.shows("#1 燃气泄漏", "指挥 赵班")
    done = next(label for label in first.labels if label.startswith("完成 "))
    await town.zhou.presses(first, done)
    card = await town.zhou.heard("？", after=0)
    asked = await answers_until(town.zhou, "已经着了吗？", card)
    assert await town.zhu.said("#1 燃气泄漏＋火灾") == []
    mark = await town.world.clock(0)
    await town.zhou.presses(asked, "已经着火")
    await town.restart()  # killed right after the press
    line = await town.zhao.heard("指挥换成罗经理（原来是赵班）", "等罗经理按收到", after=mark)
    assert not line.silent
    await town.staff.heard("#1 燃气泄漏＋火灾", "指挥 罗经理（没应答）", after=mark)
    mine = await town.luo.heard("#1 燃气泄漏＋火灾", "罗经理，你是指挥", "先按收到", after=mark)
    assert not mine.silent
    await town.luo.heard("第二个预案：火灾（已经着火）", after=mark)
    await town.zhu.heard("#1 燃气泄漏＋火灾", after=mark)  # everybody is called
    assert len(await town.zhou.said("第二个预案：火灾", after=mark)) == 1

    mark = await town.forward(3.1)  # 罗经理 says nothing: it goes back to who had it
    await town.zhao.heard("你是指挥", after=mark)
    await town.staff.heard("罗经理没应答，现在指挥是赵班", after=mark)
    taken = await town.luo.says(town.staff, "接管 1")
    await town.staff.heard("罗经理接管，现在是指挥（原来是赵班）", after=taken)
    await town.shows("指挥 罗经理")
    assert "只有指挥能结案。现在的指挥是罗经理" in (await town.zhao.presses(first, "结案")).text


@pytest.mark.covers("FIRE-23", "ORG-06")
async def test_an_explosion_is_commanded_from_the_top_from_the_first_second(english_town: Town) -> None:
    town = english_town
    said = await town.zhou.says(town.staff, "Gas explosion in building 3, it burns, people are on fire")
    draft = await town.staff.heard("Explosion", "Report", after=said)
    await town.zhou.presses(draft, "Report")
    mine = await town.luo.heard("#1 Explosion", "you command", after=said)
    assert not mine.silent
    assert await town.zhao.said("you command") == [], "one commander, from the first second"
    await town.luo.heard("Second plan: Fire", after=said)
    await town.shows("#1 Explosion + Fire · Tower 3")  # the first line says that it burns
    typed = await town.zhou.says(town.staff, "attach 1 gas leak")
    await town.staff.heard("#1 added: Gas leak", after=typed)
    await town.luo.heard("Second plan: Gas leak (added by", after=typed)
    await town.staff.heard("#1 Explosion", "+ Gas leak", after=typed)
    assert await town.staff.said("commands now (before") == [], "they have the command already"
    await refused(town.zhou, town.staff, "add plan 1 pigeons", "No plan is called “pigeons”")


@pytest.mark.covers("ORG-06")
async def test_where_nobody_of_the_role_can_be_reached_the_duty_lead_is_told_to_telephone(english_town: Town) -> None:
    town = english_town
    roster = town.folder / "roster.toml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace("telegram = 1007\n", ""), encoding="utf-8")
    await town.restart()
    said = await town.zhou.says(town.staff, "Explosion in building 3")
    await town.zhou.presses(await town.staff.heard("Explosion", "Report", after=said), "Report")
    await town.zhao.heard(
        "has to command this and cannot be reached here. Telephone", "13800001007", "Until then", after=said
    )
    await town.zhao.heard("#1 Explosion", "you command", after=0)
    asked = await town.zhou.heard("What exploded?", after=0)
    await town.zhou.presses(asked, "Battery")
    await town.settles()
    assert len(await town.zhao.said("cannot be reached here")) == 1, "it is said once"
