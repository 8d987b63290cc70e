"""Files for the readers: a whole one, a broken copy of it, and where its fault has to be found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.read.fault import Fault, FaultsError

SAMPLE = Path(__file__).parents[2] / "templates" / "sample"


def broken(path: Path, text: str, *, old: str, new: str) -> Path:
    """Writes the text with one thing changed; fails when there is nothing to change."""
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def line_of(path: Path, mark: str) -> int:
    """The line that holds the mark."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if mark in line)


def faults_of(read: Callable[[Path], object], path: Path) -> tuple[Fault, ...]:
    """What the reader finds wrong."""
    with pytest.raises(FaultsError) as raised:
        read(path)
    return raised.value.faults


def only_fault(read: Callable[[Path], object], path: Path) -> Fault:
    """The one thing the reader finds wrong."""
    faults = faults_of(read, path)
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]
