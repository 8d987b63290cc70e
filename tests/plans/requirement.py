"""The requirements of the company's documents as data, and which of their tags are finished."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENTS = tuple(f"D{number}" for number in range(1, 22))
_DOCUMENT = re.compile(r"\bD\d+(?= )")


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One thing that some document of the company asks for."""

    id: str
    priority: int
    tag: str
    """The part of the product it belongs to."""
    text: str
    sources: str
    """Documents and their clauses: `D13 §1(2)1; D20 §3.1(1), §3.1(2)`."""

    @property
    def documents(self) -> frozenset[str]:
        """The documents that ask for it."""
        return frozenset(_DOCUMENT.findall(self.sources))


def read_requirements(path: Path = HERE / "requirements.csv") -> tuple[Requirement, ...]:
    """All of them, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Requirement(
                id=row["id"],
                priority=int(row["priority"]),
                tag=row["tag"],
                text=row["requirement"],
                sources=row["sources"],
            )
            for row in csv.DictReader(file, strict=True)
        )


def read_finished(path: Path = HERE / "finished.txt") -> frozenset[str]:
    """The tags under which nothing of the first priority may be open."""
    return frozenset(path.read_text(encoding="utf-8").split())
