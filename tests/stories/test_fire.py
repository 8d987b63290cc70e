"""The fire course: everybody is called, 119 goes before everything, the lanes go on side by side."""

from __future__ import annotations

import pytest

from bot.sandbox.seen import Message
from tests.stories.platforms import everywhere_at_length
from tests.stories.town import Town


async def open_fire(town: Town, line: str = "3号楼4楼402室冒烟 有人没出来") -> Message:
    """周敏 reports a fire in one line and presses 上报; the live card of the staff group."""
    said = await town.zhou.says(town.staff, line)
    draft = await town.staff.heard("上报", after=said)
    await town.zhou.presses(draft, "上报")
    return await town.staff.heard("#1", "前到场", after=said)


@pytest.mark.covers("CHAN-03", "DISP-01", "DISP-04", "DISP-06", "ORG-01", "ORG-15")
@everywhere_at_length
async def test_one_line_calls_everybody_and_119_stands_before_everything(town: Town) -> None:
    said = await town.zhou.says(town.staff, "3号楼4楼402室冒烟 有人没出来")
    draft = await town.staff.heard("火灾 · 3号楼4层", "紧急", "有烟 · 有人没出来", "人数不清楚", after=said)
    assert (await town.zhou.presses(draft, "上报")).text.startswith("已上报 #1")
    for group in (town.staff, town.command):
        live = await group.heard("#1 火灾 · 3号楼4层 · 紧急 Ⅰ级", "马上打119", "照着说", after=0)
        assert "安居苑3号楼4层着火。有烟，有人没出来，我是物业的，电话0755-1234567，西门有人接车。" in live.text
        assert "402" not in live.text
        assert live.labels[:4] == ["已打119", "收到", "出发", "已到场"]
        for lane in ("A 报警", "B 疏散", "C 断电断气", "D 消防设施", "E 初期扑救", "F 引导消防"):
            assert [line for line in live.text.splitlines() if line.startswith(lane)], lane
    for person in town.people.values():
        if person is town.zhou:
            continue
        card = await person.heard("#1 火灾", "马上打119", "402室着火", "我叫", after=0)
        assert card.labels[0] == "已打119"
        assert not card.silent
    await town.zhu.heard("#1", "陈主管，去现场帮忙", after=0)  # everybody on duty comes
    assert (await town.sun.heard("孙岚，现在做", "先开喷淋降温")).labels == [
        "已打119",
        "收到",
        "去不了",
        "完成 D",
        "升级",
        "补充",
    ]
    await town.luo.heard("罗经理，你是指挥", "赵班 已叫", after=0)  # somebody is inside: a major fire
    assert await town.residents.said("#1") == [], "residents read what is approved, and nothing else"


@everywhere_at_length
async def test_119_is_asked_for_every_minute_until_anybody_has_called(town: Town) -> None:
    live = await open_fire(town)
    await town.luo.presses(live, "收到")
    for minute in range(1, 7):
        mark = await town.forward(1.02)
        overdue = await town.staff.heard("#1 火灾", "119还没人打：马上打119", after=mark)
        assert overdue.labels == ["已打119", "升级"], minute
        assert not overdue.silent
        if minute == 3:
            await town.restart()  # a killed program goes on asking
    await town.luo.heard("119还没人打：马上打119", after=mark)
    for question, answer in (("几个人没出来", "2"), ("烧的是什么", "电瓶车锂电池"), ("旁边有煤气罐", "没有")):
        await town.zhou.presses(await town.zhou.heard(question), answer)
    asked = await town.zhou.heard("119打了吗？")
    assert asked.labels[:3] == ["打了", "还没打", "不清楚"]
    pressed = await town.he.presses(overdue, "已打119")
    assert pressed.text.startswith("#1 完成 A"), "a guard nobody asked, from the message of the group"
    await town.zhou.heard("问完了")
    done = await town.zhou.look(asked)
    assert ("问完了" in done.text, done.labels) == (True, []), "who has called has answered"
    card = await town.shows("119已打", "2人 · 电瓶车或锂电池")
    assert "照着说" not in card.text
    assert "已打119" not in card.labels
    mark = await town.forward(3)
    assert await town.staff.said("马上打119", after=mark) == []
    assert "有人做完了" in (await town.li.presses(overdue, "已打119")).text
    assert (await town.staff.look(live)).pinned
    mark = await town.forward(2)
    await town.staff.heard("#1 到场超时", after=mark)
    for person in (town.wang, town.he, town.zhao):
        await person.heard("你还没到场", after=mark)
    late = [message.text for message in await town.luo.said("#1", after=mark) if "还没到" in message.text]
    assert late == [], "of a crowd the commander reads on their own card"


