"""What has happened to the bot's own work rather than to an incident; rows of the timeline like all events."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class Refused(Event):
    """The gate for rights let somebody not do something; nothing was changed by it."""

    action: str
    reason: str
    incident: int | None = None


@dataclass(frozen=True, kw_only=True)
class MessageSetAside(Event):
    """A message could not be handled in three tries and waits for a person; its words are not repeated here."""

    platform: str
    message: int
    """Its row in the inbox."""
    problem: str
