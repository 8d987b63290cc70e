"""Which messages of a chat the bot gets to hear: privacy mode and membership."""

from __future__ import annotations

from bot.sandbox.chat import Chat
from bot.sandbox.wire import Json

SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "pinned_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
    "supergroup_chat_created",
    "forum_topic_created",
)


def service_kind(body: Json) -> str:
    """The kind of a service message; empty for what people say."""
    return next((kind for kind in SERVICE if kind in body), "")


def hears(chat: Chat, bot: Json, body: Json) -> bool:
    """Whether this message is delivered to the bot."""
    standing = chat.member(bot["id"])
    if not standing.present:
        return False
    if not chat.group or standing.status == "administrator" or bot["can_read_all_group_messages"]:
        return True
    if service_kind(body) or body.get("via_bot", {}).get("id") == bot["id"]:
        return True
    answered = body.get("reply_to_message", {}).get("from", {}).get("id")
    return answered == bot["id"] or _calls(bot, body)


def _calls(bot: Json, body: Json) -> bool:
    name = "@" + bot["username"].lower()
    text: str = body.get("text") or body.get("caption") or ""
    wide = text.encode("utf-16-le", "surrogatepass")
    for mark in body.get("entities") or body.get("caption_entities") or ():
        part = wide[mark["offset"] * 2 : (mark["offset"] + mark["length"]) * 2].decode("utf-16-le", "surrogatepass")
        if mark["type"] == "mention" and part.lower() == name:
            return True
        if mark["type"] == "text_mention" and mark["user"]["id"] == bot["id"]:
            return True
        if mark["type"] == "bot_command" and mark["offset"] == 0:
            _, at, addressee = part.partition("@")
            return not at or "@" + addressee.lower() == name
    return False
