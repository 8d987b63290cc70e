"""Where the demo plays: a fresh sandbox world with the sample community, and the real bot on duty in it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from pathlib import Path

from bot.demo.community import USERNAME, Community, found, pointed_at, read_zone, sample
from bot.demo.duty import Bot, StoryClock, on_duty
from bot.demo.folder import folder_of_its_own
from bot.demo.office import make_office, move_to_wecom
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
    bot: Bot
    database: Path

    def place(self, name: str) -> Place:
        """A group by its kind, or the private chat of a person, by the names the scripts use."""
        return self.community.groups.get(name) or self.community.people[name]


@asynccontextmanager
async def set_up(
    sandbox: Sandbox,
    *,
    language: str,
    begins: str,
    limits: bool,
    token: str = "",
    peopled: Callable[[Community], Awaitable[None]] | None = None,
) -> AsyncIterator[Stage]:
    """People and bot, in a folder that is gone afterwards; the clock stands at `begins` (a time of today), or is right.

    With a `token` that has a world already, that world is made anew. `peopled` is called when people and groups
    are there and the bot is not yet.
    """
    frame = read_frame(language)
    with folder_of_its_own() as folder:
        shutil.copytree(sample(language), folder, dirs_exist_ok=True)
        move_to_wecom(folder / "roster.toml")
        world = await sandbox.world(token=token, username=USERNAME, name=frame.words["bot"], privacy=False)
        clock = StoryClock(world, folder / "clock")
        await clock.set(_moment(begins, read_zone(language)) if begins else clock.now(), back=True)
        office = await make_office(world, name=frame.words["bot"])
        community = await found(world, language=language, titles=dict(frame.groups), corp=office.corp)
        if peopled is not None:
            await peopled(community)
        environment = {**pointed_at(world), **office.environment(), "ZHIBAN_CLOCK_FILE": str(folder / "clock")}
        async with on_duty(folder / "zhiban.toml", environment | ({} if limits else _NO_LIMITS)) as bot:
            yield Stage(community=community, clock=clock, frame=frame, bot=bot, database=folder / "zhiban.db")


def _moment(clock: str, zone: tzinfo) -> datetime:
    """A clock time of today where the community is."""
    return datetime.combine(datetime.now(zone).date(), time.fromisoformat(clock), tzinfo=zone)
