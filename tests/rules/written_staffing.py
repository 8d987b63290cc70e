"""Sample facts written by hand: who is missing for a plan, and who has called 119."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.people import Department
from bot.talk.message import Facts
from handlers.facts import iso
from tests.rules.samples import AT, HEAD, LIFT, NASTY

_LANES = [{"id": lane.id, "name": dict(lane.name)} for lane in LIFT.lanes]

STAFFING: Mapping[str, Sequence[Facts]] = {
    "incident/called_by": [{**HEAD, "to": "119", "name": NASTY, "at": iso(AT)}],
    "incident/nobody_on_duty": [
        {**HEAD, "departments": [*Department], "lanes": _LANES},
        {**HEAD, "departments": ["lift"], "lanes": []},
    ],
    "trouble/unstaffed": [
        {"community": NASTY, "gaps": [{"department": one, "types": [dict(LIFT.names)] * 2, "more": more}]}
        for one, more in (("cleaning", 3), ("medic", 0))
    ],
}
