"""Where the demo plays: a fresh sandbox world with the sample community, and the real bot on duty in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from bot.demo.community import Community, found, pointed_at, sample
from bot.demo.duty import StoryClock, on_duty
from bot.demo.script import Frame, read_frame
from bot.sandbox.client import Sandbox
from bot.sandbox.places import Place

_NO_LIMITS = {
    f"ZHIBAN_LIMITS__TELEGRAM_{name}": "0"
    for name in ("PER_SECOND", "ANSWERS_PER_SECOND", "GROUP_PER_MINUTE", "PRIVATE_PER_SECOND")
}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Everything an act needs: who is there, the clock, and the words around what is said."""

    community: Community
    clock: StoryClock
    frame: Frame

    def place(self, name: str) -> Place:
        """A group by its kind, or the private chat of a person, by the names the scripts use."""
        return self.community.groups.get(name) or self.community.people[name]

    def moment(self, clock: str) -> datetime:
        """A clock time of today where the community is."""
        today = datetime.now(self.community.zone).date()
        return datetime.combine(today, time.fromisoformat(clock), tzinfo=self.community.zone)


@asynccontextmanager
async def set_up(sandbox: Sandbox, *, language: str, begins: str, limits: bool) -> AsyncIterator[Stage]:
    """People and bot, in a folder that is gone afterwards; the clock stands at `begins` (a clock time of today)."""
    frame = read_frame(language)
    with tempfile.TemporaryDirectory(prefix="zhiban-demo-") as name:
        folder = Path(name)
        shutil.copytree(sample(language), folder, dirs_exist_ok=True)
        community = await found(sandbox, language=language, titles=dict(frame.groups))
        clock = StoryClock(community.world, folder / "clock")
        stage = Stage(community=community, clock=clock, frame=frame)
        await clock.set(stage.moment(begins), back=True)
        environment = {**pointed_at(community.world), "ZHIBAN_CLOCK_FILE": str(folder / "clock")}
        async with on_duty(folder / "zhiban.toml", environment | ({} if limits else _NO_LIMITS)):
            yield stage
