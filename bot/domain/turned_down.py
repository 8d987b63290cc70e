"""What the gate for rights did not allow; a row of the timeline like all events."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class Refused(Event):
    """Somebody wanted to do what they may not; nothing was changed by it."""

    action: str
    reason: str
    incident: int | None = None
    paper: str = ""
    """The notice or report it was about: N3, R5."""
