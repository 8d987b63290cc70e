"""What has happened, in the past tense. Each becomes a row of the timeline; handlers/tell.py says who hears of it.

Events carry roster ids, never names or phones, so that erasing a person later does not break the chain of the timeline.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something happened; `by` is the roster id of who did it, None for residents, strangers and the clock."""

    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class IncidentEvent(Event):
    """Something happened to an incident."""

    incident: int


@dataclass(frozen=True, kw_only=True)
class PersonEvent(IncidentEvent):
    """Something happened to somebody on an incident, or they did it."""

    person: str


@dataclass(frozen=True, kw_only=True)
class IntakeRecorded(Event):
    """A report was written down that is not an incident yet."""

    intake: int


@dataclass(frozen=True, kw_only=True)
class IntakeChanged(Event):
    """More is known of a report: words, pictures, a button."""

    intake: int
    words: bool = False
    """Whether somebody wrote, so that the desk has to read again."""


@dataclass(frozen=True, kw_only=True)
class IntakeDropped(Event):
    """Somebody said it is not an incident."""

    intake: int


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(IncidentEvent):
    """上报: the plan starts."""

    intake: int


@dataclass(frozen=True, kw_only=True)
class PersonCalled(PersonEvent):
    """Somebody was called; `instead_of` did not answer or can't."""

    instead_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class CallHeard(PersonEvent):
    """收到."""


@dataclass(frozen=True, kw_only=True)
class PersonWent(PersonEvent):
    """出发."""

    first: bool


@dataclass(frozen=True, kw_only=True)
class PersonArrived(PersonEvent):
    """到场; `first`: nobody was there before, the arrival clock stops."""

    first: bool


@dataclass(frozen=True, kw_only=True)
class PersonLeft(PersonEvent):
    """离场."""


@dataclass(frozen=True, kw_only=True)
class PersonDeclined(PersonEvent):
    """去不了."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ArrivalTakenBack(PersonEvent):
    """到场 was pressed by mistake and taken back in time."""


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(IncidentEvent):
    """One answer of the question card."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class AnswerTakenBack(IncidentEvent):
    """An answer was a mistake; its question is asked again."""

    question: str


@dataclass(frozen=True, kw_only=True)
class UrgencyRaised(IncidentEvent):
    """An answer or a person made it more urgent."""

    urgency: str
    level: int | None
    warned: bool
    """Whether the answer that raised it carries a warning of its own."""


@dataclass(frozen=True, kw_only=True)
class StepDone(IncidentEvent):
    """完成, with what it had to show."""

    lane: str
    step: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(IncidentEvent):
    """One more picture or word to a step that is done."""

    lane: str
    step: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StepTakenBack(IncidentEvent):
    """完成 or 跳过 was pressed by mistake and taken back in time."""

    lane: str
    step: str


@dataclass(frozen=True, kw_only=True)
class NoteAdded(IncidentEvent):
    """补充: words or pictures for everybody on the incident."""

    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Escalated(IncidentEvent):
    """升级: the supervisor and the commander are needed, and why."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class CommandPassed(IncidentEvent):
    """The commander did not answer, or has `declined`; the next one has it. `to` is None when nobody is left."""

    person: str
    to: str | None
    declined: bool = False


@dataclass(frozen=True, kw_only=True)
class CommandTaken(IncidentEvent):
    """接管."""

    before: str | None


@dataclass(frozen=True, kw_only=True)
class IncidentVerified(IncidentEvent):
    """属实."""


@dataclass(frozen=True, kw_only=True)
class FalseAlarm(IncidentEvent):
    """误报."""


@dataclass(frozen=True, kw_only=True)
class IncidentControlled(IncidentEvent):
    """已控制."""


@dataclass(frozen=True, kw_only=True)
class IncidentClosed(IncidentEvent):
    """结案."""


@dataclass(frozen=True, kw_only=True)
class ChatLost(Event):
    """The bot can't write to a chat any more."""

    platform: str
    chat: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChatMoved(Event):
    """A group has a new id."""

    platform: str
    chat: str
    moved_to: str


@dataclass(frozen=True, kw_only=True)
class RoomMade(IncidentEvent):
    """A platform has made a group for the people of an incident."""

    platform: str
    chat: str


@dataclass(frozen=True, kw_only=True)
class AppAlarm(Event):
    """A platform says something of the program itself, or nothing can be sent there at all, or can be again."""

    platform: str
    sign: str
    """The platform's own word for it, e.g. `inactive_alert`; `problem` and `works` are ours."""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class SendUncertain(Event):
    """A message may or may not have arrived; a person has to look."""

    platform: str
    chat: str
    template: str
    incident: int | None = None
    notice: int | None = None


@dataclass(frozen=True, kw_only=True)
class ResidentNotReached(Event):
    """What a resident had to hear at once did not get through to them; a person has to go or to telephone."""

    platform: str
    account: str
    template: str
    waits: bool
    """They have to write first: until then nothing gets through."""
    incident: int | None = None
    notice: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonUnreachable(Event):
    """Somebody on duty can't be written to; what was meant for them went to the group."""

    person: str
    incident: int | None = None


@dataclass(frozen=True, kw_only=True)
class MessageSetAside(Event):
    """A message could not be worked on after three tries; it is kept, and somebody has to read it."""

    platform: str
    chat: str
    message: str


@dataclass(frozen=True, kw_only=True)
class RosterChanged(Event):
    """A new roster is in force."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class RosterRefused(Event):
    """A faulty roster file changed nothing."""

    problem: str
