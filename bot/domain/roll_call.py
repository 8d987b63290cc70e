"""The roll call of a notice: who is safe, who needs help, and who has not answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.places import Building

RING_AGAIN = timedelta(minutes=10)
"""After so long the same person's 需要帮助 has a sound of its own again."""
MOST_LINES, MOST_SIGNS = 6, 120
"""How much is kept of what help somebody needs: the first line and the newest ones."""


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
    rang: datetime | None = None
    """When those who can go last heard with sound that help is needed at this very place."""
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


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The roll call of a notice: together, building by building, and what does not fit in."""

    total: Count
    buildings: Mapping[str, Count]
    """By number, those the notice is for, in its order."""
    outside: Count
    """Answers from buildings the notice is not for."""
    flatless: int
    """People and families whose flat is not known: they can't be taken off the list of the silent ones."""


def key_of(answer: Answer) -> tuple[str, str]:
    """The flat an answer speaks for; without one the person."""
    if answer.flat:
        return (answer.building, answer.flat)
    return (answer.platform, f"{answer.account}/{answer.family}")


def count(answers: Iterable[Answer], *, flats: int | None) -> Count:
    """One household, one answer: whoever needs help goes before everybody of the same flat who is safe."""
    words: dict[tuple[str, str], Word] = {}
    for answer in answers:
        key = key_of(answer)
        if words.get(key) is not Word.HELP:
            words[key] = answer.word
    in_need = sum(1 for word in words.values() if word is Word.HELP)
    silent = None if flats is None else max(0, flats - len(words))
    return Count(safe=len(words) - in_need, help=in_need, silent=silent)


def tally(answers: Iterable[Answer], *, homes: Mapping[str, int | None]) -> Tally:
    """Counts the answers to a notice. `homes`: households of each building it is for, None where they are not known."""
    given = tuple(answers)
    places = {"", *homes}
    inside = [one for one in given if not homes or one.building in places]
    outside = [one for one in given if homes and one.building not in places]
    known = [number for number in homes.values() if number is not None]
    flats = sum(known) if homes and len(known) == len(homes) else None
    return Tally(
        total=count(inside, flats=flats),
        buildings={
            building: count((one for one in inside if one.building == building), flats=number)
            for building, number in homes.items()
        },
        outside=count(outside, flats=None),
        flatless=sum(1 for one in inside if not one.flat),
    )


def in_need(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Who needs help, the first to say so first."""
    return tuple(sorted((one for one in answers if one.word is Word.HELP), key=lambda one: one.at))


def mark_of(answer: Answer) -> str:
    """A short name of who answered, for buttons and messages about them: always the same, and no number of theirs."""
    whole = f"{answer.notice}/{answer.platform}/{answer.account}/{answer.family}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def answer_again(before: Answer | None, now: Answer) -> Answer:
    """The newest answer in place of the one before: the same word goes on, another begins anew.

    Who hurried there and was sent back has to hear of it if help is needed after all.
    """
    if before is None:
        return now
    if before.word is now.word:
        return lives_at(replace(before, building=now.building, flat=now.flat), before)
    return lives_at(replace(now, rang=None if before.helper else before.rang), before)


def lives_at(now: Answer, before: Answer) -> Answer:
    """The answer from where it is given: at another place nobody has heard of it yet."""
    same = (now.building, now.flat) == (before.building, before.flat)
    return now if same else replace(now, rang=None)


def rings(answer: Answer, before: Answer | None, *, at: datetime) -> bool:
    """Whether those who can go hear it with sound: help is needed, and that, the place or what for is new.

    Who presses in turn 安全 and 需要帮助 does not ring each time.
    """
    if answer.word is not Word.HELP:
        return False
    if before is not None and before.word is Word.HELP:
        known = (before.building, before.flat, bool(before.need))
        return known != (answer.building, answer.flat, bool(answer.need))
    return bool(answer.need) or answer.rang is None or not timedelta() <= at - answer.rang < RING_AGAIN


def add_need(answer: Answer, *pieces: str) -> Answer:
    """What help is needed, line by line; each piece is words or the `kind:id` of a file."""
    kept = [*answer.need.splitlines(), *(" ".join(piece.split())[:MOST_SIGNS] for piece in pieces)]
    lines = tuple(dict.fromkeys(one for one in kept if one))
    return replace(answer, need="\n".join((*lines[:1], *lines[1:][1 - MOST_LINES :])))


def silent_homes(answers: Iterable[Answer], building: Building) -> tuple[str, ...]:
    """The flats of a building from which nobody has answered, in the order of the roster.

    Those somebody else has called safe are among them: nobody of the flat has said so.
    """
    answered = {one.flat for one in answers if one.building == building.number and not _by_another(one)}
    return tuple(home for home in building.homes if home not in answered)


def called_safe(answers: Iterable[Answer], building: Building) -> frozenset[str]:
    """The flats of a building that somebody else has called safe (代报)."""
    return frozenset(one.flat for one in answers if one.building == building.number and _by_another(one))


def _by_another(answer: Answer) -> bool:
    return bool(answer.family) and answer.word is Word.SAFE
