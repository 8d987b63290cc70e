"""What whoever commands has changed of a running incident by hand: steps and level; rows of the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import IncidentEvent, PersonEvent


@dataclass(frozen=True, kw_only=True)
class StepSkipped(IncidentEvent):
    """跳过: a step is not done, and why."""

    lane: str
    step: str
    reason: str
    life: bool
    """Whether it was one of life safety: then everybody in charge hears of it."""


@dataclass(frozen=True, kw_only=True)
class StepAdded(IncidentEvent):
    """加步骤: something the plan did not have."""

    lane: str
    step: str


@dataclass(frozen=True, kw_only=True)
class StepMoved(IncidentEvent):
    """先做: a later step is the next of its lane now."""

    lane: str
    step: str


@dataclass(frozen=True, kw_only=True)
class StepAssigned(PersonEvent):
    """指派: a step was given to `person`, of whatever department."""

    lane: str
    step: str


@dataclass(frozen=True, kw_only=True)
class LevelSet(IncidentEvent):
    """等级: one of the four levels, by a person's word."""

    level: int
    before: int | None
    reason: str
