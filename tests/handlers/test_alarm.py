"""The alarm group: what the bot could not do stands there too, for there is nobody left who would notice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.given_up import ChaseFailed
from bot.talk.platform import Shape
from bot.talk.work import Work
from tests.engine.handed import handed


async def test_what_failed_for_good_stands_in_the_alarm_group_too(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        town.line.inbox._world = replace(town.line.inbox.world, shapes={"siren": Shape(alarm="hall")})

        async def job(work: Work) -> None:
            work.happened(ChaseFailed(kind="send", about="x"))

        await town.line.work(job)
        told = await town.line.column("SELECT platform, chat FROM card WHERE template = 'trouble/failed'")
        assert ("siren", "hall") in told
