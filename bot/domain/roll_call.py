"""The roll call of a notice: who is safe, who needs help, and who has not answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Word(StrEnum):
    """What somebody has answered."""

    SAFE = "safe"
    """我安全."""
    HELP = "help"
    """需要帮助."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The newest answer of one person, or of one flat somebody answers for; earlier ones stay in the timeline."""

    notice: int
    platform: str
    account: str
    family: str = ""
    """The flat it is given for, when it is not the person's own: 替家人报."""
    word: Word
    building: str = ""
    """Number of the building, from the group it was pressed in or from the person."""
    flat: str = ""
    """Empty: 房号未报."""
    need: str = ""
    """What help is needed, in their words."""
    helper: str | None = None
    """Roster id of who has gone there."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Resident:
    """Where an account lives, as it has said once; remembered for all later notices of the community."""

    platform: str
    account: str
    community: str
    building: str = ""
    """Number of the building."""
    flat: str = ""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Count:
    """The roll call in figures. A flat counts once, however many people of it answered; so does who gave no flat."""

    safe: int
    help: int
    silent: int | None
    """Flats nobody has answered for; None when the roster does not know the flats."""


def key_of(answer: Answer) -> tuple[str, str]:
    """The flat an answer speaks for; without one the person."""
    if answer.flat:
        return (answer.building, answer.flat)
    return (answer.platform, f"{answer.account}/{answer.family}")


def count(answers: Iterable[Answer], *, flats: int | None) -> Count:
    """One household, one answer: whoever needs help goes before everybody of the same flat who is safe."""
    words: dict[tuple[str, str], Word] = {}
    told: set[tuple[str, str]] = set()
    for answer in answers:
        key = key_of(answer)
        if answer.flat:
            told.add(key)
        if words.get(key) is not Word.HELP:
            words[key] = answer.word
    in_need = sum(1 for word in words.values() if word is Word.HELP)
    silent = None if flats is None else max(0, flats - len(words))
    return Count(safe=len(words) - in_need, help=in_need, silent=silent)


def in_need(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Who needs help, the first to say so first."""
    return tuple(sorted((one for one in answers if one.word is Word.HELP), key=lambda one: one.at))
