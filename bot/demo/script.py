"""The script of the demo as data: what people do in which order, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LIFT = Path(__file__).parents[2] / "templates" / "demo" / "lift.yaml"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What has to be read in a chat before the demo goes on."""

    where: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that happens: the clock moves, a line of narration is told, somebody says, presses or sends."""

    who: str = ""
    where: str = ""
    at: str = ""
    tell: str = ""
    says: str = ""
    card: str = ""
    presses: str = ""
    sends: str = ""
    then: tuple[Heard, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Script:
    """The acts, what the groups are called, and the words around what is said."""

    acts: tuple[Act, ...]
    groups: Mapping[str, str]
    frame: Mapping[str, str]


def read_script(language: str, file: Path = LIFT) -> Script:
    """The script in one language."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Script(
        acts=tuple(_act(one, language) for one in data["acts"]),
        groups={kind: names[language] for kind, names in data["groups"].items()},
        frame=data["frame"][language],
    )


def _act(given: Mapping[str, Any], language: str) -> Act:
    said = {name: value[language] if isinstance(value, dict) else value for name, value in given.items()}
    then = tuple(Heard(where=one["where"], words=tuple(one[language])) for one in said.pop("then", ()))
    return Act(**said, then=then)
