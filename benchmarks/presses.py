"""How long a press takes with few and with very many closed incidents in the store: they must not be told apart.

The same courses of a lift entrapment are pressed in turn on both stores, press by press, so that what else the machine
does falls on both. A press is timed from its delivery to its answer, which follows the commit; what it causes to be
said, from the first row claimed to the last one recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path

from benchmarks.course import Pressed, course, greet
from benchmarks.past import APART, Past, repeat
from benchmarks.quiet import Duty, on_duty
from benchmarks.table import at, row

FEW, MANY = 1_000, 100_000
PRESSES, ROUNDS = 300, 3
MOST = 1.2
"""Times as long as with few a press may take with many."""
LOOKS = 20
WARM = 1
"""Courses before the first that counts: templates are compiled by it, pages read."""


@dataclass(kw_only=True)
class Store:
    """One of the two, with what was measured on it, round by round."""

    past: Past
    duty: Duty
    rounds: list[list[Pressed]] = field(default_factory=list)


async def work_through(file: Path) -> int:
    """One incident from its first word to its end, in a new file; how many updates that took."""
    async with on_duty(file) as duty:
        await greet(duty)
        async for _ in course(duty):
            pass
        return duty.updates


async def measure(stores: Sequence[Store], *, presses: int) -> None:
    """Presses in turn until there are enough; whose turn is first changes each time."""
    for store in stores:
        store.rounds.append([])
    while len(stores[0].rounds[-1]) < presses:
        courses = [(store, course(store.duty)) for store in stores]
        try:
            while True:
                courses.reverse()
                found = [(store, await anext(running)) for store, running in courses]
                for store, pressed in found:
                    store.rounds[-1].append(pressed)
        except StopAsyncIteration:
            continue


async def run(few: int, many: int, *, presses: int, rounds: int) -> bool:
    """Makes the stores, measures and prints; whether all holds."""
    with tempfile.TemporaryDirectory() as place:
        model = Path(place) / "model.db"
        updates = await work_through(model)
        async with AsyncExitStack() as stack:
            stores = []
            for count in (few, many):
                file, begun = Path(place) / f"{count}.db", time.perf_counter()
                shutil.copy(model, file)
                past = repeat(file, count)
                print(f"{count} incidents: {past.rows} rows, {past.bytes / 1e6:.0f} MB", end=", ", flush=True)
                print(f"made in {time.perf_counter() - begun:.0f} s", flush=True)
                later = timedelta(microseconds=APART) * (count + 1)
                duty = await stack.enter_async_context(on_duty(file, later=later, updates=updates))
                stores.append(Store(past=past, duty=duty))
            await _look(stores)
            for _ in range(WARM):
                await measure(stores, presses=1)
            for store in stores:
                store.rounds.clear()
            for _ in range(rounds):
                await measure(stores, presses=presses)
            return _print(stores)


async def _look(stores: Sequence[Store]) -> None:
    """What the outbox does once a second while nothing has been sent since the start."""
    found = [[await store.duty.look() for _ in range(LOOKS)] for store in stores]
    told = ", ".join(f"{statistics.median(one) * 1000:.2f} ms" for one in found)
    print(f"the outbox looks for something to send, before anything was: {told}", flush=True)


def _print(stores: Sequence[Store]) -> bool:
    """One line a round and one for all; by kind of press below it. True when the last line holds."""
    few, many = stores
    print(row("presses", "few p50, p99", "many p50, p99", "ratio p50, p99", "of the processor", "said after it"))
    print(row("---", "---", "---", "---", "---", "---"))
    for number, (one, other) in enumerate(zip(few.rounds, many.rounds, strict=True), start=1):
        _line(f"round {number}: {len(one)}", one, other)
    all_few, all_many = ([*chain(*store.rounds)] for store in stores)
    holds = _line(f"all {len(all_few)}", all_few, all_many)
    for what in dict.fromkeys(one.what for one in all_few):
        _line(what, *([one for one in found if one.what == what] for found in (all_few, all_many)))
    return holds


def _line(name: str, few: Sequence[Pressed], many: Sequence[Pressed]) -> bool:
    answered = [_two([one.answered for one in found]) for found in (few, many)]
    told = [f"{median * 1000:.1f}, {worst * 1000:.1f} ms" for median, worst in answered]
    worked = [_two([one.worked for one in found]) for found in (few, many)]
    said = [_two([one.said for one in found]) for found in (few, many)]
    ratios = [[after / before for before, after in zip(*one, strict=True)] for one in (answered, worked, said)]
    print(row(name, *told, *(", ".join(f"{ratio:.2f}" for ratio in one) for one in ratios)), flush=True)
    return all(ratio <= MOST for ratio in ratios[0])


def _two(seconds: Sequence[float]) -> tuple[float, float]:
    return statistics.median(seconds), at(0.99, seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--presses", type=int, default=PRESSES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    holds = asyncio.run(run(given.few, given.many, presses=given.presses, rounds=given.rounds))
    sys.exit(0 if holds else 1)
