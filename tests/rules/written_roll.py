"""Sample facts of roll calls: who is asked what, who needs help, who is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from bot.talk.message import Facts
from handlers.facts import Json, iso
from tests.rules.samples import AT, BOTH, COMMUNITY, NASTY

_HEAD: Json = {
    "name": "N1",
    "kind": "evacuation",
    "buildings": ["3号楼"],
    "community": COMMUNITY.name,
    "phone": COMMUNITY.phone,
    "zone": COMMUNITY.timezone,
}
_HOME: Json = {"name": "3号楼", "building": "3", "room": "402", "told": True}
_HOMES: Sequence[Json] = (
    _HOME,
    {**_HOME, "room": "2-402"},
    {**_HOME, "name": "Tower 3"},
    {**_HOME, "name": "", "room": "", "told": False},
    {**_HOME, "room": ""},
    {**_HOME, "name": "", "building": "", "room": "402"},
    {**_HOME, "name": "", "building": "", "room": "", "told": False},
)
_WRONG: Sequence[Json | None] = (
    None,
    *(Json({"why": why, "said": NASTY, "building": _HOME}) for why in ("flat", "building", "which", "unclear")),
)
_NEEDS: Sequence[tuple[str, list[str]]] = (
    (NASTY, []),
    (NASTY * 9, ["voice", "voice"]),
    ("", ["photo", "sticker"]),
    ("", []),
)
_REPLIES: Sequence[Json | None] = (
    None,
    *(Json({"left": left, "until": iso(AT)}) for left in (0, 1, 3)),
)
_ONE: Json = {
    "place": _HOME,
    "need": NASTY,
    "files": ["voice"],
    "helper": NASTY,
    "family": True,
    "helps": True,
    "reply": None,
}
_PEOPLE: Sequence[Json] = (
    *({**_ONE, "place": place, "helper": "", "family": False, "files": []} for place in _HOMES),
    *({**_ONE, "need": need, "files": files} for need, files in _NEEDS),
    *({**_ONE, "reply": reply} for reply in _REPLIES),
)
_GROUPS: Json = {"all": 2, "sent": 1, "failed": 1, "unclear": 1, "done": iso(AT)}
_CARD: Json = {
    **_HEAD,
    "safe": 41,
    "help": 3,
    "silent": 42,
    "flatless": 2,
    "outside": 1,
    "by_building": [
        {"name": name, "safe": 1, "help": 0, "silent": silent} for name, silent in ((NASTY, 4), ("B", None))
    ],
    "groups": _GROUPS,
    "over": None,
    "people": _PEOPLE,
    "more": 3,
    "shown": True,
}
_BARE: Json = {"flatless": 0, "outside": 0, "by_building": [], "people": [], "more": 0, "silent": None}
_ASKED: Json = {
    **_HEAD,
    "need": "",
    "files": [],
    "helper": "",
    "place": _HOME,
    "word": "",
    "wrong": None,
    "outside": False,
}


def _talks(asks: Sequence[str]) -> list[Json]:
    words = [{**_ASKED, "word": word, "asks": one} for word, one in product(("", "safe", "help"), asks)]
    wrong = [{**_ASKED, "asks": "flat", "wrong": one} for one in _WRONG]
    homes = [{**_ASKED, "asks": "", "word": word, "place": home} for word in ("safe", "help", "") for home in _HOMES]
    needs = [{**_ASKED, "asks": "", "word": "help", "need": need, "files": files} for need, files in _NEEDS]
    outside = [{**_ASKED, "asks": "", "word": "safe", "outside": True, "place": home} for home in _HOMES[:4]]
    helped = [{**_ASKED, "asks": "", "word": "help", "helper": NASTY, "phone": phone} for phone in ("", "1")]
    everybody = [{**_ASKED, "asks": "word", "buildings": [], "kind": "typhoon"}]
    return [*words, *wrong, *homes, *needs, *outside, *helped, *everybody]


def _flats(*names: str) -> list[Json]:
    return [{"flat": name, "by_another": place % 2 == 1} for place, name in enumerate(names)]


_FLOORS: Sequence[Json] = (
    {"unit": "2", "floor": "4", "flats": _flats("401", "402")},
    {"unit": "", "floor": "", "flats": _flats(NASTY)},
    *(Json({"unit": "12", "floor": f"{floor}", "flats": _flats(*["12-1802"] * 4)}) for floor in range(40)),
)
ROLL: Mapping[str, Sequence[Facts]] = {
    "roll/mine": _talks(("word", "flat", "unit", "need", "")),
    "roll/family": _talks(("flat", "unit", "word", "need", "")),
    "roll/card": [
        _CARD,
        {**_CARD, **_BARE, "buildings": [], "kind": "typhoon", "groups": {**_GROUPS, "failed": 0, "unclear": 0}},
        {**_CARD, "groups": {**_GROUPS, "done": None}, "shown": False},
        {**_CARD, "over": iso(AT), "help": 0},
        {**_CARD, "groups": {**_GROUPS, "handed": 2, "confirmed": 1, "pasted": 1}},
    ],
    "roll/rescue": [
        {**_HEAD, **_ONE, "place": place, "helper": helper, "helps": helps, "family": family}
        for place, helper, helps, family in product(_HOMES, (NASTY, ""), BOTH, BOTH)
    ]
    + [{**_HEAD, **_ONE, "reply": reply} for reply in _REPLIES],
    "roll/unanswered": [
        {**_HEAD, "waiting": waiting, "count": count}
        for waiting, count in (([_ONE], 1), ([{**_ONE, "reply": _REPLIES[3]}, _ONE], 12), ([], 1), ([], 2))
    ],
    "roll/coming": [{**_HEAD, "helper": NASTY, "family": family, "place": _HOME} for family in BOTH],
    "roll/file": [{**_HEAD, "place": _HOME}],
    "roll/silent": [
        {
            **_HEAD,
            "lists": lists,
            "more": more,
            "flatless": more,
            "at": iso(AT),
            "page": 1,
            "pages": more + 1,
            "marked": more > 0,
        }
        for more in (0, 2)
        for lists in (
            [{"name": NASTY, "known": True, "floors": _FLOORS}],
            [{"name": NASTY, "known": known, "floors": []} for known in BOTH],
        )
    ],
}
_NOTED: Sequence[Facts] = [
    {"name": "N1", "place": place, "word": word} for place in _HOMES for word in ("safe", "help")
]
_NAMED: Sequence[Facts] = [{"name": "N123456"}]
_PHONES: Sequence[Facts] = [{"name": "N123456", "phone": phone} for phone in ("0755-1234567", "")]
ROLL_TOASTS: Mapping[str, Sequence[Facts]] = {
    "roll_noted": _NOTED,
    "roll_again": _NOTED,
    "roll_said": _NOTED,
    "roll_over": _PHONES,
    "roll_unknown": _PHONES,
    "roll_link": _PHONES,
    "roll_not_out": _NAMED,
    "roll_safe_now": _NAMED,
    "roll_going": [{"name": "N123456", "told": told} for told in BOTH],
    "roll_taken": [{"name": "N123456", "helper": "欧阳震华", "own": own} for own in BOTH],
}
ROLL_LABELS: Mapping[str, Sequence[Facts]] = {
    "unit": [{"unit": "12"}],
    "go_there": [
        {"room": room, "building": building} for room, building in (("2-1202", "3"), ("402", "3"), ("", "3"), ("", ""))
    ],
}
