"""`zhiban demo`: plays the lift course against a sandbox and shows it as a transcript; nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from bot.demo.community import Community, found, pointed_at, sample
from bot.demo.duty import DemoError, StoryClock, on_duty
from bot.demo.screen import Screen
from bot.demo.script import Act, Heard, Script, read_script
from bot.demo.transcript import Transcript
from bot.sandbox.client import Sandbox, SandboxError
from bot.sandbox.places import Place
from bot.sandbox.seen import Message

_CALM, _CALM_FAST = 0.8, 0.15
_WITHIN = 20.0
_NO_LIMITS = {
    f"ZHIBAN_LIMITS__TELEGRAM_{name}": "0"
    for name in ("PER_SECOND", "ANSWERS_PER_SECOND", "GROUP_PER_MINUTE", "PRIVATE_PER_SECOND")
}


@dataclass(frozen=True, kw_only=True)
class _Stage:
    """Everything an act needs."""

    script: Script
    community: Community
    clock: StoryClock
    transcript: Transcript
    screen: Screen
    calm: float


async def play(*, fast: bool, language: str) -> int:
    """Plays it to the end; 0, also when somebody stops it, 1 when the bot did not do what the course needs."""
    me = asyncio.current_task()
    assert me is not None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, me.cancel)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        async with _set_up(fast=fast, language=language) as stage:
            await _play(stage)
    except asyncio.CancelledError:
        return 0
    except BrokenPipeError:  # `zhiban demo | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (DemoError, SandboxError, AssertionError, TimeoutError) as error:
        print(f"zhiban demo: {error or 'the bot does not answer'}", file=sys.stderr)
        return 1
    return 0


@asynccontextmanager
async def _set_up(*, fast: bool, language: str) -> AsyncIterator[_Stage]:
    """Sandbox, people and bot, in a folder that is gone afterwards; the story's clock stands at its beginning."""
    script, screen = read_script(language), Screen(fast=fast)
    with tempfile.TemporaryDirectory(prefix="zhiban-demo-") as name:
        folder = Path(name)
        shutil.copytree(sample(language), folder, dirs_exist_ok=True)
        async with Sandbox.start() as sandbox:
            community = await found(sandbox, language=language, titles=dict(script.groups))
            clock = StoryClock(community.world, folder / "clock")
            await clock.set(_moment(community, script.acts[0].at), back=True)
            environment = {**pointed_at(community.world), "ZHIBAN_CLOCK_FILE": str(folder / "clock")}
            async with on_duty(folder / "zhiban.toml", environment | (_NO_LIMITS if fast else {})):
                yield _Stage(
                    script=script,
                    community=community,
                    clock=clock,
                    transcript=_transcript(community, script, screen),
                    screen=screen,
                    calm=_CALM_FAST if fast else _CALM,
                )


def _transcript(community: Community, script: Script, screen: Screen) -> Transcript:
    names = {person.id: person.name for person in community.people.values()}
    private = {number: script.frame["private"].format(name=name) for number, name in names.items()}
    groups = {group.id: group.name for group in community.groups.values()}
    chats = {**groups, **private}
    return Transcript(world=community.world, screen=screen, frame=script.frame, names=names, chats=chats)


def _moment(community: Community, clock: str) -> datetime:
    """A clock time of today where the community is."""
    today = datetime.now(community.zone).date()
    return datetime.combine(today, time.fromisoformat(clock), tzinfo=community.zone)


async def _play(stage: _Stage) -> None:
    await stage.community.world.quiet(calm=stage.calm)
    await stage.transcript.skip()
    for act in stage.script.acts:
        mark = stage.transcript.last
        await _do(stage, act)
        for heard in act.then:
            await _hear(stage, heard, after=mark)
        await stage.community.world.quiet(calm=stage.calm)
        await stage.transcript.catch_up(private=_title(stage, act.where))
    await stage.screen.tell(stage.script.frame["over"])


async def _do(stage: _Stage, act: Act) -> None:
    if act.at:
        await stage.clock.set(_moment(stage.community, act.at))
        now = stage.clock.now().astimezone(stage.community.zone)
        await stage.screen.head(stage.script.frame["clock"].format(clock=f"{now:%H:%M}"))
    if act.tell:
        await stage.screen.tell(act.tell)
    if act.says:
        await stage.community.people[act.who].says(_place(stage, act.where), act.says)
    elif act.sends:
        await stage.community.people[act.who].sends(_place(stage, act.where), act.sends)
    elif act.presses:
        card = await _card(_place(stage, act.where), act)
        await stage.community.people[act.who].presses(card, act.presses)


def _title(stage: _Stage, name: str) -> str:
    """What the transcript calls a chat of the script."""
    return stage.transcript.chats[_place(stage, name).id] if name else ""


def _place(stage: _Stage, name: str) -> Place:
    return stage.community.groups.get(name) or stage.community.people[name]


async def _card(place: Place, act: Act) -> Message:
    """The newest card in a chat with this button, and these words."""
    for message in reversed(await place.messages()):
        if message.bot and act.card in message.text and any(act.presses in label for label in message.labels):
            return message
    raise DemoError(f"{place.name}: no card {act.card!r} with a button {act.presses!r}")


async def _hear(stage: _Stage, heard: Heard, *, after: int) -> None:
    await _place(stage, heard.where).heard(*heard.words, after=after, within=_WITHIN)
