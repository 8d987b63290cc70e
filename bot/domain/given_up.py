"""What the engine could not do however often it tried, so that a person has to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class ChaseFailed(Event):
    """A chase, or the word that a message did not get through, failed every time: nobody was told by it."""

    kind: str
    """Of the deadline; of the parcel when it was a message."""
    about: str
    incident: int | None = None
