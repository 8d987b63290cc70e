"""Sample facts written by hand: of what is said of the duty app itself, and of the duty roll call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.talk.message import Facts
from handlers.facts import Json, iso
from tests.rules.samples import AT, BOTH, NASTY

_SIGNS = (
    "inactive_alert", "close_inactive_agent", "reopen_inactive_agent", "low_active_alert", "low_active",
    "active_restored", "problem", "works",
)  # fmt: skip
_ALARM: Json = {"app": "wecom", "by": iso(AT), "detail": NASTY}

DUTY: Mapping[str, Sequence[Facts]] = {
    "trouble/app": [
        *({**_ALARM, "sign": sign, "admin": admin} for sign in _SIGNS for admin in BOTH),
        *({**_ALARM, "sign": sign, "admin": True, "by": ""} for sign in ("inactive_alert", "low_active_alert")),
    ],
}
