"""Sample facts written by hand: of a second plan, of a command that moved, and of the groups of the menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.people import Role
from bot.domain.playbook import Group
from bot.talk.message import Facts
from handlers.facts import Json
from tests.rules.samples import BOTH, HEAD, HEADS, LIFT, NASTY

_PLAN: Json = {"plan": dict(LIFT.names), "type": dict(LIFT.names)}
_MOVED: Json = {"before": NASTY, "now": NASTY, "role": "commander", "heard": False}
_ABSENT: Json = {"role": "commander", "people": [], "commander": ""}

PLAN: Mapping[str, Sequence[Facts]] = {
    "incident/plan_attached": [
        {**HEAD, **_PLAN, "because": because, "who": who}
        for because, who in ((dict(LIFT.questions[0].text), NASTY), (NASTY, ""), ("", NASTY), ("", ""))
    ],
    "incident/plan_not_attached": [
        {**HEAD, **_PLAN, "because": because} for because in (dict(LIFT.questions[0].text), NASTY, "")
    ],
    "incident/command_moved": [
        {**one, **_MOVED, "before": before, "heard": heard} for one in HEADS for before in (NASTY, "") for heard in BOTH
    ],
    "incident/nobody_to_command": [
        {**HEAD, **_ABSENT, "role": role.name.lower(), "people": people, "commander": commander}
        for role in Role
        for people, commander in (
            ([{"name": NASTY, "phone": "1"}, {"name": NASTY, "phone": ""}], NASTY),
            ([], ""),
        )
    ],
    "incident/which_plan": [{**HEAD, "chosen": chosen} for chosen in ({}, dict(LIFT.names))],
}
PLAN_TOASTS: Mapping[str, Sequence[Facts]] = {
    **{name: [{"number": 7, "type": dict(LIFT.names)}] for name in ("plan_attached", "plan_there", "no_room_for_plan")},
    "no_such_plan": [{"number": 7, "words": NASTY}],
    "refused_plan_of_others": [{"commander": commander} for commander in ("欧阳震华", "")],
}
PLAN_LABELS: Mapping[str, Sequence[Facts]] = {"type_group": [{"group": group.value} for group in Group]}
