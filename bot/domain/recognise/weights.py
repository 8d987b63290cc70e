"""What the wording of a line speaks for where no words are certain: the weights of its features, learnt beforehand.

The weights are data (templates/weights.tsv), made by `python -m benchmarks.weigh` from the working half of the
messages: a sum of whole numbers, the same for the same line; `--why` names the features that weighed most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from math import sqrt

NONE = "none"
"""Talk, as one of the types."""


@dataclass(frozen=True, kw_only=True)
class Feature:
    """How rare a feature is, and what it speaks for and against."""

    rare: int
    """In hundredths."""
    for_type: tuple[tuple[int, int], ...]
    """Position in `Weights.types` and weight in hundredths, of those it says anything about; below zero: against it."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """All features that weigh anything."""

    types: tuple[str, ...] = ()
    base: tuple[int, ...] = ()
    """What each type has before anything is said, in hundredths."""
    features: Mapping[str, Feature] = field(default_factory=dict)

    def among(self, types: Collection[str]) -> Weights:
        """The same for these types and talk alone: a plan that is not here is never what a line is."""
        kept = [at for at, name in enumerate(self.types) if name == NONE or name in types]
        if len(kept) == len(self.types):
            return self
        return Weights(
            types=tuple(self.types[at] for at in kept),
            base=tuple(self.base[at] for at in kept),
            features={
                name: replace(one, for_type=tuple(one.for_type[at] for at in kept))
                for name, one in self.features.items()
            },
        )

    def points(self, found: Collection[str]) -> dict[str, float]:
        """What a line with these features speaks for: above 0 for a type that is likely, far below for the others."""
        known = [self.features[one] for one in found if one in self.features]
        sums = [0] * len(self.types)
        for feature in known:
            for at, weight in feature.for_type:
                sums[at] += weight
        long = sqrt(sum(feature.rare * feature.rare for feature in known)) or 1.0
        return {name: base / 100 + one / long for name, base, one in zip(self.types, self.base, sums, strict=True)}

    def weightiest(self, found: Collection[str], type: str, *, most: int = 6) -> list[str]:
        """The features that speak loudest for a type."""
        if type not in self.types:
            return []
        at = self.types.index(type)
        heavy = {one: dict(self.features[one].for_type).get(at, 0) for one in found if one in self.features}
        return sorted((one for one in heavy if heavy[one] > 0), key=lambda one: (-heavy[one], one))[:most]


NO_WEIGHTS = Weights()
"""Nothing was learnt: the words alone decide."""
