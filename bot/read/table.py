"""A table of a file being read: asked for its keys one by one, it notes every fault and never stops at the first.

A faulty value is replaced by a stand-in so that the pass goes on; whoever opened the document raises FaultsError at
the end, so nothing that was read with faults is ever handed out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from bot.read.document import Document, Trail
from bot.read.fault import Fault, suggest

Word = TypeVar("Word", bound=StrEnum)
T = TypeVar("T")
_TABLE = (dict, Mapping)
"""What a table is; a dict is told at once, which counts for some ten thousand of them at every start."""
_UNSEEN = ("Cc", "Cs", "Co")


class Table:
    """One table: `Table(document, faults)` is the whole file, `table` and `tables` go down."""

    def __init__(
        self, document: Document, faults: list[Fault], trail: Trail = (), *, below: Mapping[str, object] | None = None
    ) -> None:
        self.document = document
        self.faults = faults
        self.trail = trail
        found: object = document.data if below is None else below
        for key in trail if below is None else ():
            found = _below(found, key)
        self.there = isinstance(found, _TABLE)
        """Whether it is a table at all; one that is missing, or is none, has its own fault."""
        self._data: Mapping[str, object] = found if isinstance(found, _TABLE) else {}
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def raw(self, key: str) -> object:
        """The value as it stands, None when it is missing; the key counts as known from now on."""
        self._asked.add(key)
        return self._data.get(key)

    def fault(self, key: str | int | tuple[str | int, ...] | None, problem: str, remedy: str) -> None:
        """Notes what is wrong with a value, or with the table itself (None)."""
        below = () if key is None else key if isinstance(key, tuple) else (key,)
        file, line = self.document.where((*self.trail, *below))
        self.faults.append(Fault(file=file, line=line, problem=problem, remedy=remedy))

    def finish(self, *, otherwise: str | None = None) -> None:
        """Every key that nobody has asked for is a fault."""
        for key in self._data:
            if key not in self._asked:
                self.fault(key, f'unknown key "{key}"', suggest(key, sorted(self._asked), otherwise=otherwise))

    def text(self, key: str, default: str | None = None, *, secret: bool = False) -> str:
        """One line of text; without a default it has to be there."""
        value = self.raw(key)
        if value is None:
            if default is None or key in self._data:
                self._missing(key)
            return default or ""
        return self._line_of_text(key, value, secret=secret)

    def number(self, key: str, default: int | None = None, *, least: int = 0, most: int | None = None) -> int:
        """A whole number within limits."""
        value = self.raw(key)
        if value is None:
            if default is None or key in self._data:
                self._missing(key)
            return default or 0
        stand_in = least if default is None else default
        if isinstance(value, str) and self.document.is_text((*self.trail, key)) and _digits(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(key, f"{key} is not a whole number", f"write {key} = {default or least or 1}, without quotes")
            return stand_in
        if value < least or (most is not None and value > most):
            limits = f"from {least} to {most}" if most is not None else f"{least} or more"
            self.fault(key, f"{key} is {value}", f"give a number {limits}")
            return stand_in
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self.raw(key)
        if value is None and key not in self._data:
            return default
        if value in (True, False):
            return bool(value)
        if self.document.is_text((*self.trail, key)) and value in ("true", "false"):
            return value == "true"
        self.fault(key, f"{key} is neither true nor false", "write true or false")
        return default

    def texts(self, key: str, *, required: bool = False, or_one: bool = False) -> tuple[str, ...]:
        """A list of one-line texts; `or_one`: a single one may stand without brackets."""
        value = self.raw(key)
        if value is None:
            if required or key in self._data:
                self._missing(key)
            return ()
        if isinstance(value, str) and (*self.trail, key) in self.document.variables:
            value = [part.strip() for part in value.split(",")]
        if isinstance(value, str) and or_one:
            value = [value]
        return self._lines_of_text((key,), value, required=required)

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        value = self.raw(key)
        if value is None and key not in self._data:
            return ()
        if not isinstance(value, list):
            self.fault(key, f"{key} is not a list of lists", f"write {key} = [[...], [...]]")
            return ()
        return tuple(self._lines_of_text((key, at), group, required=True) for at, group in enumerate(value))

    def word(self, key: str, known: Mapping[str, T], default: str | None = None) -> T:
        """One word of a fixed list, as what it stands for."""
        text = self.text(key, default)
        if text not in known:
            if text:
                self.fault(key, f'unknown {key} "{text}"', suggest(text, known))
            return next(iter(known.values()))
        return known[text]

    def words(self, key: str, known: Mapping[str, T], *, required: bool = False) -> tuple[T, ...]:
        """Some words of a fixed list, as what they stand for."""
        found = []
        for position, text in enumerate(self.texts(key, required=required)):
            if text in known:
                found.append(known[text])
            elif text:
                self.fault((key, position), f'unknown word "{text}" in {key}', suggest(text, known))
        return tuple(found)

    def parsed(self, key: str, parse: Callable[[str], T | None], *, form: str, default: T) -> T:
        """A text with a form of its own, `default` when it is missing; `form` tells people how it is written."""
        self._asked.add(key)
        text = self.text(key) if key in self else ""
        if not text:
            return default
        found = parse(text)
        if found is None:
            self.fault(key, f'{key} "{text}" is not understood', f"write {form}")
            return default
        return found

    def table(self, key: str, *, required: bool = False) -> Table:
        """The table below a key; an empty one when it is missing."""
        value = self.raw(key)
        if value is None and (required or key in self._data):
            self._missing(key)
        elif value is not None and not isinstance(value, _TABLE):
            self.fault(key, f"{key} is not a table", f"write the keys of {key} below it")
        below = value if isinstance(value, _TABLE) else None
        return Table(self.document, self.faults, (*self.trail, key), below=below)

    def tables(self, key: str, *, required: bool = False) -> list[Table]:
        """The list of tables below a key, in the order of the file."""
        value = self.raw(key)
        if value is None and (required or key in self._data):
            self._missing(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, f"{key} is not a list of tables", f"write one entry for each {key}")
            return []
        found = []
        for position, entry in enumerate(value):
            if isinstance(entry, _TABLE):
                found.append(Table(self.document, self.faults, (*self.trail, key, position), below=entry))
            else:
                self.fault((key, position), f"an entry of {key} is not a table", "give it its keys")
        return found

    def rest(self) -> Iterable[str]:
        """All keys, each counted as known: for tables whose keys are names of the writer's own."""
        self._asked.update(self._data)
        return tuple(self._data)

    def _missing(self, key: str) -> None:
        if key in self._data:
            self.fault(key, f"{key} has no value", f"write what {key} is, or delete the key")
        elif self.there:
            self.fault(None, f"{key} is missing", f"add {key}")

    def _lines_of_text(self, below: tuple[str | int, ...], value: object, *, required: bool) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.fault(below, f"{below[0]} is not a list", "put [ ] around it")
            return ()
        if required and not value:
            self.fault(below, f"{below[0]} is empty", "name at least one")
        return tuple(self._line_of_text((*below, at), entry) for at, entry in enumerate(value))

    def _line_of_text(self, key: str | tuple[str | int, ...], value: object, *, secret: bool = False) -> str:
        name = key if isinstance(key, str) else f"an entry of {key[0]}"
        if not isinstance(value, str):
            shown = "" if secret or isinstance(value, list | Mapping) else f" but {value}"
            self.fault(key, f"{name} is not text{shown}", "put it in quotes")
            return ""
        if not value.strip():
            self.fault(key, f"{name} is empty", "write something or delete it")
            return ""
        value = value.strip()
        if not value.isprintable() and any(unicodedata.category(letter) in _UNSEEN for letter in value):
            self.fault(key, f"{name} holds a line break or an invisible character", "write it anew on one line")
            return ""
        return value


def by_value(kind: type[Word]) -> dict[str, Word]:
    """The words of an enum, for `word` and `words`."""
    return {member.value: member for member in kind}


def _below(found: object, key: str | int) -> object:
    if isinstance(found, _TABLE):
        return found.get(key)
    return found[key] if isinstance(found, list) and isinstance(key, int) else None


def _digits(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 20
