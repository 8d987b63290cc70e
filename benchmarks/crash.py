"""T1: a bot is killed again and again under a backlog; is every message it was sent handled, and handled once?

The same load, kills and judge for zhiban and for the control, a plain python-telegram-bot program that must lose some.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.company import FIRST_GUARD, write_files
from benchmarks.process import BotProcess
from benchmarks.table import row
from bot.sandbox.client import Sandbox, World

SHORTEST, LONGEST = 0.8, 1.6
STRANGER = 100_000
REPORTS = 3
"""Every third message is a report by a member of staff; the others ask /whoami."""
RESENT = "重发"
MOST = 2
CALM = 2.0
CUT_OFF = """SELECT CAST(chat AS INTEGER) FROM outbox WHERE kind = 'send'
    GROUP BY chat HAVING count(*) = 1 AND min(state) = 'uncertain' AND min(resent) = 1"""
"""Everybody gets one message: of whom no more is known than that both its copies were cut off."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What is sent and how often the bot is killed."""

    messages: int = 3_000
    kills: int = 25
    rate: float = 150.0
    slow: float = 5.0
    """Milliseconds each handler takes longer."""
    seed: int = 1


@dataclass(kw_only=True)
class Course:
    """What happened on the way."""

    backlogs: list[int] = field(default_factory=list)
    """Messages nobody had answered yet, at each kill."""
    took: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Found:
    """What stands in the database in the end; the control has none."""

    twice: int = 0
    """Messages with more than one effect."""
    left: int = 0
    """Messages and parcels that have come to no end."""
    cut: frozenset[int] = frozenset()
    """Senders whose one answer was cut off twice: its end is `uncertain`, and no third copy went."""
    integrity: str = "none"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the judges say: the server's ledger of every program, the database of ours."""

    name: str
    sent: int
    marked: int
    """Copies that say that they may be the second: the kill came between sending and writing down."""
    unmarked: int
    """Second copies that do not say so."""
    most: int
    """Copies of one answer at most."""
    course: Course
    found: Found

    silent: frozenset[int]
    """Senders who got no answer."""

    @property
    def answered(self) -> int:
        """Messages with an answer."""
        return self.sent - len(self.silent)

    @property
    def unsure(self) -> int:
        """Messages that had their effect, while two kills cut off both copies of the answer."""
        return len(self.silent & self.found.cut)

    @property
    def lost(self) -> int:
        """Messages without an answer, and nobody knows of it."""
        return len(self.silent - self.found.cut)

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing done twice, the file whole; a kill cuts off less than one answer for good."""
        if self.unsure > len(self.course.backlogs):
            return False
        faults = self.lost or self.unmarked or self.most > MOST or self.found.twice or self.found.left
        return not faults and self.found.integrity == "ok"


def sender(number: int) -> int:
    """Who sends this message: everybody sends one, so an answer names its message."""
    return (FIRST_GUARD if number % REPORTS == 0 else STRANGER) + number


def words(number: int) -> str:
    """What they send."""
    return f"{1 + number % 3}号楼电梯困人 报号{number:05d}。" if number % REPORTS == 0 else "/whoami"


async def put_under_load(world: World, bot: BotProcess, load: Load) -> Course:
    """Feeds, kills at seeded times, starts for the last time and waits until nothing happens any more."""
    course, chance, begun = Course(), random.Random(load.seed), time.monotonic()
    fed = Counter[str]()
    feeding = asyncio.create_task(_feed(world, load, fed))
    for _ in range(load.kills):
        await bot.start()
        await asyncio.sleep(chance.uniform(SHORTEST, LONGEST))
        course.backlogs.append(fed["messages"] - len(await answers(world)))
        await bot.end(signal.SIGKILL)
    await feeding
    await bot.start()
    await _until_idle(world, load.messages)
    await bot.end()
    course.took = time.monotonic() - begun
    return course


async def _feed(world: World, load: Load, fed: Counter[str]) -> None:
    begun = time.monotonic()
    for number in range(load.messages):
        await asyncio.sleep(max(0.0, begun + number / load.rate - time.monotonic()))
        await world.ask("say", by=sender(number), chat=sender(number), text=words(number))
        fed["messages"] += 1


async def _until_idle(world: World, messages: int) -> None:
    last, since = -1, time.monotonic()
    while time.monotonic() - since < CALM:
        await asyncio.sleep(0.2)
        seen = await world.mark()
        if seen != last or (await world.state())["pending"]:
            last, since = seen, time.monotonic()
        elif len(await answers(world)) >= messages:
            since = min(since, time.monotonic() - CALM + 0.5)


async def answers(world: World) -> dict[int, list[str]]:
    """What the bot has said to each sender, in full."""
    said: dict[int, list[str]] = {}
    after = 0
    while entries := await world.ledger(after=after, kinds=["message"], limit=2_000):
        after = entries[-1]["seq"]
        for entry in entries:
            if entry["bot"] and entry["chat"] >= FIRST_GUARD:
                said.setdefault(entry["chat"], []).append(entry["text"])
    return said


def judge(name: str, load: Load, *, said: dict[int, list[str]], course: Course, database: Path | None) -> Verdict:
    """Holds what was sent against the ledger and, where there is one, the database."""
    copies = [said.get(sender(number), []) for number in range(load.messages)]
    plain = [[text for text in texts if RESENT not in text] for texts in copies]
    found = _look_into(database) if database else Found()
    return Verdict(
        name=name,
        sent=load.messages,
        silent=frozenset(sender(number) for number, texts in enumerate(copies) if not texts),
        marked=sum(map(len, copies)) - sum(map(len, plain)),
        unmarked=sum(max(0, len(texts) - 1) for texts in plain),
        most=max(map(len, copies)),
        course=course,
        found=found,
    )


def _look_into(database: Path) -> Found:
    """Effects by sender: one card each, one report each; and whether the file is whole."""
    with sqlite3.connect(database) as db:
        cards = db.execute("SELECT count(*) FROM card WHERE CAST(chat AS INTEGER) >= ? GROUP BY chat", (FIRST_GUARD,))
        reports = db.execute("SELECT count(*) FROM intake GROUP BY account")
        open_rows = db.execute("SELECT count(*) FROM inbox WHERE state <> 'done'").fetchone()[0]
        unsent = db.execute("SELECT count(*) FROM outbox WHERE state IN ('todo', 'sending')").fetchone()[0]
        cut = db.execute(CUT_OFF)
        return Found(
            cut=frozenset(chat for (chat,) in cut),
            twice=sum(count - 1 for (count,) in [*cards, *reports]),
            left=open_rows + unsent,
            integrity=str(db.execute("PRAGMA integrity_check").fetchone()[0]),
        )


async def crash_zhiban(sandbox: Sandbox, folder: Path, load: Load) -> Verdict:
    """The real program, its handlers slowed."""
    world = await _world(sandbox, load)
    config = write_files(folder, url=sandbox.url, token=world.token, guards=load.messages)
    slowed = ["-m", "benchmarks.slowed", str(load.slow), "run", "--config", str(config)]
    bot = BotProcess(slowed, folder / "log")
    course = await put_under_load(world, bot, load)
    said = await answers(world)
    return judge("zhiban", load, said=said, course=course, database=folder / "zhiban.db")


async def crash_peer(sandbox: Sandbox, folder: Path, load: Load) -> Verdict:
    """The control."""
    world = await _world(sandbox, load)
    command = ["-m", "benchmarks.peer_crash", sandbox.url, world.token, str(load.slow)]
    bot = BotProcess(command, folder / "peer.log")
    course = await put_under_load(world, bot, load)
    return judge("plain PTB", load, said=await answers(world), course=course, database=None)


async def _world(sandbox: Sandbox, load: Load) -> World:
    world = await sandbox.world(privacy=False, calls=False)
    for number in range(load.messages):
        await (await world.person(sender(number), f"p{number}")).starts()
    await world.call("deleteWebhook", drop_pending_updates=True)  # the bot need not hear of the beginnings
    await world.group(-1001, "员工群", members=[], bot="administrator")
    return world


def table(verdicts: Sequence[Verdict]) -> str:
    """The figures for people."""
    columns = (
        "program",
        "sent",
        "lost",
        "handled twice",
        "copies marked 重发",
        "answers cut off twice",
        "backlog at the kills",
        "file",
        "s",
    )
    lines = [row(*columns), row(*["---"] * len(columns))]
    for one in verdicts:
        waits = one.course.backlogs
        backlog = f"{min(waits)} to {max(waits)}, median {statistics.median(waits):.0f}"
        twice, file = one.unmarked + one.found.twice, one.found.integrity
        lines.append(
            row(one.name, one.sent, one.lost, twice, one.marked, one.unsure, backlog, file, f"{one.course.took:.0f}")
        )
    return "\n".join(lines)


async def run(load: Load) -> int:
    """Both programs, one after the other; 0 when ours holds and the control does not."""
    with tempfile.TemporaryDirectory() as place:
        async with Sandbox.start() as sandbox:
            ours = await crash_zhiban(sandbox, Path(place), load)
            control = await crash_peer(sandbox, Path(place), load)
    print(table([ours, control]))
    print(f"zhiban {'holds' if ours.holds else 'FAILS'}; the control {'loses' if control.lost else 'DOES NOT LOSE'}")
    return 0 if ours.holds and control.lost else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=Load.messages)
    parser.add_argument("--kills", type=int, default=Load.kills)
    parser.add_argument("--rate", type=float, default=Load.rate, help="messages a second")
    parser.add_argument("--slow", type=float, default=Load.slow, help="milliseconds each handler takes longer")
    parser.add_argument("--seed", type=int, default=Load.seed)
    sys.exit(asyncio.run(run(Load(**vars(parser.parse_args())))))
