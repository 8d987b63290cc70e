"""Updates no server should send: what can't be handled is set aside, somebody hears of it, the next message works."""

from __future__ import annotations

from bot.sandbox.wire import Json
from tests.stories.outside import stranger
from tests.stories.town import Town

WHO = {"id": 5001, "is_bot": False, "first_name": "路人"}
PRIVATE = {"id": 5001, "type": "private", "first_name": "路人"}
STAFF = {"id": -1001, "type": "supergroup", "title": "员工群"}


def message(**parts: object) -> Json:
    """A private message with some parts of it replaced."""
    whole = {"message_id": 900_001, "date": 1_780_000_000, "chat": PRIVATE, "from": WHO, "text": "3号楼电梯困人"}
    return {"message": {**whole, **parts}}


POISON = {
    "a date that is none": message(date="yesterday"),
    "a text that is none": message(text={"a": 1}),
    "a message that is none": {"message": "hello"},
    "a file without an id": message(text=None, photo=[{"width": 1}]),
    "a press without a sender": {"callback_query": {"id": "1", "chat_instance": "1", "data": "a:b", "message": {}}},
}


async def test_poison_is_set_aside_and_the_next_message_works(town: Town) -> None:
    outsider = await stranger(town)
    for number, (kind, update) in enumerate(POISON.items(), start=1):
        mark = await town.world.mark()
        await town.world.update(update)
        said = await outsider.says("/whoami")
        await outsider.heard("5001", after=said)
        told = await town.luo.heard("有一条消息我没处理好", after=mark)
        assert "Error" not in told.text, kind
        assert len(await town.luo.said("没处理好")) == number, kind
    aside = await town.logs("is set aside after 3 tries")
    assert "Error at " in aside
    assert "电梯" not in town.log.read_text(encoding="utf-8"), "nobody's words stand in the log"
    said = await outsider.says("3号楼电梯困人")
    draft = await outsider.heard("电梯困人 · 3号楼", "上报", after=said)
    assert (await outsider.presses(draft, "上报")).text.startswith("已上报 #1")
    await town.world.update(message(chat=STAFF, date="soon"))
    await town.zhao.heard("员工群里有一条消息我没处理好，请自己去看一眼", after=0)
    said = await town.wang.says(town.staff, "1号楼电梯困人")
    await town.staff.heard("1号楼", "上报", after=said)
    town.expects("set aside after 3 tries", "can't even be read")


async def test_what_is_nothing_for_us_is_passed_over(town: Town) -> None:
    outsider = await stranger(town)
    mark = await town.world.mark()
    strange: tuple[Json, ...] = (
        {"poll": {"id": "1", "question": "?", "options": []}},
        {"message_reaction": {}},
        {},
        message(text=None, new_chat_title="x"),
        message(text=None, dice={"emoji": "🎲", "value": 3}),
        {"callback_query": {"id": "1", "from": WHO, "chat_instance": "1", "game_short_name": "x"}},
    )
    for update in strange:
        await town.world.update(update)
    said = await outsider.says("/whoami")
    await outsider.heard("5001", after=said)
    assert len(await outsider.said(after=mark)) == 1


async def test_the_same_update_twice_counts_once(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    draft = await town.staff.heard("上报", after=said)
    assert await town.world.repeat(last=1) == 1
    assert (await town.wang.presses(draft, "上报")).text.startswith("已上报 #1")
    await town.world.repeat(last=2)
    again = await town.wang.says(town.staff, "/incidents")
    listed = await town.staff.heard("没结案的事件", after=again)
    assert listed.text.count("#") == 1
    assert len(await town.staff.said("上报")) == 1