@pytest.mark.covers("DISP-15", "ORG-08", "ORG-20", "ORG-21")
@everywhere_at_length
async def test_lanes_go_on_side_by_side_and_life_waits_for_nobody(town: Town) -> None:
    live = await open_fire(town)
    call = await town.wang.heard("王强，现在做", "先撤着火层", "不乘电梯", "火小才扑", "清消防道")
    assert call.labels[:2] == ["已打119", "收到"]
    assert (await town.he.presses(live, "完成 B")).text.startswith("#1 完成 B"), (
        "nobody has approved, called or answered anything"
    )
    assert (await town.wang.presses(call, "完成 F")).text.startswith("#1 完成 F")
    desk = await town.zhou.heard("通知这栋楼疏散", "告诉119：几号房", "402室着火")
    untrained = await town.he.presses(await town.staff.look(live), "完成 E")
    assert untrained.alert, "who is not trained fights no fire"
    power = await town.li.presses(await town.li.heard("断着火区的电", after=0), "完成 C")
    assert "断了吗？疏散照明亮不亮？" in power.text
    await town.li.says("断了，灯亮着")
    await town.settles()
    await town.li.heard("去泵房守着", after=0)
    control = await town.sun.heard("先开喷淋降温", after=0)
    await town.sun.presses(control, "完成 D")
    await town.settles()
    empty = await town.sun.heard("每部电梯轿厢里没人", "没看到空，不停那部")
    assert "每部都看到没人了吗？哪部看不到？" in (await town.sun.presses(empty, "完成 D")).text
    await town.sun.says("三部都空")
    await town.sun.heard("#1 完成 D。")
    await town.settles()
    await town.sun.heard("看过没人的电梯，降到安全层", "没看到轿厢空，不停")
    await town.restart()
    await town.wang.presses(await town.wang.heard("火小才扑", after=0), "完成 E")
    assert (await town.zhou.presses(desk, "完成 A")).text.startswith("#1 完成 A")
    await town.sun.heard("看监控、看主机核实", after=0)
    typed = await town.li.says(town.staff, "119打了吗？")  # a question is no answer
    typed = await town.li.says(town.staff, "119打了")
    await town.staff.heard("#1 完成 A", after=typed)
    card = await town.shows("B 疏散", "E 初期扑救", "灭后守现场", "F 引导消防", "119已打")
    assert len(card.text.splitlines()) <= 12, "it fits a phone"
    await town.luo.presses(await town.luo.heard("你是指挥", after=0), "已控制")
    await town.settles()
    closed = await town.luo.presses(await town.luo.heard("消防说灭了", after=0), "结案")
    assert closed.text == "#1 已结案"
    await town.shows("#1 火灾 · 3号楼4层 · 紧急", "已结案")
    assert (await town.staff.look(live)).labels == []


