"""The ids of a playbook: how they are written, and that each stands once."""

from __future__ import annotations

import re

from bot.read.table import Table

ID = re.compile(r"[a-z0-9_-]{1,24}")
ID_FORM = "up to 24 of a-z 0-9 _ -"
LANE = re.compile(r"[A-Z]")
LANE_FORM = "one capital letter"


def unique(tables: list[Table], ids: list[str], shape: re.Pattern[str], *, form: str) -> None:
    """A fault for each id that can't be one, and for one that stands again."""
    seen: set[str] = set()
    for table, found in zip(tables, ids, strict=False):
        if found and not shape.fullmatch(found):
            table.fault("id", f'id "{found}" can\'t be an id here', f"use {form}")
        elif found and found in seen:
            table.fault("id", f'id "{found}" stands twice', "give each its own")
        seen.add(found)
