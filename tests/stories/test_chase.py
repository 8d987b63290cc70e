"""Nobody answers, nobody comes: the ladder rings until somebody has done it."""

from __future__ import annotations

from tests.stories.town import Town, open_lift


async def test_who_does_not_answer_is_called_again_and_so_is_the_next_twice(town: Town) -> None:
    live = await open_lift(town)
    for person in (town.zhao, town.sun, town.zhou):
        await person.presses(live, "收到")
    await town.li.heard("李电，现在做")
    at_three = await town.forward(3.1)
    again = await town.li.heard("还没收到你的回答", after=at_three)
    assert not again.silent
    call = await town.chen.heard("李电没应答，换你", "打维保电话", after=at_three)
    assert not call.silent
    assert call.labels[:3] == ["收到", "出发", "去不了"]
    assert await town.he.said("换你", after=at_three) == [], "王强 opened it himself, so he has heard of it"
    at_six = await town.forward(3)
    await town.chen.heard("还没收到你的回答", after=at_six)
    await town.zhu.heard("陈工没应答，换你", after=at_six)  # engineering is exhausted: those who lead
    await town.zhu.presses(live, "收到")
    assert (await town.chen.presses(call, "收到")).text == "#1 收到"
    at_nine = await town.forward(3)
    await town.chen.heard("B 还没做完", after=at_nine)
    for person in (town.li, town.chen):
        assert await person.said("还没收到", after=at_nine) == [], "somebody of the strand has answered"


async def test_a_commander_who_does_not_answer_is_passed_over(town: Town) -> None:
    await open_lift(town)
    await town.zhao.heard("赵班，你是指挥")
    at_three = await town.forward(3.1)
    await town.staff.heard("赵班没应答，现在指挥是陈主管", after=at_three)
    await town.zhu.heard("陈主管，你是指挥", "收到", after=at_three)
    at_six = await town.forward(3.1)
    await town.staff.heard("陈主管没应答，现在指挥是罗经理", after=at_six)
    at_nine = await town.forward(3.1)
    nobody = await town.staff.heard("罗经理没应答，后面没人了", after=at_nine)
    assert (await town.he.presses(nobody, "接管")).text == "#1 现在你是指挥"


async def test_nobody_arrives_in_time(town: Town) -> None:
    live = await open_lift(town)
    for person in (town.li, town.wang, town.zhao):
        await person.presses(await person.heard("#1", "收到", after=0), "收到")
    at_five = await town.forward(5)
    first = await town.li.heard("前到场。到了按已到场", after=at_five)
    assert first.labels == ["出发", "已到场", "去不了"]
    at_eight = await town.forward(3)
    await town.li.heard("前到场。到了按已到场", after=at_eight)
    await town.li.presses(live, "出发")
    at_ten = await town.forward(2)
    overdue = await town.staff.heard("#1 到场超时 · 3号楼2单元", "已过", after=at_ten)
    assert not overdue.silent
    assert "在路上：李电" in overdue.text
    assert "收到没出发：王强" in overdue.text
    assert overdue.labels == ["我去", "升级"]
    await town.zhao.heard("到场超时", after=at_ten)
    await town.chen.heard("李电还没到，换你", after=at_ten)
    at_twenty = await town.forward(10)
    await town.staff.heard("#1 到场超时", after=at_twenty)
    assert (await town.he.presses(overdue, "我去")).text == "#1 出发了"
    await town.he.says("到场")
    await town.wang.heard("有人到场了：何军")
    at_thirty = await town.forward(10)
    await town.zhao.heard("还没做完", after=at_thirty)
    assert await town.staff.said("到场超时", after=at_thirty) == []


async def test_escalation_brings_the_reason_to_supervisor_and_commander(town: Town) -> None:
    live = await open_lift(town)
    without = await town.wang.says(town.staff, "/escalate 1")
    assert "升级要写原因：/escalate 1 原因" in (await town.staff.heard("原因", after=without)).text
    await town.wang.says(town.staff, "/escalate 1 维保说要一个小时")
    for person in (town.zhu, town.zhao, town.luo):  # 赵班 has not answered, so the role commander as well
        heard = await person.heard("#1 升级", "王强：维保说要一个小时")
        assert not heard.silent
        assert "接管" in heard.labels
    await town.staff.heard("#1 升级", "已叫：陈主管、赵班、罗经理")
    assert (await town.li.presses(live, "升级")).text == "#1 升级要写原因，回我一句"
    asked = await town.staff.heard("李电，为什么升级", "回复这条")
    await town.li.says(town.staff, "哎这电梯")  # talk, not the answer
    await town.li.replies(asked, "里面的人喘不上气")
    await town.zhu.heard("李电：里面的人喘不上气")


async def test_a_step_that_takes_too_long_is_asked_for(town: Town) -> None:
    await open_lift(town)
    live = await town.staff.heard("#1", "前到场", after=0)
    for person in (town.li, town.zhao):
        await person.presses(live, "收到")
    at_four = await town.forward(4)
    late = await town.li.heard("B 还没做完：打维保电话", after=at_four)
    assert late.labels == ["完成 B", "升级"]
    at_seven = await town.forward(3)
    await town.zhao.heard("B 还没做完", after=at_seven)  # the second time the commander as well


async def test_a_chase_is_dropped_in_the_commit_that_meets_it(town: Town) -> None:
    await open_lift(town)
    for person, words in ((town.li, "现在做"), (town.sun, "现在做"), (town.wang, "现在做"), (town.zhao, "你是指挥")):
        await person.presses(await person.heard(words, after=0), "收到")
    await town.zhou.presses(await town.zhou.heard("#1", "收到", after=0), "收到")
    at_four = await town.forward(4)
    await town.li.heard("B 还没做完", after=at_four)
    for person in (town.li, town.wang, town.sun, town.zhao):
        assert await person.said("还没收到", after=at_four) == []
    assert await town.chen.said("#1") == []
