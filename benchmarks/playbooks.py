"""How long it takes to read and check all playbooks, as every start does: as they are, each alone, and three times as
many."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import row
from bot.read.fault import FaultsError
from bot.read.playbook import read_playbook, read_playbooks

FOLDER = Path(__file__).resolve().parents[1] / "templates" / "playbooks"
LOADS, TIMES_AS_MANY = 10, 3
LONGEST = 0.5
"""Seconds of the processor the whole library may take at start; by the clock it is more on a busy machine."""


def main() -> int:
    """Prints one table; 0 when the library is read in time."""
    files = sorted(FOLDER.glob("*.yaml"))
    print(row("what", "lines", "best", "median", "processor"))
    print(row("---", "---", "---", "---", "---"))
    whole = _measured(lambda: read_playbooks(FOLDER))
    _print("the library", files, whole)
    with tempfile.TemporaryDirectory() as copies:
        many = _copied(files, Path(copies))
        _print(f"{TIMES_AS_MANY} times as many", many, _measured(lambda: _read_faulty(Path(copies))))
    for file in files:
        _print(file.stem, [file], _measured(lambda one=file: read_playbook(one)))  # type: ignore[misc]
    return int(_processor(whole) >= LONGEST)


def _measured(load: Callable[[], object]) -> list[tuple[float, float]]:
    """Seconds by the clock and of the processor, of each load."""
    found = []
    for _ in range(LOADS):
        begin, began = time.perf_counter(), time.process_time()
        load()
        found.append((time.perf_counter() - begin, time.process_time() - began))
    return found


def _processor(found: list[tuple[float, float]]) -> float:
    return statistics.median(used for _, used in found)


def _copied(files: list[Path], folder: Path) -> list[Path]:
    """The same playbooks under further names."""
    copies = []
    for number in range(TIMES_AS_MANY):
        for file in files:
            copy = folder / (f"{file.stem}_{number}.yaml" if number else file.name)
            copies.append(Path(shutil.copy(file, copy)))
    return copies


def _read_faulty(folder: Path) -> None:
    """Copies share words and icons, which is a fault each: the dearest case."""
    try:
        read_playbooks(folder)
    except FaultsError:
        return
    raise AssertionError("copies of a playbook must not be sound")


def _print(name: str, files: list[Path], found: list[tuple[float, float]]) -> None:
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in files)
    clock = [passed for passed, _ in found]
    seconds = (min(clock), statistics.median(clock), _processor(found))
    print(row(name, lines, *(f"{one * 1000:.0f} ms" for one in seconds)))


if __name__ == "__main__":
    sys.exit(main())
