"""What recognition does in the chat: sure, unsure, silent and put right; two incidents in a line, two lines for one."""

from __future__ import annotations

import json
import signal
import sqlite3

from bot.sandbox.places import Place
from bot.sandbox.seen import Message
from tests.stories.outside import answers, stranger
from tests.stories.town import Town

TALK = (
    "火锅店开业啦，3号楼底商，欢迎捧场",
    "今天会不会停电?",
    "关于电梯年检的公告：各位业主，3号楼电梯明天上午年检，给您带来不便敬请谅解",
    "昨晚那部电影里着火那段太假了",
    "今天食堂吃什么",
)


def corrected(town: Town) -> list[tuple[str, str, str]]:
    """Field, what was recognised and what was meant, as the timeline keeps them."""
    with sqlite3.connect(town.folder / "zhiban.db") as db:
        rows = db.execute("SELECT facts FROM timeline WHERE kind = 'IntakeCorrected' ORDER BY number").fetchall()
    return [(one["field"], one["said"], one["meant"]) for one in map(json.loads, (facts for (facts,) in rows))]


async def card_ids(town: Town, place: Place, *, after: Message) -> set[int]:
    """The cards of reports that were put here since then."""
    return {one.id for one in await answers(town.he, place, after=after) if "不是事件" in one.labels}


