"""Reports with half of it missing, with too much in them, or with no words at all: nothing said is lost."""

from __future__ import annotations

import pytest

from bot.sandbox.places import Person, Place
from bot.sandbox.seen import Message
from tests.stories.outside import answers, state, stranger
from tests.stories.town import Town


async def pictures(place: Place, count: int) -> set[int]:
    """The messages of the pictures somebody has been sent, once there are so many."""
    found: set[int] = set()
    last: Message | int = 0
    while len(found) < count:
        last = await place.heard(after=last)
        found |= {last.id} if last.media == "photo" else set()
    return found


async def test_without_a_place_it_is_asked_by_buttons(town: Town) -> None:
    said = await town.wang.says(town.staff, "电梯困人了")
    asked = await town.staff.heard("电梯困人 · 地点不清楚", "在哪一栋", after=said)
    assert asked.labels == ["1号楼", "2号楼", "3号楼", "不清楚"]
    assert asked.reply_to == said.id
    await town.wang.presses(asked, "不清楚")
    draft = await town.staff.heard("地点不清楚", "上报", after=asked)
    assert draft.id == asked.id
    assert (await town.wang.presses(draft, "上报")).text.startswith("已上报 #1"), "nobody waits for an address"
    await town.li.heard("#1 电梯困人 · 地点不清楚", after=0)


async def test_a_building_nobody_has_is_named_and_asked_again(town: Town) -> None:
    said = await town.wang.says(town.staff, "9号楼2单元电梯困人")
    asked = await town.staff.heard("安居苑没有9号楼", "在哪一栋", after=said)
    assert "上报" not in " ".join(asked.labels)
    said = await town.wang.says(town.staff, "8号楼")
    again = await town.staff.heard("安居苑没有8号楼", after=said)
    assert again.id == asked.id
    await town.wang.presses(again, "2号楼")
    draft = await town.staff.heard("电梯困人 · 2号楼", "上报", after=said)
    assert "没有" not in draft.text


async def test_two_in_one_line_are_two_cards(town: Town) -> None:
    for line, kind in (("1号楼和2号楼电梯困人", "电梯困人"), ("1号楼电梯困人，2号楼有人出事了救命", "其他")):
        said = await town.wang.says(town.staff, line)
        one = await town.staff.heard("电梯困人 · 1号楼", "上报", after=said)
        two = await town.staff.heard(f"{kind} · 2号楼", "上报", after=said)
        assert one.id != two.id
        assert len(await answers(town.he, town.staff, after=said)) == 2
    assert (await town.wang.presses(two, "上报")).text.startswith("已上报 #1")
    assert (await town.wang.presses(one, "上报")).text.startswith("已上报 #2")
    await town.staff.heard("#1 其他 · 2号楼", "前到场", after=said)
    await town.staff.heard("#2 电梯困人 · 1号楼", "前到场", after=said)


async def test_a_line_with_every_building_is_one_card(town: Town) -> None:
    said = await town.wang.says(town.staff, "".join(f"{number}号楼" for number in range(1, 60)) + "电梯困人")
    asked = await town.staff.heard("电梯困人 · 地点不清楚", "在哪一栋", after=said)
    assert [m.id for m in await answers(town.he, town.staff, after=said)] == [asked.id]


async def test_the_second_half_in_a_second_message(town: Town) -> None:
    pairs: tuple[tuple[Person, Place], ...] = ((town.wang, town.staff), (town.he, town.he))
    for number, (person, place) in enumerate(pairs, start=1):
        said = await person.says(place, "电梯困人了")
        asked = await place.heard("在哪一栋", after=said)
        if place is town.staff:  # somebody else's words are no answer
            await town.li.says(place, "2号楼")
        said = await person.says(place, "3号楼")
        draft = await place.heard("电梯困人 · 3号楼", "上报", after=said)
        assert draft.id == asked.id
        said = await person.says(place, "2单元，里面3个人")
        fuller = await place.heard("电梯困人 · 3号楼2单元", "3人", after=said)
        assert fuller.id == asked.id
        assert (await person.presses(fuller, "上报")).text.startswith(f"已上报 #{number}")
        call = await town.li.heard(f"#{number}", "李电，现在做", "3号楼2单元", after=0)
        assert "“电梯困人了 2单元，里面3个人”" in call.text


