"""Plays a script on the stage, act by act, as fast as it goes or at the pace of people who read before they press."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime, time, timedelta
from typing import TypeVar

from bot.demo.duty import DemoError
from bot.demo.screen import Screen
from bot.demo.script import Act
from bot.demo.stage import Stage
from bot.demo.transcript import transcript_of
from bot.sandbox.places import NotHeardError, Place
from bot.sandbox.seen import Message

_CALM, _CALM_FAST = 0.4, 0.15
_CALM_WITHIN = 60.0
_WITHIN = 20.0
_AT_ONCE = 0.3
"""What the bot has not said within these, it may be gathering with other changes."""
_LETTERS_A_SECOND = 28.0  # a Chinese sign counts as three letters, as many as it has bytes
_NARRATION = (1.5, 5.0)
_PRESS = (0.5, 1.5)
_OPENING = (0.5, 0.5)  # whoever has pressed a course sees at once that it has begun
_GATHERED = timedelta(seconds=4)  # what has changed on a card is drawn by then

_T = TypeVar("_T")
Told = Callable[[str], Awaitable[None]]
"""Hears each line of narration before what it is about happens."""


class Film:
    """One course on one stage: as a transcript on `screen` if there is one; with `told` people take their time."""

    def __init__(
        self,
        stage: Stage,
        screen: Screen | None,
        *,
        fast: bool,
        told: Told | None = None,
        plays: Callable[[int], bool] = lambda _: True,
    ) -> None:
        self._stage, self._screen, self._told, self._plays = stage, screen, told, plays
        self._calm = _CALM_FAST if fast else _CALM
        self._paced = told is not None and not fast
        self._day = stage.clock.now().astimezone(stage.community.zone).date()
        self._shown = ""
        self._opening = True
        self._transcript = None if screen is None else transcript_of(stage, screen)

    async def play(self, acts: Sequence[Act]) -> str:
        """From the first act to the last, or until it is the turn of somebody it does not play: who that is.

        It may be cancelled at any moment: what somebody has begun is still done.
        """
        world = self._stage.community.world
        await world.quiet(calm=_CALM_FAST, within=_CALM_WITHIN)
        if self._transcript is not None:
            await self._transcript.skip()
        first = await world.mark()
        for act in acts:
            mark = await world.mark()
            await self._begin(act)
            if not await self._do(act):
                return self._stage.community.people[act.who].name
            self._opening = self._opening and not act.who
            since = mark if act.who else first  # what only time brings has come already if somebody pushed the clock
            for heard in act.then:
                await self._hear(self._stage.place(heard.where), heard.words, since)
            await world.quiet(calm=self._calm, within=_CALM_WITHIN)
            if self._transcript is not None:
                await self._transcript.catch_up(private=self._title(act.where))
        if self._screen is not None:
            self._screen.tell(self._stage.frame.words["over"])
        return ""

    async def _begin(self, act: Act) -> None:
        """The clock and the narration."""
        if act.at:
            await self._turn(act.at)
        if not act.tell:
            return
        if self._told is not None:
            await self._told(act.tell)
        if self._screen is not None:
            self._screen.tell(act.tell)
        await self._pause(act.tell, _NARRATION)

    async def _turn(self, at: str) -> None:
        """The clock is turned to a time of the film's day; one that has passed stays."""
        clock, zone = self._stage.clock, self._stage.community.zone
        await _whole(clock.set(datetime.combine(self._day, time.fromisoformat(at), tzinfo=zone)))
        shown = f"{clock.now().astimezone(zone):%H:%M}"
        if self._screen is not None and shown != self._shown:
            self._screen.head(self._stage.frame.words["clock"].format(clock=shown))
        self._shown = shown

    async def _do(self, act: Act) -> bool:
        """What somebody says, sends or presses once they have read what it is about; False when they are not played."""
        if not act.who:
            return True
        person, place = self._stage.community.people[act.who], self._stage.place(act.where)
        if not self._plays(person.id):
            return False
        says = act.says or act.sends
        await self._pause(act.says if says else (await self._card(act)).text, _PRESS)
        if not self._plays(person.id):
            return False
        if says:
            await _whole(person.says(place, act.says) if act.says else person.sends(place, act.sends))
            return True
        toast = await _whole(person.presses(await card(place, act), act.presses))
        if act.opens:
            await self._pause(toast.text, _PRESS)
            await _whole(person.opens(toast.url))
        return True

    async def _card(self, act: Act) -> Message:
        """What is pressed: waited for while the bot still gathers what has changed on it."""
        place = self._stage.place(act.where)
        mark = await self._stage.community.world.mark()
        try:
            return await card(place, act)
        except DemoError:
            if not self._paced:
                await self._gathered()
            return await place.heard(act.card, act.presses, after=mark, within=_WITHIN)

    async def _hear(self, place: Place, words: Sequence[str], since: int) -> None:
        """What the bot says to it; where nobody watches, the time it gathers changes in is passed over, not waited."""
        if not self._paced:
            with contextlib.suppress(NotHeardError):
                await place.heard(*words, after=since, within=_AT_ONCE)
                return
            await self._gathered()
        await place.heard(*words, after=since, within=_WITHIN)

    async def _gathered(self) -> None:
        clock = self._stage.clock
        await _whole(clock.set(clock.now() + _GATHERED))

    async def _pause(self, text: str, between: tuple[float, float]) -> None:
        """As long as a person takes to read this."""
        least, most = _OPENING if self._opening else between
        if self._paced:
            await asyncio.sleep(min(max(len(text.encode()) / _LETTERS_A_SECOND, least), most))

    def _title(self, name: str) -> str:
        """What the transcript calls a chat of the script."""
        assert self._transcript is not None
        return self._transcript.chats[self._stage.place(name).id] if name else ""


async def card(place: Place, act: Act) -> Message:
    """The newest card in a chat with this button, and these words."""
    for message in reversed(await place.messages()):
        if message.bot and act.card in message.text and any(act.presses in label for label in message.labels):
            return message
    raise DemoError(f"{place.name}: no card {act.card!r} with a button {act.presses!r}")


async def _whole(doing: Coroutine[object, object, _T]) -> _T:
    """Does it to its end, also when the film is cancelled meanwhile."""
    task = asyncio.ensure_future(doing)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # nobody asks any more how it went
        raise
