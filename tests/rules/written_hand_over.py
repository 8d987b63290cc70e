"""Sample facts of notices that a group's owner has to send on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from bot.talk.message import Facts
from handlers.facts import Json, iso
from tests.rules.samples import AT, BOTH, COMMUNITY, HEAD, NASTY

_GROUPS: Sequence[Json] = ({"areas": ["3号楼", NASTY], "units": ["1", "2"]}, {"areas": [], "units": []})
_HAND: Json = {
    "name": "N1",
    "kind": "evacuation",
    "head": HEAD,
    "community": COMMUNITY.name,
    "zone": COMMUNITY.timezone,
    "owner": NASTY,
    "known": True,
    "groups": _GROUPS,
    "waiting": 2,
    "confirmed": 0,
    "refused": 0,
    "pasted": "",
    "since": iso(AT),
    "takes_over": iso(AT),
    "deputies": [NASTY, "李"],
    "again": False,
}
_ENDS: Sequence[Json] = (
    {**_HAND, "waiting": 0, "pasted": NASTY},
    {**_HAND, "waiting": 0, "confirmed": 2},
    {**_HAND, "waiting": 0, "refused": 1},
    {**_HAND, "waiting": 0},
)
_PASTE: Json = {"given_up": False}
HANDED: Mapping[str, Sequence[Facts]] = {
    "notice/hand_over": [
        *(
            {**_HAND, "waiting": waiting, "again": again, "known": known, "deputies": deputies, "head": head}
            for waiting, again, known, deputies, head in product((1, 2), BOTH, BOTH, ([NASTY], []), (HEAD, None))
        ),
        *_ENDS,
    ],
    "notice/hand_over_paste": [
        *(
            {**_HAND, "waiting": waiting, "given_up": given_up, "head": head}
            for waiting, given_up, head in product((1, 2), BOTH, (HEAD, None))
        ),
        *({**one, **_PASTE} for one in _ENDS),
    ],
    "notice/hand_over_words": [{"text": NASTY, "link": link} for link in ("", "https://example.com/?a=1&b=2")],
    "notice/hand_over_late": [
        {**_HAND, "waiting": waiting, "phone": phone, "given_up": given_up, "asked": asked, "head": head}
        for waiting, phone, given_up, asked, head in product((1, 2), ("", "139"), BOTH, BOTH, (HEAD, None))
    ],
}
HAND_TOASTS: Mapping[str, Sequence[Facts]] = {
    "nothing_to_send": [{"name": "N123456"}],
    "hand_passed_on": [{"name": "N123456", "deputies": deputies} for deputies in (["欧阳震华"] * 3, [])],
    "hand_pasted": [{"name": "N123456", "count": 12}],
}
