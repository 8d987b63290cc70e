"""What happened to the record itself: it was restored from a backup, and a person decided on what was held then."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class DatabaseRestored(Event):
    """The database was put back to an earlier state; what happened after `last` is not in it."""

    last: str
    held: int
    notices: int
    """How many of those held are notices to residents."""
    unread: int
    """What people had written and pressed just before, and nobody works on any more."""


@dataclass(frozen=True, kw_only=True)
class HeldDecided(Event):
    """Somebody at the machine has released or dropped messages that were held."""

    released: tuple[int, ...]
    dropped: tuple[int, ...]
