"""Deadlines: what is due about what, and the times the ladders are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A row with a due time; met in the same commit as the thing is done."""

    kind: str
    about: str
    """What it is about: `1` an incident, `1/li` a person on it, `1/A/a2` a step of it."""
    due: datetime
    round: int = 0
    """How often this ladder has rung before."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """The durations of the settings (DESIGN §10)."""

    acknowledge: timedelta = timedelta(minutes=3)
    arrival: timedelta = timedelta(minutes=10)
    step: timedelta = timedelta(minutes=5)
    approval: timedelta = timedelta(minutes=2)
    approval_valid: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """What one person is being asked in one chat: facts, never a step number (rule 4)."""

    platform: str
    chat: str
    account: str
    form: str
    facts: Mapping[str, object] = field(default_factory=dict)
    card: str = ""
    """What the live card that asks is about."""
    at: datetime
