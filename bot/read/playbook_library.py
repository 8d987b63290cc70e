"""What has to hold across the playbooks: each word and icon calls one type only, and the types that are named exist."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping

from bot.domain.playbook import Playbook
from bot.read.document import Trail
from bot.read.fault import suggest
from bot.read.table import Table

Library = Mapping[str, tuple[Table, Playbook]]
"""The playbooks that could be read by id, each with the file it stands in."""


def check_library(library: Library, *, types: Collection[str]) -> None:
    """Notes a fault for each thing that does not fit together; `types` are also those whose file is faulty."""
    _check_words(library)
    _check_icons(library)
    _check_names(library, types)
    _check_rings(library)


def _check_words(library: Library) -> None:
    """A word in two types would leave it to chance which plan runs."""
    first: dict[str, tuple[str, Table, Trail]] = {}
    for name, (table, playbook) in library.items():
        for position, word in enumerate(playbook.words.any_of):
            trail = ("words", "any_of", position)
            plain = unicodedata.normalize("NFKC", word).casefold()
            other, its_table, its_trail = first.setdefault(plain, (name, table, trail))
            if other != name:
                problem = f'the word "{word}" already calls {other}, in {_place(its_table, its_trail)}'
                table.fault(trail, problem, "a word calls one type: leave it to one of the two")


def _check_icons(library: Library) -> None:
    first: dict[str, str] = {}
    for name, (table, playbook) in library.items():
        other = first.setdefault(playbook.icon, name)
        if other != name:
            place = _place(library[other][0], ("icon",))
            table.fault("icon", f"the icon {playbook.icon} already stands for {other}, in {place}", "choose another")


def _check_names(library: Library, types: Collection[str]) -> None:
    for table, playbook in library.values():
        for trail, name in _named(playbook):
            if name not in types:
                table.fault(trail, f'there is no type "{name}"', suggest(name, types))


def _named(playbook: Playbook) -> Iterator[tuple[Trail, str]]:
    for position, name in enumerate(playbook.words.yields_to):
        yield ("words", "yields_to", position), name
    for position, question in enumerate(playbook.questions):
        for at, answer in enumerate(question.answers):
            if answer.attach:
                yield ("questions", position, "answers", at, "attach"), answer.attach


def _check_rings(library: Library) -> None:
    """Types that give way to each other would leave nobody."""
    told: set[str] = set()
    for name, (table, _) in library.items():
        ring = _ring(name, library)
        if ring and not told & {*ring}:
            told |= {*ring}
            position = library[name][1].words.yields_to.index(ring[1])
            problem = f"these types give way to each other: {' → '.join(ring)}"
            table.fault(("words", "yields_to", position), problem, "take one of them out")


def _ring(first: str, library: Library) -> list[str]:
    """The way from a type over those it gives way to back to itself; empty when there is none."""
    ways, seen = [[first]], set[str]()
    while ways:
        way = ways.pop()
        for below in library[way[-1]][1].words.yields_to if way[-1] in library else ():
            if below == first:
                return [*way, below]
            if below not in seen:
                seen.add(below)
                ways.append([*way, below])
    return []


def _place(table: Table, trail: Trail) -> str:
    file, line = table.document.where(trail)
    return f"{file}:{line}"
