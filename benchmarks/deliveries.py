"""T2 and T3: messages wait, the bot is killed again and again, the server misbehaves: is one lost, or read too often?

The judge is the ledger of the server: what people can read. Two careless variants of the same program are the controls.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.company import write_files
from benchmarks.process import BotProcess
from benchmarks.table import row
from benchmarks.waiting import FIRST_CHAT, fill
from bot.sandbox.client import Sandbox, World

ADMIN = 1007
RESENT, UNCERTAIN = "重发", "不知道发到没有"
SHORTEST, LONGEST = 0.25, 0.75
PATIENCE = 120.0
BEFORE = {"429": 0.025, "502": 0.025}
"""Nothing is done, and the server says so."""
HANGS = {"hang_after": 0.005}
LOSES = {"drop_after": 0.02}
"""The work is done and the answer is lost."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What waits and what goes wrong."""

    name: str
    rows: int = 2_000
    chats: int = 16
    kills: int = 15
    faults: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1
    manner: str = ""
    """One of the careless variants; empty: the program itself."""


LOADS = (
    Load(name="no faults", kills=0),
    Load(name="T2", faults=BEFORE | HANGS),
    Load(name="T3", faults=BEFORE | HANGS | LOSES),
)
SMALL = Load(name="small", rows=160, chats=20, kills=2, faults={"502": 0.04, "drop_after": 0.1})
CONTROLS = tuple(replace(SMALL, name=manner, manner=manner) for manner in ("forgets", "repeats"))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the ledger says, beside what stands in the rows."""

    load: Load
    copies: Mapping[int, Sequence[bool]]
    """By row: each message people read of it, and whether it was marked."""
    lost_answers: int
    """Messages that arrived while the server's answer did not."""
    cut_off: int
    """Messages that were on their way when the bot was killed."""
    idle_kills: int
    """Kills at which nothing waited: they prove nothing."""
    doubtful: frozenset[int]
    """Rows that ended as uncertain: a person was told to look."""
    told: int
    """What those in charge were told of messages that may not have arrived."""
    unfinished: int
    """Rows that had come to no end two minutes after the last start."""
    took: float
    """Seconds from the last start until every row had come to its end."""

    @property
    def unread(self) -> int:
        """Rows nobody has read."""
        return self.load.rows - len(self.copies)

    @property
    def lost(self) -> int:
        """Rows nobody has read and nobody was told of: a row that is cut off twice before it left is told of."""
        return sum(number not in self.copies and number not in self.doubtful for number in range(self.load.rows))

    @property
    def again(self) -> int:
        """Messages that say what was said before."""
        return sum(len(marks) - 1 for marks in self.copies.values())

    @property
    def most(self) -> int:
        """Copies of one row at most."""
        return max(map(len, self.copies.values()), default=0)

    @property
    def unmarked(self) -> int:
        """Second copies that do not say so."""
        return sum(max(0, marks.count(False) - 1) for marks in map(list, self.copies.values()))

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing too often, nothing again without a reason, nothing left open."""
        faults = self.lost or self.most > 2 or self.unmarked or self.unfinished
        silent = self.told < len({number % self.load.chats for number in self.doubtful})  # of a chat it is told once
        return not faults and not silent and self.again <= self.lost_answers + self.cut_off

    def __str__(self) -> str:
        figures = {
            "lost": self.lost,
            "unread": self.unread,
            "uncertain": len(self.doubtful),
            "most": self.most,
            "again": self.again,
            "unmarked": self.unmarked,
            "answers lost": self.lost_answers,
            "cut off": self.cut_off,
            "idle kills": self.idle_kills,
            "unfinished": self.unfinished,
            "s": round(self.took),
        }
        said = "  ".join(f"{name} {figure}" for name, figure in figures.items())
        return f"{'PASS' if self.holds else 'FAIL'} {self.load.name}: {said}"


async def deliver(sandbox: Sandbox, folder: Path, load: Load) -> Verdict:
    """One run: fill, break, kill, wait for the end, judge."""
    world = await _world(sandbox, load)
    config = write_files(folder, url=sandbox.url, token=world.token)
    database = folder / "zhiban.db"
    await fill(database, rows=load.rows, chats=load.chats)
    for number, (name, rate) in enumerate(load.faults.items()):
        await world.fault(name, method="sendMessage", rate=rate, seed=load.seed * 100 + number)
    module = ["-m", "benchmarks.careless", load.manner] if load.manner else ["-m", "bot"]
    bot = BotProcess([*module, "run", "--config", str(config)], folder / "log")
    try:
        cut_off = await _kill_often(bot, database, load)
        await bot.start()
        begun = time.monotonic()
        unfinished = await _until_done(database, since=begun)
        took = time.monotonic() - begun
    finally:
        await bot.end()
    return await _judge(world, load, cut_off=cut_off, doubtful=doubtful(database), unfinished=unfinished, took=took)


async def _world(sandbox: Sandbox, load: Load) -> World:
    world = await sandbox.world(privacy=False, calls=False)
    await (await world.person(ADMIN, "罗经理")).starts()
    for number in range(load.chats):
        await world.group(FIRST_CHAT - number, f"group{number}", bot="administrator")
    return world


async def _kill_often(bot: BotProcess, database: Path, load: Load) -> list[tuple[int, int]]:
    """Kills it at seeded times; how many messages were on their way, and how many waited, each time."""
    chance, found = random.Random(load.seed), []
    for _ in range(load.kills):
        await bot.start()
        await asyncio.sleep(chance.uniform(SHORTEST, LONGEST))
        await bot.end(signal.SIGKILL)
        states = count(database)
        found.append((states["sending"], states["todo"]))
    return found


def count(database: Path) -> Counter[str]:
    """Rows by state."""
    with sqlite3.connect(database) as db:
        return Counter(dict(db.execute("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state")))


def doubtful(database: Path) -> frozenset[int]:
    """The rows that ended as uncertain."""
    with sqlite3.connect(database) as db:
        found = db.execute("SELECT key FROM outbox WHERE state = 'uncertain' AND key LIKE 'row%' ORDER BY key")
        return frozenset(int(key[3:]) for (key,) in found)


async def _until_done(database: Path, *, since: float) -> int:
    """Rows that have not come to an end after two minutes."""
    while True:
        states = count(database)
        left = states["todo"] + states["sending"]
        if not left or time.monotonic() - since > PATIENCE:
            return left
        await asyncio.sleep(0.2)


async def _judge(
    world: World,
    load: Load,
    *,
    cut_off: Sequence[tuple[int, int]],
    doubtful: frozenset[int],
    unfinished: int,
    took: float,
) -> Verdict:
    copies: dict[int, list[bool]] = {}
    after = told = 0
    while entries := await world.ledger(after=after, kinds=["message"], limit=2_000):
        after = entries[-1]["seq"]
        for entry in entries:
            if entry["bot"] and entry["chat"] <= FIRST_CHAT:
                number = int(entry["text"].partition("row")[2][:5])
                copies.setdefault(number, []).append(RESENT in entry["text"])
            told += entry["bot"] and entry["chat"] == ADMIN and UNCERTAIN in entry["text"]
    struck = {fault["name"]: fault["struck"] for fault in (await world.state())["faults"]}
    return Verdict(
        load=load,
        copies=copies,
        lost_answers=sum(struck.get(name, 0) for name in (*HANGS, *LOSES)),
        cut_off=sum(sending for sending, _ in cut_off),
        idle_kills=sum(waiting == 0 for _, waiting in cut_off),
        doubtful=doubtful,
        told=told,
        unfinished=unfinished,
        took=took,
    )


def table(verdicts: Sequence[Verdict]) -> str:
    """The figures for people."""
    columns = (
        "run",
        "rows",
        "kills",
        "lost",
        "uncertain",
        "most copies",
        "said again",
        "unmarked",
        "answers lost",
        "cut off",
        "s",
    )
    lines = [row(*columns), row(*["---"] * len(columns))]
    for one in verdicts:
        load = one.load
        lost = f"{one.lost} ({one.unread} unread)" if one.unread else "0"
        figures = (lost, len(one.doubtful), one.most, one.again, one.unmarked, one.lost_answers, one.cut_off)
        lines.append(row(load.name, load.rows, load.kills, *figures, f"{one.took:.0f}"))
    return "\n".join(lines)


async def run(seed: int) -> int:
    """All runs, one after the other; 0 when ours hold and the controls do not."""
    verdicts = []
    async with Sandbox.start() as sandbox:
        for load in (*LOADS, *CONTROLS):
            with tempfile.TemporaryDirectory() as place:
                verdicts.append(await deliver(sandbox, Path(place), replace(load, seed=seed)))
            print(verdicts[-1], flush=True)
    print(table(verdicts))
    return 0 if all(one.holds != bool(one.load.manner) for one in verdicts) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(run(parser.parse_args().seed)))
