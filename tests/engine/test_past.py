"""What is over costs a press nothing: every statement does as much work with many closed incidents as with few."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from benchmarks.course import course
from benchmarks.past import APART, repeat
from benchmarks.presses import work_through
from benchmarks.quiet import Duty, on_duty
from bot.store.sqlite import Sqlite, SqliteTx

FEW, MANY = 20, 200
EVERY = 5
"""SQLite tells of every fifth of its instructions."""
LEEWAY = 1.2
SMALL = 100
"""Instructions that say nothing: an index is a page deeper, an id lies elsewhere."""
SLOW = "SELECT number FROM incident WHERE state = 'closed' ORDER BY number"

Work = Counter[str]
"""Instructions of SQLite by statement."""


@asynccontextmanager
async def counted(duty: Duty, patch: pytest.MonkeyPatch) -> AsyncIterator[Work]:
    """What each statement of the bot costs meanwhile, on whichever connection."""
    work, now = Work(), [""]
    run = SqliteTx._do

    def named(self: SqliteTx, sql: str, args: Any) -> Any:
        now[0] = sql
        return run(self, sql, args)

    def one_more() -> int:
        work[now[0]] += EVERY
        return 0

    db = cast(Sqlite, duty.db)
    with patch.context() as patched:
        patched.setattr(SqliteTx, "_do", named)
        for connection in (db._writer, db._reader):
            await connection.hop(lambda raw: raw.set_progress_handler(one_more, EVERY))
        yield work


def grown(few: Work, many: Work) -> list[str]:
    """The statements that did more work where more is over."""
    return [sql for sql, steps in many.items() if steps > few[sql] * LEEWAY + SMALL]


async def with_past(folder: Path, count: int, patch: pytest.MonkeyPatch) -> Work:
    """A course, press by press, and all it says, on a store with so many closed incidents; and one slow statement."""
    file = folder / f"{count}.db"
    shutil.copy(folder / "model.db", file)
    assert repeat(file, count).incidents == count
    async with on_duty(file, later=timedelta(microseconds=APART) * (count + 1), updates=1_000) as duty:
        async with counted(duty, patch) as work:
            await duty.look()
            pressed = [one.what async for one in course(duty)]
            await duty.db.all(SLOW)
        assert len(pressed) > 30
        assert {"open", "answer", "done", "close"} <= set(pressed)
        return work


async def test_no_statement_works_more_for_what_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await work_through(tmp_path / "model.db")
    few, many = [await with_past(tmp_path, count, monkeypatch) for count in (FEW, MANY)]
    assert len(few) > 40
    assert grown(few, many) == [SLOW], "and what reads all that is over would be found"
