"""The commands people can type, in every language, and who is shown which; the gate for rights is not here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people import Department, Person, Role
from bot.domain.playbook import Said

_GAPS = re.compile(r"\s+")


class Takes(StrEnum):
    """What follows a command."""

    NUMBER = "number"
    """Of an incident."""
    PAPER = "paper"
    """The name of a notice or report: N3, R5."""
    WHO = "who"
    """A name, a roster id or a mention; without it: oneself."""
    REASON = "reason"
    """Why."""
    TEXT = "text"
    """Whatever there is to say."""


class Audience(StrEnum):
    """Who finds a command in the menu and in /help; whoever types it gets an answer all the same."""

    ANYBODY = "anybody"
    """Residents and strangers too."""
    STAFF = "staff"
    """Everybody with a role in the roster."""
    DESK = "desk"
    """The service desk, duty leads and up."""
    LEAD = "lead"
    """Duty leads and up: those who command."""

    def includes(self, person: Person | None) -> bool:
        """Whether this person belongs to it."""
        if self is Audience.ANYBODY:
            return True
        if person is None or person.role is None:
            return False
        leads = person.role >= Role.DUTY_LEAD
        desk = person.department is Department.SERVICE
        return {Audience.STAFF: True, Audience.DESK: leads or desk, Audience.LEAD: leads}[self]


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command: `name` is typed after a slash, `words` without."""

    name: str
    words: Mapping[str, tuple[str, ...]]
    takes: tuple[Takes, ...] = ()
    audience: Audience
    about: Said
    """One line on what it does."""


class Commands:
    """All commands there are, in the order of the menu."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.all = tuple(commands)
        self._by_name = {command.name: command for command in self.all}
        self._names = {
            fold(word): command.name
            for command in self.all
            for word in (command.name, *(word for words in command.words.values() for word in words))
        }

    def command(self, word: str) -> str | None:
        """The command a word names in any language: 收到 and ＡＣＫ are `ack`."""
        return self._names.get(fold(word))

    def get(self, name: str) -> Command | None:
        """The command with this name."""
        return self._by_name.get(name)

    def shown_to(self, person: Person | None) -> tuple[Command, ...]:
        """What this person finds in the menu."""
        return tuple(command for command in self.all if command.audience.includes(person))


def fold(word: str) -> str:
    """A word however it was typed: full width, upper case, gaps and a leading slash make no difference."""
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", word).strip().removeprefix("/")).casefold()
