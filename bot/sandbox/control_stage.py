"""Control verbs of the page: what is being played, what its visitor wishes, and everything there is to draw at once."""

from __future__ import annotations

import json

from bot.sandbox.chat import Chat
from bot.sandbox.wecom_phone import Phone
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

SHOWN = 400
"""So many messages of a chat are drawn; older ones are left out."""


def set_stage(world: World, wish: Json) -> Json:
    """What is being played now, as whoever plays it puts it; the page reads it."""
    world.stage = wish
    return {"seq": world.ledger.add("stage", None, {"stage": wish})}


def add_wish(world: World, wish: Json) -> Json:
    """What the visitor of the page wishes from whoever plays."""
    if not isinstance(wish.get("do"), str):
        raise Refusal(400, "a wish says what to do")
    return {"seq": world.ledger.add("wish", None, {"wish": wish})}


def show_scene(world: World, wish: Json) -> Json:
    """Everybody, every chat and its messages as they stand now."""
    del wish
    phones = list(world.corp.phones.values()) if world.corp else []
    return {
        "epoch": world.epoch,
        "people": [{"id": number, "name": _name(person)} for number, person in world.people.items()]
        + [{"id": phone.number, "name": phone.name} for phone in phones if phone.kind == "member"],
        "chats": [_chat(world, chat) for chat in world.chats.values() if chat.moved_to is None]
        + [_phone(phone) for phone in phones],
        "now": world.now(),
        "last": world.ledger.last,
        "stage": world.stage,
        "bot": {"name": world.bot["first_name"], "username": world.bot["username"]},
    }


def _name(person: Json) -> str:
    return " ".join(person[part] for part in ("first_name", "last_name") if part in person)


def _chat(world: World, chat: Chat) -> Json:
    newest = list(chat.posts)[-SHOWN:]
    older = sorted(set(chat.pinned) & set(chat.posts) - set(newest))
    present = [number for number, member in chat.members.items() if member.present]
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "members": [number for number in present if number != world.bot_id],
        "started": world.bot_id in present,
        "pinned": chat.pinned,
        "messages": [world.view(chat, chat.posts[number]) for number in (*older, *newest)],
    }


def _phone(phone: Phone) -> Json:
    """A conversation on WeCom in the form of the others; its people are those of the corp, by `account`."""
    return {
        "id": phone.number,
        "platform": "wecom",
        "account": phone.id,
        "type": "private" if phone.kind == "member" else phone.kind,
        "title": phone.name,
        "members": [],
        "started": True,
        "pinned": [],
        "messages": [phone.view(post) for post in list(phone.posts.values())[-SHOWN:]],
    }


def read_commands(world: World, wish: Json) -> Json:
    """The commands the app would offer this person in this chat: the narrowest list that was set."""
    chat = world.find_chat(int(wish["chat"]))
    user = int(wish["by"])
    private = chat.type == "private"
    scopes: list[Json] = [{"type": "chat", "chat_id": chat.id}]
    if not private:
        scopes.insert(0, {"type": "chat_member", "chat_id": chat.id, "user_id": user})
    if not private and chat.member(user).status in {"creator", "administrator"}:
        scopes[1:1] = [{"type": "chat_administrators", "chat_id": chat.id}]
        scopes.append({"type": "all_chat_administrators"})
    scopes += [{"type": "all_private_chats" if private else "all_group_chats"}, {"type": "default"}]
    spoken = str(wish.get("language") or (world.user(user) or {}).get("language_code", ""))
    for scope in scopes:
        for language in dict.fromkeys((spoken, "")):
            found = world.commands.get(json.dumps([scope, language], sort_keys=True))
            if found:
                return {"commands": found}
    return {"commands": []}
