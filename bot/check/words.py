"""Whether the words reports are read with are there and can be read: what all plans share, talk, and the weights."""

from __future__ import annotations

from pathlib import Path

from bot.check.finding import Finding, Level, faulty, fine
from bot.domain.recognise.lexicon import Lexicon
from bot.read.fault import FaultsError
from bot.read.lexicon import TALK, WORDS, read_lexicon
from bot.read.weights import NAME, read_weights

_SUBJECT = "words"


def words(templates: Path) -> list[Finding]:
    """A line for each of the three files when all is well, else one for each thing that is not."""
    return [*_lexicon(templates), *_weights(templates)]


def shared_are_readable(findings: list[Finding], templates: Path) -> bool:
    """Whether playbooks can be read at all: their patterns name classes of the words every type shares."""
    return not any(one.level is Level.FAIL and one.where.startswith(str(templates / WORDS)) for one in findings)


def _lexicon(templates: Path) -> list[Finding]:
    try:
        lexicon = read_lexicon(templates)
    except FaultsError as error:
        return faulty(_SUBJECT, error)
    return [
        fine(_SUBJECT, str(templates / WORDS), _counted(lexicon)),
        fine(_SUBJECT, str(templates / TALK), f"{len(lexicon.talk)} kinds of talk"),
    ]


def _counted(lexicon: Lexicon) -> str:
    return f"{len(lexicon.classes)} classes, {len(lexicon.written)} ways of writing, {len(lexicon.heard)} heard"


def _weights(templates: Path) -> list[Finding]:
    try:
        weights = read_weights(templates)
    except FaultsError as error:
        return faulty(_SUBJECT, error)
    found = f"{len(weights.features)} features, {len(weights.types)} types"
    return [fine(_SUBJECT, str(templates / NAME), found)]
