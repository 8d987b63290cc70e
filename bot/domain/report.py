"""A report that is owed after an incident: written by one person, signed, approved by another (D21 §1.2-1.4, F8-F9)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.incident import Incident, State
from bot.domain.paper_events import IncidentFiled
from bot.domain.people import Thing
from bot.domain.refused import Impossible


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

    @property
    def digest(self) -> str:
        """SHA-256 over what was signed and when: what an approval is bound to."""
        signed = self.signed.isoformat() if self.signed else ""
        return hash_of([sorted(self.sections.items()), list(self.photos), self.no_photo, self.signature, signed])


def fingerprint(report: Report, *, sections: Mapping[Section, str], photos: tuple[str, ...]) -> str:
    """SHA-256 over the words and pictures its writer has before them: what 提交 is bound to."""
    return hash_of([sorted(sections.items()), list(photos), report.no_photo, report.signature])


def hash_of(told: list[object]) -> str:
    """SHA-256 over what a report says."""
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def give(report: Report, to: str | None) -> Report:
    """Somebody else has to write it now; what is written stays, and who wrote it."""
    return replace(report, author=to)


def write(
    report: Report,
    *,
    by: str,
    section: Section | None = None,
    text: str = "",
    photos: Iterable[str] = (),
    no_photo: str | None = None,
) -> Report:
    """A part of it. Whoever writes at it is one of its authors, and whatever was signed before is signed no more."""
    require_owed(report)
    shown = tuple(dict.fromkeys((*report.photos, *photos)))
    return replace(
        report,
        state=ReportState.DRAFT if report.state is ReportState.OWED else report.state,
        authors=report.authors if by in report.authors else (*report.authors, by),
        sections={**report.sections, section: text} if section else report.sections,
        photos=shown,
        no_photo=report.no_photo if no_photo is None else no_photo,
        signature="",
    )


def sign(report: Report, *, name: str, by: str) -> Report:
    """One's own name, typed."""
    return replace(write(report, by=by), signature=name)


def unsign(report: Report) -> Report:
    """What was signed has changed since: the name under it stands for nothing any more."""
    return replace(report, signature="")


def submit(
    report: Report, *, sections: Mapping[Section, str], photos: tuple[str, ...], by: str, now: datetime
) -> Report:
    """提交: all its words stand from now on, those from the timeline too."""
    require_owed(report)
    authors = report.authors if by in report.authors else (*report.authors, by)
    return replace(
        report,
        state=ReportState.SUBMITTED,
        authors=authors,
        sections=dict(sections),
        photos=photos,
        signed=now,
        reason="",
    )


def approve(report: Report, *, digest: str, by: str, now: datetime) -> Report:
    """批准: only what was seen; `digest` is empty for a typed command, which means the newest."""
    require_submitted(report)
    if digest and digest != report.digest:
        raise Impossible("report_changed", name=report.name)
    return replace(report, state=ReportState.APPROVED, approver=by, approved=now)


def send_back(report: Report, *, reason: str, digest: str = "") -> Report:
    """驳回: back to its author, with the reason; to be signed anew. Only what was seen, as in `approve`."""
    require_submitted(report)
    if digest and digest != report.digest:
        raise Impossible("report_changed", name=report.name)
    return replace(report, state=ReportState.RETURNED, reason=reason, signature="", signed=None)


def cancel(report: Report) -> Report:
    """Nothing has happened, so nothing is owed."""
    return replace(report, state=ReportState.CANCELLED)


def require_owed(report: Report) -> None:
    """Raises Impossible when there is nothing to write any more."""
    if not report.state.owed:
        raise Impossible(_NOT_OWED[report.state], name=report.name, number=report.incident)


_NOT_OWED = {
    ReportState.SUBMITTED: "report_submitted",
    ReportState.APPROVED: "report_approved",
    ReportState.CANCELLED: "report_cancelled",
}


def require_submitted(report: Report) -> None:
    """Raises Impossible when nobody waits for an approval of it."""
    if report.state is ReportState.APPROVED:
        raise Impossible("report_approved", name=report.name, number=report.incident)
    if report.state is not ReportState.SUBMITTED:
        raise Impossible("report_not_submitted", name=report.name, number=report.incident)


def put_away(incident: Incident, reports: Iterable[Report], *, by: str | None) -> tuple[Incident, IncidentFiled] | None:
    """已归档: the response is over and every report that was owed is approved; None while it is not so."""
    owed = [one for one in reports if one.state is not ReportState.CANCELLED]
    if incident.state is not State.CLOSED or any(one.state is not ReportState.APPROVED for one in owed):
        return None
    return replace(incident, state=State.FILED), IncidentFiled(incident=incident.number, by=by)
