"""Nobody answers, nobody comes: the ladder rings until somebody has done it."""

from __future__ import annotations

import pytest

from tests.stories.platforms import everywhere_at_length
from tests.stories.town import Town, open_lift


@everywhere_at_length
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


@pytest.mark.covers("ORG-10")
@everywhere_at_length
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


@pytest.mark.covers("DISP-02", "DISP-03", "GEN-03")
@everywhere_at_length
async def test_nobody_arrives_in_time(town: Town) -> None:
    live = await open_lift(town)
    for person in (town.li, town.zhao):
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


@pytest.mark.covers("DISP-09")
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


@everywhere_at_length
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


@everywhere_at_length
async def test_a_chase_is_dropped_in_the_commit_that_meets_it(town: Town) -> None:
    await open_lift(town)
    for person, words in ((town.li, "现在做"), (town.sun, "现在做"), (town.zhao, "你是指挥")):
        await person.presses(await person.heard(words, after=0), "收到")
    await town.zhou.presses(await town.zhou.heard("#1", "收到", after=0), "收到")
    at_four = await town.forward(4)
    await town.li.heard("B 还没做完", after=at_four)
    for person in (town.li, town.wang, town.sun, town.zhao):
        assert await person.said("还没收到", after=at_four) == []
    assert await town.called(town.chen, "#1") == []


@everywhere_at_length
async def test_the_command_is_free_once_the_commander_has_let_their_time_pass(town: Town) -> None:
    live = await open_lift(town)
    early = await town.he.presses(live, "接管")
    assert early.text.startswith("赵班 ")
    assert early.text.endswith("前没应答，谁都可以接管")
    await town.zhao.presses(live, "去不了")
    await town.staff.heard("赵班去不了，现在指挥是陈主管")
    for person, told in ((town.zhu, "换人去"), (town.luo, "后面没人可换，已告诉群里")):
        call = await person.heard("你是指挥", "先按收到", after=0)
        assert told in (await person.presses(call, "去不了")).text
    free = await town.staff.heard("罗经理去不了，后面没人了")
    assert (await town.he.presses(free, "接管")).text == "#1 现在你是指挥"


@everywhere_at_length
async def test_who_cannot_come_and_has_nobody_behind_them(town: Town) -> None:
    live = await open_lift(town)
    uncalled = await town.he.presses(live, "去不了")
    assert uncalled.text == "#1 没叫你去，不用按去不了"
    for person in (town.zhao, town.li):
        await person.presses(live, "收到")
    for person, told in ((town.sun, "换人去"), (town.zhu, "换人去"), (town.luo, "没人可换，已告诉指挥")):
        call = await person.heard("#1", "去不了", after=0)
        assert told in (await person.presses(call, "去不了")).text
    for place in (town.staff, town.zhao):
        left = await place.heard("罗经理去不了，后面没人可换了", after=0)
        assert left.labels == ["我去", "升级"]


async def test_working_on_it_is_answering(town: Town) -> None:
    live = await open_lift(town)
    await town.shows("A 安抚 王强 收到")
    await town.li.presses(live, "完成 B")
    await town.li.replies(await town.staff.heard("李电，", "回复这条"), "维保十点半到")
    await town.sun.says(town.staff, "补充 1 监控里看得见人")
    await town.zhao.says(town.staff, "/escalate 1 要人手")
    await town.shows("B 解救 李电 收到", "孙岚 收到")
    at_three = await town.forward(3.1)
    await town.zhou.heard("还没收到你的回答", after=at_three)
    for person in (town.li, town.sun, town.wang, town.zhao):
        assert await person.said("还没收到", after=at_three) == []
    assert await town.staff.said("没应答，现在指挥", after=at_three) == []


@everywhere_at_length
async def test_a_wrong_arrival_typed_for_another_is_taken_back_and_the_clock_runs_on(town: Town) -> None:
    live = await open_lift(town)
    for person in (town.li, town.zhao, town.zhou):
        await person.presses(live, "收到")
    said = await town.zhou.says(town.staff, "/arrive 1 李电")
    await town.staff.heard("#1 到场了（李电）", after=said)
    said = await town.zhou.says(town.staff, "撤销 1")
    await town.staff.heard("#1 撤销了", after=said)
    at_five = await town.forward(5.1)
    await town.li.heard("前到场。到了按已到场", after=at_five)
    at_ten = await town.forward(5)
    await town.staff.heard("#1 到场超时", after=at_ten)
    await town.chen.heard("李电还没到，换你", after=at_ten)


@everywhere_at_length
async def test_who_is_taken_off_the_roster_is_replaced_at_once(town: Town) -> None:
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    roster = town.folder / "roster.toml"
    people = roster.read_text(encoding="utf-8").split("[[person]]")
    kept = [one for one in people if 'id = "zhao"' not in one and 'id = "li"' not in one]
    roster.write_text("[[person]]".join(kept), encoding="utf-8")
    await town.logs("a new roster is in force")
    await town.staff.heard("现在指挥是陈主管", after=0)
    await town.zhu.heard("陈主管，你是指挥", after=0)
    await town.chen.heard("陈工，现在做", after=0)
    at_three = await town.forward(3.1)
    await town.chen.heard("还没收到你的回答", after=at_three)
    for message in await town.staff.said("#1", after=0):
        assert "没应答：、" not in message.text
        assert "没应答：。" not in message.text


@everywhere_at_length
async def test_after_an_outage_what_is_late_says_so_and_what_is_over_is_not_asked_for(town: Town) -> None:
    live = await open_lift(town)
    for person in (town.li, town.zhao):
        await person.presses(live, "收到")
    await town.stop()
    at_fifteen = await town.forward(15)
    await town.start()
    await town.staff.heard("#1 到场超时", "已过（晚了5分钟才提醒）", after=at_fifteen)
    await town.chen.heard("李电还没到，换你", after=at_fifteen)
    for person in (town.li, town.wang):
        assert await person.said("到了按已到场", after=at_fifteen) == []


@everywhere_at_length
async def test_who_has_done_no_step_is_not_told_that_theirs_are_done(town: Town) -> None:
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    await town.luo.presses(live, "到场")
    await town.luo.heard("罗经理，在现场帮忙", after=0)
