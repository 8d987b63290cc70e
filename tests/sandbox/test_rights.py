"""Where the bot may not write, and why Telegram says it may not."""

from __future__ import annotations

import pytest

from tests.sandbox.conform import hold_update
from tests.sandbox.stage import Stage

KICKED = (403, "Forbidden: bot was kicked from the supergroup chat")


async def test_unknown_chat_is_400(stage: Stage) -> None:
    for chat in (-4, 4, "@nobody"):
        assert await stage.refused("sendMessage", chat_id=chat, text="x") == (400, "Bad Request: chat not found")


async def test_person_who_never_started_the_bot_is_403(stage: Stage) -> None:
    refused = await stage.refused("sendMessage", chat_id=1002, text="x")
    assert refused == (403, "Forbidden: bot can't initiate conversation with a user")
    await stage.li.starts()
    await stage.text(chat=1002)


async def test_person_who_blocked_the_bot_is_403(stage: Stage) -> None:
    await stage.li.starts()
    await stage.li.blocks()
    refused = await stage.refused("sendMessage", chat_id=1002, text="x")
    assert refused == (403, "Forbidden: bot was blocked by the user")
    await stage.li.unblocks()
    await stage.text(chat=1002)
    standings = [update["my_chat_member"]["new_chat_member"]["status"] for update in (await stage.heard())[1:]]
    assert standings == ["kicked", "member"]


async def test_kicked_bot_is_403_and_is_told(stage: Stage) -> None:
    await stage.staff.bot_becomes("kicked", by=stage.wang)
    for method, params in (("sendMessage", {"text": "x"}), ("getChat", {}), ("leaveChat", {})):
        assert await stage.refused(method, chat_id=-1001, **params) == KICKED
    [update] = await stage.heard()
    assert hold_update(update).my_chat_member
    assert update["my_chat_member"]["from"]["id"] == 1001
    await stage.wang.says(stage.staff, "nobody hears this")
    assert await stage.heard() == []


async def test_kicked_from_a_small_group_the_bot_reads_the_service_message_too(stage: Stage) -> None:
    small = await stage.world.group(-5, "小群", kind="group", members=[stage.wang])
    await small.bot_becomes("kicked", by=stage.wang)
    message, told = await stage.heard()
    assert message["message"]["left_chat_member"]["id"] == stage.world.bot_id
    assert told["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    refused = await stage.refused("sendMessage", chat_id=-5, text="x")
    assert refused == (403, "Forbidden: bot was kicked from the group chat")


async def test_bot_that_left_is_403(stage: Stage) -> None:
    await stage.ok("leaveChat", chat_id=-1001)
    refused = await stage.refused("sendMessage", chat_id=-1001, text="x")
    assert refused == (403, "Forbidden: bot is not a member of the supergroup chat")
    [update] = await stage.heard()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "left"


async def test_bot_that_comes_back(stage: Stage) -> None:
    await stage.staff.bot_becomes("kicked")
    await stage.staff.bot_becomes("member", by=stage.wang)
    await stage.text()
    kinds = [next(kind for kind in update if kind != "update_id") for update in await stage.heard()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


@pytest.mark.parametrize("pins", [True, False])
async def test_pin_needs_the_right(stage: Stage, *, pins: bool) -> None:
    await stage.staff.bot_becomes("administrator", pins=pins)
    sent = await stage.text()
    answer = await stage.world.call("pinChatMessage", chat_id=-1001, message_id=sent["message_id"])
    assert answer["ok"] is pins
    if not pins:
        assert answer["description"] == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_pin_as_member_is_400_and_in_private_free(stage: Stage) -> None:
    await stage.staff.bot_becomes("member")
    sent = await stage.text()
    assert (await stage.refused("pinChatMessage", chat_id=-1001, message_id=sent["message_id"]))[0] == 400
    await stage.wang.starts()
    sent = await stage.text(chat=1001)
    await stage.ok("pinChatMessage", chat_id=1001, message_id=sent["message_id"])


async def test_migrated_group_is_400_with_the_new_number(stage: Stage) -> None:
    old = await stage.world.group(-5, "小群", kind="group", members=[stage.wang])
    new = await old.migrates(-1005)
    answer = await stage.world.call("sendMessage", chat_id=-5, text="x")
    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1005},
    }
    await stage.text(chat=new.id)


