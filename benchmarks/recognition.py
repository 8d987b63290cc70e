"""How often a message is read right: types, urgency, places and counts, incidents found, talk left alone, time.

    python -m benchmarks.recognition            the judging half, which no word and no weight was made from
    python -m benchmarks.recognition --working  the half the words were written for

Prints figures and the pairs of types that are mixed up, never a message: who reads the judging half spoils it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.table import at, row
from bot.domain.recognise import NONE
from bot.recognition.lines import as_json, recogniser

MESSAGES = Path(__file__).parent / "messages"
JUDGING, WORKING = "judging.jsonl", "working.jsonl"
OF_INCIDENTS = ("type", "urgency")
OF_ALL = ("building", "unit", "floor", "room", "trapped", "injured")
FOUND, SILENT, OFFERED = "incidents found", "talk left alone", "type, or offered as a button"
AIMS = {"type": 95.0, **dict.fromkeys(("building", "unit", "floor", "room"), 97.0), FOUND: 98.0, SILENT: 98.0}
"""What was asked for, in hundredths."""
FASTEST = 1.0
"""Milliseconds a message may take, in the middle."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """A message as it is meant, and what the program has made of it."""

    meant: Mapping[str, Any]
    said: Mapping[str, object]
    offered: tuple[str, ...]
    """The types it asks about when it is not sure."""
    milliseconds: float

    @property
    def pair(self) -> tuple[str, str]:
        """The type that was meant, and the one it was taken for."""
        return str(self.meant["type"]), str(self.said["type"])


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many are right."""

    right: int
    of: int

    @property
    def percent(self) -> float:
        """In hundredths; of none all are right."""
        return 100 * self.right / self.of if self.of else 100.0


def main() -> int:
    """Prints the figures and the pairs; 0 when every aim is reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recognition")
    parser.add_argument("--working", action="store_true", help="the half the words were written for")
    reads = list(read(WORKING if parser.parse_args().working else JUDGING))
    found = shares(reads)
    middle = _print_time(reads)
    _print_shares(found)
    _print_pairs(reads)
    return int(middle >= FASTEST or any(found[name].percent < aim for name, aim in AIMS.items()))


def read(name: str) -> Iterator[Read]:
    """Every message of a half, read with the shipped words and weights."""
    reader = recogniser()
    for line in (MESSAGES / name).read_text(encoding="utf-8").splitlines():
        meant = json.loads(line)
        began = time.perf_counter()
        said = reader.read(meant["text"])
        passed = (time.perf_counter() - began) * 1000
        yield Read(meant=meant, said=as_json(said), offered=said.likely, milliseconds=passed)


def shares(reads: Iterable[Read]) -> dict[str, Share]:
    """How much of everything is right: type and urgency of incidents, places and counts of all messages."""
    every = list(reads)
    incidents = [one for one in every if one.meant["type"] != NONE]
    talk = [one for one in every if one.meant["type"] == NONE]
    return {
        **{field: _share(incidents, field) for field in OF_INCIDENTS},
        **{field: _share(every, field) for field in OF_ALL},
        OFFERED: Share(right=sum(one.pair[0] in (one.pair[1], *one.offered) for one in incidents), of=len(incidents)),
        FOUND: Share(right=sum(bool(one.said["is_incident"]) for one in incidents), of=len(incidents)),
        SILENT: Share(right=sum(not one.said["is_incident"] for one in talk), of=len(talk)),
    }


def mixed_up(reads: Iterable[Read]) -> list[tuple[tuple[str, str], int]]:
    """What was meant, what it was taken for, how often; most first."""
    pairs = Counter(one.pair for one in reads if one.pair[0] != one.pair[1])
    return sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))


def _share(reads: list[Read], field: str) -> Share:
    return Share(right=sum(one.said[field] == one.meant[field] for one in reads), of=len(reads))


def _print_time(reads: list[Read]) -> float:
    """How long a message takes; gives back the time in the middle."""
    times = [one.milliseconds for one in reads]
    middle = at(0.5, times)
    print(f"{len(reads)} messages, {middle:.2f} ms a message (median), {at(0.99, times):.2f} ms (99 %)\n")
    return middle


def _print_shares(found: Mapping[str, Share]) -> None:
    print(row("what", "right", "of", "share", "aim"))
    print(row("---", "---", "---", "---", "---"))
    for name, share in found.items():
        aim = f"{AIMS[name]:.0f} %" if name in AIMS else ""
        print(row(name, share.right, share.of, f"{share.percent:.1f} %", aim))
    print(f"\nfalse alarms on talk: {100 - found[SILENT].percent:.1f} %")


def _print_pairs(reads: list[Read]) -> None:
    unsure = [one for one in reads if one.offered and one.said["is_incident"]]
    print(f"asks which it is: {len(unsure)} reports\n")
    pairs = mixed_up(reads)
    print(row("meant", "taken for", "how often"))
    print(row("---", "---", "---"))
    for (meant, taken), often in pairs:
        print(row(meant, taken, often))
    print(f"\n{len(pairs)} pairs, {sum(often for _, often in pairs)} messages")


if __name__ == "__main__":
    sys.exit(main())
