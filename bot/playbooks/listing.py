"""All playbooks at a glance: a table for people, JSON for programs."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.playbook import Playbook

_PARTS = re.compile(r"\d+|\D+")
_HEAD = ("id", "zh", "en", "steps", "questions")


def as_json(playbooks: Mapping[str, Playbook]) -> str:
    """What each is called, how many steps it has, and the documents it comes from."""
    return json.dumps([_entry(playbooks[name]) for name in sorted(playbooks)], ensure_ascii=False, indent=2)


def as_table(playbooks: Mapping[str, Playbook]) -> str:
    """One line a playbook, in columns."""
    rows = [_HEAD]
    for name in sorted(playbooks):
        one = playbooks[name]
        rows.append((one.id, one.names["zh"], one.names["en"], str(step_count(one)), str(len(one.questions))))
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(_row(row, widths) for row in rows)


def step_count(playbook: Playbook) -> int:
    """How many steps all its lanes have."""
    return sum(len(lane.steps) for lane in playbook.lanes)


def sources(playbook: Playbook) -> list[str]:
    """Every clause that it or a step of it comes from, document by document, each once."""
    of_steps = (source for lane in playbook.lanes for step in lane.steps for source in step.sources)
    return in_order([*playbook.sources, *of_steps])


def in_order(clauses: Iterable[str]) -> list[str]:
    """Each once; D2 before D13, and §3.2 before §3.10."""
    return sorted(set(clauses), key=lambda clause: [_part(part) for part in _PARTS.findall(clause)])


def _part(part: str) -> tuple[bool, int, str]:
    return (True, int(part), "") if part.isdecimal() else (False, 0, part)


def _entry(playbook: Playbook) -> dict[str, Any]:
    return {
        "id": playbook.id,
        "zh": playbook.names["zh"],
        "en": playbook.names["en"],
        "steps": step_count(playbook),
        "sources": sources(playbook),
    }


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """In columns of a terminal: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
