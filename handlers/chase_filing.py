"""What happens when the time of a report passes: its ladder rings, or the next who may approve it is asked."""

from __future__ import annotations

from bot.domain.deadline import Deadline
from bot.domain.paper_events import ReportOverdue, ReportUnapproved
from bot.domain.report import Report, ReportState
from bot.domain.report_due import newest, rung_at
from bot.talk.work import Work
from handlers import filing_clock
from handlers.filing_owed import settled

_LATE = 60
"""Seconds after which a chase says that it comes late: after an outage, or when the incident was entered late."""


async def overdue(work: Work, deadline: Deadline) -> None:
    """The report is not there: whoever the ladder names, once for all steps that have passed."""
    report = await report_of(work, deadline)
    if report is None or not report.state.owed:
        return
    report = await settled(work, report)
    step = newest(report.due, first=deadline.round, now=work.now)
    late = (work.now - rung_at(report.due, deadline.round)).total_seconds()
    work.happened(
        ReportOverdue(
            report=report.number,
            incident=report.incident,
            rung=step,
            since=deadline.round,
            late=late if late >= _LATE else 0,
        )
    )
    work.due(filing_clock.REPORT, about=report.about, at=rung_at(report.due, step + 1), round=step + 1)


async def unapproved(work: Work, deadline: Deadline) -> None:
    """Nobody has approved it or sent it back: the next who may."""
    report = await report_of(work, deadline)
    if report is None or report.state is not ReportState.SUBMITTED:
        return
    work.happened(ReportUnapproved(report=report.number, incident=report.incident, round=deadline.round))
    work.due(filing_clock.UNAPPROVED, about=report.about, at=work.now + filing_clock.DAILY, round=deadline.round + 1)


async def report_of(work: Work, deadline: Deadline) -> Report | None:
    """The report a deadline is about."""
    return await work.reports.get(int(deadline.about.removeprefix("R")))
