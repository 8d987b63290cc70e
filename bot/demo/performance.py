"""One clean stage from its setting up to its end: a course as a film, people who act by themselves, what is told."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.demo.cast import Cast
from bot.demo.community import Community
from bot.demo.duty import DemoError
from bot.demo.film import Film
from bot.demo.playing import Playing, Wanted, read_courses
from bot.demo.rules import read_rules, read_shared
from bot.demo.screen import Screen
from bot.demo.script import Act, read_acts, read_frame
from bot.demo.stage import Stage, set_up
from bot.demo.transcript import Transcript, transcript_of
from bot.sandbox.client import Sandbox, World
from bot.sandbox.places import NotHeardError
from bot.store import deadlines
from bot.store.looking import looked_at

_CALM = 0.2
_FAST = 0.1
"""Below this pace nobody reads before they press."""
_BEHIND = timedelta(seconds=1)
_AT_ONCE = timedelta(seconds=5)
"""What is due within these is no deadline anybody waits for."""


class Performance:
    """Plays what is wanted in a world, which it makes anew. `pace`: 1 as people do, less is faster."""

    def __init__(self, sandbox: Sandbox, world: World, wanted: Wanted, *, screen: Screen, pace: float) -> None:
        self._sandbox, self._world, self._screen, self._pace = sandbox, world, screen, pace
        self._words = read_frame(wanted.language).words
        self._courses = read_courses(wanted.language)
        self.playing = Playing(wanted=wanted, courses=self._courses, told=self._words["setting"], course=wanted.course)
        self.ready = asyncio.Event()
        self._publishing = asyncio.Lock()
        self._film: asyncio.Task[None] | None = None
        self._stage: Stage
        self._cast: Cast
        self._transcript: Transcript

    async def run(self) -> None:
        """From an empty stage on until it is cancelled; a DemoError when the bot ends."""
        wanted = self.playing.wanted
        acts = read_acts(wanted.course, wanted.language) if wanted.course else ()
        async with set_up(
            self._sandbox,
            language=wanted.language,
            begins=acts[0].at if acts else "",
            limits=False,
            token=self._world.token,
            peopled=self._peopled,
        ) as stage:
            await self._open(stage, acts)
            async with asyncio.TaskGroup() as group:
                group.create_task(stage.bot.watched())
                group.create_task(self._transcript.follow())
                group.create_task(self._cast.act())
                if acts:
                    self._film = group.create_task(self._show(acts))
                self.ready.set()

    async def take(self, person: int) -> None:
        """From now on the visitor acts for somebody; a film goes on until it is that person's turn."""
        name = self.playing.name_of(person)
        if name and self.ready.is_set():
            self.playing.taken.add(person)
            await self._tell(self._words["taken"].format(name=name))

    async def leave(self, person: int) -> None:
        """From now on the demo acts for somebody again."""
        if self.ready.is_set() and person in self.playing.taken:
            self.playing.taken.discard(person)
            self._cast.look()
            await self._tell(self._words["left"].format(name=self.playing.name_of(person)))

    async def forward(self, seconds: float) -> None:
        """Pushes the clock; what only time brings comes now."""
        if self.ready.is_set():
            await self._push(self._stage.clock.now() + timedelta(seconds=seconds))

    async def next(self) -> None:
        """Pushes the clock to just behind the next deadline."""
        if not self.ready.is_set():
            return
        async with looked_at(self._stage.database) as reads:
            due = await deadlines.earliest_after(reads, self._stage.clock.now() + _AT_ONCE)
        if due is None:
            await self._tell(self._words["nothing_due"])
        else:
            await self._push(due + _BEHIND)

    async def wait_busy(self) -> None:
        """Tells the page that something else is being set up."""
        self.playing.busy = True
        self.playing.told = self._words["setting"]
        await self.publish()

    async def publish(self) -> None:
        """Puts the stage as it is where the page reads it."""
        async with self._publishing:
            await self._world.ask("stage", **self.playing.document())

    async def _peopled(self, community: Community) -> None:
        self.playing.people(community)
        await self.publish()

    async def _open(self, stage: Stage, acts: tuple[Act, ...]) -> None:
        """Everything is there: whoever wants to may begin. A film's first narration is there with its stage."""
        wanted = self.playing.wanted
        self._stage = stage
        await self._world.quiet(calm=_CALM)  # the greetings of the bot belong to the setting up
        self._transcript = transcript_of(stage, self._screen)
        await self._transcript.skip()
        rules = read_rules(wanted.language)
        shared = read_shared(wanted.language)
        self._cast = Cast(
            stage.community, rules, shared=shared, acts_for=self._acts_for, now=self._now, pace=self._pace
        )
        self.playing.busy = False
        if not acts:
            await self._tell(self._words["free"])
            return
        self.playing.told = acts[0].tell
        await self.publish()
        self._screen.tell(self._words["begins"].format(name=self._courses[wanted.course]))

    async def _show(self, acts: tuple[Act, ...]) -> None:
        """Plays the film. Where the bot does something else than it expects, the people go on by themselves."""
        said = self._words["played"]
        try:
            film = Film(self._stage, None, fast=self._pace < _FAST, told=self._tell, plays=self._is_played)
            turn = await film.play(acts)
            if turn:
                said = self._words["turn"].format(name=turn)
            else:
                await self._cast.leave_what_stands()
        except (NotHeardError, DemoError, TimeoutError):
            said = self._words["astray"]
        self._film = None
        self.playing.course = ""
        self._cast.look()
        await self._tell(said)

    async def _push(self, moment: datetime) -> None:
        await self._stage.clock.set(moment)
        self._cast.look()
        await self._tell(self._words["pushed"].format(clock=f"{self._now():%H:%M}"))

    def _now(self) -> datetime:
        """The time on the stage, where it is."""
        return self._stage.clock.now().astimezone(self._stage.community.zone)

    async def _tell(self, text: str) -> None:
        """A line of narration, for the page and the terminal."""
        self.playing.told = text
        await self.publish()
        await self._transcript.show_new()
        self._screen.tell(text)

    def _acts_for(self, person: int) -> bool:
        """Whether somebody acts by themselves now."""
        return self._film is None and self._is_played(person)

    def _is_played(self, person: int) -> bool:
        return person not in self.playing.taken
