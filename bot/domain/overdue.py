"""What has not happened in time, and whom nobody is there to call for: the events of the ladders (DESIGN §7)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import IncidentEvent, PersonEvent


@dataclass(frozen=True, kw_only=True)
class NobodyOnDuty(IncidentEvent):
    """Nobody is on duty for some of what the playbook calls."""

    departments: tuple[str, ...]
    lanes: tuple[str, ...] = ()
    """Lanes with a step that nobody of the roster can take, on duty or not."""


@dataclass(frozen=True, kw_only=True)
class NobodyLeft(PersonEvent):
    """Somebody can't come, and there is nobody left to call in their place."""


@dataclass(frozen=True, kw_only=True)
class PersonGone(PersonEvent):
    """Somebody who was called is not on the roster any more."""


@dataclass(frozen=True, kw_only=True)
class CallUnanswered(PersonEvent):
    """The time to acknowledge has passed; `next` was called; `exhausted`: one was looked for and nobody is left."""

    next: str | None
    round: int
    exhausted: bool = False


@dataclass(frozen=True, kw_only=True)
class ArrivalDue(PersonEvent):
    """A part of the time to arrive has passed for one person."""


@dataclass(frozen=True, kw_only=True)
class ArrivalOverdue(IncidentEvent):
    """到场超时: nobody is there; `late`: how many seconds after its time this is said."""

    round: int
    late: float = 0


@dataclass(frozen=True, kw_only=True)
class PersonOverdue(PersonEvent):
    """One person has not come, though others have; `next` was called."""

    next: str | None


@dataclass(frozen=True, kw_only=True)
class StepOverdue(IncidentEvent):
    """The time of a step has passed."""

    lane: str
    step: str
    round: int
