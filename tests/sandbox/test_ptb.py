"""python-telegram-bot's typed client against the sandbox: the calls in use, its errors and its reading of updates."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.warnings import PTBDeprecationWarning

from tests.sandbox.stage import Stage


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[telegram.Bot]:
    """A client of the stage's bot."""
    url = stage.sandbox.url
    async with telegram.Bot(stage.world.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


async def test_usual_calls(stage: Stage, bot: telegram.Bot) -> None:
    assert bot.username == "zhiban_bot"
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("收到", callback_data="7:ack")]])
    sent = await bot.send_message(-1001, "<b>#1</b>", parse_mode="HTML", reply_markup=markup, disable_notification=True)
    assert sent.text_html == "<b>#1</b>"
    assert await bot.pin_chat_message(-1001, sent.id, disable_notification=True)
    edited = await bot.edit_message_text("#1 收到", -1001, sent.id)
    assert isinstance(edited, telegram.Message)
    assert await bot.unpin_chat_message(-1001)
    photo = await bot.send_photo(-1001, b"\x89PNG picture", caption="现场")
    file = await photo.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == b"\x89PNG picture"
    album = [telegram.InputMediaPhoto(b"one"), telegram.InputMediaPhoto(b"two")]
    assert len(await bot.send_media_group(-1001, album)) == 2
    assert (await bot.send_location(-1001, 22.5, 113.9)).location
    assert (await bot.send_message(-1001, "x", reply_to_message_id=sent.id)).reply_to_message
    assert await bot.set_my_commands([("report", "上报")], scope=telegram.BotCommandScopeChat(-1001))
    assert (await bot.get_chat(-1001)).title == "安居苑员工群"
    assert (await bot.get_chat_member(-1001, bot.id)).status == "administrator"
    assert len(await bot.get_chat_administrators(-1001)) == 1
    assert await bot.delete_message(-1001, photo.id)
    assert len(await stage.staff.messages()) == 6


async def test_updates(stage: Stage, bot: telegram.Bot) -> None:
    said = await stage.wang.says(stage.staff, "/report 电梯")
    await bot.send_message(
        -1001,
        "#1",
        reply_markup=telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("收到", callback_data="7:ack")]]),
    )
    await stage.wang.taps(await stage.staff.heard("#1", after=said), "收到")
    await stage.staff.bot_becomes("member", by=stage.wang)
    message, press, member = await bot.get_updates(timeout=1)
    assert all(not update.api_kwargs for update in (message, press, member))
    assert message.message
    assert message.message.parse_entities() == {message.message.entities[0]: "/report"}
    assert press.callback_query
    await press.callback_query.answer("好")
    assert member.my_chat_member


async def test_errors(stage: Stage, bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(-1001, "x" * 4097)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(1002, "x")
    await (await stage.world.group(-5, "小群", kind="group")).migrates(-1005)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "x")
    assert moved.value.new_chat_id == -1005
    await stage.world.fault("429", count=1, retry_after=7)
    with pytest.raises(RetryAfter), pytest.warns(PTBDeprecationWarning):
        await bot.send_message(-1001, "x")
    await stage.world.fault("409", count=1)
    with pytest.raises(Conflict):
        await bot.get_updates()
    await stage.world.fault("401", count=1)
    with pytest.raises(InvalidToken):
        await bot.get_me()
