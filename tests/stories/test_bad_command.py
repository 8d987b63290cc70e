"""Commands from those who may not give them, in forms that are none, or with half of them missing."""

from __future__ import annotations

from tests.stories.outside import answers, state, stranger
from tests.stories.town import Town, open_lift


async def test_talk_in_the_staff_group_gets_no_answer(town: Town) -> None:
    mark = await town.world.mark()
    for person, words in (
        (town.he, "好的"),
        (town.he, "火锅店开业啦"),
        (town.he, "收到"),
        (town.chen, "我到楼下了，谁有钥匙"),
        (town.chen, "3号楼的快递到了"),
    ):
        await person.says(town.staff, words)
    await town.he.sends(town.staff, "photo")
    await town.he.sends(town.staff, "sticker")
    assert await answers(town.he, town.staff, after=mark) == []
    await open_lift(town)
    mark = await town.world.mark()
    for words in ("好的", "火锅店开业啦", "收到", "1"):
        await town.he.says(town.staff, words)
    assert await answers(town.he, town.staff, after=mark) == []
    assert "何军" not in await state(town), "收到 of somebody nobody waits for is talk"


async def test_an_unknown_number_is_said_to_be_unknown(town: Town) -> None:
    live = await open_lift(town)
    for words in ("/ack 99", "收到 99", "收到#９９", "/done 99", "/close 99 ", "/arrive 99 李电", "/note 99 水很大"):
        said = await town.li.says(town.staff, words)
        told = await town.staff.heard("没有 #99 这个事件", "/incidents", after=said)
        assert told.reply_to == said.id
    asked = await town.li.says("/status 999999999")
    await town.li.heard("没有 #999999999 这个事件", after=asked)
    said = await town.li.says(town.staff, "/ack 0")
    await town.staff.heard("没有 #0 这个事件", after=said)
    assert "李电 已叫" in (await town.staff.look(live)).text


async def test_half_a_command_is_told_its_other_half(town: Town) -> None:
    said = await town.li.says(town.staff, "/ack")
    await town.staff.heard("写上事件编号，比如：收到 7", after=said)
    await open_lift(town)
    mark = await town.world.mark()
    for words in ("/escalate 1", "升级 1", "/escalate  １  "):
        said = await town.li.says(town.staff, words)
        told = await town.staff.heard("升级要写原因：/escalate 1 原因", after=said)
        assert told.reply_to == said.id
    said = await town.li.says(town.staff, "/note 1")
    await town.staff.heard("补充什么？写在后面：/note 1", after=said)
    said = await town.zhou.says(town.staff, "/arrive 1 张三丰")
    await town.staff.heard("没有叫“张三丰”的人", after=said)
    said = await town.li.says("/takeoff 1")
    await town.li.heard("没有 /takeoff 这个命令。能用的看 /help", after=said)
    said = await town.li.says(town.staff, "/done 1")
    asked = await town.staff.heard("维保几点到？", "李电，回复这条", after=said)
    assert [m.id for m in await answers(town.li, town.staff, after=said)] == [asked.id], "one sentence, not two"
    assert not await town.zhu.said("升级", after=mark), "nobody is brought in without a reason"
    assert "B 解救 李电 已叫 → 打维保" in await state(town)


async def test_commands_of_people_outside_change_nothing(town: Town) -> None:
    await open_lift(town)
    before = await state(town)
    outsider = await stranger(town)
    for words in (
        "/ack 1",
        "/status 1",
        "/close 1",
        "/false 1",
        "/takeover 1",
        "收到 1",
        "/note 1 没事了",
        "/escalate 1 快",
    ):
        said = await outsider.says(words)
        told = await outsider.heard("没有 #1 这个事件", after=said)
        assert "/incidents" not in told.text, "that is no use to them"
    said = await outsider.says("/incidents")
    told = await outsider.heard("只有员工能用", after=said)
    assert "电梯" not in told.text
    said = await outsider.says(town.staff, "/close 1")  # being in a group grants nothing
    told = await town.staff.heard("没有 #1 这个事件", after=said)
    assert told.reply_to == said.id
    mark = await town.world.mark()
    await outsider.says(town.residents, "/close 1")
    assert await answers(outsider, town.residents, after=mark) == [], "residents read nothing of incidents"
    assert await state(town) == before


async def test_a_resident_group_is_sent_to_the_private_chat(town: Town) -> None:
    resident = await stranger(town, "住户")
    mark = await town.world.mark()
    await resident.says(town.residents, "3号楼电梯困人")
    assert await answers(resident, town.residents, after=mark) == [], "residents talk among themselves"
    for words in ("/report 3号楼电梯困人", "@zhiban_bot 3号楼电梯困人"):
        said = await resident.says(town.residents, words)
        told = await town.residents.heard("请私聊我报：@zhiban_bot", after=said)
        assert told.reply_to == said.id
    channel = await town.world.group(-4001, "公告", members=[town.zhao], kind="channel", bot="administrator")
    await channel.posts("/close 1")
    await channel.posts("3号楼电梯困人")
    assert await answers(resident, after=await resident.says("/help")) != []  # a whole conversation later
    assert await channel.said(after=mark) == []
    assert not await town.zhou.said("外面有人报")


