"""The four levels above the two urgencies: who hears of one that a person sets, and who may lower it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.change_events import LevelSet
from bot.domain.incident import Incident
from bot.domain.people import Role
from bot.domain.playbook import Urgency
from bot.domain.refused import Impossible
from bot.domain.response import Change, require_open
from bot.domain.run import raise_to

LEVELS: Mapping[int, tuple[Role, ...]] = {
    1: (Role.SUPERVISOR, Role.COMMANDER),
    2: (Role.SUPERVISOR,),
    3: (),
    4: (),
}
"""Who hears with sound that an incident was raised to a level: at Ⅱ the supervisors, at Ⅰ also who may take over any
incident; Ⅲ and Ⅳ are for who works on it. Level 1 is the gravest."""
EMERGENCIES = frozenset({1, 2})
"""Levels that make an emergency of whatever it was."""
REASON_MOST = 200

_SAID = re.compile(r"^\s*(?:([1-4])|([Ⅰ-Ⅳ])|(I{1,3}|IV)|([一二三四]))\s*级?(?![\w])[,，:：、]?\s*(.*)$", re.DOTALL)


def level_said(words: str) -> tuple[int | None, str]:
    """The level these words begin with, as people write one, and what is left of them: a reason."""
    found = _SAID.match(words)
    if found is None:
        return None, words.strip()
    digit, sign, letters, han, rest = found.groups()
    if digit:
        return int(digit), rest.strip()
    if sign:
        return "ⅠⅡⅢⅣ".index(sign) + 1, rest.strip()
    return ("一二三四".index(han) + 1 if han else ("I", "II", "III", "IV").index(letters) + 1), rest.strip()


def lowers(incident: Incident, level: int) -> bool:
    """Whether this level is a lower one than the incident has; one that has none can only be raised."""
    return incident.level is not None and level > incident.level


def set_level(incident: Incident, level: int, *, reason: str, by: str) -> Change:
    """等级: as a person says it, up or down; the urgency is only ever raised by it."""
    require_open(incident)
    if incident.level == level:
        raise Impossible("level_same", number=incident.number, level=level)
    why = " ".join(reason.split())[:REASON_MOST]
    event = LevelSet(incident=incident.number, level=level, before=incident.level, reason=why, by=by)
    changed = raise_to(incident, Urgency.EMERGENCY if level in EMERGENCIES else None, None)
    return replace(changed, level=level), (event,)
