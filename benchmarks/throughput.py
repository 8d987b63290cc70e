"""How many messages of people a bot answers in a second: zhiban against a ConversationHandler with a pickle.

The same people have the same conversation with both, as fast as they are answered: /report, the type, the place, 上报
and three questions. What counts is an answer to the person who wrote or pressed, once the server has accepted it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.company import FIRST_REPORTER, settle, write_files
from benchmarks.process import BotProcess, on_duty
from benchmarks.table import row
from bot.sandbox.client import Sandbox, World
from bot.sandbox.wire import Json

ESTATES = 20
CALM = 4.0
"""Nothing more comes when nothing came for so long: changes of live cards are gathered for three seconds."""
PATIENCE = 600.0
COURSE: tuple[tuple[str, str], ...] = (
    ("/report", "电梯困人"),
    ("电梯困人", "3号楼"),
    ("3号楼", "上报"),
    ("上报", "4以上"),
    ("1", "喊了没人应"),
    ("没有", "有烟"),
    ("没有", "孕妇"),
)
"""What the person presses (first: types) and a word on the buttons of the answer, at last in its text."""
LAST = COURSE[-1][1]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How it is measured."""

    delay: float = 0.0
    """Seconds a call to the server takes."""
    people: int = 200
    """Everybody begins at once and has the conversation once."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Of one program in one round."""

    answers: float
    """A second, from the first word of anybody to the last answer."""
    messages: float
    """New messages a second, whoever reads them, until there was nothing left to send."""
    calls: float
    """New messages, changes, pins and answers to presses a second, until there was nothing left to send."""
    took: float
    """Seconds until there was nothing left to send."""
    cpu: float
    """Milliseconds of processor time for each answer, with everything that was sent beside it."""


Program = Callable[[Sandbox, Path, Plan], Awaitable[Rate]]


@dataclass(kw_only=True)
class Crowd:
    """People who talk to the bot; one reader of the ledger tells each what they have been answered."""

    world: World
    heard: dict[int, asyncio.Queue[Json]] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)

    async def read(self) -> None:
        """Hands what the bot says to whom it is for."""
        last = await self.world.mark()
        while True:
            entries = await self.world.ledger(after=last, kinds=["message", "edit"], limit=500, wait=5.0)
            for entry in entries:
                last = entry["seq"]
                if entry["bot"] and entry["chat"] in self.heard:
                    self.heard[entry["chat"]].put_nowait(entry)

    async def talk(self, person: int) -> None:
        """One conversation from its first word to its last answer."""
        self.heard[person] = asyncio.Queue()
        shown: Json = {}
        for pressed, word in COURSE:
            if shown:
                await self._press(person, shown, pressed)
            else:
                await self.world.ask("say", by=person, chat=person, text=pressed)
            shown = await self._answer(person, word)

    async def _press(self, person: int, shown: Json, label: str) -> None:
        button = next(one for line in shown["buttons"] for one in line if label in one["text"])
        place = {"chat": person, "message_id": shown["message_id"]}
        await self.world.ask("press", by=person, data=button["data"], wait=0, **place)

    async def _answer(self, person: int, word: str) -> Json:
        while True:
            entry = await self.heard[person].get()
            labels = [one["text"] for line in entry["buttons"] for one in line]
            if any(word in label for label in labels) or (word == LAST and word in entry["text"]):
                self.answered.append(entry["t"])
                return entry


async def measure(world: World, bot: BotProcess, plan: Plan) -> Rate:
    """Lets everybody talk and counts when all is said."""
    crowd = Crowd(world=world)
    mark, counts, spent, begun = await world.mark(), await _counts(world), bot.cpu_seconds(), time.monotonic()
    reading = asyncio.create_task(crowd.read())
    await asyncio.gather(*(crowd.talk(FIRST_REPORTER + number) for number in range(plan.people)))
    reading.cancel()
    await world.quiet(calm=CALM, within=PATIENCE)
    said = await world.ledger(after=mark, kinds=["message", "edit", "pin"], limit=1_000_000)
    took = max(entry["t"] for entry in said if entry["bot"]) - begun
    messages = sum(entry["bot"] and not entry["service"] and entry["kind"] == "message" for entry in said)
    changes = sum(after - before for after, before in zip(await _counts(world), counts, strict=True))
    return Rate(
        answers=len(crowd.answered) / (max(crowd.answered) - begun),
        messages=messages / took,
        calls=(messages + changes) / took,
        took=took,
        cpu=1000 * (bot.cpu_seconds() - spent) / len(crowd.answered),
    )