async def test_a_file_alone_reaches_the_desk(town: Town) -> None:
    for number, kind in enumerate(("sticker", "voice", "photo", "location", "document"), start=5001):
        outsider = await stranger(town, f"小{kind}", number=number)
        sent = await outsider.sends(None, kind)
        page = await town.zhou.heard("外面有人报", f"小{kind}", "有1个文件")
        file = await town.zhou.heard(after=page)
        assert file.media == kind
        asked = await outsider.heard("是什么事", after=sent)
        assert asked.labels[-2:] == ["❗ 其他", "不是事件"]
        assert [m.id for m in await answers(outsider, after=sent)] == [asked.id]
    await outsider.presses(asked, "安全事故")
    await outsider.presses(await outsider.heard("返回", after=asked), "电梯困人")
    await outsider.presses(await outsider.heard("在哪一栋", after=asked), "3号楼")
    await outsider.heard("电梯困人 · 3号楼", after=asked)
    await town.forward(0.1)  # changes of a card are gathered for three seconds
    ready = await town.zhou.heard("电梯困人 · 3号楼", "对就按上报", after=page)
    assert ready.id == page.id
    assert (await town.zhou.presses(ready, "上报")).text.startswith("已上报 #1")
    await outsider.heard("已上报 #1")


async def test_an_album_is_one_report_and_every_picture_arrives(town: Town) -> None:
    outsider = await stranger(town)
    sent = await outsider.sends(None, "album", count=4)
    asked = await outsider.heard("是什么事", "附件4", after=sent)
    assert [m.id for m in await answers(outsider, after=sent)] == [asked.id]
    assert len(await pictures(town.zhou, 4)) == 4
    assert len(await town.zhou.said("外面有人报")) == 1
    sent = await outsider.sends(None, "album", count=2, caption="3号楼电梯困人")
    await outsider.heard("电梯困人 · 3号楼", "附件6", after=sent)
    assert len(await pictures(town.zhou, 6)) == 6
    assert len(await outsider.said("是什么事")) == 1


async def test_what_nobody_understands_is_paged_first_and_stays_one_report(town: Town) -> None:
    outsider = await stranger(town)
    said = await outsider.says("喂")
    page = await town.zhou.heard("外面有人报", "“喂”")
    asked = await outsider.heard("是什么事", after=said)
    assert [label for row in page.buttons for label in row] == ["不是事件"], "there is nothing to open yet"
    said = await outsider.says("有人吗")
    told = await outsider.heard("记下了，值班的人也看得到", after=said)
    assert [m.id for m in await answers(outsider, after=said)] == [told.id]
    second = await town.zhou.heard("“喂 有人吗”", after=page)
    assert second.id != page.id, "new words are a new message, with sound"
    assert (await town.zhou.look(page)).labels == []
    await outsider.presses(asked, "其他")
    await outsider.presses(await outsider.heard("在哪一栋", after=said), "不清楚")
    await outsider.heard("其他 · 地点不清楚", "上报", after=said)
    await town.forward(0.1)
    ready = await town.zhou.heard("对就按上报", after=second)
    assert (await town.zhou.presses(ready, "上报")).text.startswith("已上报 #1")
    await town.forward(0.1)
    await town.zhou.heard("已上报 #1", after=ready)
    await outsider.heard("已上报 #1")