@pytest.mark.covers("INTAKE-03", "INTAKE-06")
@everywhere_at_length
async def test_a_report_by_buttons_and_what_each_answer_opens(town: Town) -> None:
    said = await town.wang.says(town.staff, "/report")
    await town.wang.presses(await town.staff.heard("是什么事", after=said), "安全事故")
    await town.wang.presses(await town.staff.heard("是什么事", "返回", after=said), "火灾")
    await town.wang.presses(await town.staff.heard("在哪一栋", after=said), "3号楼")
    draft = await town.staff.heard("火灾 · 3号楼", "上报", after=said)
    assert "人数不清楚" not in draft.text, "nobody said that anybody is inside"
    await town.wang.presses(draft, "上报")
    await town.wang.presses(await town.wang.heard("现在看到什么？"), "只报警没见火")
    await town.shows("E 初期扑救 王强 收到 → 跟工程的人3分钟内")
    await town.wang.presses(await town.wang.heard("有人没出来，或者受伤吗？", "当真的处理"), "两样都有")
    warning = await town.zhao.heard("119报房号和人数，再打120")
    assert warning.labels == ["已打120", "已打119"]
    await town.settles()
    card = await town.li.heard("马上打119", "打120，谁都可以打", "有人没出来，有人受伤", after=0)
    assert card.labels[:2] == ["已打119", "已打120"], "120 is for anybody as well"
    other = await town.chen.heard("马上打119", "打120，谁都可以打", after=0)
    assert (await town.chen.presses(other, "已打120")).text.startswith("#1 完成 A")
    await town.wang.presses(await town.wang.heard("几个人没出来"), "4以上")
    await town.wang.presses(await town.wang.heard("烧的是什么"), "燃气")
    await town.zhao.heard("没关阀别扑")
    await town.settles()
    await town.li.heard("先关燃气阀", "没关阀，火别扑灭")
    await town.wang.presses(await town.wang.heard("旁边有煤气罐"), "煤气罐")
    await town.zhao.heard("附近有煤气罐，会炸")
    await town.wang.presses(await town.wang.heard("119打了吗？"), "打了")
    asked = ("闻到的像什么", "哪里有味", "味道多浓", "有人不舒服", "阀关了", "有明火")
    for question in asked:  # burning gas: the plan for gas runs beside it
        await town.wang.presses(await town.wang.heard(question), "不清楚")
    finished = await town.wang.heard("问完了", "有明火、动电，或已经着了吗？ → 不清楚")
    live = await town.shows("119已打", "附近有煤气罐")
    assert "马上打119" not in live.text
    mark = await town.forward(2)
    assert await town.staff.said("马上打119", after=mark) == []
    assert finished.labels == []


@everywhere_at_length
async def test_a_wrong_yes_is_taken_back_and_119_stands_there_again(town: Town) -> None:
    await open_fire(town, "3号楼着火了，有人没出来，119已打")
    live = await town.shows("119已打", "有人没出来")
    assert "已打119" not in live.labels, "the line said so"
    said = await town.wang.says(town.staff, "2号楼冒烟，119打了吗")
    await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
    second = await town.staff.heard("#2 火灾 · 2号楼", "马上打119", after=said)
    assert "已打119" in second.labels, "a question is no answer"
    await town.wang.presses(await town.wang.heard("#2 有人没出来"), "不清楚")
    await town.wang.presses(await town.wang.heard("#2 烧的是什么"), "不清楚")
    await town.wang.presses(await town.wang.heard("#2 旁边有煤气罐"), "不清楚")
    asked = await town.wang.heard("#2 119打了吗？")
    assert await town.wang.presses(asked, "打了")
    await town.wang.heard("#2", "问完了")
    undone = await town.wang.says("撤销 2")
    await town.wang.heard("#2 撤销了", after=undone)
    await town.wang.heard("#2 119打了吗？", after=undone)
    mark = await town.settles()
    await town.staff.heard("#2", "马上打119", "照着说", "已打119", after=mark)
    mark = await town.forward(1.1)
    await town.staff.heard("#2 火灾", "119还没人打", after=mark)
    assert asked.labels[0] == "打了"


