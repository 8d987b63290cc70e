"""Sample facts of the cards of a report before it is an incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.talk.message import Facts
from handlers.facts import Json, iso, known, place_facts
from tests.rules.samples import AT, BOTH, COMMUNITY, INCIDENT, LIFT, NASTY, PLACES

_DRAFT: Json = {
    "icon": LIFT.icon,
    "type": dict(LIFT.names),
    "urgency": "emergency",
    "place": place_facts(PLACES[0], COMMUNITY, private=True),
    "nowhere": False,
    "unknown": "",
    "likely": [],
    "doubted": False,
    "community": COMMUNITY.name,
    "known": known(INCIDENT.answers, LIFT),
    "count_known": True,
    "anyone": [dict(said) for said in LIFT.anyone],
    "free_calls": True,
    "words": NASTY,
    "files": 0,
    "caller": False,
    "staff": True,
    "zone": COMMUNITY.timezone,
    "at": iso(AT),
    "asks": "",
}
_NOWHERE = {"nowhere": True, "place": place_facts(PLACES[4], COMMUNITY, private=True)}
_UNKNOWN_TYPE = {"type": {}, "icon": "", "urgency": "", "known": [], "anyone": []}
_DRAFTS: list[Json] = [
    _DRAFT,
    {**_DRAFT, "staff": False, "count_known": False, "caller": True, "files": 2},
    {**_DRAFT, "staff": False, "free_calls": False},
    {**_DRAFT, **_NOWHERE},
    {**_DRAFT, "nowhere": True},
    {**_DRAFT, **_UNKNOWN_TYPE, "asks": "type", "files": 1},
    {**_DRAFT, **_UNKNOWN_TYPE, "asks": "type", "words": ""},
    *(
        {**_DRAFT, **_UNKNOWN_TYPE, "asks": "type", "likely": [dict(LIFT.names)] * 2, "place": one, "doubted": doubted}
        for one in (_DRAFT["place"], _NOWHERE["place"])
        for doubted in BOTH
    ),
    {**_DRAFT, "unknown": "9", "asks": "place"},
    {**_DRAFT, "unknown": "9", "asks": "place", "words": ""},
    *({**_DRAFT, "asks": asks} for asks in ("community", "what", "type")),
]
_DESK: Json = {**_DRAFT, "name": NASTY, "ready": True, "state": "open", "who": "", "number": None, "caller": ""}

REPORTS: Mapping[str, Sequence[Facts]] = {
    "report/caller": [{}],
    "report/desk": [
        _DESK,
        {**_DESK, **_UNKNOWN_TYPE, "staff": False, "community": "", "words": "", "name": "", "ready": False},
        {**_DESK, **_UNKNOWN_TYPE, "likely": [dict(LIFT.names)] * 2},
        {**_DESK, "files": 2, "state": "opened", "number": 7, "caller": NASTY},
        {**_DESK, "state": "dropped", "who": NASTY},
        {**_DESK, "state": "dropped"},
    ],
    "report/draft": _DRAFTS,
    "report/dropped": [_DRAFT],
    "report/file": [{"words": words} for words in (NASTY, "")],
    "report/in_private": [{}],
    "report/opened": [
        {**_DRAFT, **more, "number": 7, "opened": iso(AT), "by": by, "unverified": unverified}
        for more in ({}, _NOWHERE, {"nowhere": True})
        for by, unverified in ((NASTY, False), ("", True))
    ],
}
