"""templates/weights.tsv: what the features of a line speak for, as `python -m benchmarks.weigh` has written it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from bot.domain.recognise.weights import Feature, Weights, pack
from bot.read.document import read_text
from bot.read.fault import Fault, FaultsError

NAME = "weights.tsv"


def read_weights(folder: Path) -> Weights:
    """The weights of a folder of templates, or FaultsError with the line that is no row of them."""
    path = folder / NAME
    lines = read_text(path).splitlines()
    number = 1
    try:
        types = tuple(lines[0].split("\t")[1:])
        base = tuple(int(one) for _, one in zip(types, lines[1].split("\t")[1:], strict=True))
        features = {}
        for number, line in enumerate(lines[2:], 3):  # noqa: B007  (told when a row is faulty)
            name, rare, *weights = line.split("\t")
            features[name] = Feature(rare=int(rare), packed=_row(weights, types=len(types)))
    except (ValueError, IndexError, struct.error):
        remedy = "make the file anew: python -m benchmarks.weigh"
        raise FaultsError([Fault(file=str(path), line=number, problem="no row of weights", remedy=remedy)]) from None
    return Weights(types=types, base=base, features=features)


def _row(written: Sequence[str], *, types: int) -> int:
    row = [0] * types
    for one in written:
        at, _, weight = one.partition(":")
        row[int(at)] = int(weight)
    return pack(row)