async def test_a_line_with_slips_of_the_finger_is_recognised(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼2单元电体困人 俩")
    draft = await town.staff.heard("电梯困人 · 3号楼2单元", "紧急", "2人", "对就按上报", after=said)
    assert draft.labels[:3] == ["🚨 上报", "修改", "不是事件"]
    assert (await town.wang.presses(draft, "上报")).text.startswith("已上报 #1")
    assert corrected(town) == []


async def test_an_unsure_line_asks_with_the_likeliest_types(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼2单元停电了，水管也爆了")
    asked = await town.staff.heard("是哪一种事", "“3号楼2单元停电了，水管也爆了”", "地点：3号楼2单元", after=said)
    likely, rest = asked.labels[:-2], asked.labels[-2:]
    assert {label.split()[-1] for label in likely} == {"停电", "水浸漏水"}
    assert rest == ["其他类型", "不是事件"]
    await town.zhou.heard("没认出是什么事", "可能是", "3号楼2单元", after=0)
    mei = await stranger(town)
    assert "员工" in (await mei.presses(asked, likely[1])).text, "who has no part in it decides nothing"
    await town.restart(signal.SIGTERM)
    await town.wang.presses(asked, "其他类型")
    menu = await town.staff.heard("是哪一种事", "安全事故", "不是事件", after=said)
    assert menu.id == asked.id
    assert "上报" not in " ".join(menu.labels)
    await town.restart(signal.SIGTERM)
    again = await town.wang.says(town.staff, "1号楼水管爆了，也停电了")
    second = await town.staff.heard("是哪一种事", "1号楼", after=again)
    assert {*second.labels[:-2]} == {*likely}
    await town.restart(signal.SIGTERM)
    await town.wang.presses(second, likely[1])
    draft = await town.staff.heard(likely[1].split()[-1], "1号楼", "上报", after=again)
    assert draft.id == second.id
    assert corrected(town) == [], "what was asked was not taken for something else"
    assert (await town.wang.presses(draft, "上报")).text.startswith("已上报 #1")
    await town.wang.presses(menu, "治安")
    await town.wang.presses(await town.staff.heard("返回", after=said), "打架")
    await town.staff.heard("打架", "3号楼2单元", "上报", after=said)
    assert corrected(town) == [("type", corrected(town)[0][1], "fight")], "neither of the offered ones was right"
    assert corrected(town)[0][1] in ("power_outage", "water_intrusion")


async def test_talk_is_left_alone_in_a_group_and_asked_about_once_in_private(town: Town) -> None:
    notice = "通知：" + "、".join(f"{number}号楼" for number in range(1, 11)) + "明天上午9点到11点停水检修，请提前储水"
    for number, line in enumerate((*TALK, notice)):
        said = await town.wang.says(town.staff, line)
        assert await answers(town.he, town.staff, after=said) == [], f"{number}: {line}"
    mei = await stranger(town, "小梅")
    said = await mei.says(TALK[3])
    asked = await mei.heard("这是要报告的事件吗", "不是事件", after=said)
    await mei.says("小说里写的着火也这么假")
    assert [one.id for one in await answers(mei, after=said) if one.id != asked.id] == [], "once"
    assert await town.zhou.said("外面有人报") == [], "nobody is called for talk"
    await mei.presses(asked, "不是事件")
    await mei.heard("好，不算事件", after=said)
    said = await mei.says("小说里的着火那段也太假了")
    asked = await mei.heard("这是要报告的事件吗", after=said)
    await mei.presses(asked, "其他类型" if "其他类型" in asked.labels else "其他")
    if "其他类型" in asked.labels:
        await mei.presses(await mei.heard("安全事故", after=said), "其他")
    await mei.heard("在哪一栋", after=said)
    await town.zhou.heard("外面有人报", "小梅", after=0)


async def test_what_is_put_right_is_kept(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    draft = await town.staff.heard("电梯困人 · 3号楼", "上报", after=said)
    await town.wang.presses(draft, "修改")
    await town.wang.presses(await town.staff.heard("改类型", after=said), "改类型")
    await town.wang.presses(await town.staff.heard("改成什么", after=said), "设备")
    await town.wang.presses(await town.staff.heard("返回", after=said), "电梯故障")
    changed = await town.staff.heard("电梯故障 · 3号楼", "上报", after=said)
    await town.wang.presses(changed, "修改")
    await town.wang.presses(await town.staff.heard("改地点", after=said), "改地点")
    await town.wang.says(town.staff, "2号楼1单元")
    final = await town.staff.heard("电梯故障 · 2号楼1单元", "上报", after=said)
    assert final.id == draft.id
    assert corrected(town) == [
        ("type", "elevator_trapped", "elevator_fault"),
        ("place", "building 3", "building 2, unit 1"),
    ]
    assert (await town.wang.presses(final, "不是事件")).text == "好，不算事件"


async def test_two_incidents_in_one_line_are_both_offered(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人，5号楼有烟，另外车库还有人打架")
    lift = await town.staff.heard("电梯困人 · 3号楼2单元", "上报", after=said)
    fire = await town.staff.heard("火灾", "安居苑没有5号楼", "“5号楼有烟”", after=said)
    fight = await town.staff.heard("打架", "在哪一栋", after=said)
    assert "3号楼" not in fight.text, "its place is asked, not taken from the other"
    assert {one.id for one in await answers(town.he, town.staff, after=said)} == {lift.id, fire.id, fight.id}
    await town.wang.presses(fight, "不清楚")
    await town.wang.presses(await town.staff.heard("打架", "上报", after=said), "上报")
    assert (await town.wang.presses(lift, "上报")).text.startswith("已上报 #2")
    said = await town.wang.says(town.staff, "1号楼着火了，有人受伤了")
    one = await town.staff.heard("火灾 · 1号楼", "上报", after=said)
    assert await card_ids(town, town.staff, after=said) == {one.id}, "hurt by the fire is no second incident"


async def test_the_next_line_within_a_minute_belongs_to_the_one_before(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼着火了")
    draft = await town.staff.heard("火灾 · 3号楼", "上报", after=said)
    await town.li.says(town.staff, "9楼")
    await town.wang.says(town.staff, "4楼")
    fuller = await town.staff.heard("火灾 · 3号楼4层", "上报", after=said)
    assert fuller.id == draft.id
    await town.wang.says(town.staff, "吃饭了吗")
    await town.forward(1.2)
    late = await town.wang.says(town.staff, "2单元")
    assert await answers(town.he, town.staff, after=late) == []
    assert "2单元" not in (await town.staff.look(draft)).text, "after a minute it may be of anything"
    assert corrected(town) == []


async def test_two_lines_that_say_something_only_together(town: Town) -> None:
    first = await town.wang.says(town.staff, "有人被困")
    await town.he.says(town.staff, "电梯里")
    assert await answers(town.li, town.staff, after=first) == [], "two people's words are not one report"
    await town.wang.says(town.staff, "电梯里")
    draft = await town.staff.heard("电梯困人", "在哪一栋", after=first)
    await town.wang.presses(draft, "3号楼")
    await town.wang.presses(await town.staff.heard("电梯困人 · 3号楼", "不是事件", after=first), "不是事件")
    place = await town.wang.says(town.staff, "1号楼4楼")
    await town.wang.says(town.staff, "着火了")
    await town.staff.heard("火灾 · 1号楼4层", "上报", after=place)
    place = await town.he.says(town.staff, "2号楼3楼")
    await town.forward(1.2)
    await town.he.says(town.staff, "着火了")
    late = await town.staff.heard("火灾 · 地点不清楚", "在哪一栋", after=place)
    assert "2号楼" not in late.text
    place = await town.li.says(town.staff, "3号楼3楼")
    await town.li.says(town.command, "着火了")
    elsewhere = await town.command.heard("火灾 · 地点不清楚", after=place)
    assert "3层" not in elsewhere.text, "another chat is another talk"


async def test_a_building_that_is_not_there_stays_as_it_was_typed(town: Town) -> None:
    said = await town.wang.says(town.staff, "九栋电梯困人")
    asked = await town.staff.heard("电梯困人", "安居苑没有9号楼", "“九栋电梯困人”", "在哪一栋", after=said)
    await town.wang.presses(asked, "2号楼")
    await town.staff.heard("电梯困人 · 2号楼", "上报", after=said)
    assert corrected(town) == [("place", "building 9", "building 2")]


async def test_the_same_in_english(english_town: Town) -> None:
    town = english_town
    said = await town.wang.says(town.staff, "Two people stuck in the lift, building 3")
    draft = await town.staff.heard("Tower 3", "Report", after=said)
    assert "2" in draft.text
    said = await town.wang.says(town.staff, "Power is out and a pipe burst in building 3")
    unsure = await town.staff.heard("Which is it?", "Place: Tower 3", after=said)
    assert unsure.labels[-2:] == ["Other types", "Not an incident"]
    await town.wang.presses(unsure, unsure.labels[0])
    await town.staff.heard("Tower 3", "Report", after=said)
    for talk in (
        "Lift inspection notice: the lift in building 3 will be serviced tomorrow",
        "Will there be a power cut today?",
    ):
        said = await town.wang.says(town.staff, talk)
        assert await answers(town.he, town.staff, after=said) == [], talk
    said = await town.wang.says(town.staff, "There is a fire in building 2")
    fire = await town.staff.heard("Fire", "Tower 2", "Report", after=said)
    said = await town.wang.says(town.staff, "floor 4")
    await town.staff.heard("Fire", "Tower 2", "4", "Report", after=said)
    await town.wang.presses(fire, "Change")
    await town.wang.presses(await town.staff.heard("Change what?", after=said), "Change place")
    await town.wang.says(town.staff, "building 1")
    await town.staff.heard("Fire · Tower 1", "Report", after=said)
    assert [field for field, _, _ in corrected(town)] == ["place"]
    mei = await stranger(town, "Mei", language="en")
    said = await mei.says("Will there be a power cut today?")
    asked = await mei.heard("Is this an incident to report?", after=said)
    assert (await mei.presses(asked, "Not an incident")).text
