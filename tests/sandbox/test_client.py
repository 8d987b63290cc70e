"""The client itself: waiting, reading back, and what a failed test tells."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.client import SandboxError
from bot.sandbox.ledger import Ledger
from tests.sandbox.stage import Stage, button, keyboard


async def test_heard_waits_for_what_comes_after(stage: Stage) -> None:
    await stage.text("#1 旧")
    said = await stage.wang.says(stage.staff, "3号楼")
    waiting = asyncio.create_task(stage.staff.heard("#1", "收到", after=said))
    await stage.text("#1 没有按钮")
    await stage.text("<b>#1</b> 新", parse_mode="HTML", reply_markup=keyboard(button("✅ 收到")))
    card = await waiting
    assert (card.text, card.html, card.buttons) == ("#1 新", "<b>#1</b> 新", [["✅ 收到"]])
    assert card.data == {"✅ 收到": "7:ack"}
    assert [message.text for message in await stage.staff.said("#1", after=said)] == ["#1 没有按钮", "#1 新"]


async def test_heard_hears_edits(stage: Stage) -> None:
    sent = await stage.text("#1")
    said = await stage.wang.says(stage.staff, "收到 1")
    await stage.ok("editMessageText", chat_id=-1001, message_id=sent["message_id"], text="已上报 #1")
    edited = await stage.staff.heard("已上报", after=said)
    assert (edited.id, edited.edited) == (sent["message_id"], True)
    assert (await stage.staff.look(edited)).text == "已上报 #1"


async def test_heard_starts_behind_what_people_last_did_there(stage: Stage) -> None:
    await stage.text("#1 旧")
    await stage.wang.says(stage.staff, "x")
    with pytest.raises(AssertionError, match="not heard"):
        await stage.staff.heard("#1", within=0)


async def test_silence_tells_what_was_said(stage: Stage) -> None:
    await stage.text("别的", reply_markup=keyboard(button()), disable_notification=True)
    with pytest.raises(AssertionError) as silence:
        await stage.staff.heard("上报", within=0.01)
    assert "('上报',) not heard" in str(silence.value)
    assert "(silent): '别的' [收到]" in str(silence.value)


async def test_people_are_not_heard_as_the_bot(stage: Stage) -> None:
    said = await stage.wang.says(stage.staff, "上报")
    with pytest.raises(AssertionError):
        await stage.staff.heard("上报", after=said.seq - 1, within=0)


async def test_private_chat_starts_by_itself(stage: Stage) -> None:
    said = await stage.li.says("困人了")
    assert said.chat == 1002
    assert [update["message"]["text"] for update in await stage.heard()] == ["/start", "困人了"]
    await stage.text("几号楼?", chat=1002)
    assert (await stage.li.heard("几号楼")).sender == stage.world.bot_id


async def test_quiet_waits_for_the_bot(stage: Stage) -> None:
    await stage.wang.says(stage.staff, "x")
    quiet = asyncio.create_task(stage.world.quiet(calm=0.01))
    assert not (await asyncio.wait({quiet}, timeout=0.1))[0]
    await stage.heard()
    await quiet


async def test_calls_can_be_left_out(stage: Stage) -> None:
    await stage.text()
    await stage.world.settings(calls=False)
    await stage.text()
    assert [call["params"]["text"] for call in await stage.world.calls("sendMessage")] == ["hello"]
    [call] = await stage.world.calls(chat=-1001)
    assert (call["method"], call["status"]) == ("sendMessage", 200)


async def test_clock_gives_a_place(stage: Stage) -> None:
    await stage.text("#1 before")
    moved = await stage.world.clock(600)
    await stage.text("#1 after")
    assert (await stage.staff.heard("#1", after=moved)).text == "#1 after"
    assert await stage.world.mark() > moved


@pytest.mark.parametrize(
    ("verb", "wish"),
    [
        ("nonsense", {}),
        ("say", {"by": 1001, "chat": -1001, "text": ""}),
        ("say", {"by": 5, "chat": -1001, "text": "x"}),
        ("say", {"by": 1001, "chat": -1001, "text": "x", "reply_to": 99}),
        ("say", {"by": 1001, "chat": -1001, "text": "x", "topic": 9}),
        ("say", {"by": 1001}),
        ("edit", {"by": 1001, "chat": -1001, "message_id": 99, "text": "x"}),
        ("migrate", {"chat": -1001, "to": -7}),
        ("member", {"chat": -1001, "user": 5, "status": "member"}),
        ("update", {"update": []}),
    ],
)
async def test_wrong_wishes_are_refused(stage: Stage, verb: str, wish: dict[str, object]) -> None:
    with pytest.raises(SandboxError, match=verb):
        await stage.world.ask(verb, **wish)


def test_ledger_forgets_the_oldest() -> None:
    ledger = Ledger(cap=10)
    for _ in range(100):
        ledger.add("message", 1, {})
    kept = ledger.after(0, None, frozenset(), 1_000)
    assert 10 <= len(kept) <= 12
    assert [entry["seq"] for entry in kept] == list(range(ledger.first, 101))
    assert ledger.counts == {"message": 100}


async def test_old_messages_are_forgotten(stage: Stage) -> None:
    world = await stage.sandbox.world(token="5:x")
    await world.ask("world", privacy=False, keep=20)
    await world.group(-9, "群")
    for number in range(30):
        await world.call("sendMessage", chat_id=-9, text=str(number))
    messages = (await world.ask("messages", chat=-9))["messages"]
    assert messages[-1]["text"] == "29"
    assert 18 <= len(messages) <= 20
