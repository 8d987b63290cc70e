"""What `zhiban check` learns of chats and people, and what is set at the start."""

from __future__ import annotations

import json

import pytest
from aiogram.types import ChatFullInfo

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_setup import (
    Audience,
    ChatView,
    look_at_chat,
    reaches,
    set_commands,
    use_polling,
    use_webhook,
)
from bot.talk.platform import PlatformError
from tests.platforms.bot_api import BotApi, refusal, result, started
from tests.platforms.payloads import ME, Json, admin, member, restricted

GIFTS = {
    "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False,
    "gifts_from_channels": False,
}  # fmt: skip


def chat(**fields: object) -> Json:
    made: Json = {"id": -1001, "type": "supergroup", "title": "值班", "accent_color_id": 0, "max_reaction_count": 11}
    made |= {"accepted_gift_types": GIFTS} | fields
    ChatFullInfo.model_validate(made)
    return made


async def look(telegram: Telegram, api: BotApi, *, place: Json, **fields: object) -> ChatView:
    api.plan("getChat", result(chat(**fields)))
    api.plan("getChatMember", result(place))
    return await look_at_chat(telegram, "-1001")


async def test_the_bot_knows_itself(telegram: Telegram) -> None:
    assert (telegram.bot_id, telegram.username, telegram.reads_all) == ("42", "ZhibanBot", True)


async def test_an_admin_in_a_forum(telegram: Telegram, api: BotApi) -> None:
    assert await look(telegram, api, place=admin(can_pin_messages=True), is_forum=True) == ChatView(
        title="值班",
        kind="supergroup",
        forum=True,
        bot_status="administrator",
        can_write=True,
        can_pin=True,
        can_read_all=True,
    )
    assert api.asked("getChatMember") == [{"chat_id": "-1001", "user_id": "42"}]


async def test_who_may_pin(telegram: Telegram, api: BotApi) -> None:
    assert not (await look(telegram, api, place=admin(can_pin_messages=False))).can_pin
    assert not (await look(telegram, api, place=member())).can_pin
    assert (await look(telegram, api, place=member(), permissions={"can_pin_messages": True})).can_pin
    assert not (
        await look(telegram, api, place=restricted(inside=True), permissions={"can_pin_messages": True})
    ).can_pin


async def test_who_may_write(telegram: Telegram, api: BotApi) -> None:
    silent = {"can_send_messages": False}
    assert (await look(telegram, api, place=member())).can_write
    assert not (await look(telegram, api, place=member(), permissions=silent)).can_write
    assert (await look(telegram, api, place=admin(), permissions=silent)).can_write
    assert not (await look(telegram, api, place=restricted(inside=True))).can_write


async def test_privacy_mode_hides_talk_from_a_plain_member_only(api: BotApi) -> None:
    api.plan("getMe", result(ME | {"can_read_all_group_messages": False}))
    async with started(api) as telegram:
        assert not (await look(telegram, api, place=member())).can_read_all
        assert (await look(telegram, api, place=admin())).can_read_all


async def test_a_private_chat(telegram: Telegram, api: BotApi) -> None:
    view = await look(telegram, api, place=member(), id=1001, type="private", title=None, first_name="王")
    assert (view.kind, view.title, view.can_pin, view.can_read_all) == ("private", "王", True, True)


async def test_a_chat_the_bot_can_not_see(telegram: Telegram, api: BotApi) -> None:
    api.plan("getChat", refusal(400, "Bad Request: chat not found"))
    with pytest.raises(PlatformError, match="the chat -1001 can't be looked at: the chat is not known to the bot"):
        await look_at_chat(telegram, "-1001")


async def test_whom_the_bot_reaches(telegram: Telegram, api: BotApi) -> None:
    api.plan(
        "getChat",
        result(chat(id=1001, type="private")),
        refusal(400, "Bad Request: chat not found"),
        refusal(403, "Forbidden: user is deactivated"),
        refusal(500, "Internal Server Error"),
    )
    assert [await reaches(telegram, "1001") for _ in range(4)] == [True, False, False, None]


async def test_menus(telegram: Telegram, api: BotApi) -> None:
    await set_commands(telegram, {"report": "上报"})
    await set_commands(telegram, {"report": "Report"}, audience=Audience.PRIVATE, language="en")
    await set_commands(telegram, {"report": "上报"}, audience=Audience.GROUPS)
    await set_commands(telegram, {"report": "上报"}, chat="-1001")
    await set_commands(telegram, {"close": "结案"}, chat="-1001", account="1001")
    calls = api.asked("setMyCommands")
    assert json.loads(calls[0]["commands"]) == [{"command": "report", "description": "上报"}]
    assert [json.loads(call["scope"]) for call in calls] == [
        {"type": "default"},
        {"type": "all_private_chats"},
        {"type": "all_group_chats"},
        {"type": "chat", "chat_id": -1001},
        {"type": "chat_member", "chat_id": -1001, "user_id": 1001},
    ]
    assert [call.get("language_code") for call in calls] == [None, "en", None, None, None]


async def test_a_menu_that_is_refused(telegram: Telegram, api: BotApi) -> None:
    api.plan("setMyCommands", refusal(400, "Bad Request: BOT_COMMAND_INVALID"))
    with pytest.raises(PlatformError, match="menu"):
        await set_commands(telegram, {"上报": "x"})


async def test_webhook_and_polling(telegram: Telegram, api: BotApi) -> None:
    await use_webhook(telegram, "https://x.example/telegram", secret="s3cret")
    await use_polling(telegram)
    asked = api.asked("setWebhook")[0]
    assert (asked["url"], asked["secret_token"]) == ("https://x.example/telegram", "s3cret")
    assert json.loads(asked["allowed_updates"]) == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert "drop_pending_updates" not in api.asked("deleteWebhook")[0]
