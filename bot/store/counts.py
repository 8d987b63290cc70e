"""How much waits: the figures of /health and /metrics."""

from __future__ import annotations

from collections.abc import Mapping

from bot.store.tx import Reads

WAITING = """SELECT
    (SELECT count(*) FROM inbox WHERE state = 'new') AS inbox_new,
    (SELECT count(*) FROM inbox WHERE state = 'aside') AS inbox_aside,
    (SELECT count(*) FROM outbox WHERE state = 'todo') AS outbox_todo,
    (SELECT count(*) FROM outbox WHERE state = 'uncertain') AS outbox_uncertain,
    (SELECT count(*) FROM outbox WHERE state = 'held') AS outbox_held,
    (SELECT count(*) FROM deadline WHERE state = 'open') AS deadlines_open,
    (SELECT count(*) FROM incident WHERE in_hand = 1) AS incidents_open"""


NAMES = (
    "inbox_new", "inbox_aside", "outbox_todo", "outbox_uncertain", "outbox_held", "deadlines_open", "incidents_open",
)  # fmt: skip


async def waiting(db: Reads) -> Mapping[str, int]:
    """Rows by what they wait for."""
    row = await db.one(WAITING)
    assert row is not None
    return {name: int(row[name]) for name in NAMES}
