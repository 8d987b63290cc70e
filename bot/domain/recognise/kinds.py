"""Which type of incident a line speaks of: what its words say, and which of several types wins (playbooks.md §0.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from bot.domain.playbook import Urgency
from bot.domain.recognise.hits import Hit
from bot.domain.recognise.matching import Line, Patterns, weight
from bot.domain.recognise.pattern import Pattern

FALLBACK = "other"
"""The type of everything that is an incident and fits no other plan (playbooks.md §0.7)."""
_EMERGENCY = 1.3
"""How much more an emergency's words count: of two readings the dangerous one is believed first."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A type's words, ready to be held against a line."""

    id: str
    urgency: Urgency
    any_of: Pattern
    """All its plain words as one pattern of one part."""
    together: Patterns
    hints: Patterns
    none_of: Patterns
    aside: Pattern
    yields_to: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Why a line may be of a type."""

    type: str
    weight: float
    found: tuple[tuple[str, tuple[Hit, ...]], ...]
    """Each pattern that holds, as it stands in the file, and the words of the line that fulfil it."""
    plain: bool = False
    """One of its plain words stands in the line: those are chosen so that they leave no doubt."""
    hinted: bool = False
    """Only hints hold: enough to ask, not to believe."""
    gives_way: frozenset[str] = frozenset()
    """Those of the other types found that win over it."""


class Kinds:
    """All types; only those are held against a line that one of its words points to."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._kinds = {kind.id: kind for kind in kinds}
        self._pointing: dict[str, set[str]] = {}
        for kind in self._kinds.values():
            for word in kind.any_of.parts[0].words | kind.together.telling | kind.hints.telling:
                self._pointing.setdefault(word, set()).add(kind.id)

    def words_of(self, type: str) -> frozenset[str]:
        """Every word that points to a type or stands in one of its patterns."""
        kind = self._kinds[type]
        return kind.any_of.parts[0].words | kind.together.words | kind.hints.words

    def evidence(self, line: Line, *, only: Collection[str] | None) -> list[Evidence]:
        """Every type the line speaks of, the likeliest first; those that give way to another come after it."""
        pointed = {name for word in line.words for name in self._pointing.get(word, ())}
        tried = sorted(pointed if only is None else pointed.intersection(only))
        found = {name: one for name in tried if (one := _of(line, self._kinds[name])) is not None}
        shown = {name: one for name, one in found.items() if not one.hinted} or found
        if len(shown) > 1:
            shown.pop(FALLBACK, None)
        judged = [replace(one, gives_way=self._kinds[name].yields_to & shown.keys()) for name, one in shown.items()]
        return sorted(judged, key=lambda one: (bool(one.gives_way), -one.weight, one.type))


def _of(line: Line, kind: Kind) -> Evidence | None:
    kept = line.without(line.of(kind.aside.parts[0]))
    if kind.none_of.holding(line):
        return None
    plain = [(hit.word, (hit,)) for hit in kept.of(kind.any_of.parts[0])]
    found = [*plain, *kind.together.holding(kept)]
    hinted = not found
    if hinted:
        found = kind.hints.holding(kept)
    if not found:
        return None
    many = [hit for _, hits in found for hit in hits]
    heavy = weight(many, kept) * (_EMERGENCY if kind.urgency is Urgency.EMERGENCY else 1.0)
    return Evidence(type=kind.id, weight=heavy, found=tuple(found), plain=bool(plain), hinted=hinted)
