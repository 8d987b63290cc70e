"""What WeCom drops without a word, and how often a token is asked for that is no good.

(a) 500 members, then 100, are each to get 40 messages at once, and WeCom drops what is over 30 a minute: nothing is
dropped, and everything arrives. The control has no count of its own (`wecom_member_per_minute = 0`). (b) every call is
refused with 40014 for over a minute: at most three tokens are fetched in any minute; the control asks at every refusal.
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

from benchmarks.corp import Company, settle, userid
from benchmarks.process import on_duty
from benchmarks.table import row
from benchmarks.waiting import fill
from bot.sandbox.client import Sandbox
from bot.talk.message import Address

MINUTE = 60.0
MOST_FETCHES = 3


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """How many members are to get how much, and how long is waited for it."""

    name: str
    members: int = 500
    each: int = 40
    per_minute: int = 25
    """The program's own count of what one member gets; 0: none."""
    patience: float = 420.0


CROWD = Crowd(name="500 members, 40 messages each")
TIGHT = Crowd(name="100 members, 40 messages each", members=100)
"""Few enough for the program to be faster than a member's count."""
UNCOUNTED = Crowd(name="the same without a count of our own", members=100, per_minute=0)


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """What the members could read."""

    crowd: Crowd
    read: int
    dropped: int
    most: int
    """What one member got in a minute, at most."""
    took: float

    @property
    def holds(self) -> bool:
        """Nothing was dropped and everything came."""
        return not self.dropped and self.read == self.crowd.members * self.crowd.each


async def crowd(sandbox: Sandbox, folder: Path, load: Crowd) -> Arrived:
    """The messages wait in the outbox when the program starts; a routine message has no other place to wait."""
    company = await settle(sandbox, folder, members=load.members, per_minute=load.per_minute, calls=False)
    where = [Address(platform="wecom", chat=userid(number)) for number in range(load.members)]
    rows = load.members * load.each
    await fill(company.database, rows=rows, chats=load.members, where=where)
    began = time.monotonic()
    async with on_duty(["-m", "bot", "run", "--config", str(company.config)], folder / "log"):
        while time.monotonic() - began < load.patience:
            state = await company.corp.state()
            if await _read(company) + state["dropped"] >= rows:
                break
            await asyncio.sleep(1.0)
        took = time.monotonic() - began
    times = await _times(company)
    most = max((_densest(one) for one in times.values()), default=0)
    dropped = (await company.corp.state())["dropped"]
    return Arrived(crowd=load, read=sum(map(len, times.values())), dropped=dropped, most=most, took=took)


async def _read(company: Company) -> int:
    return sum(map(len, (await _times(company)).values()))


async def _times(company: Company) -> dict[int, list[float]]:
    """When each member got something."""
    phones: dict[int, list[float]] = {member.id: [] for member in company.members}
    for entry in await company.corp.world.ledger(kinds=["message"], limit=1_000_000):
        if entry["bot"] and entry["chat"] in phones:
            phones[entry["chat"]].append(entry["t"])
    return phones


def _densest(times: Sequence[float]) -> int:
    """The most of them in any minute."""
    return max(sum(one <= other < one + MINUTE for other in times) for one in times) if times else 0


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Every call but that for a token is answered with 40014."""

    name: str
    seconds: float = 75.0
    members: int = 20
    manner: str = ""


LASTING = Refused(name="40014 for 75 s")
INSISTING = Refused(name="the same, asking at every refusal", seconds=15.0, manner="insists")


@dataclass(frozen=True, kw_only=True)
class Fetches:
    """When tokens were asked for."""

    load: Refused
    fetched: Sequence[float]
    calls: int
    """Calls that were refused meanwhile."""

    @property
    def most(self) -> int:
        """In any minute."""
        return _densest(self.fetched)

    @property
    def holds(self) -> bool:
        """Not often, though the program went on trying."""
        return 0 < self.most <= MOST_FETCHES and self.calls > 0


async def refuse(sandbox: Sandbox, folder: Path, load: Refused) -> Fetches:
    """Members write meanwhile, so that there is always something to be sent."""
    company = await settle(sandbox, folder, members=load.members)
    await company.corp.fault("40014")
    module = ["-m", "benchmarks.careless", load.manner] if load.manner else ["-m", "bot"]
    async with on_duty([*module, "run", "--config", str(company.config)], folder / "log"):
        until = time.monotonic() + load.seconds
        while time.monotonic() < until:
            await company.members[int(until - time.monotonic()) % load.members].says("/whoami")
            await asyncio.sleep(0.5)
    calls = await company.corp.calls()
    fetched = [entry["t"] for entry in calls if entry["path"] == "gettoken"]
    return Fetches(load=load, fetched=fetched, calls=sum(entry["fault"] == "40014" for entry in calls))


async def main(crowds: Sequence[Crowd], refusals: Sequence[Refused]) -> int:
    """Both tables; 0 when the program holds and the controls do not."""
    good = True
    _head("load", "wanted", "read", "dropped", "most a minute and member", "seconds", "")
    for load in crowds:
        with tempfile.TemporaryDirectory() as place:
            async with Sandbox.start() as sandbox:
                found = await crowd(sandbox, Path(place), load)
        good = good and found.holds is bool(load.per_minute)
        wanted, said = load.members * load.each, "holds" if found.holds else "does not hold"
        print(row(load.name, wanted, found.read, found.dropped, found.most, f"{found.took:.0f}", said), flush=True)
    _head("load", "calls refused", "tokens fetched", "most in a minute", "")
    for one in refusals:
        with tempfile.TemporaryDirectory() as place:
            async with Sandbox.start() as sandbox:
                told = await refuse(sandbox, Path(place), one)
        good = good and told.holds is not bool(one.manner)
        said = "holds" if told.holds else "does not hold"
        print(row(one.name, told.calls, len(told.fetched), told.most, said), flush=True)
    return 0 if good else 1


def _head(*columns: str) -> None:
    print("", row(*columns), row(*["---"] * len(columns)), sep="\n", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="without the 500 members")
    wanted = [*([] if parser.parse_args().short else [CROWD]), TIGHT, UNCOUNTED]
    sys.exit(asyncio.run(main(wanted, [LASTING, INSISTING])))
