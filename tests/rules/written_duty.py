"""Sample facts written by hand: of what is said of the duty app itself, and of the duty roll call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.talk.message import Facts
from handlers.facts import Json, iso
from tests.rules.samples import AT, BOTH, COMMUNITY, NASTY

_SIGNS = (
    "inactive_alert", "close_inactive_agent", "reopen_inactive_agent", "low_active_alert", "low_active",
    "active_restored", "problem", "works", "room",
)  # fmt: skip
_ALARM: Json = {"app": "wecom", "by": iso(AT), "detail": NASTY}
_ROLL: Json = {
    "community": NASTY,
    "zone": COMMUNITY.timezone,
    "at": iso(AT),
    "minutes": 1800.0,
    "late": False,
    "here": False,
}
_COUNT: Json = {"community": NASTY, "zone": COMMUNITY.timezone, "all": 3, "here": 3, "silent": [], "unreached": []}
_AT: Json = {"at": iso(AT), "zone": COMMUNITY.timezone}

DUTY: Mapping[str, Sequence[Facts]] = {
    "trouble/app": [
        *({**_ALARM, "sign": sign, "admin": admin} for sign in _SIGNS for admin in BOTH),
        *({**_ALARM, "sign": sign, "admin": True, "by": ""} for sign in ("inactive_alert", "low_active_alert")),
    ],
    "duty/roll": [{**_ROLL, "late": late, "here": here} for late in BOTH for here in BOTH],
    "duty/count": [
        _COUNT,
        {**_COUNT, "here": 1, "silent": [NASTY, "李电"]},
        {**_COUNT, "here": 1, "silent": [NASTY], "unreached": [NASTY, "李电"]},
        {**_COUNT, "here": 2, "silent": "", "unreached": ""},
    ],
}
DUTY_TOASTS: Mapping[str, Sequence[Facts]] = {
    "duty_here": [{**_AT, "late": late} for late in BOTH],
    "duty_already": [_AT],
    "duty_not_asked": [{}],
}
