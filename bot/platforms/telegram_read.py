"""Turns a kept Telegram update into our words: who said, pressed or did what, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatID, ChatMemberStatus, ChatType, MessageEntityType

from bot.platforms.telegram_envelope import unwrap, update_key
from bot.platforms.telegram_text import clean, clean_line, split_address, storable
from bot.talk.message import Address, Incoming, Membership, Press

PLATFORM = "telegram"

# Accounts Telegram puts in the sender's place of people who can't be known.
_STAND_INS = {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL, ChatID.SERVICE_CHAT}
_PLACE = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")
_FILE_BYTES = 20 * 1024 * 1024
"""A bot can't fetch more than this."""
_INSIDE = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who is behind an update, as far as it can be known."""

    account: str = ""
    name: str = ""
    language: str = ""
    hidden: bool = False


class Reader:
    """Reads for one bot: it has to know its own id and name."""

    def __init__(self, *, bot: str, username: str) -> None:
        self._bot = bot
        self._username = username

    def read(self, raw: bytes) -> Incoming | None:
        """The update in our words; None when it is nothing for us. Raises on a malformed update."""
        received, data = unwrap(raw)
        update = Update.de_json(_without_the_card(data))
        key = update_key(self._bot, update.update_id)
        if update.callback_query:
            return self._press(update.callback_query, key=key, received=received)
        if update.my_chat_member:
            return _membership(update.my_chat_member, key=key)
        edited = update.edited_message or update.edited_channel_post
        message = edited or update.message or update.channel_post
        if message is None:
            return None
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            return _moved(message, key=key)
        at = (message.edit_date or received) if edited else message.date
        return self._message(message, key=key, at=at, edited=edited is not None)

    def _press(self, query: CallbackQuery, *, key: str, received: datetime) -> Incoming | None:
        if query.message is None:  # a message sent through inline mode, which this bot does not have
            return None
        sender = _sender(query.from_user)
        card, colon, choice = storable(query.data or "").partition(":")
        if not card or not choice:
            card, choice = "", card + colon + choice
        return Incoming(
            key=key,
            at=received,
            where=_where(query.message.chat, query.message),
            account=sender.account,
            private=_private(query.message.chat),
            name=sender.name,
            language=sender.language,
            press=Press(card=card, choice=choice, query=query.id),
            message=str(query.message.message_id),
            hidden=sender.hidden,
        )

    def _message(self, message: Message, *, key: str, at: datetime, edited: bool) -> Incoming | None:
        written = message.text if message.text is not None else message.caption
        carried = dict(_carried(message))
        sender = _author(message)
        if sender is None or (written is None and not carried):
            return None
        text, to_bot, to_other = split_address(clean(written or ""), self._username)
        mentions = tuple(_mentions(message))
        return Incoming(
            key=key,
            at=at,
            where=_where(message.chat, message),
            account=sender.account,
            private=_private(message.chat),
            name=sender.name,
            language=sender.language,
            text=text,
            message=str(message.message_id),
            reply_to=self._reply_to(message),
            files=tuple(file for file, size in carried.items() if size <= _FILE_BYTES),
            oversized=any(size > _FILE_BYTES for size in carried.values()),
            album=message.media_group_id or "",
            mentions=tuple(account for account in mentions if account != self._bot),
            edited=edited,
            forwarded=message.forward_origin is not None or bool(message.is_automatic_forward),
            hidden=sender.hidden,
            to_bot=to_bot or self._bot in mentions,
            to_other=to_other,
        )

    def _reply_to(self, message: Message) -> str:
        answered = message.reply_to_message
        if answered is None or answered.from_user is None or str(answered.from_user.id) != self._bot:
            return ""
        if answered.forum_topic_created is not None:  # every message of a topic "answers" the one that made it
            return ""
        return str(answered.message_id)


def _without_the_card(data: dict[str, Any]) -> dict[str, Any]:
    """A press brings the whole card it was on; where that stands is all that is asked of it, and reading it is dear."""
    press = data.get("callback_query")
    card = press.get("message") if isinstance(press, dict) else None
    if not isinstance(press, dict) or not isinstance(card, dict):
        return data
    place = {name: card[name] for name in _PLACE if name in card}
    return {**data, "callback_query": {**press, "message": place}}


def _author(message: Message) -> Sender | None:
    """Who wrote this; None for another bot."""
    user = message.from_user
    if user is None or message.sender_chat or message.via_bot or message.is_automatic_forward:
        return Sender(hidden=True)
    if user.id in _STAND_INS or message.chat.type == ChatType.CHANNEL:
        return Sender(hidden=True)
    return None if user.is_bot else _sender(user)


def _sender(user: User) -> Sender:
    if user.id in _STAND_INS or user.is_bot:
        return Sender(hidden=True)
    return Sender(account=str(user.id), name=clean_line(user.full_name), language=(user.language_code or "").lower())


def _membership(change: ChatMemberUpdated, *, key: str) -> Incoming:
    sender = _sender(change.from_user)
    return Incoming(
        key=key,
        at=change.date,
        where=Address(platform=PLATFORM, chat=str(change.chat.id)),
        account=sender.account,
        private=_private(change.chat),
        name=sender.name,
        language=sender.language,
        hidden=sender.hidden,
        membership=_change(was=_is_inside(change.old_chat_member), now=_is_inside(change.new_chat_member)),
        title=clean_line(change.chat.title or ""),
    )


def _change(*, was: bool, now: bool) -> Membership:
    if not now:
        return Membership.REMOVED
    return Membership.CHANGED if was else Membership.JOINED


def _is_inside(member: ChatMember) -> bool:
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status in _INSIDE


def _moved(message: Message, *, key: str) -> Incoming:
    """A group got a new id; Telegram says it in both chats, in either order."""
    old, new = message.chat.id, message.migrate_to_chat_id
    if new is None and message.migrate_from_chat_id is not None:
        old, new = message.migrate_from_chat_id, message.chat.id
    return Incoming(
        key=key,
        at=message.date,
        where=Address(platform=PLATFORM, chat=str(old)),
        account="",
        membership=Membership.MOVED,
        moved_to=str(new),
        title=clean_line(message.chat.title or ""),
    )


def _where(chat: Chat, message: object) -> Address:
    thread = ""
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        thread = str(message.message_thread_id)
    return Address(platform=PLATFORM, chat=str(chat.id), thread=thread)


def _private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _mentions(message: Message) -> Iterator[str]:
    for entity in message.entities or message.caption_entities:
        if entity.type == MessageEntityType.TEXT_MENTION and entity.user is not None:
            yield str(entity.user.id)


def _carried(message: Message) -> Iterator[tuple[str, int]]:
    """Each file as `kind:id`, and its bytes as far as they are told."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        yield f"photo:{largest.file_id}", largest.file_size or 0
    if message.location:
        yield f"location:{message.location.latitude},{message.location.longitude}", 0
    if message.contact:
        yield f"contact:{clean_line(message.contact.phone_number)}", 0
    for kind in ("voice", "audio", "video", "video_note", "document", "sticker"):
        file = getattr(message, kind)
        if file is not None:
            yield f"{kind}:{file.file_id}", file.file_size or 0
