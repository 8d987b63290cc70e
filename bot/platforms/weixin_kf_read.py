"""What residents say to the service account (微信客服), as it lies in the inbox and in our words.

WD 94670 says how the messages of kf/sync_msg look; `kf` is what Weixin calls the service account.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.platforms.telegram_text import clean, clean_line, storable
from bot.talk.message import Address, Incoming, Press
from bot.talk.platform import Raw

PLATFORM = "weixin_kf"
CUSTOMER = 3
"""`origin` of what a resident sent; 4 are events, 5 what a colleague typed in the WeCom client."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BUILDING = re.compile(r"b[0-9A-Za-z_]{1,16}(-[0-9A-Za-z_-]{1,32})?")
_BUTTON = re.compile(r"([a-z0-9]+):(.+)", re.DOTALL)
_FILES = {"image": "photo", "voice": "voice", "video": "video", "file": "document"}

_log = logging.getLogger(__name__)

Message = Mapping[str, Any]


def customer_of(message: Message) -> str:
    """Whose message it is; of an event it stands inside."""
    return _text(message, "external_userid") or _text(_part(message, "event"), "external_userid")


def sent_at(message: Message) -> datetime:
    """When the platform took it."""
    return datetime.fromtimestamp(int(message["send_time"]), UTC)


def event_of(message: Message) -> str:
    """The type of an event; empty for a message."""
    return _text(_part(message, "event"), "event_type") if message.get("msgtype") == "event" else ""


def wrap(message: Message, now: datetime) -> Raw:
    """The inbox row of one message, kept whole and unread."""
    body = json.dumps({"received": (now - _EPOCH) // _MICROSECOND, "message": message}, separators=(",", ":"))
    return Raw(key=_text(message, "msgid"), chat=customer_of(message), body=body.encode("ascii"), at=now)


def read(raw: bytes) -> Incoming | None:
    """The message in our words; None when it is nothing for us. Raises on a malformed one."""
    message: Message = json.loads(raw)["message"]
    kind = _text(message, "msgtype")
    if kind == "event":
        return _event(message)
    if message.get("origin") != CUSTOMER:
        return None
    part, media = _part(message, kind), _text(_part(message, kind), "media_id")
    if kind == "text":
        return _said(message, part)
    if kind == "link":
        return _words(message, f"{_text(part, 'title')}\n{_text(part, 'url')}")
    if kind == "location":
        return _incoming(message, files=(f"location:{float(part['latitude'])},{float(part['longitude'])}",))
    if kind in _FILES and media:
        return _incoming(message, files=(f"{_FILES[kind]}:{PLATFORM}/{media}",))
    _log.debug("kf: a message of the kind %.40r is not for us", kind)
    return None


def _said(message: Message, text: Message) -> Incoming | None:
    """Words; a tap on a menu of ours comes as words too, and with the id we gave it."""
    button = _BUTTON.fullmatch(storable(_text(text, "menu_id")))
    if button is None:
        return _words(message, _text(text, "content"))
    return _incoming(message, press=Press(card=button[1], choice=button[2], query=_user(message)))


def _event(message: Message) -> Incoming | None:
    """Who opens the chat by a link says with it where they come from: the notice, the building.

    Who only looks into a chat they have written in is told nothing: each answer is one of the few that are allowed.
    """
    if event_of(message) != "enter_session":
        _log.debug("kf: an event of the kind %.40r is not for us", event_of(message))
        return None
    event = _part(message, "event")
    scene, payload = _text(event, "scene"), _text(event, "scene_param")
    scene = scene if _BUILDING.fullmatch(scene) else ""
    payload = payload if _PAYLOAD.fullmatch(payload) else ""
    from_where = "-".join(one for one in (payload, scene) if one)
    if not from_where and not _text(event, "welcome_code"):
        return None
    return _incoming(message, text=f"/start {from_where}".strip())


def _words(message: Message, text: str) -> Incoming | None:
    words = clean(text).strip()
    return _incoming(message, text=words) if words else None


def _incoming(message: Message, *, text: str = "", files: tuple[str, ...] = (), press: Press | None = None) -> Incoming:
    user = _user(message)
    return Incoming(
        key=message["msgid"],
        at=sent_at(message),
        where=Address(platform=PLATFORM, chat=user),
        account=user,
        private=True,
        text=text,
        files=files,
        press=press,
        message=message["msgid"],
    )


def _user(message: Message) -> str:
    user = clean_line(customer_of(message))
    if not user:
        raise ValueError("a message of the service account names nobody")
    return user


def _part(message: Message, name: str) -> Message:
    found = message.get(name)
    return found if isinstance(found, dict) else {}


def _text(message: Message, name: str) -> str:
    found = message.get(name)
    return found if isinstance(found, str) else ""
