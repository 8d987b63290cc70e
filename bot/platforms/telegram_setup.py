"""What the program asks of Telegram and sets there beside messages: chats, rights, menus, the webhook."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from enum import Enum

from telegram import (
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    BotCommandScopeDefault,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
)
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.platforms.telegram import UPDATES, Telegram
from bot.platforms.telegram_result import Answer, outcome, readable
from bot.platforms.telegram_text import clean_line
from bot.talk.message import Delivery
from bot.talk.platform import PlatformError


@dataclass(frozen=True, kw_only=True)
class ChatView:
    """A chat as the bot finds it."""

    title: str
    kind: str
    """private, group, supergroup or channel."""
    forum: bool
    """Has it topics?"""
    bot_status: str
    """creator, administrator, member, restricted, left or kicked."""
    can_write: bool
    can_pin: bool
    can_read_all: bool
    """Does the bot see messages that are neither commands nor replies to it?"""


class Audience(Enum):
    """For whom a list of commands is shown."""

    EVERYBODY = "everybody"
    """Where no narrower list is set."""
    PRIVATE = "private"
    """In all private chats."""
    GROUPS = "groups"
    """In all groups."""


async def look_at_chat(telegram: Telegram, chat: str) -> ChatView:
    """The chat and the bot's place in it; `PlatformError` when the bot can't see it."""
    found = await _ask(telegram.client.get_chat(chat), f"the chat {chat} can't be looked at")
    private = found.type == ChatType.PRIVATE
    status, can_write, can_pin = str(ChatMemberStatus.MEMBER), True, True
    if not private:
        asked = telegram.client.get_chat_member(chat, int(telegram.bot_id))
        member = await _ask(asked, f"the bot's place in the chat {chat} can't be looked at")
        status, can_write, can_pin = str(member.status), _can_write(member, found), _can_pin(member, found)
    leads = status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
    return ChatView(
        title=clean_line(found.title or found.full_name or ""),
        kind=str(found.type),
        forum=bool(found.is_forum),
        bot_status=status,
        can_write=can_write,
        can_pin=can_pin,
        can_read_all=private or leads or telegram.reads_all,
    )


async def reaches(telegram: Telegram, account: str) -> bool | None:
    """Has the person ever started the bot? None: the server did not say. Who blocked it since may pass."""
    try:
        await readable(telegram.client.get_chat(account))
    except TelegramError as error:
        return False if outcome(error).delivery is Delivery.LOST else None
    return True


async def set_commands(
    telegram: Telegram,
    commands: Mapping[str, str],
    *,
    audience: Audience = Audience.EVERYBODY,
    chat: str = "",
    account: str = "",
    language: str = "",
) -> None:
    """Sets the menu (command to sentence) of an audience, or of one chat, or of one person in one group."""
    call = telegram.client.set_my_commands(
        list(commands.items()), scope=_scope(audience, chat, account=account), language_code=language or None
    )
    await _ask(call, "the menu of commands can't be set")


async def use_polling(telegram: Telegram) -> None:
    """Takes a webhook away that would keep getUpdates from working; what waits there is kept."""
    await _ask(telegram.client.delete_webhook(), "the webhook can't be taken away")


async def use_webhook(telegram: Telegram, url: str, *, secret: str) -> None:
    """Tells Telegram to bring the updates to this address, with our secret in the header."""
    call = telegram.client.set_webhook(url, allowed_updates=UPDATES, secret_token=secret)
    await _ask(call, "the webhook can't be set")


async def _ask(call: Awaitable[Answer], trouble: str) -> Answer:
    try:
        return await readable(call)
    except TelegramError as error:
        raise PlatformError(f"{trouble}: {outcome(error).reason}") from error


def _can_write(member: ChatMember, chat: ChatFullInfo) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return bool(member.can_send_messages)
    everybody = chat.permissions is None or chat.permissions.can_send_messages is not False
    return everybody or member.status != ChatMemberStatus.MEMBER


def _can_pin(member: ChatMember, chat: ChatFullInfo) -> bool:
    if isinstance(member, ChatMemberAdministrator | ChatMemberRestricted):
        return bool(member.can_pin_messages)
    if member.status == ChatMemberStatus.OWNER:
        return True
    everybody = chat.permissions is not None and bool(chat.permissions.can_pin_messages)
    return everybody and member.status == ChatMemberStatus.MEMBER


def _scope(audience: Audience, chat: str, *, account: str) -> BotCommandScope:
    if chat and account:
        return BotCommandScopeChatMember(chat, int(account))
    if chat:
        return BotCommandScopeChat(chat)
    if audience is Audience.PRIVATE:
        return BotCommandScopeAllPrivateChats()
    return BotCommandScopeAllGroupChats() if audience is Audience.GROUPS else BotCommandScopeDefault()
