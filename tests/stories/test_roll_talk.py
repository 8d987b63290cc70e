"""The roll call in private: by link, for a family, from three groups, after the end, in English."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox.client import Sandbox
from tests.stories.answering import all_clear, card, counted, evacuated, resident
from tests.stories.town import Town, founded

THREE_GROUPS = """
[[chat]]
platform = "telegram"
id = -1012
kind = "resident"
community = "anju"
buildings = ["3号楼"]
units = ["1"]

[[chat]]
platform = "telegram"
id = -1013
kind = "resident"
community = "anju"
buildings = ["2号楼", "3号楼"]
"""


async def test_who_comes_by_the_link_without_a_press(town: Town) -> None:
    notice = await evacuated(town)
    li, neighbour = [await resident(town, number) for number in (6001, 6009)]
    for guessed in ("n1", "n1f", "n1-aaaaaaaaaa"):
        begun = await li.starts(guessed)
        await li.heard("N1 从群里报：点通知下面的按钮。有事打 0755-1234567", after=begun)
    link = (await neighbour.presses(notice, "替家人报")).url
    await li.opens(link.replace("n1f-", "n1-"))
    asked = await li.heard("N1 疏散 · 3号楼", "你安全吗？")
    await counted(town, 0, 0, 144)
    said = await li.says("3-2-1202")
    await li.heard("你住 3号楼2单元1202", "你安全吗？", after=said)
    said = await li.says("我安全")
    await li.heard("你报了：3号楼2单元1202 安全", after=said)
    await counted(town, 1, 0, 143)
    pressed = await li.presses(asked, "需要帮助")  # an older card of the same talk
    assert pressed.text == "记下了：3号楼2单元1202 需要帮助"
    await counted(town, 0, 1, 143)
    await li.heard("几个人？怎么了？", after=0)
    said = await li.says("/cancel")
    await li.heard("不问了", after=said)
    for payload in ("n9", "n9f"):
        begun = await li.starts(payload)
        await li.heard("N9 现在不用报。有事打 0755-1234567", after=begun)
    begun = await li.starts("x1")
    await li.heard("/report", after=begun)
    forged = await li.presses(asked, data="abcdefghij:safe")
    assert forged.text.startswith("这个按钮不能用了")
    report = await li.says("1号楼电梯困人")
    await li.heard("电梯困人 · 1号楼", after=report)


async def test_a_family_somewhere_else(town: Town) -> None:
    notice = await evacuated(town)
    wu = await resident(town, 6001)
    toast = await wu.presses(notice, "替家人报")
    assert toast.url.startswith("https://t.me/zhiban_bot?start=n1f-")
    await wu.opens(toast.url)
    await wu.heard("替家人报", "家人住几零几？")
    said = await wu.says("什么")
    await wu.heard("没看懂", "家人住几零几？", after=said)
    said = await wu.says("2单元703")
    asked = await wu.heard("3号楼2单元703 的人安全吗？", after=said)
    assert (await wu.presses(asked, "需要帮助")).text == "记下了：3号楼2单元703 需要帮助"
    await wu.heard("代报：3号楼2单元703 需要帮助", "几个人？怎么了？")
    said = await wu.says("我妈一个人，走不动")
    await wu.heard("我妈一个人，走不动", after=said)
    await card(town, "🆘 3号楼2单元703 · 我妈一个人，走不动 代报")
    await town.zhao.presses(await town.zhao.heard("3号楼2单元703", "我妈", "代报", after=0), "我去")
    await wu.heard("N1 赵班马上到：3号楼2单元703", after=0)
    own = await wu.presses(notice, "我安全")
    assert own.text == "记下了：3号楼 房号未报 安全"
    await counted(town, 1, 1, 142)
    other = await wu.presses(await wu.heard("替另一户报", after=0), "替另一户报")
    assert other.text == ""
    await wu.heard("家人住几零几？")
    said = await wu.says("2号楼301")
    await wu.heard("301 在几单元？", after=said)
    await wu.says("1")
    asked = await wu.heard("2号楼1单元301 的人安全吗？", "不在这次通知里", after=said)
    begun = await wu.opens(own.url)
    await wu.heard("几零几？", after=begun)
    await wu.presses(asked, "安全")
    await card(town, "别的楼还有 1户报了")
    said = await wu.says("2单元1202")
    await wu.heard("你报了：3号楼2单元1202 安全", after=said)  # still asked


async def test_one_person_in_three_groups(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=with_groups) as town:
        groups = [
            await town.world.group(number, "业主群", members=[], bot="administrator") for number in (-1012, -1013)
        ]
        first = await evacuated(town)
        notices = [first, *[await group.heard("【真实】", "我安全", after=0) for group in groups]]
        await card(town, "发完 3/3群")
        ma = await resident(town, 6001)
        for place, notice in enumerate(notices):
            toast = await ma.presses(notice, "我安全")
            assert toast.text == f"{'已经记下了，不用再按' if place else '记下了'}：3号楼 房号未报 安全"
        await counted(town, 1, 0, 143)
        await ma.presses(notices[2], "需要帮助")
        await counted(town, 0, 1, 143)
        begun = await ma.opens(toast.url)
        await ma.heard("几零几？", after=begun)
        said = await ma.says("2号楼2单元402")
        await ma.heard("2号楼不在这次通知里", "2号楼2单元402", after=said)
        await card(town, "✅ 安全 0户", "别的楼还有 1户报了", "🆘 2号楼2单元402")
        again = await ma.presses(notices[1], "我安全")
        assert again.text == "记下了：2号楼2单元402 安全", "what somebody has said goes before the group"
        worker = await town.wang.presses(first, "我安全")
        assert worker.text == "记下了：3号楼 房号未报 安全", "staff live somewhere too"
        await card(town, "✅ 安全 1户", "其中 1人没报房号")


async def test_after_the_end(town: Town) -> None:
    notice = await evacuated(town)
    lu, qi = [await resident(town, number) for number in (6001, 6002)]
    await lu.opens((await lu.presses(notice, "需要帮助")).url)
    await lu.heard("几零几？")
    typed = await qi.says(town.residents, "我安全", reply_to=notice)
    told = await town.residents.heard("记下了：安全", "别发群里", after=typed)
    assert "402" not in told.text
    refused = await qi.says("点名 N1")
    await qi.heard("没有 N1，或者不归你管", after=refused)
    group = await town.he.says(town.staff, "点名 N1")
    figures = await town.staff.heard("✅ 安全 1户 · 🆘 需要帮助 1户", "/rollcall N1", after=group)
    assert figures.labels == []
    said = await lu.says("2-402")
    await lu.heard("几个人？", after=said)
    alone = await town.he.says("/rollcall N1")
    await town.he.heard("🆘 3号楼2单元402", "我去 2-402", after=alone)
    nothing = await town.he.says("/rollcall N7")
    await town.he.heard("没有 N7", after=nothing)
    await all_clear(town)
    ended = await card(town, "已解除")
    assert ended.labels == ["我去 2-402", "没回的名单"]
    for person in (lu, qi):
        over = await person.presses(notice, "我安全")
        assert over.text == "N1 已解除。有事打 0755-1234567"
        assert over.alert
    help_after = await qi.presses(notice, "需要帮助")
    assert "需要帮助" in help_after.text, "who needs help counts, whatever has ended"
    await town.zhao.heard("N1 🆘 3号楼", after=help_after)
    begun = await lu.starts("n1")
    await lu.heard("N1 已解除。有事打 0755-1234567", after=begun)
    said = await lu.says("谢谢大家")
    await lu.heard("是什么事？", after=said)  # nothing of the roll call is asked any more
    late = await town.zhao.presses(await town.zhao.heard("3号楼2单元402", "我去", after=0), "我去")
    assert late.text == "N1 记下了，你去。那边会知道你来", "who needs help is not forgotten with the notice"
    await lu.heard("N1 赵班马上到", after=0)


async def test_answers_go_on_under_an_update_and_without_a_command_chat(town: Town) -> None:
    first = await evacuated(town)
    lin, ning = await resident(town, 6001), await resident(town, 6002)
    await lin.presses(first, "我安全")
    await counted(town, 1, 0, 143)
    said = await town.zhou.says("更新 N1")
    asked = await town.zhou.heard("有什么新情况", after=said)
    await town.zhou.says("3层也有烟了")
    drafted = await town.zhou.heard("3层也有烟了", "提交", after=asked)
    await lin.presses(first, "我安全")  # a draft changes nothing for residents
    await town.zhou.presses(drafted, "提交")
    await town.zhu.presses(await town.zhu.heard("N1 等你批准", "3层也有烟了", after=0), "批准")
    second = await town.residents.heard("3层也有烟了", "第2版", "我安全", after=0)
    again = await lin.presses(first, data=first.button("我安全"))
    assert again.text == "已经记下了，不用再按：3号楼 房号未报 安全", "an older message means the same notice"
    assert (await lin.presses(second, "需要帮助")).text == "记下了：3号楼 房号未报 需要帮助"
    await counted(town, 0, 1, 143)
    await town.command.bot_becomes("kicked")
    await town.zhao.heard("指挥群", after=0)
    toast = await ning.presses(second, "需要帮助")
    await ning.opens(toast.url)
    await ning.heard("几零几？")
    said = await ning.says("2-402 走不动")
    await ning.heard("3号楼2单元402", after=said)
    await town.zhao.heard("N1 疏散 · 3号楼", "🆘 3号楼2单元402 · 走不动", "我去 2-402", after=0)
    for message in await town.staff.messages():
        assert "402" not in message.text
        assert not any("402" in label for label in message.labels)


async def test_the_roll_call_in_english(english_town: Town) -> None:
    town = english_town
    said = await town.zhou.says(town.staff, "smoke on the 4th floor of building 3")
    await town.zhou.presses(await town.staff.heard("Report", after=said), "Report")
    await town.zhou.presses(await town.zhou.heard("Tell Tower 3 to leave?", after=0), "See the notice")
    await town.zhou.presses(await town.zhou.heard("N1 Evacuation", "Submit", after=0), "Submit")
    await town.zhu.presses(await town.zhu.heard("N1 waits for you", after=0), "Approve")
    notice = await town.residents.heard("[REAL]", "I am safe", after=0)
    amy, bob, cat = [await resident(town, number, language="en") for number in (6001, 6002, 6003)]
    toast = await amy.presses(notice, "I am safe")
    assert toast.text == "Noted: Tower 3, flat not given safe"
    await amy.opens(toast.url)
    await amy.heard("Which flat?")
    said = await amy.says("unit 2 flat 402")
    await amy.heard("You said: Tower 3, unit 2, flat 402 safe", after=said)
    await bob.opens((await bob.presses(notice, "Need help")).url)
    await bob.heard("Which flat?", "Duty phone 0755-1234567")
    said = await bob.says("flat 2505")
    await bob.heard("Tower 3 has no flat 2505", after=said)
    said = await bob.says("flat 2505")
    await bob.heard("How many people? What is wrong?", "flat 2505", after=said)
    said = await bob.says("2 people, one in a wheelchair")
    await bob.heard("2 people, one in a wheelchair", after=said)
    await town.forward(4 / 60)
    shown = await town.command.heard(
        "N1 Evacuation · Tower 3", "🆘 Tower 3, flat 2505 · 2 people, one in a wheelchair", after=0
    )
    await town.wang.presses(shown, "Going to 2505")
    await bob.heard("is on the way", after=0)
    await cat.opens((await cat.presses(notice, "For my family")).url)
    await cat.heard("Where does your family live?")
    said = await cat.says("unit 1 flat 101")
    await cat.presses(await cat.heard("are they safe?", after=said), "They are safe")
    await cat.heard("You said for them: Tower 3, unit 1, flat 101 safe")
    await town.forward(4 / 60)
    done = await town.command.heard("Safe 2 · 🆘 Need help 1", after=0)
    await town.zhu.presses(done, "Who is silent")
    await town.zhu.heard("N1 no answer yet", "Floor 4: 401, 403, 404", after=0)


def with_groups(roster: str) -> str:
    """Two more groups: of one unit, and of two buildings."""
    return roster + THREE_GROUPS
