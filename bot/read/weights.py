"""templates/weights.tsv: what the features of a line speak for, as `python -m benchmarks.weigh` has written it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.domain.recognise.weights import Feature, Weights, pack
from bot.read.document import read_text
from bot.read.fault import Fault, FaultsError

NAME = "weights.tsv"
_HEAD = re.compile(r"[^\t\n]*((?:\t[a-z_]+)+)\n((?:\t-?\d+)+)\n")


def read_weights(folder: Path) -> Weights:
    """The weights of a folder of templates, or FaultsError with the line that is no row of them."""
    path = folder / NAME
    text = read_text(path)
    head = _HEAD.match(text)
    types = tuple(head[1].split("\t")[1:]) if head else ()
    base = tuple(map(int, head[2].split("\t")[1:])) if head else ()
    if head is None or not types or len(types) != len(base):
        raise _no_row(path, 1)
    rows = _rows(len(types)).match(text, head.end())
    end = rows.end() if rows else head.end()
    if end < len(text):
        raise _no_row(path, text.count("\n", 0, end) + 1)
    return Weights(types=types, base=base, features=_Rows(text[head.end() :], types=len(types)))


class _Rows(Mapping[str, Feature]):
    """The features by name; a row is read when it is asked for, because most of the many never are."""

    def __init__(self, text: str, *, types: int) -> None:
        self._types = types
        self._written = dict(line.split("\t", 1) for line in text.splitlines())
        self._read: dict[str, Feature] = {}

    def __getitem__(self, name: str) -> Feature:
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = self._feature(self._written[name])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._written

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def _feature(self, written: str) -> Feature:
        rare, *weights = written.split("\t")
        row = [0] * self._types
        for one in weights:
            at, _, weight = one.partition(":")
            row[int(at)] = int(weight)
        return Feature(rare=int(rare), packed=pack(row))


def _rows(types: int) -> re.Pattern[str]:
    """As many rows as can be read: a name, how rare it is, and a weight for each of some of the types."""
    at = "|".join(str(one) for one in reversed(range(types)))
    return re.compile(rf"(?:[^\t\n]+\t\d+(?:\t(?:{at}):-?\d{{1,4}})+\n)*")


def _no_row(path: Path, line: int) -> FaultsError:
    remedy = "make the file anew: python -m benchmarks.weigh"
    return FaultsError([Fault(file=str(path), line=line, problem="no row of weights", remedy=remedy)])
