"""Methods about the bot itself, its chats and their members."""

from __future__ import annotations

import json
import re

from bot.sandbox.changes import change_member
from bot.sandbox.chat import LEFT, Chat, describe_member
from bot.sandbox.draft import Params
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(world: World, params: Params) -> Json:
    """getMe."""
    del params
    return world.bot


def get_chat(world: World, params: Params) -> Json:
    """getChat."""
    chat = world.find_chat(params["chat_id"])
    if chat.type != "private":
        return world.enter(chat.id).full()
    if not world.knows(chat):
        raise bad_request("chat not found")
    return chat.full()


def get_chat_member(world: World, params: Params) -> Json:
    """getChatMember."""
    chat = world.enter(params["chat_id"])
    user = world.user(params["user_id"])
    if user is None:
        raise bad_request("user not found")
    return describe_member(user, chat.member(params["user_id"]), chat)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """getChatAdministrators."""
    chat = world.enter(params["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        describe_member(user, member, chat)
        for number, member in chat.members.items()
        if member.status in {"creator", "administrator"}
        and (user := world.user(number)) is not None
        and (params.get("return_bots", True) or not user["is_bot"])
    ]


def get_chat_member_count(world: World, params: Params) -> int:
    """getChatMemberCount."""
    return sum(member.present for member in world.enter(params["chat_id"]).members.values())


def leave_chat(world: World, params: Params) -> bool:
    """leaveChat."""
    chat = world.enter(params["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    change_member(world, chat, world.bot_id, LEFT, by=world.bot_user)
    return True


def _scope(world: World, params: Params) -> str:
    scope = params.get("scope", {"type": "default"})
    kind = scope.get("type")
    if kind not in SCOPES or set(scope) != {"type", *SCOPES[kind]}:
        raise bad_request("can't parse BotCommandScope")
    if "chat_id" in scope:
        chat: Chat = world.find_chat(scope["chat_id"])
        scope = {**scope, "chat_id": chat.id}
    return json.dumps([scope, params.get("language_code", "")], sort_keys=True)


def set_my_commands(world: World, params: Params) -> bool:
    """setMyCommands."""
    commands = params["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not isinstance(one, dict) or set(one) - {"command", "description", "is_ephemeral"}:
            raise bad_request("can't parse BotCommand")
        if not COMMAND.fullmatch(str(one.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(world, params)] = [
        {"command": one["command"].removeprefix("/"), "description": one["description"]} for one in commands
    ]
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """getMyCommands."""
    return world.commands.get(_scope(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """deleteMyCommands."""
    world.commands.pop(_scope(world, params), None)
    return True
