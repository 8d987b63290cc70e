"""What a card leaves out when it was meant for one person and has to be shown to a group (DESIGN §3, rule 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.talk.message import Card

_NEVER_IN_GROUPS = frozenset({"room"})
"""Facts no group may read, wherever they stand."""


def for_group(card: Card) -> Card:
    """The card without flats, and without what its own fact `private` names, at any depth: ["caller", "words"]."""
    named = card.facts.get("private")
    hidden = _NEVER_IN_GROUPS | (set(named) if isinstance(named, list | tuple) else set())
    return replace(
        card, facts={name: "" if name in hidden else _bare(fact, hidden) for name, fact in card.facts.items()}
    )


def _bare(fact: object, hidden: frozenset[str]) -> object:
    if isinstance(fact, Mapping):
        return {name: "" if name in hidden else _bare(below, hidden) for name, below in fact.items()}
    if isinstance(fact, list | tuple):
        return [_bare(below, hidden) for below in fact]
    return fact
