"""Sample facts of notices: of each kind and state, with and without what a template tells apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.notice_form import COLOURS, Field, Wrong
from bot.talk.message import Facts
from handlers.facts import Json, iso
from tests.rules.samples import AT, BOTH, COMMUNITY, HEAD, HEADS, NASTY

_TIME = {"at": iso(AT), "day": False}
_TOMORROW = {"at": iso(AT), "day": True}
_TEXT: Json = {
    **{field.value: NASTY for field in Field},
    "issued": _TIME,
    "leave_by": _TIME,
    "ready_by": _TOMORROW,
    "move_by": _TOMORROW,
    "next_at": _TIME,
    "first": True,
    "smoke": True,
    "buildings": ["3号楼"],
    "others": ["1号楼", "2号楼"],
    "moving": [],
    "company": NASTY,
    "community": COMMUNITY.name,
    "who": NASTY,
    "name": "N1",
    "version": 1,
    "before": None,
    "replaces": 0,
    "zone": COMMUNITY.timezone,
}
_SECOND: Json = {**_TEXT, "version": 2, "replaces": 1, "before": iso(AT), "who": "", "next_at": "", "first": False}
_EVERYBODY: Json = {**_TEXT, "buildings": [], "others": []}
_MOVING = [{"name": "1号楼", "tags": ["low-lying"]}, {"name": NASTY, "tags": ["old"]}]
_DRAFT: Json = {
    **_TEXT,
    "kind": "evacuation",
    "state": "draft",
    "asks": "",
    "head": HEAD,
    "areas": ["3号楼"],
    "alone": 0,
    "groups": 2,
    "lost": 1,
    "homes": 72,
    "seconds": 4,
    "text": NASTY,
    "more": 0,
    "flaws": [],
    "long": False,
    "reason": NASTY,
    "approved": iso(AT),
    "choices": True,
    "chosen": True,
    "waiting": [NASTY],
    "overriding": [NASTY],
}
_ASKED: Json = {
    "name": "N1",
    "version": 1,
    "kind": "evacuation",
    "state": "submitted",
    "head": HEAD,
    "areas": ["3号楼"],
    "community": COMMUNITY.name,
    "text": NASTY,
    "more": 0,
    "author": NASTY,
    "submitted": iso(AT),
    "until": iso(AT),
    "alone": 0,
    "groups": 1,
    "lost": 0,
    "homes": 0,
    "seconds": 1,
    "approver": NASTY,
    "approved": iso(AT),
    "overridden": False,
    "reason": NASTY,
    "again": False,
    "nobody": False,
    "round": 0,
    "mine": False,
}
_STATES = ("draft", "submitted", "refused", "sending", "sent", "ended", "dropped")
_FLAWS = [{"field": field.value, "wrong": wrong.value} for field in Field for wrong in Wrong]

NOTICES: Mapping[str, Sequence[Facts]] = {
    "notice/words/evacuation": [
        {**one, "smoke": smoke}
        for one in (_TEXT, _SECOND, _EVERYBODY, {**_TEXT, "others": []})
        for smoke in BOTH
    ],
    "notice/words/all_clear": [_TEXT, {**_SECOND, "closed": ""}, _EVERYBODY],
    "notice/words/typhoon": [
        {**one, "colour": colour, "moving": moving}
        for one in (_TEXT, _SECOND, _EVERYBODY)
        for colour in COLOURS
        for moving in ([], _MOVING)
    ],
    "notice/words/lifted": [_TEXT, _SECOND],
    "notice/hazard": [{**one, "id": id, "seen": seen} for one in HEADS for id in ("fire", "gas_leak") for seen in BOTH],  # noqa: A001
    "notice/outcome": [{"outcome": one} for one in ("out", "nothing")],
    "notice/text": [{"text": NASTY}],
    "notice/kinds": [{}],
    "notice/offer": [{**one, "kind": kind, "who": who} for one in HEADS for kind in ("evacuation", "typhoon")
                     for who in ([NASTY], [])],
    "notice/draft": [
        *({**_DRAFT, "asks": asks, "choices": choices} for asks in ("which", "area", *Field) for choices in BOTH),
        {**_DRAFT, "asks": "area", "groups": 1},
        {**_DRAFT, "asks": "area", "chosen": False},
        *({**_DRAFT, "state": state, "kind": kind} for state in _STATES for kind in ("typhoon", "all_clear", "lifted")),
        {**_DRAFT, "state": "submitted", "waiting": []},
        {**_DRAFT, "state": "submitted", "waiting": [], "overriding": []},
        {**_DRAFT, "groups": 0, "lost": 0, "homes": 0, "areas": [], "flaws": _FLAWS, "long": True, "more": 2},
        {**_DRAFT, "groups": 1, "alone": 1},
        {**_DRAFT, "by_hand": 2},
        {**_DRAFT, "kind": "all_clear", "alone": 2},
        {**_DRAFT, "state": "refused", "reason": ""},
    ],
    "notice/approve": [
        {**_ASKED, "state": state, "again": again, "head": head, "more": more, "overridden": overridden}
        for state in _STATES
        for again, head, more, overridden in ((True, None, 1, True), (False, HEAD, 2, False), (False, HEAD, 0, False))
    ]
    + [{**_ASKED, "state": "refused", "reason": ""}, {**_ASKED, "by_hand": 1}]
    + [{**_ASKED, "kind": "all_clear", "alone": alone} for alone in (0, 1, 2)],
    "notice/variant": [{"name": "N1", "text": NASTY, "groups": groups} for groups in ([["1号楼"], []], [[NASTY]])],
    "notice/override": [{**_ASKED, "nobody": nobody} for nobody in BOTH],
    "notice/overridden": [{**_ASKED, "mine": mine, "round": rung, "nobody": nobody, "reviews": reviews}
        for mine in BOTH for rung in (0, 1) for nobody in BOTH for reviews in BOTH],
    "notice/copy": [_ASKED, {**_ASKED, "groups": 2, "areas": []}],
    "notice/not_delivered": [
        {"name": "N1", "areas": areas, "community": NASTY, "text": NASTY, "told": told, "groups": groups}
        for areas, told, groups in ((["3号楼"], 3, 1), ([], 0, 0), ([], 0, 2))
    ],
    "notice/in_force": [{**_ASKED, "alone": alone, "kind": kind}
        for alone in (0, 1, 2) for kind in ("evacuation", "typhoon")],
    "notice/next_word": [{**_ASKED, "kind": kind} for kind in ("evacuation", "typhoon")],
    "notice/reason": [{"name": "N1", "who": NASTY, "private": private} for private in BOTH],
}  # fmt: skip

_FIELDS: Sequence[Facts] = [{"field": field.value, "most": 1500} for field in Field]
NOTICE_TOASTS: Mapping[str, Sequence[Facts]] = {
    **{
        name: [{"name": "N123456", "number": 7}]
        for name in (
            "notice_is_out", "notice_not_out", "submitted", "notice_out_now", "notice_not_sent",
            "notice_refused", "override_how", "overridden", "reviewed", "notice_incident_over",
        )
    },
    "notice_no_time": [{"words": "马上" * 10}],
    "notice_approved": [{"name": "N123456", "lost": lost, "sent": sent} for lost, sent in ((0, 2), (1, 1), (2, 0))],
    **{f"flaw_{wrong.value}": _FIELDS for wrong in Wrong},
    "notice_nobody": [{"name": "N1", "lost": lost} for lost in (0, 2)],
    "signal_other_colour": [{"said": said, "colour": colour} for said in COLOURS for colour in COLOURS],
    "all_who_were_told": [{"name": "N123456"}],
    "notice_long": [{"name": "N1", "units": 4097, "most": 3600}],
}  # fmt: skip
NOTICE_LABELS: Mapping[str, Sequence[Facts]] = {
    "notice_field": _FIELDS,
    "notice_building": [{"on": on, "said": "3号楼"} for on in BOTH],
    "notice_everybody": [{"on": on} for on in BOTH],
    **{f"kind_{kind}": [{"name": name} for name in ("", "安居苑")] for kind in ("evacuation", "typhoon")},
    "signal": [{"value": one} for one in COLOURS],
    "outcome": [{"outcome": one} for one in ("out", "nothing")],
    "moment": [{"at": iso(AT), "day": day, "zone": COMMUNITY.timezone} for day in BOTH],
}
