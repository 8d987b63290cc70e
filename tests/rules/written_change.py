"""Sample facts of a plan that is changed by hand: its cards, the questions they ask, and the short answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.people import Department
from bot.talk.message import Facts
from handlers.facts import Json
from tests.rules.samples import BOTH, HEAD, HEADS, LIFT, NASTY

_STEP = LIFT.lanes[1].steps[0]
_WHAT: Json = {"lane": "B", "text": dict(_STEP.text)}
_ROW: Json = {**_WHAT, "place": 1, "name": dict(LIFT.lanes[1].name), "who": NASTY}
_SKIPPED: list[Json] = [{"text": dict(_STEP.text), "why": NASTY}]

CHANGED: Mapping[str, Sequence[Facts]] = {
    "incident/plan": [
        {**head, "steps": steps, "skipped": skipped, **more}
        for head in HEADS
        for more in ({}, {"more": 0, "more_skipped": 0}, {"more": 3, "more_skipped": 2})
        for steps, skipped in (([_ROW, {**_ROW, "who": ""}], []), ([], _SKIPPED))
    ],
    "incident/plan_step": [{**HEAD, **_WHAT, "name": dict(LIFT.lanes[1].name)}],
    "incident/plan_say": [
        {**HEAD, **_WHAT, "form": form, "text": text, "name": NASTY, "private": private}
        for form in ("skip", "add")
        for text in (_WHAT["text"], {})
        for private in BOTH
    ],
    "incident/plan_whom": [{**HEAD, "lane": "B", "private": private} for private in BOTH],
    "incident/skipped": [{**HEAD, **_WHAT, "who": NASTY, "reason": NASTY}],
    "incident/level": [
        {**HEAD, "who": NASTY, "reason": reason, "level": 2, "before": before}
        for before in (None, 1, 3)
        for reason in (NASTY, "")
    ],
    "incident/set_level": [{**HEAD, "level": level} for level in (2, None)],
    "incident/extra_lane": [{}],
    "incident/department": [{"department": one.value} for one in Department],
}

CHANGE_TOASTS: Mapping[str, Sequence[Facts]] = {
    "assigned": [{"number": 7, "lane": "B", "name": "欧阳震华"}],
    "call_not_skipped": [{"number": 7, "to": "119"}],
    "step_text_long": [{"has": 400, "most": 40}],
    "step_theirs": [{"number": 7, "lane": "B", "name": "欧阳震华"}],
    "step_forces": [{"force": "搜身"}],
    "first_this": [{"number": 7, "lane": "B", "text": dict(_STEP.text), "skipped": skipped} for skipped in BOTH],
    "assign_lane": [{"number": 7, "name": "欧阳震华", "lanes": "A B C D"}],
    **{name: [{"number": 7, "level": level} for level in (1, 4)] for name in ("level_set", "level_same")},
}

CHANGE_LABELS: Mapping[str, Sequence[Facts]] = {
    "plan_step": [{"lane": "B", "place": 12}],
    "set_level": [{"level": level} for level in (1, 2, 3, 4)],
}
