"""Whether every pattern of a playbook can be read: classes that exist, no word missing between the signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.domain.playbook import Playbook
from bot.domain.recognise.pattern import PatternError, read_pattern
from bot.read.document import Trail
from bot.read.fault import suggest
from bot.read.table import Table

Classes = Mapping[str, tuple[str, ...]]


def check_patterns(table: Table, playbook: Playbook, classes: Classes) -> None:
    """Notes a fault for each one that cannot."""
    for trail, written in _patterns(playbook):
        check_pattern(table, trail, written, classes=classes)


def check_pattern(table: Table, trail: Trail, written: str, *, classes: Classes) -> None:
    """Notes what is wrong with one pattern; an empty one has its own fault already."""
    if not written:
        return
    try:
        read_pattern(written, classes)
    except PatternError as error:
        table.fault(trail, str(error), suggest(written, [f"@{name}" for name in classes]))


def _patterns(playbook: Playbook) -> Iterator[tuple[Trail, str]]:
    words = playbook.words
    for key, patterns in (("together", words.together), ("hints", words.hints), ("none_of", words.none_of)):
        for at, written in enumerate(patterns):
            yield ("words", key, at), written
    for question, answers in playbook.marks.items():
        for answer, patterns in answers.items():
            for at, written in enumerate(patterns):
                yield ("marks", question, answer, at), written
