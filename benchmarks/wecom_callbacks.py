"""Callbacks of WeCom: how soon each is kept and answered, and what three deliveries of the same one do.

(a) 1,000 at 50 a second: 99 of 100 answered within 300 ms, each kept before; (b) 200, three times each: 200 effects.
The control keeps them without a key of their own (`benchmarks/careless.py doubles`): it must answer more often.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corp import Company, settle
from benchmarks.process import on_duty
from benchmarks.table import at, row
from bot.sandbox.client import Sandbox

TARGET = 0.3
"""Seconds for 99 of 100 answers to a callback (WeCom itself waits five)."""
CALM = 2.0
PATIENCE = 120.0
ANSWERED = "你的号码"
"""Stands in the answer to 我是谁."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """How many callbacks, how fast, how often each."""

    name: str
    callbacks: int = 1_000
    per_second: float = 50.0
    members: int = 100
    times: int = 1
    manner: str = ""
    """One of the careless variants; empty: the program itself."""


RATE = Load(name="1,000 at 50 a second")
THREE_TIMES = Load(name="200, three times each", callbacks=200, members=50, times=3)
CONTROL = Load(name="the same without a key", callbacks=200, members=50, times=3, manner="doubles")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What WeCom saw, what was kept, and what the members read."""

    load: Load
    seconds: Sequence[float]
    """Of each callback until its answer."""
    statuses: Counter[int]
    kept: int
    """Messages in the inbox."""
    answers: int
    """What members could read."""

    @property
    def holds(self) -> bool:
        """Every callback answered 200 in time, every message kept, and one answer to each."""
        delivered = self.load.callbacks * self.load.times
        right = self.statuses == Counter({200: delivered}) and self.kept == self.load.callbacks
        return right and self.answers == self.load.callbacks and at(0.99, self.seconds) <= TARGET


async def call_back(sandbox: Sandbox, folder: Path, load: Load) -> Verdict:
    """The load against a program of its own."""
    company = await settle(sandbox, folder, members=load.members, calls=False)
    module = ["-m", "benchmarks.careless", load.manner] if load.manner else ["-m", "bot"]
    async with on_duty([*module, "run", "--config", str(company.config)], folder / "log"):
        await company.corp.world.quiet(calm=CALM)
        mark = await company.corp.world.mark()
        await _say(company, load)
        for _ in range(load.times - 1):
            await company.corp.repeat(load.callbacks)
        await _calm(company)
        return await _judge(company, load, mark)


async def _say(company: Company, load: Load) -> None:
    """Everybody in turn, at the pace of the load, whoever is answered or not."""
    loop, tasks = asyncio.get_running_loop(), []
    began = loop.time()
    for number in range(load.callbacks):
        await asyncio.sleep(max(0.0, began + number / load.per_second - loop.time()))
        tasks.append(loop.create_task(company.members[number % load.members].says("/whoami")))
    await asyncio.gather(*tasks)


async def _calm(company: Company) -> None:
    """Until WeCom has brought everything and nothing has come for a while."""
    world, until = company.corp.world, time.monotonic() + PATIENCE
    while time.monotonic() < until:
        last = await world.mark()
        seen = await world.ledger(after=last, kinds=["message", "edit", "callback"], limit=1, wait=CALM)
        if not seen and not (await company.corp.state())["pending"]:
            return


async def _judge(company: Company, load: Load, mark: int) -> Verdict:
    entries = await company.corp.world.ledger(after=mark, kinds=["callback", "message"], limit=1_000_000)
    brought = [entry for entry in entries if entry["kind"] == "callback"]
    phones = {member.id for member in company.members}
    said = [one for one in entries if one["kind"] == "message" and one["bot"] and one["chat"] in phones]
    with sqlite3.connect(company.database) as db:
        kept = db.execute("SELECT count(*) FROM inbox WHERE platform = 'wecom'").fetchone()[0]
    return Verdict(
        load=load,
        seconds=[entry["seconds"] for entry in brought],
        statuses=Counter(entry["status"] for entry in brought),
        kept=kept,
        answers=len(said),
    )


async def main(loads: Sequence[Load]) -> int:
    """All loads and their table; 0 when the program holds and the control does not."""
    columns = ("load", "callbacks", "answered 200", "p50, p99, max (ms)", "kept", "effects", "")
    print(row(*columns), row(*["---"] * len(columns)), sep="\n", flush=True)
    good = True
    for load in loads:
        with tempfile.TemporaryDirectory() as place:
            async with Sandbox.start() as sandbox:
                verdict = await call_back(sandbox, Path(place), load)
        good = good and verdict.holds is not bool(load.manner)
        times = ", ".join(f"{1000 * one:.0f}" for one in (at(0.5, verdict.seconds), at(0.99, verdict.seconds)))
        said = "holds" if verdict.holds else "does not hold"
        sent = load.callbacks * load.times
        print(
            row(load.name, sent, verdict.statuses[200], f"{times}, {1000 * max(verdict.seconds):.0f}", verdict.kept,
                verdict.answers, said),
            flush=True,
        )  # fmt: skip
    return 0 if good else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    sys.exit(asyncio.run(main([RATE, THREE_TIMES, CONTROL])))
