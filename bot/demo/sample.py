"""`zhiban check --sample`: proves the demo community, its files and a sandbox in Telegram's place."""

from __future__ import annotations

import os
from pathlib import Path

from bot.check.finding import Finding
from bot.check.offline import offline
from bot.check.online import online
from bot.demo.community import USERNAME, found, pointed_at, sample
from bot.sandbox.client import Sandbox


async def check_sample(language: str = "zh") -> list[Finding]:
    """Everything `zhiban check` finds out about the sample files."""
    settings = _from_here(sample(language) / "zhiban.toml")
    async with Sandbox.start() as sandbox:
        community = await found(await sandbox.world(username=USERNAME, privacy=False), language=language, titles={})
        environment = pointed_at(community.world)
        return [*offline(settings, environment), *await online(settings, environment)]


def _from_here(path: Path) -> Path:
    """The shorter way to write it, where there is one."""
    shorter = Path(os.path.relpath(path))
    return path if shorter.parts[:1] == ("..",) else shorter
