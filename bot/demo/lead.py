"""Leads the demo behind the page: one clean stage after the other, as the visitor wishes."""

from __future__ import annotations

import asyncio

from bot.demo.community import USERNAME
from bot.demo.performance import Performance
from bot.demo.playing import Wanted
from bot.demo.screen import Screen
from bot.demo.script import COURSES
from bot.demo.wishes import Wish, wishes
from bot.read.known import LANGUAGES
from bot.sandbox.client import Sandbox, World

_ALONE_AFTER = 20.0
"""So long it waits for somebody to open the page."""


class Lead:
    """Begins with free play; when nobody opens the page, plays `course` by itself until somebody does."""

    def __init__(
        self, sandbox: Sandbox, screen: Screen, *, language: str, course: str, pace: float = 1.0, alone: float = 0.0
    ) -> None:
        self._sandbox, self._screen, self._pace = sandbox, screen, pace
        self._first, self._course, self._alone_after = Wanted(language=language), course, alone or _ALONE_AFTER
        self._watched = asyncio.Event()
        self._alone = False
        self._heard: asyncio.Queue[Wish] = asyncio.Queue()
        self._running: asyncio.Task[None] | None = None
        self._group = asyncio.TaskGroup()
        self.begun = asyncio.Event()
        self.performance: Performance
        self.world: World

    async def run(self) -> None:
        """Until it is cancelled. A DemoError when the bot ends by itself."""
        self.world = await self._sandbox.world(username=USERNAME, privacy=False)
        self._prepare(self._first)
        await self.performance.publish()
        self.begun.set()
        try:
            async with self._group:
                self._running = self._group.create_task(self.performance.run())
                self._group.create_task(self._play_alone())
                self._group.create_task(self._listen())
                while True:
                    await self._do(await self._heard.get())
        except BaseExceptionGroup as group:
            raise first(group) from None

    async def _listen(self) -> None:
        """Hears every wish at once, before the world it came in is made anew."""
        async for wish in wishes(self.world):
            self._watched.set()
            self._heard.put_nowait(wish)

    async def _play_alone(self) -> None:
        """Nobody looks: the course as a transcript."""
        await self.performance.ready.wait()
        try:
            async with asyncio.timeout(self._alone_after):
                await self._watched.wait()
        except TimeoutError:
            self._alone = True
            self._heard.put_nowait(Wish(do="course", course=self._course))

    async def _do(self, wish: Wish) -> None:
        """Whatever it is, in whatever order it comes; what makes no sense now is passed over."""
        now = self.performance.playing
        match wish.do:
            case "course" if wish.course in COURSES:
                await self._begin(Wanted(language=now.wanted.language, course=wish.course))
            case "here" if self._alone:  # whoever comes late begins from the beginning, not in the middle of a course
                self._alone = False
                await self._begin(Wanted(language=now.wanted.language))
            case "free":
                await self._begin(Wanted(language=now.wanted.language))
            case "language" if wish.language in LANGUAGES:
                await self._begin(Wanted(language=wish.language, course=now.course))
            case "take":
                await self.performance.take(wish.person)
            case "leave":
                await self.performance.leave(wish.person)
            case "forward":
                await self.performance.forward(wish.seconds)
            case "next":
                await self.performance.next()

    async def _begin(self, wanted: Wanted) -> None:
        """A clean stage in place of the one there is; the newest wish wins, and the same twice is one."""
        playing = self.performance.playing
        if playing.busy and playing.wanted == wanted:
            return
        await self.performance.wait_busy()
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait({self._running})
        self._prepare(wanted)
        self._running = self._group.create_task(self.performance.run())

    def _prepare(self, wanted: Wanted) -> None:
        self.performance = Performance(self._sandbox, self.world, wanted, screen=self._screen, pace=self._pace)


def first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first thing that went wrong, inside groups of groups."""
    error = group.exceptions[0]
    return first(error) if isinstance(error, BaseExceptionGroup) else error
