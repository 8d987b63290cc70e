"""The real bot as a process of its own, on a throw-away database, with a clock that can be pushed forward."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox.client import World

_ENDS_WITHIN = 10.0
_ON_DUTY = b"on duty"


class DemoError(Exception):
    """The demo can't go on; the text says what was missing."""


class Bot:
    """The bot while it is on duty."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def watched(self) -> None:
        """Waits until it ends by itself, which it never should: a DemoError."""
        raise DemoError(f"the bot has ended, with {await self._process.wait()}")


@asynccontextmanager
async def on_duty(settings: Path, environment: Mapping[str, str]) -> AsyncIterator[Bot]:
    """The bot, from the moment it is on duty; at the end it is stopped, and it ends when this process is killed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ZHIBAN_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.demo.tied",
        "run",
        "--config",
        str(settings),
        env={**own, **environment},
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        process_group=0,  # Ctrl-C is for the demo, which ends the bot
    )
    reading: asyncio.Task[None] | None = None
    try:
        assert process.stderr is not None
        await _begun(process.stderr)
        reading = asyncio.create_task(_pass_over(process.stderr))
        yield Bot(process)
    finally:
        await _end(process)
        if reading is not None:
            await reading


async def _begun(log: asyncio.StreamReader) -> None:
    said = []
    while line := await log.readline():
        if _ON_DUTY in line:
            return
        said.append(line.decode())
    raise DemoError(f"the bot did not start:\n{''.join(said)}")


async def _pass_over(log: asyncio.StreamReader) -> None:
    """Keeps the pipe from filling up."""
    while await log.read(65_536):
        pass


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_ENDS_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


class StoryClock:
    """The time of the story: the bot's and the sandbox's clock, moved together."""

    def __init__(self, world: World, file: Path) -> None:
        self._world, self._file = world, file
        self._offset = timedelta()

    def now(self) -> datetime:
        """What the bot takes for the time."""
        return datetime.now(UTC) + self._offset

    async def set(self, moment: datetime, *, back: bool = False) -> bool:
        """Moves both clocks to a moment and says whether; one that has passed is left alone unless it may go `back`."""
        by = moment - self.now()
        if by < timedelta() and not back:
            return False
        self._offset += by
        await self._world.clock(by.total_seconds())
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(self._offset.total_seconds()), encoding="ascii")
        fresh.replace(self._file)
        return True
