"""How a Telegram update lies in the inbox: the update as it came, with the time we took it, as ASCII JSON.

A press has no date of its own in the Bot API, so the time of taking has to be kept beside it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.talk.platform import PlatformError, Raw

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member")


class WrongSecretError(PlatformError):
    """A webhook call without the secret we gave Telegram: it is not from there."""


class NotAnUpdateError(PlatformError):
    """A webhook call whose body is no update."""


def update_key(bot: str, update_id: int) -> str:
    """The key of an update, bound to the bot: another bot's updates count from somewhere else."""
    return f"{bot}:{update_id}"


def is_update(update: object) -> bool:
    """Is this enough of an update to be kept?"""
    return isinstance(update, dict) and type(update.get("update_id")) is int


def wrap(update: Mapping[str, Any], *, bot: str, received: datetime) -> Raw:
    """The inbox row of one update, kept whole and unread."""
    taken = (received - _EPOCH) // _MICROSECOND
    body = json.dumps({"received": taken, "update": update}, separators=(",", ":"))
    return Raw(key=update_key(bot, update["update_id"]), chat=_chat_of(update), body=body.encode("ascii"), at=received)


def unwrap(body: bytes) -> tuple[datetime, dict[str, Any]]:
    """When the update was taken, and the update."""
    envelope = json.loads(body)
    return _EPOCH + envelope["received"] * _MICROSECOND, envelope["update"]


def accept(body: bytes, header_secret: str | None, *, secret: str, bot: str, received: datetime) -> Raw:
    """The inbox row of one webhook call; `WrongSecretError` (answer 403) or `NotAnUpdateError` (answer 400)."""
    if not secret or not hmac.compare_digest((header_secret or "").encode(), secret.encode()):
        raise WrongSecretError("a webhook call without our secret was refused")
    try:
        update = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        update = None
    if not is_update(update):
        raise NotAnUpdateError("a webhook call whose body is no update was refused")
    return wrap(update, bot=bot, received=received)


def _chat_of(update: Mapping[str, Any]) -> str:
    """The chat the update belongs to, looked up without trusting its shape."""
    holder: Any = next((update[kind] for kind in _MESSAGES if kind in update), None)
    press = update.get("callback_query")
    if isinstance(press, dict):
        holder = press.get("message")
    chat = holder.get("chat") if isinstance(holder, dict) else None
    return str(chat.get("id", "")) if isinstance(chat, dict) else ""
