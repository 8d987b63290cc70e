"""Old updates and what was said of closed incidents go; what is needed stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.engine.clearing import DAY, clear_daily
from bot.store import old
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import NOW, STAFF


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


async def test_what_was_noted_of_a_notice_goes_when_it_is_over(tmp_path: Path) -> None:
    over = Notice(
        number=1, kind=NoticeKind.EVACUATION, community="anju", state=NoticeState.ENDED, authors=("chen",), drafted=NOW
    )
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            await work.notices.put(over)
            await work.notices.put(replace(over, number=11, state=NoticeState.SENT))
            for about in ("asked:N{}/1", "round:N{}/1/0", "drawn:N{}", "delivered:N{}/1", "help:N{}"):
                await work.keep(about.format(1), "x")
                await work.keep(about.format(11), "x")
            await work.keep("unreachable:li", "x")

        await line.work(job)
        late = line.clock.now() + timedelta(days=1)
        early = line.clock.now() - timedelta(days=1)
        assert await line.db.write(lambda tx: old.clear(tx, updates=early, said=early)) == 0
        await line.db.write(lambda tx: old.clear(tx, updates=early, said=late))
        kept = await line.column("SELECT name FROM fact ORDER BY name")
        assert [name for name in kept if "N1" in name] == [
            "asked:N11/1", "delivered:N11/1", "drawn:N11", "help:N11", "round:N11/1/0",
        ]  # fmt: skip
        assert "unreachable:li" in kept


async def test_the_last_line_of_somebody_is_forgotten_after_a_week(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:

        async def job(work: Work) -> None:
            await work.keep("line:chatter:-1:11", {"text": "4楼", "at": "2026-11-22T02:40:00+00:00"})
            await work.keep("unreachable:li", "x")

        await line.work(job)
        late, early = line.clock.now() + timedelta(days=1), line.clock.now() - timedelta(days=1)
        await line.db.write(lambda tx: old.clear(tx, updates=early, said=late))
        assert "line:chatter:-1:11" in await line.column("SELECT name FROM fact ORDER BY name")
        await line.db.write(lambda tx: old.clear(tx, updates=late, said=early))
        kept = await line.column("SELECT name FROM fact ORDER BY name")
        assert "line:chatter:-1:11" not in kept
        assert "unreachable:li" in kept
