"""The rows of TELL for notices, roll calls and reports: for each event, who hears of it."""

from __future__ import annotations

from bot.domain import paper_events as p
from bot.domain.events import Event, ResidentNotReached
from bot.talk.work import Tell
from handlers import (
    chase_help,
    filing_owed,
    not_delivered,
    roll_card,
    tell_filing,
    tell_hand_over,
    tell_not_reached,
    tell_notice,
    tell_review,
)

PAPERS: dict[type[Event], tuple[Tell, ...]] = {
    p.NoticeDrafted: (tell_notice.tell_changed,),
    p.NoticeDropped: (tell_notice.tell_changed,),
    p.NoticeSubmitted: (tell_notice.ask_approval,),
    p.NoticeUnapproved: (tell_notice.ask_next,),
    p.NoticeRefused: (tell_notice.tell_refused,),
    p.NoticeLapsed: (tell_notice.tell_refused,),
    p.NoticeApproved: (tell_notice.tell_approved, not_delivered.try_others, roll_card.refresh),
    p.NoticeDelivered: (not_delivered.follow_delivery, roll_card.follow),
    p.NoticeHandedOver: (tell_hand_over.tell_handed, roll_card.follow),
    p.NoticeConfirmed: (tell_hand_over.tell_ended, not_delivered.follow_owner, roll_card.follow),
    p.HandOverRefused: (tell_hand_over.tell_ended, not_delivered.follow_owner, roll_card.follow),
    p.HandOverUnsent: (tell_hand_over.tell_unsent,),
    p.RollAnswered: (roll_card.follow, chase_help.wait),
    p.HelpUnanswered: (chase_help.tell_unanswered,),
    p.HelpTaken: (roll_card.refresh,),
    ResidentNotReached: (tell_not_reached.tell,),
    p.NoticeLate: (not_delivered.tell_late,),
    p.ReviewOwed: (tell_review.remind_review,),
    p.NextWordDue: (tell_notice.tell_next_word,),
    p.NoticeReviewed: (),
    p.ReportOwed: (tell_filing.tell_owed,),
    p.ReportSubmitted: (tell_filing.tell_submitted,),
    p.ReportReturned: (tell_filing.tell_returned,),
    p.ReportApproved: (tell_filing.tell_approved, filing_owed.finish),
    p.ReportCancelled: (tell_filing.tell_cancelled,),
    p.ReportOverdue: (tell_filing.tell_overdue,),
    p.ReportUnapproved: (tell_filing.tell_unapproved,),
}
