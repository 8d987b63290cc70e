"""Old updates and what was said of closed incidents go; what is needed stays."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.engine.clearing import DAY, clear_daily
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import STAFF


async def say(line: Bench, key: str, about: str) -> None:
    async def job(work: Work) -> None:
        work.send(STAFF, Card(template=key), key=key, priority=Priority.ROUTINE, about=about)

    await line.work(job)


async def test_what_is_old_and_over_goes_once_a_day(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await line.open_incident()
        await line.say("quiet")
        await line.db.write(lambda tx: tx.run("DELETE FROM outbox"))
        await line.db.write(lambda tx: tx.run("DELETE FROM card"))
        for key, about in {"gone": "2/li", "open": "1/li", "unsent": "2"}.items():
            await say(line, key, about)
        await line.db.write(lambda tx: tx.run("UPDATE outbox SET state = 'sent' WHERE key <> 'unsent'"))
        days: list[float] = []

        async def rest(seconds: float) -> None:
            days.append(seconds)
            line.clock.move(days=29 if len(days) == 1 else 2)
            if len(days) == 2:
                assert len(await line.column("SELECT key FROM outbox")) == 3
                await line.say("fresh")
            if len(days) == 3:
                raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await clear_daily(line.db, line.clock, rest=rest)
        assert days == [DAY] * 3
        kept = await line.column("SELECT key FROM outbox WHERE key NOT LIKE '%said%' ORDER BY id")
        assert kept == ["open", "unsent"]
        assert await line.column("SELECT count(*) FROM card WHERE template = 'gone'") == [0]
        assert len(await line.column("SELECT id FROM inbox")) == 1
