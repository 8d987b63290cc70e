"""What has happened to notices, their roll calls and reports: events as in events.py, by number and version."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeEvent(Event):
    """Something happened to one version of a notice."""

    notice: int
    version: int
    incident: int | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeDrafted(NoticeEvent):
    """Somebody began to write it, or changed it."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class NoticeSubmitted(NoticeEvent):
    """提交: its words and audience stand; `digest` is their hash."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class NoticeApproved(NoticeEvent):
    """批准: these very words go out. `overridden`: one person alone sent it."""

    digest: str
    overridden: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeRefused(NoticeEvent):
    """驳回."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class NoticeDropped(NoticeEvent):
    """不发."""


@dataclass(frozen=True, kw_only=True)
class NoticeUnapproved(NoticeEvent):
    """Nobody has approved it in time; the next who may is asked as well."""

    round: int


@dataclass(frozen=True, kw_only=True)
class NoticeLapsed(NoticeEvent):
    """Nobody has decided while the words were fresh; they have to be submitted again."""


@dataclass(frozen=True, kw_only=True)
class NoticeDelivered(NoticeEvent):
    """One group has it, or certainly does not: `state` is that of the message."""

    platform: str
    chat: str
    state: str


@dataclass(frozen=True, kw_only=True)
class NoticeHandedOver(NoticeEvent):
    """A message for one group waits in the client of its owner, who has to send it on; `owner`: their account."""

    platform: str
    chat: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class NoticeConfirmed(NoticeEvent):
    """The owner has sent it on; `pasted`: somebody says that they have put the words into the group by hand."""

    platform: str
    chat: str
    owner: str
    pasted: bool = False


@dataclass(frozen=True, kw_only=True)
class HandOverRefused(NoticeEvent):
    """The owner has pressed send, and the group did not get it: its messages of the month are used up."""

    platform: str
    chat: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class HandOverUnsent(NoticeEvent):
    """The owner has not pressed send for so long; `given_up`: they say that they can't."""

    owner: str
    round: int
    given_up: bool = False


@dataclass(frozen=True, kw_only=True)
class NoticeLate(NoticeEvent):
    """Its time is over, and not every group has it."""


@dataclass(frozen=True, kw_only=True)
class NextWordDue(NoticeEvent):
    """The time it promised the next word for has come, and there is none."""

    round: int


@dataclass(frozen=True, kw_only=True)
class ReviewOwed(NoticeEvent):
    """A notice went out without a second person and nobody has looked at that yet."""

    round: int


@dataclass(frozen=True, kw_only=True)
class NoticeReviewed(NoticeEvent):
    """Somebody else has looked at what one person sent alone."""


@dataclass(frozen=True, kw_only=True)
class RollAnswered(NoticeEvent):
    """A resident has answered; who and which flat stands with the answer, not here."""

    word: str
    before: str = ""
    building: str = ""
    again: bool = False
    """More about the same answer: the flat, what help is needed."""


@dataclass(frozen=True, kw_only=True)
class HelpUnanswered(NoticeEvent):
    """Somebody needs help and nobody has said that they go."""

    round: int


@dataclass(frozen=True, kw_only=True)
class HelpTaken(NoticeEvent):
    """Somebody of staff goes to who needs help."""


@dataclass(frozen=True, kw_only=True)
class ReportEvent(Event):
    """Something happened to a report."""

    report: int
    incident: int


@dataclass(frozen=True, kw_only=True)
class ReportOwed(ReportEvent):
    """It has to be written; by whom may change until somebody begins."""

    person: str | None


@dataclass(frozen=True, kw_only=True)
class ReportSubmitted(ReportEvent):
    """Signed and handed in; `digest` is the hash of what was signed."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class ReportReturned(ReportEvent):
    """驳回."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportApproved(ReportEvent):
    """批准."""


@dataclass(frozen=True, kw_only=True)
class ReportCancelled(ReportEvent):
    """The incident was a false alarm: nobody has to write or approve it any more."""


@dataclass(frozen=True, kw_only=True)
class ReportOverdue(ReportEvent):
    """Its time comes near or has passed; `rung` of its ladder, for all those from `since` on that were missed.

    `late`: how many seconds after its time the first of them is said.
    """

    rung: int
    since: int
    late: float = 0


@dataclass(frozen=True, kw_only=True)
class ReportUnapproved(ReportEvent):
    """It was handed in and nobody has approved or returned it."""

    round: int


@dataclass(frozen=True, kw_only=True)
class IncidentFiled(Event):
    """All reports owed are approved."""

    incident: int
