"""The clocks of a report: the ladder until it is handed in, then the time of those who may approve it."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.report import Report
from bot.domain.report_due import rung_at, upcoming
from bot.talk.work import Work

REPORT = "report"
"""About `R5`: it has to be handed in; its round is the step of the ladder that rings next."""
UNAPPROVED = "report_approval"
"""About `R5`: somebody has to press 批准 or 驳回."""
FIRST, DAILY = timedelta(hours=4), timedelta(days=1)
"""How long the first who may approve it is waited for, and each one after."""


def owed(work: Work, report: Report) -> None:
    """The ladder from its beginning; what has passed already is made up for in one message."""
    work.due(REPORT, about=report.about, at=rung_at(report.due, 0))


def handed_in(work: Work, report: Report) -> None:
    """Its author is done; somebody else is waited for now."""
    work.due(REPORT, about=report.about, at=None)
    work.due(UNAPPROVED, about=report.about, at=work.now + FIRST)


def returned(work: Work, report: Report) -> None:
    """Back with its author: the ladder goes on where it is by now."""
    work.due(UNAPPROVED, about=report.about, at=None)
    step = upcoming(report.due, now=work.now)
    work.due(REPORT, about=report.about, at=rung_at(report.due, step), round=step)


def over(work: Work, report: Report) -> None:
    """Nothing of it is waited for any more."""
    work.due(REPORT, about=report.about, at=None)
    work.due(UNAPPROVED, about=report.about, at=None)
