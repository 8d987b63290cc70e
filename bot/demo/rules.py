"""What the people of the demo do by themselves, as data: on seeing which card, who presses, says or sends what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.demo.community import FRAME
from bot.sandbox.seen import Message

_FILE = FRAME.with_name("cast.yaml")
_NUMBER = re.compile(r"#\d+")
_NOTICE = re.compile(r"\bN\d+")
PRIVATE = "private"
"""The chat of a person with the bot; the other places are groups, by their kind."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something the bot has said in a place, as it stands there now, at least so many `minutes` ago by the clock."""

    where: str
    words: tuple[str, ...]
    minutes: int = 0

    def by(self, message: Message, number: str, now: datetime) -> bool:
        """Whether this message says it, of the incident of this number, and long enough ago."""
        said = message.says(*(word.replace("{number}", number) for word in self.words))
        return said and now - message.date >= timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Whoever of `who` (nobody named: everybody) sees such a card does one thing, so many seconds `after`.

    `card`: words of it, `without`: words that must not stand on it; `heard`: what has to be said elsewhere before, and
    `unheard` what must not ({number}: the incident's on the card); `opens`: the link that answers the press leads to
    the private chat; `anew`: it is said also by who has said something since the card came.
    """

    where: str
    card: tuple[str, ...]
    who: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    unheard: tuple[Heard, ...] = ()
    presses: str = ""
    says: str = ""
    sends: str = ""
    opens: bool = False
    anew: bool = False
    after: float = 5.0

    def of(self, name: str) -> Rule:
        """The same with somebody's name where it says {name}."""
        return replace(
            self,
            card=tuple(word.replace("{name}", name) for word in self.card),
            says=self.says.replace("{name}", name),
        )

    def fits(self, message: Message) -> bool:
        """Whether this is such a card."""
        return (
            message.says(*self.card)
            and not any(message.says(word) for word in self.without)
            and (not self.presses or self.label(message) != "")
        )

    def number(self, message: Message) -> str:
        """The incident a card is about, like #7; nothing when it names none."""
        return _first(_NUMBER, message)

    def words(self, message: Message) -> str:
        """What is said, with the name of the card's notice, like N3, for {notice}."""
        return self.says.replace("{notice}", _first(_NOTICE, message))

    def label(self, message: Message) -> str:
        """The button that is pressed: the one with this label, or one that contains it; nothing when there is none."""
        labels = [label for label in message.data if label == self.presses]
        labels += [label for label in message.data if self.presses in label]
        return labels[0] if labels else ""


def read_rules(language: str, file: Path = _FILE) -> tuple[Rule, ...]:
    """The rules in a language; the first that fits wins."""
    return tuple(_rule(one, language) for one in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"])


def read_shared(language: str) -> str:
    """The button that tells a card for everybody from one's own, where both are in one conversation."""
    return str(yaml.safe_load(_FILE.read_text(encoding="utf-8"))["shared"][language])


def _first(pattern: re.Pattern[str], message: Message) -> str:
    found = pattern.search(message.text)
    return found[0] if found else ""


def _rule(given: Mapping[str, Any], language: str) -> Rule:
    said = {name: value[language] if isinstance(value, dict) else value for name, value in given.items()}
    for name in ("card", "who", "without"):
        said[name] = tuple(said.get(name, ()))
    for name in ("heard", "unheard"):
        said[name] = tuple(
            Heard(where=one["where"], words=tuple(one[language]), minutes=one.get("minutes", 0))
            for one in given.get(name, ())
        )
    return Rule(**said)
