"""Buttons are pressed and answered once, in time, or not at all."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.seen import Message
from tests.sandbox.stage import Stage, button, keyboard

TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def card_of(stage: Stage) -> Message:
    await stage.text("#1", reply_markup=keyboard(button(), button("去不了", "7:no")))
    return await stage.staff.heard("#1")


async def press(stage: Stage, **params: object) -> str:
    await stage.wang.taps(await card_of(stage), "收到", **params)  # type: ignore[arg-type]
    [update] = await stage.heard()
    query = update["callback_query"]
    assert (query["from"]["id"], query["message"]["text"], query["data"]) == (1001, "#1", "7:ack")
    return str(query["id"])


async def test_press_and_toast(stage: Stage) -> None:
    card = await card_of(stage)
    pressing = asyncio.create_task(stage.wang.presses(card, "去不"))
    [update] = await stage.updates(timeout=5)
    assert update["callback_query"]["data"] == "7:no"
    await stage.ok("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="好", show_alert=True)
    toast = await pressing
    assert (toast.text, toast.alert) == ("好", True)


async def test_second_answer_is_400(stage: Stage) -> None:
    query = await press(stage)
    await stage.ok("answerCallbackQuery", callback_query_id=query)
    assert await stage.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_unknown_query_is_400(stage: Stage) -> None:
    assert await stage.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_query_lives_15_minutes(stage: Stage) -> None:
    young, old = await press(stage), ""
    await stage.world.clock(14 * 60)
    await stage.ok("answerCallbackQuery", callback_query_id=young)
    old = await press(stage)
    await stage.world.clock(15 * 60 + 2)
    assert await stage.refused("answerCallbackQuery", callback_query_id=old) == TOO_OLD


async def test_toast_of_200_is_the_longest(stage: Stage) -> None:
    query = await press(stage)
    refused = await stage.refused("answerCallbackQuery", callback_query_id=query, text="电" * 201)
    assert refused == (400, "Bad Request: MESSAGE_TOO_LONG")
    await stage.ok("answerCallbackQuery", callback_query_id=query, text="电" * 200)


async def test_link_of_a_toast_leads_to_the_bot_only(stage: Stage) -> None:
    query = await press(stage)
    refused = await stage.refused("answerCallbackQuery", callback_query_id=query, url="https://a.cn")
    assert refused == (400, "Bad Request: URL_INVALID")
    await stage.ok("answerCallbackQuery", callback_query_id=query, url="https://t.me/zhiban_bot?start=n3")


async def test_link_of_a_toast_is_followed_into_the_private_chat(stage: Stage) -> None:
    pressing = asyncio.create_task(stage.wang.presses(await card_of(stage), "收到"))
    (update,) = await stage.ok("getUpdates", timeout=5)
    query, url = update["callback_query"]["id"], "https://t.me/zhiban_bot?start=flat-n3"
    await stage.ok("answerCallbackQuery", callback_query_id=query, text="几号房？", url=url)
    toast = await pressing
    assert (toast.text, toast.url) == ("几号房？", url)
    said = await stage.wang.opens(toast.url)
    assert (said.chat, said.text) == (stage.wang.id, "/start flat-n3")
    for elsewhere in ("", "https://t.me/another_bot?start=n3", "https://t.me/zhiban_bot"):
        with pytest.raises(AssertionError, match="does not lead"):
            await stage.wang.opens(elsewhere)


async def test_forged_data_and_buttons_that_are_gone(stage: Stage) -> None:
    card = await card_of(stage)
    await stage.ok("deleteMessage", chat_id=-1001, message_id=card.id)
    await stage.li.taps(card, data="nonsense\x00")
    await stage.li.taps(card, "收到")
    forged, stale = await stage.heard()
    assert (forged["callback_query"]["data"], forged["callback_query"]["message"]["date"]) == ("nonsense\x00", 0)
    assert stale["callback_query"]["data"] == "7:ack"


async def test_client_knows_the_buttons(stage: Stage) -> None:
    card = await card_of(stage)
    with pytest.raises(AssertionError, match="no button '提交'"):
        await stage.wang.presses(card, "提交")
    with pytest.raises(AssertionError, match="no answer"):
        await stage.wang.presses(card, "收到", within=0.01)
