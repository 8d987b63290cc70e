"""Years of closed incidents in a store: one that was really worked through, copied as often as is wanted.

What nobody clears away (timeline, steps, people, deadlines, reports) is there of every incident; messages, cards and
raw updates of the newest only, as the daily clearing leaves them. The copies' hashes are no chain: nobody verifies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SAID = 5_000
"""Incidents of which all that was said is there: clearing after a month leaves some 800 of 100,000 in ten years."""
APART = 3_600_000_000
"""Microseconds from one to the next."""

_TIMES = {
    "at",
    "arrived",
    "called",
    "closed",
    "controlled",
    "created",
    "done",
    "due",
    "ended",
    "event_at",
    "heard",
    "left_at",
    "opened",
    "rings",
    "until",
    "went",
}
_ABOUT = """CASE WHEN {0} = '1' OR {0} LIKE '1/%' THEN (1 + k) || substr({0}, 2)
    WHEN {0} = '' THEN '' ELSE {0} || '~' || k END"""
_NEWS = {"id": "id + k * most"}
KEPT: Mapping[str, Mapping[str, str]] = {
    "incident": {"number": "number + k"},
    "responder": {"incident": "incident + k"},
    "step": {"incident": "incident + k"},
    "intake": _NEWS | {"incident": "incident + k"},
    "deadline": _NEWS | {"about": _ABOUT.format("about"), "state": "replace(state, 'open', 'met')"},
    "timeline": {"number": "number + k * most", "incident": "incident + k"},
    "report": {"number": "number + k * most", "incident": "incident + k", "state": "'approved'", "in_hand": "0"},
}
"""What is different in the k-th copy of a row, by table and column; times are later in any table."""
CLEARED: Mapping[str, Mapping[str, str]] = {
    "card": {
        "id": "id || k",
        "about": _ABOUT.format("about"),
        "message": "CAST(CAST(message AS INTEGER) + k * 1000 AS TEXT)",
    },
    "outbox": _NEWS
    | {
        "key": "key || '~' || k",
        "card": "card || k",
        "about": _ABOUT.format("about"),
        "chase_about": _ABOUT.format("chase_about"),
    },
    "inbox": _NEWS | {"key": "key || '~' || k"},
}
"""The same of what is taken away in time."""
_TABLES = {**KEPT, **CLEARED}
_ROWS = {"card": "about IS NOT NULL", "outbox": "about <> ''", "timeline": "incident IS NOT NULL"}
"""Which rows of the one that was worked through are copied; all, where nothing is said."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """What a store holds now."""

    incidents: int
    rows: int
    bytes: int


def repeat(file: Path, count: int) -> Past:
    """Makes `count` closed incidents of the one there is; the file is closed, and is again afterwards."""
    raw = sqlite3.connect(file, isolation_level=None)
    try:
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("PRAGMA cache_size=-400000")
        raw.execute("BEGIN IMMEDIATE")
        for table, changes in _TABLES.items():
            first = 1 if table in KEPT else max(1, count - SAID)
            _copy(raw, table, changes, first=first, last=count - 1)
        raw.execute("COMMIT")
        rows = sum(raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _TABLES)
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Past(incidents=count, rows=rows, bytes=file.stat().st_size)
    finally:
        raw.close()


def _copy(raw: sqlite3.Connection, table: str, changes: Mapping[str, str], *, first: int, last: int) -> None:
    columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    key = next(name for name in ("number", "id", "incident") if name in columns)
    raw.execute(f"CREATE TEMP TABLE model AS SELECT * FROM main.{table} WHERE {_ROWS.get(table, '1')} ORDER BY {key}")
    later = {name: f"{name} + k * {APART}" for name in columns if name in _TIMES}
    made = ", ".join({**later, **changes}.get(name, name) for name in columns)
    raw.execute(
        f"""INSERT INTO main.{table} ({", ".join(columns)})
        WITH RECURSIVE copy (k) AS (SELECT :first UNION ALL SELECT k + 1 FROM copy WHERE k < :last)
        SELECT {made} FROM copy CROSS JOIN temp.model, (SELECT max({key}) AS most FROM temp.model)
        WHERE :first <= :last""",
        {"first": first, "last": last},
    )
    raw.execute("DROP TABLE temp.model")
