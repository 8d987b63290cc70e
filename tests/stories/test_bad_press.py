"""Buttons pressed twice, too late, by the wrong people, or never drawn at all."""

from __future__ import annotations

from bot.sandbox.wire import Json
from tests.stories.outside import state, stranger
from tests.stories.town import Town, open_lift

FORGED = (
    "",
    "open",
    "open:1",
    "zzzzzzzz:open",
    "1:open:1",
    ":",
    "::::",
    "a" * 64,
    "\u202e上报:上报",
    "{{ 7*7 }}:open",
    "'; DROP TABLE card; --",
)


async def test_a_report_is_opened_once(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
    draft = await town.staff.heard("上报", after=said)
    outsider = await stranger(town)
    for label in ("上报", "修改", "不是事件"):
        told = await outsider.presses(draft, label)
        assert told.text.startswith("只有报的人和员工")
        assert told.alert
    assert (await town.li.presses(draft, "上报")).text.startswith("已上报 #1")
    for person, label in ((town.wang, "上报"), (town.li, "上报"), (town.wang, "不是事件"), (town.wang, "修改")):
        assert (await person.presses(draft, label)).text == "已经上报了，是 #1"
    said = await town.he.says(town.staff, "/status 2")
    await town.staff.heard("没有 #2", after=said)

    said = await town.wang.says(town.staff, "1号楼电梯困人")
    other = await town.staff.heard("上报", after=said)
    assert (await town.wang.presses(other, "不是事件")).text == "好，不算事件"
    await town.staff.heard("不算事件", after=said)
    for label in ("不是事件", "上报"):
        assert (await town.wang.presses(other, label)).text.startswith("这条已经标成不是事件")
    said = await town.he.says(town.staff, "/status 2")
    await town.staff.heard("没有 #2", after=said)


async def test_a_second_press_does_nothing_more(town: Town) -> None:
    await open_lift(town)
    call = await town.li.heard("李电，现在做", after=0)
    assert (await town.li.presses(call, "收到")).text == "#1 收到"
    assert (await town.li.presses(call, "收到")).text == "#1 你已经收到了"
    assert (await town.li.presses(call, "出发")).text == "#1 出发了"
    assert (await town.li.presses(call, "出发")).text == "#1 你已经出发了"
    intercom = await town.sun.heard("孙岚，现在做", "对讲安抚", after=0)
    assert (await town.sun.presses(intercom, "完成 C")).text.startswith("#1 完成 C")
    assert (await town.sun.presses(intercom, "完成 C")).text == "这个按钮过时了，看最新的卡", (
        "it never does the next step"
    )
    live = await town.staff.heard("#1", "完成 A", after=0)
    assert (await town.wang.presses(live, "完成 A")).text.startswith("#1 完成 A")
    assert "A 安抚 王强 收到 → 放人时守好通道" in await state(town)
    assert (await town.he.presses(live, "完成 A")).text == "这个按钮过时了，看最新的卡", "two people, one step"
    assert "A 安抚 王强 收到 → 放人时守好通道" in await state(town)
    said = await town.chen.says("/cannot 1 不在小区")
    await town.chen.heard("#1 没叫你去", after=said)
    said = await town.sun.says("/cannot 1 不在小区")
    await town.sun.heard("#1 知道了", after=said)
    said = await town.sun.says("/cannot 1")
    await town.sun.heard("#1 你已经说去不了", after=said)
    assert "李电 出发" in await state(town)


async def test_what_belongs_to_others_is_refused_with_their_name(town: Town) -> None:
    live = await open_lift(town)
    before = await state(town)
    outsider = await stranger(town)
    for label in ("收到", "出发", "完成 A", "升级", "接管", "已控制", "结案"):
        told = await outsider.presses(live, label)
        assert told.text == "没有 #1 这个事件。有急事直接私聊我"
        assert told.alert
    for label, words in (
        ("完成 B", "这是工程的步骤，由他们、客服或值班长来按"),
        ("结案", "只有指挥能结案。现在的指挥是赵班"),
        ("已控制", "只有指挥能按已控制。现在的指挥是赵班"),
    ):
        told = await town.wang.presses(live, label)
        assert (told.text, told.alert) == (words, True)
    call = await town.zhao.heard("赵班，你是指挥", after=0)
    assert (await town.zhao.presses(call, "收到")).text == "#1 收到"
    assert (await town.wang.presses(live, "接管")).text == "赵班在指挥。要换人，由总指挥接管"
    assert "没应答" in before
    assert await state(town) == before.replace("（没应答）", "").replace("赵班 已叫", "赵班 收到")


async def test_buttons_of_what_is_over_say_so(town: Town) -> None:
    live = await open_lift(town)
    call = await town.li.heard("李电，现在做", after=0)
    question = await town.wang.heard("里面几个人", after=0)
    said = await town.zhao.says("/close 1")
    await town.zhao.heard("#1 已结案", after=said)
    before = await state(town)
    for person, card, label in (
        (town.wang, live, "收到"),
        (town.wang, live, "升级"),
        (town.wang, live, "结案"),
        (town.li, call, "出发"),
        (town.li, call, "完成 B"),
        (town.wang, question, "2"),
    ):
        told = await person.presses(card, label)
        assert (told.text, told.alert) == ("#1 已经结案，不用再按", True)
    for words in ("/ack 1", "收到 1", "/note 1 迟到的话", "/escalate 1 快来", "/done 1 B 好了", "/close 1"):
        said = await town.li.says(words) if words != "/close 1" else await town.zhao.says(words)
        place = town.zhao if words == "/close 1" else town.li
        await place.heard("#1 已经结案", after=said)
    assert await state(town) == before
    assert not await town.zhu.said("升级")


async def test_forged_buttons_mean_nothing(town: Town) -> None:
    live = await open_lift(town)
    before = await state(town)
    card = live.button("收到").partition(":")[0]
    for data in (*FORGED, f"{card}:", f"{card}:nosuch", f"{card}:open", f"{card}:answer:count:2", f"{card}:verify"):
        told = await town.zhao.presses(live, data=data)
        assert told.text.startswith("这个按钮"), data
        assert told.alert
    pinned = await town.command.heard("#1", "前到场", after=0)
    own = await town.li.heard("李电，现在做", after=0)
    told = await town.zhao.presses(pinned, data=live.button("结案"))
    assert told.text.startswith("这个按钮不能用了"), "a card counts only in its own chat"
    told = await town.zhao.presses(live, data=own.button("收到"))
    assert told.text.startswith("这个按钮不能用了")
    assert await state(town) == before

    sender = {"id": town.zhao.id, "is_bot": False, "first_name": "赵班"}
    chat = {"id": live.chat, "type": "supergroup", "title": "员工群"}
    message = {"message_id": live.id, "date": 0, "chat": chat}
    presses: tuple[Json, ...] = (
        {"message": message, "data": "a" * 5_000},
        {"message": message, "data": f"{live.button('结案')}\x00\ud800x"},
        {"message": message, "game_short_name": "close"},
        {"inline_message_id": "1", "data": live.button("结案")},
    )
    for number, press in enumerate(presses):
        await town.world.update({"callback_query": {"id": f"{number}", "from": sender, "chat_instance": "1", **press}})
    assert await state(town) == before


async def test_in_english_too(english_town: Town) -> None:
    town = english_town
    said = await town.wang.says(town.staff, "Lift entrapment, building 3")
    draft = await town.staff.heard("Report", after=said)
    outsider = await stranger(town, language="en")
    assert (await outsider.presses(draft, "Report")).text.startswith("Only the reporter and staff")
    await town.wang.presses(draft, "Report")
    assert "#1" in (await town.wang.presses(draft, "Report")).text
    live = await town.staff.heard("#1", "be there by", after=0)
    assert (await town.wang.presses(live, "Close")).text.startswith("Only the commander can close")
    assert (await town.wang.presses(live, data="forged:open")).text.startswith("This button does not work")
    said = await town.zhao.says("/close 1")
    await town.zhao.heard("#1 closed", after=said)
    assert (await town.wang.presses(live, "Got it")).text == "#1 is already closed"