async def test_the_name_of_the_bot_decides_who_is_meant(town: Town) -> None:
    await open_lift(town)
    mark = await town.world.mark()
    for words in ("/ack@otherbot 1", "/close@OtherBot 1", "/report@otherbot 5号楼电梯困人"):
        await town.li.says(town.staff, words)
    assert await answers(town.li, town.staff, after=mark) == []
    said = await town.li.says(town.staff, "/ack@zhiban_bot 1")
    await town.staff.heard("#1 收到", after=said)
    said = await town.li.says(town.staff, "/go@Zhiban_Bot 1")
    await town.staff.heard("#1 出发了", after=said)
    said = await town.chen.says(town.staff, "/nosuch@zhiban_bot 1")
    await town.staff.heard("没有 /nosuch 这个命令", after=said)


async def test_an_edited_or_forwarded_message_is_never_a_command(town: Town) -> None:
    await open_lift(town)
    before = await state(town)
    mark = await town.world.mark()
    said = await town.zhao.says(town.staff, "早")
    await town.zhao.edits(said, "/close 1")
    await town.zhao.edits(said, "1号楼电梯困人")
    assert await answers(town.zhao, town.staff, after=mark) == []
    said = await town.zhao.says("/help")
    await town.zhao.heard("/report", after=said)
    mark = await town.world.mark()
    await town.zhao.edits(said, "/close 1")
    await town.zhao.heard("改过的消息不算，请重新发一条", after=mark)
    assert await state(town) == before

    mark = await town.world.mark()
    await town.he.says(town.staff, "/close 1", forward={"user": town.zhao.id})
    await town.zhao.says(town.staff, "/close 1", forward={"user": town.zhao.id})
    await town.zhao.says(town.staff, "/close 1", forward={"hidden": "赵班"})
    assert await answers(town.he, town.staff, after=mark) == []
    said = await town.zhao.says("/close 1", forward={"user": town.zhao.id})
    await town.zhao.heard("转发的命令不算，请自己打", after=said)
    assert await state(town) == before
    said = await town.he.says(town.staff, "1号楼电梯困人", forward={"user": town.zhao.id})
    asked = await town.staff.heard("这是要报告的事件吗", "“1号楼电梯困人”", after=said)  # others' words are doubted
    assert [label.split()[-1] for label in asked.labels] == ["电梯困人", "其他类型", "不是事件"]
    await town.he.presses(asked, "电梯困人")
    await town.staff.heard("电梯困人 · 1号楼", "对就按上报", after=said)


async def test_nobody_commands_without_a_name_of_their_own(town: Town) -> None:
    await open_lift(town)
    before = await state(town)
    for masked in ({"role": "anonymous"}, {"role": "channel"}, {"via": "gifbot"}):
        said = await town.zhao.says(town.staff, "/close 1", **masked)  # type: ignore[arg-type]
        told = await town.staff.heard("请用自己的名字直接打", after=said)
        assert told.reply_to == said.id
    assert await state(town) == before
    said = await town.zhao.says(town.staff, "1号楼电梯困人", role="anonymous")
    draft = await town.staff.heard("电梯困人 · 1号楼", "上报", after=said)
    await town.zhou.heard("外面有人报", "电梯困人 · 1号楼", after=0)
    outsider = await stranger(town)
    assert (await outsider.presses(draft, "上报")).text.startswith("只有报的人和员工")
    assert (await town.li.presses(draft, "上报")).text.startswith("已上报 #2")


async def test_in_english_too(english_town: Town) -> None:
    town = english_town
    said = await town.wang.says(town.staff, "Lift entrapment, building 3")
    draft = await town.staff.heard("Report", after=said)
    await town.wang.presses(draft, "Report")
    await town.li.heard("#1", after=0)
    for words, told in (
        ("/ack 99", "There is no incident #99"),
        ("/escalate 1", "/escalate 1"),
        ("/ack@otherbot 1", ""),
    ):
        said = await town.li.says(town.staff, words)
        if told:
            await town.staff.heard(told, after=said)
        else:
            assert await answers(town.li, town.staff, after=said) == []
    said = await town.zhao.says(town.staff, "/close 1", role="anonymous")
    await town.staff.heard("under your own name", after=said)
    outsider = await stranger(town, language="en")
    said = await outsider.says("/incidents")
    await outsider.heard("staff", after=said)
    said = await outsider.says("/close 1")
    await outsider.heard("There is no incident #1", after=said)