@pytest.mark.parametrize(
    ("order", "kinds"),
    [
        ("to_first", ["migrate_to_chat_id", "migrate_from_chat_id"]),
        ("from_first", ["migrate_from_chat_id", "migrate_to_chat_id"]),
        ("silent", []),
    ],
)
async def test_migration_is_told_in_any_order(stage: Stage, order: str, kinds: list[str]) -> None:
    old = await stage.world.group(-5, "小群", kind="group", members=[stage.wang])
    await old.migrates(-1005, order=order)
    told = [update["message"] for update in await stage.heard()]
    assert [next(kind for kind in kinds if kind in message) for message in told] == kinds
    assert all(message["chat"]["id"] == (-5 if "migrate_to_chat_id" in message else -1005) for message in told)


async def test_members(stage: Stage) -> None:
    boss = await stage.world.person(1003, "赵班")
    await stage.world.group(-1003, "指挥群", owner=boss, admins=[stage.wang], members=[stage.li])
    assert (await stage.ok("getChatMember", chat_id=-1003, user_id=1003))["status"] == "creator"
    assert (await stage.ok("getChatMember", chat_id=-1003, user_id=1001))["status"] == "administrator"
    assert (await stage.ok("getChatMember", chat_id=-1003, user_id=1002))["status"] == "member"
    assert (await stage.ok("getChatMember", chat_id=-1003, user_id=stage.world.bot_id))["status"] == "member"
    assert await stage.refused("getChatMember", chat_id=-1003, user_id=5) == (400, "Bad Request: user not found")
    admins = await stage.ok("getChatAdministrators", chat_id=-1003)
    assert {admin["user"]["id"] for admin in admins} == {1001, 1003}
    assert await stage.ok("getChatMemberCount", chat_id=-1003) == 4
    assert (await stage.refused("getChatAdministrators", chat_id=1001))[0] == 403


async def test_admin_hears_of_members_when_it_asks(stage: Stage) -> None:
    await stage.updates(allowed_updates=["message", "chat_member"])
    await stage.staff.member_becomes(stage.li, "left")
    await stage.staff.member_becomes(stage.li, "member", by=stage.wang)
    await stage.staff.member_becomes(stage.li, "administrator", by=stage.wang)
    kinds = [next(kind for kind in update if kind != "update_id") for update in await stage.heard()]
    assert kinds == ["message", "chat_member", "chat_member", "message", "chat_member"]


async def test_get_chat_of_people(stage: Stage) -> None:
    assert (await stage.ok("getChat", chat_id=1002))["first_name"] == "李电"
    await stage.world.person(1009, "生人")
    assert await stage.refused("getChat", chat_id=1009) == (400, "Bad Request: chat not found")


async def test_channels_need_the_right_to_post(stage: Stage) -> None:
    channel = await stage.world.group(-1009, "公告", kind="channel", username="gonggao", bot="administrator")
    sent = await stage.ok("sendMessage", chat_id="@gonggao", text="停水")
    assert ("from" in sent, sent["sender_chat"]["id"]) == (False, -1009)
    await channel.bot_becomes("member")
    assert (await stage.refused("sendMessage", chat_id=-1009, text="x"))[0] == 400


async def test_what_no_world_has_is_400(stage: Stage) -> None:
    for name, value in {"business_connection_id": "x", "direct_messages_topic_id": 4}.items():
        assert (await stage.refused("sendMessage", chat_id=-1001, text="x", **{name: value}))[0] == 400


async def test_bot_and_its_commands(stage: Stage) -> None:
    me = await stage.ok("getMe")
    assert {"id", "is_bot", "first_name", "username", "can_join_groups", "supports_inline_queries"} <= set(me)
    commands = [{"command": "report", "description": "上报"}]
    scope = {"type": "chat", "chat_id": -1001}
    await stage.ok("setMyCommands", commands=commands, scope=scope, language_code="zh")
    assert await stage.ok("getMyCommands", scope=scope, language_code="zh") == commands
    assert await stage.ok("getMyCommands") == []
    await stage.ok("deleteMyCommands", scope=scope, language_code="zh")
    assert await stage.ok("getMyCommands", scope=scope, language_code="zh") == []


@pytest.mark.parametrize(
    "params",
    [
        {"commands": [{"command": "Report", "description": "x"}]},
        {"commands": [{"command": "上报", "description": "x"}]},
        {"commands": [{"command": "report", "description": ""}]},
        {"commands": [{"command": "report", "description": "x", "colour": 1}]},
        {"commands": [{"command": "a", "description": "x"}] * 101},
        {"commands": [], "scope": {"type": "chat"}},
        {"commands": [], "scope": {"type": "planet"}},
    ],
)
async def test_wrong_commands_are_400(stage: Stage, params: dict[str, object]) -> None:
    assert (await stage.refused("setMyCommands", **params))[0] == 400
