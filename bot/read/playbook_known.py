"""The fixed words of a playbook file, and what each stands for."""

from __future__ import annotations

from bot.domain.notice import NoticeKind
from bot.domain.playbook import Group

GROUPS = {
    "natural": Group.WEATHER,
    "accident": Group.SAFETY,
    "social": Group.ORDER,
    "health": Group.MEDICAL,
    "service": Group.DESK,
    "other": Group.OTHER,
}
"""The families, and under which group of the menu each stands unless the playbook names another."""
FAMILIES = {name: name for name in GROUPS}
REPORTS = {name: name for name in ("R1", "R2a", "R2b", "R3", "R4")}
NOTICES = {"": "", **{kind.value: kind.value for kind in NoticeKind if not kind.ends}}
"""Kinds of notices a step may offer; none, when it offers none."""
