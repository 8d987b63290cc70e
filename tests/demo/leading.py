"""The demo behind the page, as fast as it goes, in a sandbox: wishes as the page sends them, and what it reads."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bot.demo.community import Community
from bot.demo.lead import Lead
from bot.demo.screen import Screen
from bot.sandbox.client import Sandbox, World
from bot.sandbox.places import Person, Place
from bot.sandbox.seen import Message, read_message
from bot.sandbox.wire import Json

_WITHIN = 30.0
"""Seconds in which one thing happens, however busy the machine is; of a play: nothing for so long is a hang."""
_ACTS = 600.0
"""Seconds in which a course of some sixty acts is over, half a minute where nothing else runs."""
_HAPPENS = ("message", "edit", "press", "toast", "pin", "clock", "stage")
_NEVER = 3_600.0
_PUSHES = 80
_GATHERED = 4
"""Seconds of the story after which the bot draws its cards again."""


@dataclass(kw_only=True)
class Led:
    """A demo that is led by wishes."""

    lead: Lead
    shown: io.StringIO
    running: asyncio.Task[None]

    @property
    def world(self) -> World:
        """The world of the stage."""
        return self.lead.world

    @property
    def community(self) -> Community:
        """Who is there."""
        found = self.lead.performance.playing.community
        assert found is not None
        return found

    def person(self, name: str) -> Person:
        """Somebody, to be played by hand."""
        return self.community.people[name]

    async def wish(self, do: str, **more: object) -> None:
        """A wish of the page."""
        await self.world.ask("wish", do=do, **more)

    async def staged(self, fits: Callable[[Json], bool]) -> Json:
        """Waits until the stage document is such."""
        async with asyncio.timeout(_WITHIN):
            while True:
                scene = await self.world.ask("scene")
                if scene["stage"] and fits(scene["stage"]):
                    return dict(scene["stage"])
                await self.world.ask("ledger", after=scene["last"], kinds=["stage"], wait=_WITHIN)

    async def played(self) -> Json:
        """Waits until the course that plays is over, whatever it comes to: as long as it gets on, it may take its time.

        An AssertionError with the narration it stopped at when nothing happens any more.
        """
        scene = await self.world.ask("scene")
        async with asyncio.timeout(_ACTS):
            while scene["stage"]["course"]:
                happened = await self.world.ledger(after=scene["last"], kinds=_HAPPENS, wait=_WITHIN)
                assert happened, f"nothing happens any more behind: {scene['stage']['told']}"
                if any(entry["kind"] == "stage" for entry in happened):
                    scene = await self.world.ask("scene")
                else:
                    scene["last"] = happened[-1]["seq"]
        return dict(scene["stage"])

    async def free(self) -> Json:
        """Waits for free play."""
        return await self.staged(lambda stage: not stage["busy"] and not stage["course"])

    async def ended(self) -> None:
        """Waits for its end by itself, which it never should come to."""
        async with asyncio.timeout(_WITHIN):
            await asyncio.wait({self.running})

    async def reports(self, line: str, label: str = "上报") -> None:
        """王强 reports in the staff group, by hand."""
        wang, staff = self.person("wang"), self.community.groups["staff"]
        said = await wang.says(staff, line)
        await wang.presses(await staff.heard(label, after=said), label)

    async def reaches(self, place: Place, *words: str) -> Message:
        """Pushes the clock little by little until the bot says this; as it was said last."""
        for _ in range(_PUSHES):
            entries = await self.world.ledger(chat=place.id, kinds=["message", "edit"], limit=1_000_000)
            for entry in reversed(entries):
                if entry["bot"] and not entry["service"] and read_message(entry).says(*words):
                    return read_message(entry)
            await self.wish("forward", seconds=_GATHERED)
            await self.world.quiet(calm=0.15, within=_WITHIN)
        raise AssertionError(f"{place.name}: nobody says {words}; {[str(one) for one in await place.messages()][-6:]}")

    async def presses_of(self, person: int) -> list[Json]:
        """What somebody has pressed."""
        entries = await self.world.ledger(kinds=["press"], limit=1_000_000)
        return [entry for entry in entries if entry["from"] == person]


@contextlib.asynccontextmanager
async def led(
    sandbox: Sandbox, *, language: str = "zh", alone: float = _NEVER, pace: float = 0.01
) -> AsyncIterator[Led]:
    """A demo from its free play on; at the end it is stopped."""
    shown = io.StringIO()
    lead = Lead(sandbox, Screen(shown), language=language, course="lift", pace=pace, alone=alone)
    running = asyncio.create_task(lead.run())
    try:
        await asyncio.wait({running, asyncio.create_task(_open(lead))}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield Led(lead=lead, shown=shown, running=running)
        if running.done():
            running.result()
    finally:
        running.cancel()
        await asyncio.wait({running})


async def _open(lead: Lead) -> None:
    await lead.begun.wait()
    await lead.performance.ready.wait()
