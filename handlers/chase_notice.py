"""The clocks of a notice: its approval, the time it is right for, and the review of one that a single person sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.deadline import Deadline
from bot.domain.notice import Notice, NoticeState, lapse, named
from bot.domain.notice_form import Field
from bot.domain.paper_events import NextWordDue, NoticeLapsed, NoticeLate, NoticeUnapproved, ReviewOwed
from bot.talk.work import Work

APPROVAL = "approval"
"""About `N3/1`: somebody has to press 批准 or 驳回."""
UNTIL = "notice_until"
"""About `N3/1`: its own time is over; who does not have it by now gets it late or never."""
NEXT_WORD = "next_word"
"""About `N3/1`: what residents were promised for this time."""
REVIEW = "review"
"""About `N3/1`: somebody else has to look at what one person sent alone, within 24 h (DESIGN §6)."""
REVIEWED_IN, AGAIN = timedelta(hours=24), timedelta(hours=12)
LONGEST, SELDOM = timedelta(minutes=10), timedelta(hours=2)


def submitted(work: Work, notice: Notice) -> None:
    """Somebody is asked to approve it."""
    work.due(APPROVAL, about=notice.about, at=work.now + work.company.times.approval)


def approved(work: Work, notice: Notice) -> None:
    """It is on its way."""
    over(work, notice)
    work.due(UNTIL, about=notice.about, at=notice.until)
    next_at = notice.given.get(Field.NEXT_AT)
    if next_at and not notice.kind.ends:
        work.due(NEXT_WORD, about=notice.about, at=datetime.fromisoformat(next_at))
    if notice.overridden:
        work.due(REVIEW, about=notice.about, at=work.now + REVIEWED_IN)


def over(work: Work, notice: Notice) -> None:
    """Nobody has to approve it any more, and it need not arrive any more."""
    work.due(APPROVAL, about=notice.about, at=None)
    work.due(UNTIL, about=notice.about, at=None)


def followed(work: Work, notice: Notice) -> None:
    """A later version is out: nobody waits for its next word."""
    over(work, notice)
    work.due(NEXT_WORD, about=notice.about, at=None)


async def next_word(work: Work, deadline: Deadline) -> None:
    """更新 or 解除 is owed to the residents, until it is there."""
    notice = await version_of(work, deadline)
    if notice is None or not notice.state.out:
        return
    work.happened(NextWordDue(**named(notice), round=deadline.round))
    again = min(work.company.times.step * (1 << min(deadline.round, 6)), SELDOM)
    work.due(NEXT_WORD, about=deadline.about, at=work.now + again, round=deadline.round + 1)


async def approval(work: Work, deadline: Deadline) -> None:
    """Nobody has approved it: the next one as well, and who may send it alone hears how; at last its author."""
    notice = await version_of(work, deadline)
    if notice is None or notice.state is not NoticeState.SUBMITTED:
        return
    assert notice.submitted is not None
    end = notice.submitted + work.company.times.approval_valid
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    needless = incident is not None and not incident.state.open and not notice.kind.ends
    if work.now >= end or needless:
        await work.notices.put(lapse(notice))
        work.happened(NoticeLapsed(**named(notice)))
        return
    work.happened(NoticeUnapproved(**named(notice), round=deadline.round))
    again = min(work.company.times.approval * (1 << min(deadline.round, 5)), LONGEST)
    work.due(APPROVAL, about=deadline.about, at=min(work.now + again, end), round=deadline.round + 1)


async def time_over(work: Work, deadline: Deadline) -> None:
    """Its time is over and some group still waits for it: a person decides what to do there."""
    notice = await version_of(work, deadline)
    if notice is not None and notice.state is NoticeState.SENDING:
        work.happened(NoticeLate(**named(notice)))


async def review(work: Work, deadline: Deadline) -> None:
    """The review is owed: everybody in charge, again and again."""
    notice = await version_of(work, deadline)
    if notice is not None:
        work.happened(ReviewOwed(**named(notice), round=deadline.round))
        work.due(REVIEW, about=deadline.about, at=work.now + AGAIN, round=deadline.round + 1)


async def version_of(work: Work, deadline: Deadline) -> Notice | None:
    """The version a deadline is about."""
    number, _, version = deadline.about.removeprefix("N").partition("/")
    return await work.notices.version(int(number), int(version))
