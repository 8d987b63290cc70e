"""What a Telegram error means for one message: wait, give up, look elsewhere, or not known.

A server error (5xx) counts as not delivered although nothing proves it: an emergency told twice is better than one not
told at all. What broke off without any answer is unclear.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.platforms.telegram_transport import NotDeliveredError, SlowDownError, UnavailableError
from bot.talk.message import Delivery, Sent

THREAD_GONE = "the topic is gone or closed"
TOKEN_REFUSED = "the server refuses the bot's token"

# A part of Telegram's description, in small letters, and what it means; the first that fits holds.
_REFUSALS: tuple[tuple[str, Delivery, str], ...] = (
    ("not modified", Delivery.UNCHANGED, ""),
    ("chat_not_modified", Delivery.UNCHANGED, ""),
    ("message thread not found", Delivery.NEVER, THREAD_GONE),
    ("topic_closed", Delivery.NEVER, THREAD_GONE),
    ("topic_deleted", Delivery.NEVER, THREAD_GONE),
    ("message to edit not found", Delivery.NEVER, "the message to change is gone"),
    ("message can't be edited", Delivery.NEVER, "the message can't be changed any more"),
    ("message to pin not found", Delivery.NEVER, "the message to pin is gone"),
    ("message to unpin not found", Delivery.UNCHANGED, ""),
    ("manage pinned", Delivery.NEVER, "the bot has no right to pin in this chat"),
    ("chat not found", Delivery.LOST, "the chat is not known to the bot"),
    ("peer_id_invalid", Delivery.LOST, "the chat is not known to the bot"),
    ("chat was deactivated", Delivery.LOST, "the group is closed"),
    ("not enough rights", Delivery.NEVER, "the bot has no right to do this in the chat"),
    ("no rights to send", Delivery.NEVER, "the bot may not write in this chat"),
    ("chat_write_forbidden", Delivery.NEVER, "the bot may not write in this chat"),
    ("can't parse entities", Delivery.NEVER, "the text's HTML is wrong"),
    ("too long", Delivery.NEVER, "the text is too long"),
    ("text is empty", Delivery.NEVER, "the text is empty"),
    ("button_data_invalid", Delivery.NEVER, "a button's data is too long"),
    ("file identifier", Delivery.NEVER, "the file is not known to the server"),
)

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)


async def readable(call: Awaitable[Answer]) -> Answer:
    """The call, whose only errors are then the client's own: an answer it can't read is no clear answer."""
    try:
        return await call
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NetworkError(f"the answer can't be read ({type(error).__name__})") from error


def outcome(error: TelegramError) -> Sent:
    """The error in our words. A refusal is asked about first: to the client it is a kind of network error."""
    if isinstance(error, BadRequest):
        return _refused(error)
    if isinstance(error, ChatMigrated):
        return Sent(delivery=Delivery.MOVED, moved_to=str(error.new_chat_id), reason="the group has a new id")
    if isinstance(error, Forbidden):
        return Sent(delivery=Delivery.LOST, reason="the bot was removed, blocked or never started there")
    if isinstance(error, SlowDownError):
        return Sent(delivery=Delivery.LATER, wait=error.seconds, reason="too many messages to this chat")
    if is_unknown_call(error):
        return Sent(delivery=Delivery.LATER, reason="the server does not know this call")
    if isinstance(error, InvalidToken):
        return Sent(delivery=Delivery.LATER, everybody=True, reason=TOKEN_REFUSED)
    if isinstance(error, UnavailableError):
        return Sent(delivery=Delivery.LATER, reason="the server can't do it now")
    if isinstance(error, NotDeliveredError):
        return Sent(delivery=Delivery.LATER, reason="no connection to the server")
    return Sent(delivery=Delivery.UNCLEAR, reason="no clear answer from the server")


def is_unknown_call(error: TelegramError) -> bool:
    """A 404: the client takes it for a wrong token, but once the bot is started it is about this one call."""
    return isinstance(error, InvalidToken) and "not found" in error.message.lower()


def _refused(error: BadRequest) -> Sent:
    described = error.message.lower()
    for part, delivery, reason in _REFUSALS:
        if part in described:
            return Sent(delivery=delivery, reason=reason)
    _log.warning("Telegram refused a call: %s", error.message[:200])
    return Sent(delivery=Delivery.NEVER, reason="the server refuses the message")
