"""A message that only a person can send on: the platform has it, and the owner of the group has to press send."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

CHASED = (timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=5))
"""After so long without a press: the owner once more, whoever leads the shift as well, the deputy with the words."""
LONGEST = timedelta(hours=1)
"""After that it is chased less and less often, but never less often than this."""
MOST_REMINDERS = 3
"""The platform itself reminds an owner so often in 24 hours (WD 97610)."""
_SOON, _OFTEN, _SELDOM = timedelta(seconds=15), timedelta(seconds=20), timedelta(minutes=5)
_FRESH, _LOOKED_AFTER = timedelta(minutes=10), timedelta(hours=24)


class HandState(StrEnum):
    """What became of a message its group's owner has to send on."""

    WAITING = "waiting"
    """It waits in the owner's client."""
    CONFIRMED = "confirmed"
    """The owner has pressed send, or somebody says they have pasted the words; nobody knows whether it is read."""
    REFUSED = "refused"
    """The owner has pressed send, and the platform did not pass it on, e.g. because the month's messages are used."""
    CANCELLING = "cancelling"
    """Nobody may send it any more: the platform still has to be told so."""
    CANCELLED = "cancelled"
    """It can't be sent any more."""

    @property
    def open(self) -> bool:
        """Whether the platform has to be asked or told something."""
        return self in (HandState.WAITING, HandState.CANCELLING)


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One message for one group, in the hands of its owner."""

    platform: str
    chat: str
    about: str
    """The version of the notice it is (`N3/1`), or what hangs on it (`N3/1/instead`)."""
    owner: str
    """The account that has to press send."""
    task: str
    """The platform's id of what waits in the owner's client; several groups of one owner may have the same."""
    state: HandState = HandState.WAITING
    reminded: int = 0
    """How often the platform was asked to remind the owner."""
    due: datetime | None = None
    """When the platform is asked to remind the owner; None: not again."""
    pasted: str = ""
    """Roster id of who says that they have pasted the words into the group by hand."""
    created: datetime
    ended: datetime | None = None

    @property
    def group(self) -> tuple[str, str]:
        """Platform and id of the group."""
        return (self.platform, self.chat)

    @property
    def done(self) -> bool:
        """Whether the words were sent on, as far as somebody has said so."""
        return self.state is HandState.CONFIRMED or bool(self.pasted)

    @property
    def delivery(self) -> str:
        """As a delivery of the notice: handed, confirmed, pasted, refused or cancelled; never delivered, let alone
        read."""
        if self.done:
            return "pasted" if self.pasted else HandState.CONFIRMED.value
        if self.state is HandState.WAITING:
            return "handed"
        return HandState.REFUSED.value if self.state is HandState.REFUSED else HandState.CANCELLED.value


def confirm(one: HandOver, *, now: datetime) -> HandOver:
    """The owner has pressed send; also when it was to be cancelled, and the press came first."""
    return replace(one, state=HandState.CONFIRMED, due=None, ended=now) if one.state.open else one


def refuse(one: HandOver, *, now: datetime) -> HandOver:
    """The owner has pressed send, and it was not passed on all the same."""
    return replace(one, state=HandState.REFUSED, due=None, ended=now) if one.state.open else one


def cancel(one: HandOver) -> HandOver:
    """Nobody may send it any more."""
    return replace(one, state=HandState.CANCELLING, due=None) if one.state is HandState.WAITING else one


def paste(one: HandOver, *, by: str) -> HandOver:
    """Somebody has pasted the words by hand: what still waits in the owner's client must not come on top."""
    return replace(cancel(one), pasted=by) if one.state is HandState.WAITING else one


def cancelled(one: HandOver, *, now: datetime) -> HandOver:
    """The platform knows that nobody may send it."""
    return replace(one, state=HandState.CANCELLED, ended=now) if one.state is HandState.CANCELLING else one


def remind(one: HandOver, *, now: datetime) -> HandOver:
    """The platform is to remind the owner now, while it does so at all."""
    waits = one.state is HandState.WAITING and one.reminded < MOST_REMINDERS
    return replace(one, due=now) if waits else one


def reminded(one: HandOver) -> HandOver:
    """The platform was asked to."""
    return replace(one, due=None, reminded=one.reminded + 1)


def waiting(every: Iterable[HandOver], owner: str = "") -> tuple[HandOver, ...]:
    """Those that wait for a press; of one owner, when one is named."""
    return tuple(one for one in every if one.state is HandState.WAITING and owner in ("", one.owner))


def chased_at(since: datetime, round: int) -> datetime:
    """When an owner who was given it `since` is chased for the time with this number, from 0 on."""
    if round < len(CHASED):
        return since + CHASED[round]
    at, gap = since + CHASED[-1], CHASED[-1]
    for _ in range(round - len(CHASED) + 1):
        at, gap = at + gap, min(gap * 2, LONGEST)
    return at


def round_at(since: datetime, now: datetime) -> int:
    """The last time of the ladder that has come: what was missed is not made up for one by one. -1: none yet."""
    found = -1
    while chased_at(since, found + 1) <= now:
        found += 1
    return found


def next_look(created: datetime, last: datetime | None, *, now: datetime) -> datetime | None:
    """When the platform is asked again whether the owner has pressed; None: not any more.

    Often while people wait for it, seldom later. `last`: when it was asked; None: not since the program started. A
    moment ahead means that the clock was set back: it is asked at once.
    """
    age = now - created
    if age >= _LOOKED_AFTER:
        return None
    if age < timedelta() or (last is not None and last > now):
        return now
    return created + _SOON if last is None else last + (_OFTEN if age < _FRESH else _SELDOM)


def month_of(at: datetime, zone: tzinfo) -> tuple[datetime, int]:
    """When the month began, and how many messages a group may get in it: one for each of its days (WD 92135)."""
    local = at.astimezone(zone)
    begun = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begun, monthrange(local.year, local.month)[1]
