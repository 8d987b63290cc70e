"""The words every type shares: templates/words.yaml with classes and ways of writing, and talk.yaml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.domain.recognise.lexicon import Lexicon, Talk
from bot.read.fault import Fault, FaultsError
from bot.read.playbook_patterns import Classes, check_pattern
from bot.read.table import Table
from bot.read.yaml_lines import read_yaml

WORDS, TALK = "words.yaml", "talk.yaml"
_PAIR = 2


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of a folder of templates, or FaultsError with everything that is wrong in it."""
    faults: list[Fault] = []
    table = Table(read_yaml(folder / WORDS), faults)
    classes = _lists(table, "classes")
    lexicon = Lexicon(
        classes=classes,
        signs=table.texts("signs"),
        written=_pairs(table.table("written")),
        heard=table.texts("heard"),
        aside=table.texts("aside"),
        right=table.texts("right"),
        talk=_talk(Table(read_yaml(folder / TALK), faults), classes),
    )
    for at, pair in enumerate(lexicon.signs):
        if len(pair) != _PAIR:
            table.fault(
                ("signs", at), f'"{pair}" is not a sign and how it is read', "write two signs, nothing between them"
            )
    table.finish()
    if faults:
        raise FaultsError(faults)
    return lexicon


def classes_beside(folder: Path) -> Classes:
    """The classes the playbooks of a folder may name: those of the lexicon that lies beside it; none without one."""
    path = folder.parent / WORDS
    return _classes(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=8)
def _classes(path: Path, changed: int) -> Classes:  # noqa: ARG001  (a file that has changed is read anew)
    return _lists(Table(read_yaml(path), []), "classes")


def _lists(table: Table, key: str) -> dict[str, tuple[str, ...]]:
    below = table.table(key)
    return {name: below.texts(name, required=True) for name in below.rest()}


def _pairs(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.rest()}


def _talk(table: Table, classes: Classes) -> dict[str, Talk]:
    found = {}
    for name in table.rest():
        below = table.table(name)
        kind = Talk(says=below.texts("says", required=True), unless=below.texts("unless"), keeps=below.texts("keeps"))
        for key, patterns in (("says", kind.says), ("unless", kind.unless)):
            for at, written in enumerate(patterns):
                check_pattern(below, (key, at), written, classes=classes)
        below.finish()
        found[name] = kind
    return found
