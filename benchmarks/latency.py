"""How soon the first responder is called after 上报, and how late the group's live card gets.

(a) many communities report within one second, limits off; (b) one community reports every three seconds, the limits of
zhiban and the strict ones of the server on.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.company import FIRST_REPORTER, POSTS, Estate, estate, settle, write_files
from benchmarks.process import on_duty
from benchmarks.table import at, row
from bot.sandbox.client import Sandbox, World
from bot.sandbox.wire import Json

WORD = "电梯困人"
CALLED = [department for department in POSTS if department != "property"]
"""Whoever is not the commander: a responder."""
PATIENCE = 60.0
"""Seconds after the last press within which every call and card has to come."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One of the two ways to report."""

    name: str
    estates: int
    reports: int
    gap: float
    """Seconds between two reports."""
    limits: bool
    target: float
    """Seconds for 95 of 100 calls."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the server's ledger says, in seconds after the press."""

    calls: list[float]
    """Until the first responder of each report was called."""
    cards: list[float]
    """Until the group had the live card."""
    refused: int
    """429s."""


async def report(world: World, number: int, home: Estate) -> Json:
    """One report by a member of staff in private, up to the card with 上报."""
    person, mark = FIRST_REPORTER + number, await world.mark()
    await world.ask("say", by=person, chat=person, text=f"3号楼{number % 2 + 1}单元{WORD}，{home.id}")
    while True:
        entries = await world.ledger(after=mark, chat=person, kinds=["message", "edit"], wait=30.0)
        if not entries:
            raise RuntimeError(f"report {number} was not answered within 30 s")
        for entry in entries:
            mark = entry["seq"]
            if any("上报" in one["text"] for line in entry["buttons"] for one in line):
                return entry


async def press(world: World, draft: Json) -> float:
    """上报; when it was pressed."""
    data = next(one["data"] for line in draft["buttons"] for one in line if "上报" in one["text"])
    place = {"chat": draft["chat"], "message_id": draft["message_id"]}
    seq = (await world.ask("press", by=draft["chat"], data=data, wait=0, **place))["seq"]
    (entry,) = await world.ledger(after=seq - 1, kinds=["press"], limit=1)
    return float(entry["t"])


async def reports(world: World, trial: Trial) -> list[tuple[Estate, float]]:
    """Drafts first where they come all at once, then the presses at their times."""
    homes = [estate(number % trial.estates + 1) for number in range(trial.reports)]
    drafts: list[Json] = []
    if trial.estates > 1:
        drafts = list(await asyncio.gather(*(report(world, n, home) for n, home in enumerate(homes))))
        await world.quiet(within=60)
    pressed: list[tuple[Estate, float]] = []
    begun = time.monotonic()
    for number, home in enumerate(homes):
        await asyncio.sleep(max(0.0, begun + number * trial.gap - time.monotonic()))
        draft = drafts[number] if drafts else await report(world, number, home)
        pressed.append((home, await press(world, draft)))
    return pressed


async def measure(world: World, trial: Trial) -> Found:
    """Reports as the trial says and reads the ledger when all is said."""
    mark = await world.mark()
    pressed = await reports(world, trial)
    until = time.monotonic() + PATIENCE
    while True:
        said = await world.ledger(after=mark, kinds=["message"], limit=1_000_000)
        mine = [entry for entry in said if entry["bot"] and not entry["service"]]
        calls = _firsts(mine, pressed, [[home.people[department] for department in CALLED] for home, _ in pressed])
        cards = _firsts(mine, pressed, [[home.group] for home, _ in pressed])
        if len(calls) + len(cards) == 2 * trial.reports or time.monotonic() > until:
            break
        await world.ledger(after=await world.mark(), kinds=["message"], wait=5.0)
    state = await world.state()
    refused = sum(state["refused"].values()) + state["impatient"]
    return Found(calls=calls, cards=cards, refused=refused)


def _firsts(said: Sequence[Json], pressed: Sequence[tuple[Estate, float]], chats: Sequence[list[int]]) -> list[float]:
    """For each report the first message about its number in one of its chats; numbers follow the presses."""
    found = []
    for number, ((_, at_press), wanted) in enumerate(zip(pressed, chats, strict=True), start=1):
        mine = (entry for entry in said if entry["chat"] in wanted and f"#{number} " in entry["text"])
        first = next(mine, None)
        if first is not None:
            found.append(first["t"] - at_press)
    return found


async def run(trial: Trial) -> Found:
    """One trial with a bot and a sandbox of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        async with Sandbox.start() as sandbox:
            world = await sandbox.world(privacy=False)
            await settle(world, estates=trial.estates, reporters=trial.reports)
            config = write_files(
                folder,
                url=sandbox.url,
                token=world.token,
                estates=trial.estates,
                reporters=trial.reports,
                limits=trial.limits,
            )
            async with on_duty(["-m", "bot", "run", "--config", str(config)], folder / "log"):
                await world.quiet(calm=2.0, within=300)
                await world.settings(limits=trial.limits)
                return await measure(world, trial)


async def main(trials: Sequence[Trial]) -> int:
    """All trials and their table; 0 when every target is met."""
    columns = (
        "trial",
        "reports",
        "press to call p50, p95, max (s)",
        "target p95",
        "live card p50, p95, max (s)",
        "429",
    )
    print(row(*columns), row(*["---"] * len(columns)), sep="\n", flush=True)
    good = True
    for trial in trials:
        found = await run(trial)
        all_called = len(found.calls) == trial.reports
        reached = at(0.95, found.calls) <= trial.target and all_called and not found.refused
        good = good and reached
        target = f"{trial.target:.0f} s: {'met' if reached else 'MISSED'}"
        print(
            row(trial.name, trial.reports, _three(found.calls), target, _three(found.cards), found.refused), flush=True
        )
        came = f"{len(found.calls)} calls and {len(found.cards)} live cards of {trial.reports} came"
        print(f"{came} until {PATIENCE:.0f} s after the last press", flush=True)
    return 0 if good else 1


def _three(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.2f}" for value in (at(0.5, values), at(0.95, values), max(values)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="(b) for 30 seconds instead of five minutes")
    short = parser.parse_args().short
    together = Trial(name="20 communities in one second", estates=20, reports=20, gap=0.05, limits=False, target=1.0)
    steady = Trial(
        name="one community, every 3 s", estates=1, reports=10 if short else 100, gap=3.0, limits=True, target=2.0
    )
    sys.exit(asyncio.run(main([together, steady])))
