"""A report that is owed after an incident: written by one person, signed, approved by another (D21 §1.2-1.4, F8-F9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.people import Thing


class ReportKind(StrEnum):
    """Which report it is (requirements X-15)."""

    R1 = "R1"
    """事件报告: by who reported, due by the windows of D21 §1.3."""


class ReportState(StrEnum):
    """The life of a report."""

    OWED = "owed"
    """Nobody has begun to write it."""
    DRAFT = "draft"
    """Being written."""
    SUBMITTED = "submitted"
    """Signed; waits for another person."""
    RETURNED = "returned"
    """驳回, with a reason: back with its author."""
    APPROVED = "approved"
    """Filed."""
    CANCELLED = "cancelled"
    """Not owed any more: the incident was a false alarm."""

    @property
    def owed(self) -> bool:
        """Whether its author still has to hand it in."""
        return self in (ReportState.OWED, ReportState.DRAFT, ReportState.RETURNED)


class Section(StrEnum):
    """The parts of R1, in the order of the form (D21 §1.4)."""

    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    COURSE = "course"
    MEASURES = "measures"
    HURT = "hurt"
    LOSS = "loss"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report of one incident."""

    number: int
    kind: ReportKind = ReportKind.R1
    community: str
    incident: int
    state: ReportState = ReportState.OWED
    author: str | None
    """Roster id; None: nobody of the roster can be asked."""
    authors: tuple[str, ...] = ()
    """Everybody who has written at it; none of them approves it."""
    due: datetime
    sections: Mapping[Section, str] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    """`kind:id` of each."""
    no_photo: str = ""
    """Why there is none (D21 §1.4.3)."""
    signature: str = ""
    signed: datetime | None = None
    approver: str | None = None
    approved: datetime | None = None
    reason: str = ""
    """Of the return."""

    @property
    def name(self) -> str:
        """How people call it: R5."""
        return f"R{self.number}"

    @property
    def about(self) -> str:
        """What its deadlines and cards are about."""
        return f"R{self.number}"

    def thing(self, *, same: frozenset[str], commander: str | None) -> Thing:
        """What the gate for rights has to know; `same`: its authors, under every roster id these people have."""
        return Thing(community=self.community, authors=same, commander=commander, owner=self.author)
