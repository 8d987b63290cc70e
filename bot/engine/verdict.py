"""What the platform's answer means for a parcel: pure, so that every case can be read in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.store.cards import Stored
from bot.store.outbox import Kind, Parcel
from bot.talk.message import Delivery, Sent

GIVEN_UP = timedelta(hours=24)
LONGEST_WAIT = 60.0
FAILURES = 3
"""Exceptions of one parcel before it counts as failed."""
MOVES = 10
EXPIRED = "expired"


class Fate(Enum):
    """What becomes of the parcel."""

    SENT = "sent"
    """Done, the card's message is known."""
    AGAIN = "again"
    """Back in line, due after `wait`."""
    RESENT = "resent"
    """Once more at once, marked as a second copy."""
    UNCERTAIN = "uncertain"
    """Never a third copy: a person is told."""
    REFUSED = "refused"
    """It will never be delivered as it is, or for too long was not: a person is told."""
    LOST = "lost"
    """The chat can't be reached: a person is told."""
    NEEDLESS = "needless"
    """Before it could go out its time was over, or newer words had taken its place."""
    MOVED = "moved"
    """The chat has a new id: everything for it goes there."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A fate and its particulars."""

    fate: Fate
    wait: float = 0.0
    reason: str = ""


def needless(parcel: Parcel, stored: Stored, *, now: datetime) -> str:
    """Why the parcel need not go out any more; empty when it must."""
    if parcel.until is not None and parcel.until <= now:
        return EXPIRED
    if parcel.kind is Kind.SEND:
        return ""
    if not stored.message:
        return "its message was not sent"
    if parcel.kind is Kind.EDIT:
        return "" if stored.shown < stored.version else "the newest version is shown"
    if parcel.kind is Kind.LEAVE:
        return ""
    wanted = parcel.kind is Kind.PIN
    return "it is so already" if stored.pinned == wanted else ""


def judge(parcel: Parcel, sent: Sent, *, now: datetime, jitter: Callable[[], float]) -> Verdict:
    """The fate of a parcel after an answer; `jitter` gives numbers from 0 to 1."""
    match sent.delivery:
        case Delivery.SENT | Delivery.UNCHANGED | Delivery.HANDED:
            return Verdict(fate=Fate.SENT)
        case Delivery.NEVER:
            return Verdict(fate=Fate.REFUSED, reason=sent.reason)
        case Delivery.LOST:
            return Verdict(fate=Fate.LOST, reason=sent.reason)
        case Delivery.MOVED:
            return _moved(parcel, sent)
        case Delivery.UNCLEAR if parcel.kind is Kind.SEND:
            fate = Fate.UNCERTAIN if parcel.resent else Fate.RESENT
            return Verdict(fate=fate, reason=sent.reason)
        case Delivery.UNCLEAR | Delivery.LATER:  # a change done twice is done once
            return _later(parcel, sent, now=now, jitter=jitter)


def broken(parcel: Parcel, *, called: bool, now: datetime, jitter: Callable[[], float]) -> Verdict:
    """The fate after an exception of ours: while drawing, or once the platform was `called`."""
    if called and parcel.kind is Kind.SEND:
        return judge(parcel, Sent(delivery=Delivery.UNCLEAR, reason="an error while sending"), now=now, jitter=jitter)
    reason = "an error while sending" if called else "it can't be put into words"
    if parcel.tries >= FAILURES:
        return Verdict(fate=Fate.REFUSED, reason=reason)
    return _later(parcel, Sent(delivery=Delivery.LATER, reason=reason), now=now, jitter=jitter)


def _later(parcel: Parcel, sent: Sent, *, now: datetime, jitter: Callable[[], float]) -> Verdict:
    backoff = min(LONGEST_WAIT, 2.0 ** min(parcel.tries - 1, 10))
    wait = sent.wait or backoff * (0.75 + 0.25 * jitter())
    if now + timedelta(seconds=wait) >= parcel.created + GIVEN_UP:
        return Verdict(fate=Fate.REFUSED, reason=f"given up after 24 hours: {sent.reason}")
    return Verdict(fate=Fate.AGAIN, wait=wait, reason=sent.reason)


def _moved(parcel: Parcel, sent: Sent) -> Verdict:
    if not sent.moved_to or sent.moved_to == parcel.where.chat or parcel.tries > MOVES:
        return Verdict(fate=Fate.REFUSED, reason="the chat moves in a circle")
    return Verdict(fate=Fate.MOVED, reason=sent.reason)
