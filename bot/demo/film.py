"""Plays a script on the stage, act by act, and shows it as a transcript."""

from __future__ import annotations

from collections.abc import Sequence

from bot.demo.duty import DemoError
from bot.demo.screen import Screen
from bot.demo.script import Act
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript
from bot.sandbox.places import Place
from bot.sandbox.seen import Message

_CALM, _CALM_FAST = 0.8, 0.15
_WITHIN = 20.0


class Film:
    """One course on one stage."""

    def __init__(self, stage: Stage, screen: Screen, *, fast: bool) -> None:
        self._stage, self._screen = stage, screen
        self._calm = _CALM_FAST if fast else _CALM
        self._transcript = _transcript(stage, screen)

    async def play(self, acts: Sequence[Act]) -> None:
        """From the first act to the last."""
        await self._stage.community.world.quiet(calm=self._calm)
        await self._transcript.skip()
        for act in acts:
            mark = self._transcript.last
            await self._do(act)
            for heard in act.then:
                await self._stage.place(heard.where).heard(*heard.words, after=mark, within=_WITHIN)
            await self._stage.community.world.quiet(calm=self._calm)
            await self._transcript.catch_up(private=self._title(act.where))
        await self._screen.tell(self._stage.frame.words["over"])

    async def _do(self, act: Act) -> None:
        people = self._stage.community.people
        if act.at:
            await self._stage.clock.set(self._stage.moment(act.at))
            now = self._stage.clock.now().astimezone(self._stage.community.zone)
            await self._screen.head(self._stage.frame.words["clock"].format(clock=f"{now:%H:%M}"))
        if act.tell:
            await self._screen.tell(act.tell)
        if act.says:
            await people[act.who].says(self._stage.place(act.where), act.says)
        elif act.sends:
            await people[act.who].sends(self._stage.place(act.where), act.sends)
        elif act.presses:
            await people[act.who].presses(await card(self._stage.place(act.where), act), act.presses)

    def _title(self, name: str) -> str:
        """What the transcript calls a chat of the script."""
        return self._transcript.chats[self._stage.place(name).id] if name else ""


async def card(place: Place, act: Act) -> Message:
    """The newest card in a chat with this button, and these words."""
    for message in reversed(await place.messages()):
        if message.bot and act.card in message.text and any(act.presses in label for label in message.labels):
            return message
    raise DemoError(f"{place.name}: no card {act.card!r} with a button {act.presses!r}")


def _transcript(stage: Stage, screen: Screen) -> Transcript:
    community, words = stage.community, stage.frame.words
    names = {person.id: person.name for person in community.people.values()}
    private = {number: words["private"].format(name=name) for number, name in names.items()}
    groups = {group.id: group.name for group in community.groups.values()}
    return Transcript(world=community.world, screen=screen, frame=words, names=names, chats={**groups, **private})
