"""What the page asks of a world: the scene, the stage document, wishes, and that no page waits for a dead world."""

from __future__ import annotations

import asyncio
import base64

import pytest

from bot.sandbox.client import SandboxError
from tests.sandbox.stage import Stage, button, keyboard

DOCUMENT: dict[str, object] = {"language": "zh", "busy": False, "phones": [1001], "told": "开始"}


async def test_the_stage_document_is_kept_and_told(stage: Stage) -> None:
    before = await stage.world.mark()
    told = await stage.world.ask("stage", **DOCUMENT)
    [entry] = await stage.world.ledger(after=before, kinds=["stage"])
    assert entry["seq"] == told["seq"]
    assert entry["stage"] == DOCUMENT
    await stage.world.ask("stage", told="later")
    assert (await stage.world.ask("scene"))["stage"] == {"told": "later"}


async def test_a_wish_wakes_whoever_plays(stage: Stage) -> None:
    last = await stage.world.mark()
    waiting = asyncio.create_task(stage.world.ledger(after=last, kinds=["wish"], wait=10))
    await asyncio.sleep(0)
    await stage.world.ask("wish", do="course", course="fire")
    [entry] = await waiting
    assert entry["wish"] == {"do": "course", "course": "fire"}
    with pytest.raises(SandboxError, match="says what to do"):
        await stage.world.ask("wish", course="fire")


async def test_the_scene_holds_everything_there_is_to_draw(stage: Stage) -> None:
    await stage.wang.starts()
    card = await stage.text("**", reply_markup=keyboard(button()))
    await stage.ok("pinChatMessage", chat_id=-1001, message_id=card["message_id"])
    scene = await stage.world.ask("scene")
    assert scene["people"] == [{"id": 1001, "name": "王强"}, {"id": 1002, "name": "李电"}]
    assert scene["bot"] == {"name": "Zhiban", "username": "zhiban_bot"}
    assert scene["last"] == await stage.world.mark()
    chats = {chat["id"]: chat for chat in scene["chats"]}
    assert (chats[1001]["type"], chats[1001]["started"], chats[1002]["started"]) == ("private", True, False)
    staff = chats[-1001]
    assert (staff["title"], sorted(staff["members"])) == ("安居苑员工群", [1001, 1002])
    assert staff["pinned"] == [card["message_id"]]
    assert staff["messages"][0]["buttons"][0][0]["text"] == "收到"
    assert [message["service"] for message in staff["messages"]] == ["", "pinned_message"]


async def test_the_scene_keeps_the_newest_messages_and_what_is_pinned(stage: Stage) -> None:
    first = await stage.text("first")
    await stage.ok("pinChatMessage", chat_id=-1001, message_id=first["message_id"])
    for number in range(405):
        await stage.wang.says(stage.staff, str(number))
    [staff] = [chat for chat in (await stage.world.ask("scene"))["chats"] if chat["id"] == -1001]
    assert len(staff["messages"]) == 401
    assert [staff["messages"][at]["text"] for at in (0, 1, -1)] == ["first", "5", "404"]


async def test_a_photo_says_where_its_bytes_are(stage: Stage) -> None:
    sent = await stage.world.ask("send", by=1001, chat=-1001, kind="photo", data=base64.b64encode(b"bytes").decode())
    async with stage.sandbox.session.get(f"{stage.sandbox.url}/file/bot{stage.world.token}/{sent['file']}") as answer:
        assert (answer.status, await answer.read()) == (200, b"bytes")
    assert (await stage.world.ask("say", by=1001, chat=-1001, text="no file"))["file"] == ""


async def test_who_waits_for_a_dead_world_is_let_go(stage: Stage) -> None:
    old = (await stage.world.ask("scene"))["epoch"]
    for end in ("world", "forget"):
        last = await stage.world.mark()
        waiting = asyncio.create_task(stage.world.ask("ledger", after=last, wait=50))
        while not (await stage.world.state())["waiting"]:
            continue
        await stage.world.ask(end)
        told = await asyncio.wait_for(waiting, 5)
        assert (told["entries"], told["epoch"]) == ([], old)
        if end == "world":
            new = (await stage.world.ask("scene"))["epoch"]
            assert new != old
            old = new
    with pytest.raises(SandboxError):
        await stage.world.ask("scene")
    await stage.world.ask("world")


async def test_the_clock_is_told_to_who_waits(stage: Stage) -> None:
    before = await stage.world.ask("ledger", after=await stage.world.mark())
    await stage.world.clock(600)
    after = await stage.world.ask("ledger", after=before["last"])
    assert [entry["kind"] for entry in after["entries"]] == ["clock"]
    assert after["now"] - before["now"] in {600, 601}


async def test_commands_as_the_app_offers_them(stage: Stage) -> None:
    menus = {
        "default": {"type": "default"},
        "private": {"type": "all_private_chats"},
        "staff": {"type": "chat", "chat_id": -1001},
        "wang": {"type": "chat_member", "chat_id": -1001, "user_id": 1001},
    }
    assert await stage.world.ask("commands", chat=-1001, by=1001) == {"commands": []}
    for name, scope in menus.items():
        await stage.ok("setMyCommands", commands=[{"command": name, "description": name}], scope=scope)
    for chat, by, name in ((-1001, 1001, "wang"), (-1001, 1002, "staff"), (1002, 1002, "private")):
        told = await stage.world.ask("commands", chat=chat, by=by)
        assert [one["command"] for one in told["commands"]] == [name]


async def test_the_page_is_for_the_newest_world_with_a_stage(stage: Stage) -> None:
    async def token() -> object:
        async with stage.sandbox.session.get(f"{stage.sandbox.url}/world") as answer:
            return (await answer.json())["token"]

    await stage.world.ask("stage", **DOCUMENT)
    assert await token() == stage.world.token
    other = await stage.sandbox.world()
    assert await token() == stage.world.token
    await other.ask("stage", **DOCUMENT)
    assert await token() == other.token
    await other.forget()
    assert await token() == stage.world.token
