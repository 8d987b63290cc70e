"""The scripts of the demo as data: what people do in which order, in one language, and the words around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parents[2] / "templates" / "demo"
COURSES = ("lift", "fire", "typhoon")
"""The courses there are; each is a file of its name in `templates/demo`."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What has to be read in a chat before the demo goes on."""

    where: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that happens: the clock moves, a line of narration is told, somebody says, presses or sends.

    `card`: words of the card that is pressed; `opens`: the link that answers the press leads to the private chat.
    """

    who: str = ""
    where: str = ""
    at: str = ""
    tell: str = ""
    says: str = ""
    card: str = ""
    presses: str = ""
    sends: str = ""
    opens: bool = False
    then: tuple[Heard, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the groups are called, and the words around what is said."""

    groups: Mapping[str, str]
    words: Mapping[str, str]


def read_frame(language: str) -> Frame:
    """What stands around every course, in one language."""
    data = _read("frame")
    groups = {kind: names[language] for kind, names in data["groups"].items()}
    return Frame(groups=groups, words=data["frame"][language])


def read_acts(course: str, language: str) -> tuple[Act, ...]:
    """A course in one language, in its order."""
    return tuple(_act(one, language) for one in _read(course)["acts"])


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _act(given: Mapping[str, Any], language: str) -> Act:
    said = {name: value[language] if isinstance(value, dict) else value for name, value in given.items()}
    then = tuple(Heard(where=one["where"], words=tuple(one[language])) for one in said.pop("then", ()))
    return Act(**said, then=then)