async def _counts(world: World) -> list[int]:
    counts = (await world.state())["counts"]
    return [counts.get(kind, 0) for kind in ("edit", "pin", "toast")]


async def _world(sandbox: Sandbox, plan: Plan) -> World:
    world = await sandbox.world(privacy=False, calls=False)
    await settle(world, estates=ESTATES, reporters=plan.people)
    return world


async def zhiban(sandbox: Sandbox, folder: Path, plan: Plan) -> Rate:
    """The real program, its limits off."""
    world = await _world(sandbox, plan)
    config = write_files(folder, url=sandbox.url, token=world.token, estates=ESTATES, reporters=plan.people)
    async with on_duty(["-m", "bot", "run", "--config", str(config)], folder / "log") as bot:
        await world.quiet(within=60)
        await world.settings(delay=plan.delay * 1000)
        return await measure(world, bot, plan)


def peer(*options: str) -> Program:
    """The peer with these options."""

    async def run(sandbox: Sandbox, folder: Path, plan: Plan) -> Rate:
        world = await _world(sandbox, plan)
        await world.call("deleteWebhook", drop_pending_updates=True)
        command = ["-m", "benchmarks.peer_report", sandbox.url, world.token, str(folder / "pickle"), *options]
        async with on_duty(command, folder / "log") as bot:
            await world.settings(delay=plan.delay * 1000)
            return await measure(world, bot, plan)

    return run


PROGRAMS: Mapping[str, Program] = {
    "zhiban": zhiban,
    "peer": peer(),
    "peer, pickle every second": peer("--every", "1"),
    "peer, sends not waited for": peer("--unawaited"),
}
DELAYS = (0.0, 0.06)


async def rounds(names: Sequence[str], *, plan: Plan, count: int) -> dict[str, list[Rate]]:
    """The programs in turn, several times, each in a world of its own."""
    found: dict[str, list[Rate]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as place:
        for _ in range(count):
            for name in names:
                folder = Path(tempfile.mkdtemp(dir=place))
                async with Sandbox.start() as sandbox:
                    found[name].append(await PROGRAMS[name](sandbox, folder, plan))
    return found


def table(found: Mapping[str, Sequence[Rate]], delay: float) -> list[str]:
    """The medians, and how many answers zhiban gives for each one of the program in that line."""
    ours = statistics.median(rate.answers for rate in found["zhiban"])
    lines = []
    for name, rates in found.items():
        answers = [rate.answers for rate in rates]
        middle = statistics.median(answers)
        lines.append(
            row(
                f"{delay * 1000:.0f} ms",
                name,
                f"{middle:.0f} ({min(answers):.0f} to {max(answers):.0f})",
                f"{ours / middle:.2f} x",
                f"{statistics.median(rate.messages for rate in rates):.0f}",
                f"{statistics.median(rate.calls for rate in rates):.0f}",
                f"{statistics.median(rate.took for rate in rates):.1f}",
                f"{statistics.median(rate.cpu for rate in rates):.1f}",
            )
        )
    return lines


async def run(names: Sequence[str], *, delays: Sequence[float], plan: Plan, count: int) -> None:
    """Measures at each delay and prints one table."""
    columns = ("API delay", "program", "answers/s", "zhiban is", "messages/s", "calls/s", "all sent after s", "CPU ms")
    print(row(*columns), row(*["---"] * len(columns)), sep="\n", flush=True)
    for delay in delays:
        found = await rounds(names, plan=replace(plan, delay=delay), count=count)
        print("\n".join(table(found, delay)), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=Plan.people)
    parser.add_argument(
        "--delay", type=float, action="append", help="milliseconds a call takes; 0 and 60 when not given"
    )
    parser.add_argument("--program", action="append", choices=list(PROGRAMS), help="beside zhiban; all when not given")
    chosen = parser.parse_args()
    asyncio.run(
        run(
            ["zhiban", *(chosen.program or list(PROGRAMS)[1:])],
            delays=[one / 1000 for one in chosen.delay] if chosen.delay else DELAYS,
            plan=Plan(people=chosen.people),
            count=chosen.rounds,
        )
    )
