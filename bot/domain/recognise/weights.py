"""What the wording of a line speaks for beside its words: the weights of its features, learnt beforehand.

The weights are data (templates/weights.tsv), made by `python -m benchmarks.weigh` from messages that none of
the judging half is among: a sum of whole numbers, the same for the same line; `--why` names what weighed most.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

NONE = "none"
"""Talk, as one of the types."""
_ZERO = 1 << 15
"""What a weight of nothing is kept as, so that no weight is below zero while they are added up."""


@dataclass(frozen=True, kw_only=True)
class Feature:
    """How rare a feature is, and what it speaks for and against."""

    rare: int
    """In hundredths."""
    packed: int
    """The weights for all types, in hundredths, side by side in one number (`pack`): a line is then one sum."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """All features that weigh anything."""

    types: tuple[str, ...] = ()
    base: tuple[int, ...] = ()
    """What each type has before anything is said, in hundredths."""
    features: Mapping[str, Feature] = field(default_factory=dict)

    def points(self, found: Collection[str]) -> dict[str, float]:
        """What a line with these features speaks for: above 0 for a type that is likely, far below for the others."""
        known = [self.features[one] for one in found if one in self.features]
        sums = unpack(sum(one.packed for one in known), types=len(self.types), many=len(known))
        long = sqrt(sum(one.rare * one.rare for one in known)) or 1.0
        return {name: base / 100 + one / long for name, base, one in zip(self.types, self.base, sums, strict=True)}

    def weightiest(self, found: Collection[str], type: str, *, most: int = 6) -> list[str]:
        """The features that speak loudest for a type."""
        if type not in self.types:
            return []
        at, many = self.types.index(type), len(self.types)
        heavy = {
            one: unpack(self.features[one].packed, types=many, many=1)[at] for one in found if one in self.features
        }
        return sorted((one for one in heavy if heavy[one] > 0), key=lambda one: (-heavy[one], one))[:most]


NO_WEIGHTS = Weights()
"""Nothing was learnt: the words alone decide."""


def pack(weights: Sequence[int]) -> int:
    """One number with 32 bits for each weight: adding two of them adds all weights at once, which is fast."""
    return int.from_bytes(struct.pack(f"<{len(weights)}I", *(_ZERO + one for one in weights)), "little")


def unpack(total: int, *, types: int, many: int) -> list[int]:
    """The weights of a sum of `many` packed numbers."""
    return [one - many * _ZERO for one in struct.unpack(f"<{types}I", total.to_bytes(4 * types, "little"))]
