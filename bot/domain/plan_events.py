"""What a plan or an answer changes besides steps: who commands, and which plans run side by side."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import IncidentEvent, PersonEvent


@dataclass(frozen=True, kw_only=True)
class CommandMoved(PersonEvent):
    """An answer or a plan puts the command into this person's hands, for their role; `before` had it."""

    before: str | None
    role: str


@dataclass(frozen=True, kw_only=True)
class NobodyToCommand(IncidentEvent):
    """An answer or a plan wants a role in command of which nobody can be reached; who commands stays."""

    role: str


@dataclass(frozen=True, kw_only=True)
class PlanAttached(IncidentEvent):
    """A second plan runs beside the first; `because`: question/answer that said so, empty when a person did."""

    type: str
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanNotAttached(IncidentEvent):
    """An answer, `because`: question/answer, wants a second plan no lane letters are left for; the answer counts."""

    type: str
    because: str


@dataclass(frozen=True, kw_only=True)
class CallerNamed(IncidentEvent):
    """别人打的: not who pressed has telephoned but somebody else, at a time of their own."""

    lane: str
    step: str
    text: str
