"""Which type of incident somebody means who names one: 加预案 火灾, `add plan 1 gas leak`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.playbook import Playbook
from bot.domain.recognise import FALLBACK, Recogniser, names_spot, places_in

_NOT = r"(?:不是|并非|没有?|别加?|不用加?|不要加?|不加|无|\b(?:isn't|not|no|without|never|don't)\s)"
_BETWEEN = r"(?:\s|什么|发生|任何|加|预案|\b(?:an?|the|any|add|attach|plan)\s)*"


def type_called(text: str, playbooks: Iterable[Playbook]) -> Playbook | None:
    """The type whose id or name the words are, and nothing else; never 其他, which no menu offers here."""
    return _names(_offered(playbooks)).get(text.strip().casefold())


def type_named(text: str, playbooks: Iterable[Playbook], recogniser: Recogniser) -> Playbook | None:
    """The type whose id or name the words are or hold, the longest name first, or that they speak of.

    What is denied is not named: 不是火灾, `no gas leak`.
    """
    known = _offered(playbooks)
    names = _names(known)
    called = names.get(text.strip().casefold())
    if called is not None:
        return called
    said = _without_denied(text.casefold(), known)
    held = [name for name in names if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", said)]
    found = names.get(max(held, key=len, default=""))
    meant = recogniser.read(said, only=[one.id for one in known]).type
    return found or next((one for one in known if one.id == meant), None)


def type_alone(text: str, playbooks: Iterable[Playbook], recogniser: Recogniser) -> Playbook | None:
    """The type that words name without saying where; with a place they are a report of their own."""
    known = [*playbooks]
    called = type_called(text, known)
    if called is not None or places_in(text) or names_spot(text):
        return called
    return type_named(text, known, recogniser)


def _offered(playbooks: Iterable[Playbook]) -> list[Playbook]:
    return [one for one in playbooks if one.id != FALLBACK]


def _names(playbooks: Iterable[Playbook]) -> dict[str, Playbook]:
    return {name.casefold(): one for one in playbooks for name in (one.id, *one.names.values())}


def _without_denied(said: str, playbooks: Iterable[Playbook]) -> str:
    known = {word.casefold() for one in playbooks for word in (one.id, *one.names.values(), *one.words.any_of)}
    words = "|".join(re.escape(word) for word in sorted(known, key=lambda word: (-len(word), word)))
    return re.sub(rf"{_NOT}{_BETWEEN}(?:{words})(?![a-z])", " ", said)
