"""Updates as the Bot API sends them, each held against aiogram's model of them before it is used."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiogram.types import Update as AiogramUpdate

from bot.platforms.telegram_envelope import wrap
from bot.platforms.telegram_read import Reader
from bot.talk.message import Incoming

Json = dict[str, Any]

BOT = {"id": 42, "is_bot": True, "first_name": "值班", "username": "ZhibanBot"}
ME = BOT | {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
WANG = {"id": 1001, "is_bot": False, "first_name": "王", "last_name": "强", "language_code": "zh-hans"}
OTHER_BOT = {"id": 77, "is_bot": True, "first_name": "Other", "username": "other_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
GROUP = {"id": -1001, "type": "supergroup", "title": "安居苑值班"}
SMALL_GROUP = {"id": -55, "type": "group", "title": "小群"}
CHANNEL = {"id": -1009, "type": "channel", "title": "公告"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "王"}

DATE = 1_760_000_000
SAID = datetime.fromtimestamp(DATE, UTC)
READER = Reader(bot="42", username="ZhibanBot")
TAKEN = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def valid(update: Json) -> Json:
    """The update, when aiogram accepts it too."""
    AiogramUpdate.model_validate(update)
    return update


def said(text: str | None = None, /, **fields: Any) -> Json:
    """A message update; `text` by 王强 in the staff group unless the fields say otherwise."""
    return valid({"update_id": 900, "message": message(text, **fields)})


def message(text: str | None = None, /, **fields: Any) -> Json:
    """A message."""
    made: Json = {"message_id": 7, "date": DATE, "chat": GROUP, "from": WANG} | fields
    if text is not None:
        made["text"] = text
    return {name: value for name, value in made.items() if value is not None}


def pressed(data: str | None, *, on: Json | None = None, **fields: Any) -> Json:
    """A press of a button under a message of the bot."""
    under = on if on is not None else message("card", **{"from": BOT, "message_id": 70})
    query: Json = {"id": "q1", "from": WANG, "chat_instance": "ci", "message": under} | fields
    if data is not None:
        query["data"] = data
    return valid({"update_id": 901, "callback_query": query})


def admin(**rights: bool) -> Json:
    """The bot as an administrator."""
    names = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
        "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
        "can_send_welcome_messages"
    )
    return {"status": "administrator", "user": BOT} | dict.fromkeys(names.split(), False) | rights


def member(status: str = "member", **fields: Any) -> Json:
    """The bot's place in a chat."""
    return {"status": status, "user": BOT} | fields


def restricted(*, inside: bool) -> Json:
    """The bot with its rights cut."""
    names = (
        "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
        "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages "
        "can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics"
    )
    rights = dict.fromkeys(names.split(), False)
    return {"status": "restricted", "user": BOT, "is_member": inside, "until_date": 0} | rights


def place(old: Json, new: Json, **fields: Any) -> Json:
    """The bot's own place in a chat changed."""
    change: Json = {"chat": GROUP, "from": WANG, "date": DATE, "old_chat_member": old, "new_chat_member": new} | fields
    return valid({"update_id": 902, "my_chat_member": change})


def read_or_none(update: Json) -> Incoming | None:
    """The update in our words, by the way of the inbox row."""
    return READER.read(wrap(update, bot="42", received=TAKEN).body)


def read(update: Json) -> Incoming:
    """The same, of an update that is something for us."""
    found = read_or_none(update)
    assert found is not None
    return found