@everywhere_at_length
async def test_a_typhoon_is_prepared_with_pictures_and_nobody_has_to_be_there_in_ten_minutes(town: Town) -> None:
    said = await town.zhu.says(town.staff, "台风黄色预警，3号楼")
    draft = await town.staff.heard("台风 · 3号楼", "一般", "黄色信号", after=said)
    await town.zhu.presses(draft, "上报")
    live = await town.staff.heard("#1 台风 · 3号楼 · 一般", "B 物资 周敏", "C 加固 李电", "D 巡防 王强", after=said)
    assert "到场" not in live.text.replace("已到场", "")
    call = await town.li.heard("巡屋面、外墙", "橙色、红色不登高", after=0)
    assert call.labels[0] == "收到"
    await town.li.presses(call, "完成 C")
    await town.li.heard("拍加固好的地方")
    await town.li.sends(None, "photo", caption="")
    await town.li.heard("#1 完成 C")
    await town.shows("C 加固 李电 收到 → 通排水，地库口备挡板沙袋")
    await town.zhu.presses(await town.zhu.heard("有东西要掉、掉了、坏了吗"), "掉下来了")
    await town.zhao.heard("先拉警戒，看下面有没有人")
    await town.zhu.presses(await town.zhu.heard("有人被压、受伤或要转移吗", "还会再掉"), "有人被压")
    live = await town.shows("紧急 Ⅰ级", "D 巡防 王强 已叫 → 先拉警戒", "马上打119", "打120，谁都可以打")
    assert live.labels[:2] == ["已打119", "已打120"]
    mark = await town.forward(11)
    await town.staff.heard("119还没人打", after=mark)
    assert await town.staff.said("到场超时", after=mark) == []


@pytest.mark.covers("VERIFY-06", "VERIFY-08")
@everywhere_at_length
async def test_a_resident_says_that_119_is_called(town: Town) -> None:
    john = await town.resident(5002, "老张")
    said = await john.says("3号楼5楼着火了，119打了")
    draft = await john.heard("火灾 · 3号楼5层", "看到火先打119", "走楼梯，不乘电梯", after=said)
    await john.presses(draft, "上报")
    await john.heard("#1", "待核实")
    live = await town.staff.heard("#1 火灾 · 3号楼5层", "待核实", "119已打", "属实", after=0)
    assert "已打119" not in live.labels
    assert "119" not in "".join(line for line in live.text.splitlines() if line.startswith("A 报警"))
    for person in (town.wang, town.li, town.zhu):
        await person.heard("#1 火灾", "待核实", after=0)  # the plan runs while it is being checked


async def test_the_fire_course_in_english(english_town: Town) -> None:
    town = english_town
    said = await town.zhou.says(town.staff, "smoke on floor 4 of building 3, someone still inside")
    draft = await town.staff.heard("Fire · Tower 3, floor 4", "smoke", "people inside", after=said)
    await town.zhou.presses(draft, "Report")
    live = await town.staff.heard("#1 Fire · Tower 3, floor 4", "Call 119 now, anybody may", "Done F", after=said)
    assert "Tower 3, floor 4: smoke, people inside. This is property staff, phone" in live.text
    assert live.labels[0] == "Called 119"
    for person in town.people.values():
        if person is not town.zhou:
            assert (await person.heard("#1 Fire", "Call 119 now", after=0)).labels[0] == "Called 119"
    mark = await town.forward(1.1)
    overdue = await town.staff.heard("Nobody has called 119: Call 119 now", after=mark)
    await town.restart()
    assert (await town.he.presses(overdue, "Called 119")).text.startswith("#1 ")
    await town.shows("119 called")
    for question, answer in (
        ("How many are still inside", "2"),
        ("What burns", "Cooking oil"),
        ("Gas bottles", "None"),
    ):
        await town.zhou.presses(await town.zhou.heard(question), answer)
    await town.zhou.heard("no more questions, thank you")
    await town.settles()
    await town.wang.heard("Lid on the pan", "No water on burning oil")
