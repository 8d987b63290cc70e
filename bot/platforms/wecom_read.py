"""Turns a kept callback of WeCom into our words: what somebody said to the app, chose on a card, or did with it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.platforms.telegram_text import clean, clean_line, storable
from bot.platforms.wecom_envelope import key_of, unwrap
from bot.talk.message import Address, Incoming, Membership, Press

PLATFORM = "wecom"

ALARMS = frozenset(
    {
        "inactive_alert",
        "close_inactive_agent",
        "reopen_inactive_agent",
        "low_active_alert",
        "low_active",
        "active_restored",
    }
)
"""What WeCom says of an app that is used too little, up to switching it off (WD 90240)."""
NO_CHOICE = ("", "none")
"""Ids of options that stand for no choice."""
_FILES = {"image": "photo", "voice": "voice", "video": "video", "file": "document"}
"""What WeCom calls a message with a file (WD 90239), and what we call the file."""

_log = logging.getLogger(__name__)

Message = Mapping[str, Any]


def read(raw: bytes) -> Incoming | None:
    """The callback in our words; None when it is nothing for us. Raises on a malformed one."""
    _, message = unwrap(raw)
    kind = _text(message, "MsgType").lower()
    return _event(message) if kind == "event" else _message(message, kind)


def _message(message: Message, kind: str) -> Incoming | None:
    media = _text(message, "MediaId")
    if kind == "text":
        return _said(message, _text(message, "Content"))
    if kind == "link":
        return _said(message, f"{_text(message, 'Title')}\n{_text(message, 'Url')}")
    if kind == "location":
        latitude, longitude = float(message["Location_X"]), float(message["Location_Y"])
        return _incoming(message, files=(f"location:{latitude},{longitude}",))
    if kind in _FILES and media:
        return _incoming(message, files=(f"{_FILES[kind]}:{PLATFORM}/{media}",))
    _log.debug("WeCom: a message of the kind %.40r is not for us", kind)
    return None


def _event(message: Message) -> Incoming | None:
    kind = _text(message, "Event").lower()
    if kind in ALARMS:
        by = _moment(_text(message, "EffectTime"))
        return Incoming(key=key_of(message), at=_at(message), where=_place(""), account="", text=by, alarm=kind)
    if kind == "click":
        return _said(message, f"/{_text(message, 'EventKey')}")
    if kind == "template_card_event":
        return _pressed(message)
    if kind == "subscribe":
        return _said(message, "/start")
    if kind == "unsubscribe":
        return _incoming(message, membership=Membership.REMOVED)
    _log.debug("WeCom: an event of the kind %.40r is not for us", kind)
    return None


def _said(message: Message, text: str) -> Incoming | None:
    words = clean(text).strip()
    return _incoming(message, text=words) if words else None


def _pressed(message: Message) -> Incoming:
    """A button, or what was chosen in the lists above it: one option, else no choice at all."""
    card, _, choice = storable(_text(message, "EventKey")).partition(":")
    if choice == "?":
        chosen = [one for one in _selected(message) if one not in NO_CHOICE]
        choice = storable(chosen[0]) if len(chosen) == 1 else ""
    user = _user(message)
    return _incoming(
        message,
        press=Press(card=card, choice=choice, query=user),
        message_id=f"{_text(message, 'TaskId')}/{_text(message, 'ResponseCode')}",
    )


def _selected(message: Message) -> Iterator[str]:
    """The ids of all options that were chosen. The vendor's own sample misspells their names; both are met."""
    for item in _all(message.get("SelectedItems"), "SelectedItem"):
        for names in (("OptionIds", "OptionId"), ("OpitonIds", "OpitonId")):
            yield from (one for one in _all(_get(item, names[0]), names[1]) if isinstance(one, str))


def _all(parent: object, name: str) -> list[object]:
    """The children of that name: an XML reader makes of none, one and several nothing, a thing and a list."""
    found = _get(parent, name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _get(parent: object, name: str) -> object:
    return parent.get(name) if isinstance(parent, dict) else None


def _incoming(
    message: Message,
    *,
    text: str = "",
    files: tuple[str, ...] = (),
    press: Press | None = None,
    message_id: str = "",
    membership: Membership | None = None,
) -> Incoming:
    user = _user(message)
    return Incoming(
        key=key_of(message),
        at=_at(message),
        where=_place(user),
        account=user,
        private=True,
        text=text,
        files=files,
        press=press,
        message=message_id or _text(message, "MsgId"),
        membership=membership,
    )


def _place(user: str) -> Address:
    return Address(platform=PLATFORM, chat=user)


def _user(message: Message) -> str:
    user = clean_line(_text(message, "FromUserName")).lower()  # user ids know no case (WD 90195)
    if not user:
        raise ValueError("a callback of WeCom names nobody")
    return user


def _at(message: Message) -> datetime:
    return datetime.fromtimestamp(int(message["CreateTime"]), UTC)


def _moment(seconds: str) -> str:
    """A moment in seconds since 1970 as ISO 8601; empty when it is none."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).isoformat() if seconds not in ("", "0") else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _text(message: Message, name: str) -> str:
    found = message.get(name)
    return found if isinstance(found, str) else ""