@pytest.mark.covers("VERIFY-01")
async def test_real_or_false_is_said_by_those_who_may(town: Town) -> None:
    outsider = await stranger(town)
    for number, building in ((1, "1号楼"), (2, "2号楼")):
        said = await outsider.says(f"{building}电梯困人")
        draft = await outsider.heard(building, "上报", after=said)
        await outsider.presses(draft, "上报")
        live = await town.staff.heard(f"#{number} 电梯困人 · {building}", "待核实", after=said)
        assert "只有客服、值班长和主管" in (await town.wang.presses(live, "属实")).text
        assert "只有主管或指挥能定" in (await town.wang.presses(live, "误报")).text
        assert "待核实" in await state(town, number)
    mark = await town.world.mark()
    said = await town.zhou.says(town.staff, "属实 1")
    await town.staff.heard("#1 属实", after=said)
    await outsider.heard("#1", "值班已核实", after=mark)
    said = await town.zhou.says(town.staff, "属实 1")
    await town.staff.heard("#1 已经核实过了", after=said)
    said = await town.zhu.says(town.staff, "误报 2")
    await town.staff.heard("#2 误报", "都不用去了", after=said)
    await outsider.heard("#2", "是误报", after=mark)
    said = await town.zhu.says(town.staff, "误报 2")
    await town.staff.heard("#2 已经是误报", after=said)


@pytest.mark.covers("CONF-04")
async def test_further_words_of_the_reporter_belong_to_the_incident(town: Town) -> None:
    outsider = await stranger(town, "小梅")
    said = await outsider.says("3号楼电梯困人")
    await outsider.presses(await outsider.heard("上报", after=said), "上报")
    await outsider.heard("里面几个人", after=said)
    sent = await outsider.sends(None, "photo")
    told = await outsider.heard("#1 记下了，现场的人看得到", after=sent)
    assert [m.id for m in await answers(outsider, after=sent) if "记下" in m.text] == [told.id]
    assert not await outsider.said("是什么事"), "it is no new report"
    await town.staff.heard("#1", "报的人有补充，客服和指挥看得到", after=0)
    await town.zhao.heard("#1", "报的人补充：见图", after=0)
    assert len(await pictures(town.zhao, 1)) == 1
    assert not [m for m in await town.staff.said() if m.media or "小梅" in m.text], "no group sees what residents send"
    said = await outsider.says("取消")
    await outsider.heard("好，不问了", after=said)
    said = await outsider.says("他们自己出来了，没事了")
    await outsider.heard("#1 记下了", "是另一件事就发 /report", after=said)
    await town.zhao.heard("报的人补充：他们自己出来了，没事了", after=0)
    said = await outsider.says("1号楼电梯困人")
    await outsider.heard("电梯困人 · 1号楼", "上报", after=said)


async def test_a_flood_hides_nobody_else(town: Town) -> None:
    flooder = await stranger(town, "刷屏")
    for number in range(25):
        await flooder.says(f"那个那个{number}")
    mei = await stranger(town, "小梅", number=5002)
    said = await mei.says("3号楼电梯困人")
    draft = await mei.heard("上报", after=said)
    said = await mei.says("3号楼电梯困人！！！")
    await mei.heard("记下了", after=said)
    await mei.presses(draft, "上报")
    await town.zhou.heard("外面有人报", "小梅", "已上报 #1")
    said = await mei.says("3号楼电梯困人，快点")
    await mei.heard("#1 记下了", after=said)
    assert len(await mei.said("上报", "修改")) == 1, "said three times, one report"
    assert len(await flooder.said("是什么事")) == 1, "folded into one report"
    await town.forward(0.1)
    await town.world.quiet()
    live = [m for m in await town.zhou.messages() if "刷屏" in m.text and m.labels]
    assert len(live) == 1, "and one card with buttons"


async def test_in_english_too(english_town: Town) -> None:
    town = english_town
    said = await town.wang.says(town.staff, "Someone is trapped in the lift")
    asked = await town.staff.heard("place unknown", "Which building", after=said)
    said = await town.wang.says(town.staff, "building 9")
    await town.staff.heard("has no building 9", after=said)
    said = await town.wang.says(town.staff, "building 3")
    draft = await town.staff.heard("Tower 3", "Report", after=said)
    assert draft.id == asked.id
    outsider = await stranger(town, "Mei", language="en")
    sent = await outsider.sends(None, "voice")
    asked = await outsider.heard("What is it?", after=sent)
    await town.zhou.heard("Reported from outside", "1 file(s) follow")
    said = await outsider.says("please hurry up")
    await outsider.heard("Noted, the duty desk reads it too", after=said)
