"""A notice to residents: drafted by one person, approved by another, sent word for word, ended by one of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypedDict

from bot.domain.people import Thing
from bot.domain.refused import Impossible


class NoticeKind(StrEnum):
    """What a notice is for; each has its form in notice_form.py and its wording in templates/<language>/notice/."""

    EVACUATION = "evacuation"
    """Leave the building, by the stairs, to the assembly point."""
    TYPHOON = "typhoon"
    """A typhoon signal, relayed word for word, with what this community has to do."""
    ALL_CLEAR = "all_clear"
    """解除: people may go back; ends the notice it names."""
    LIFTED = "lifted"
    """The signal is lifted, relayed word for word; ends the notice it names."""

    @property
    def ends(self) -> bool:
        """Whether it ends the notice whose number it has."""
        return self in (NoticeKind.ALL_CLEAR, NoticeKind.LIFTED)


class NoticeState(StrEnum):
    """The life of one version of a notice."""

    DRAFT = "draft"
    """Being written; nobody is asked yet."""
    SUBMITTED = "submitted"
    """The text stands and waits for another person."""
    REFUSED = "refused"
    """驳回 with a reason, or nobody decided in time: its author may change it and submit again."""
    SENDING = "sending"
    """Approved: it is on its way."""
    SENT = "sent"
    """Every group has it or is known not to."""
    ENDED = "ended"
    """A later version has taken its place, or ended it."""
    DROPPED = "dropped"
    """不发: never submitted again."""

    @property
    def open(self) -> bool:
        """Whether it is still being written or waits for somebody."""
        return self in (NoticeState.DRAFT, NoticeState.SUBMITTED, NoticeState.REFUSED)

    @property
    def out(self) -> bool:
        """Whether residents have it, and it holds."""
        return self in (NoticeState.SENDING, NoticeState.SENT)


@dataclass(frozen=True, kw_only=True)
class Part:
    """The groups that get the same words, and these words."""

    chats: tuple[tuple[str, str], ...]
    """(platform, id) of each group."""
    text: str
    lost: tuple[tuple[str, str], ...] = ()
    """Groups that could not be written to when it was submitted: their people read these words some other way."""

    @property
    def groups(self) -> tuple[tuple[str, str], ...]:
        """Everybody these words are for."""
        return (*self.chats, *self.lost)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One version of a notice; all versions of it bear one number, and the newest counts."""

    number: int
    version: int = 1
    kind: NoticeKind
    community: str
    incident: int | None = None
    state: NoticeState = NoticeState.DRAFT
    buildings: tuple[str, ...] = ()
    """Numbers of the buildings it is for; none: the whole community."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What the form holds: field to words, or to a moment in ISO form."""
    authors: tuple[str, ...]
    """Roster ids of everybody who has written at it; none of them approves it."""
    drafted: datetime
    submitted: datetime | None = None
    parts: tuple[Part, ...] = ()
    """Drawn once, when it is submitted; from then on only copied."""
    digest: str = ""
    """SHA-256 over text and audience: what an approval is bound to."""
    approver: str | None = None
    approved: datetime | None = None
    overridden: bool = False
    """Sent without a second person; a review is owed."""
    reason: str = ""
    """Of the refusal, or of the override."""
    until: datetime | None = None
    """After this it is not sent any more without a person."""
    before: datetime | None = None
    """When the version it takes the place of was approved: this one names it."""
    replaces: int = 0
    """Which version that is; 0: none."""

    @property
    def name(self) -> str:
        """How people call it: N3."""
        return f"N{self.number}"

    @property
    def about(self) -> str:
        """What its messages are about: `N3/1` is the first version of notice 3."""
        return f"N{self.number}/{self.version}"

    def thing(self, *, same: frozenset[str], commander: str | None) -> Thing:
        """What the gate for rights has to know; `same`: the authors, under every roster id these people have."""
        return Thing(community=self.community, authors=same, commander=commander)


class Named(TypedDict):
    """How events name a version of a notice."""

    notice: int
    version: int
    incident: int | None


def named(notice: Notice) -> Named:
    """The notice as its events name it."""
    return Named(notice=notice.number, version=notice.version, incident=notice.incident)


def fingerprint(notice: Notice) -> str:
    """Changes with whatever the form holds: 提交 means what its author has seen, not what a second one wrote since."""
    held = [notice.kind.value, sorted(notice.given.items()), list(notice.buildings)]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def digest_of(parts: tuple[Part, ...]) -> str:
    """The hash of the exact words and of who gets them."""
    told = [[*(sorted([*chat] for chat in groups) for groups in (part.chats, part.lost)), part.text] for part in parts]
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def change(notice: Notice, *, given: Mapping[str, str], buildings: tuple[str, ...], by: str) -> Notice:
    """Other words or another audience: whatever was submitted or refused before counts no more."""
    require_open(notice)
    authors = notice.authors if by in notice.authors else (*notice.authors, by)
    return replace(
        notice,
        state=NoticeState.DRAFT,
        given=dict(given),
        buildings=buildings,
        authors=authors,
        submitted=None,
        parts=(),
        digest="",
        reason="",
    )


def submit(notice: Notice, *, parts: tuple[Part, ...], until: datetime, by: str, now: datetime) -> Notice:
    """提交: the text stands from now on. Raises Impossible when it was submitted or is out already."""
    require_open(notice)
    if notice.state is NoticeState.SUBMITTED:
        raise Impossible("notice_submitted", name=notice.name)
    authors = notice.authors if by in notice.authors else (*notice.authors, by)
    return replace(
        notice,
        state=NoticeState.SUBMITTED,
        authors=authors,
        submitted=now,
        parts=parts,
        digest=digest_of(parts),
        until=until,
        reason="",
    )


def approve(notice: Notice, *, digest: str, by: str, now: datetime, valid: timedelta) -> Notice:
    """批准: only the very text and audience that was seen, and only while it is fresh.

    `digest`: of what the approver has seen; empty for a typed command, which means the newest.
    """
    require_waiting(notice)
    if digest and digest != notice.digest:
        raise Impossible("notice_changed", name=notice.name)
    require_fresh(notice, now=now, valid=valid)
    return replace(notice, state=NoticeState.SENDING, approver=by, approved=now)


def override(notice: Notice, *, by: str, reason: str, now: datetime) -> Notice:
    """紧急发布: one person alone sends it, says why, and owes a review."""
    require_waiting(notice)
    if notice.until is not None and notice.until <= now:
        raise Impossible("notice_expired", name=notice.name)
    return replace(notice, state=NoticeState.SENDING, approver=by, approved=now, overridden=True, reason=reason)


def refuse(notice: Notice, *, reason: str, digest: str) -> Notice:
    """驳回: back to its author, with the reason; of the very words that were seen, as in `approve`."""
    require_waiting(notice)
    if digest and digest != notice.digest:
        raise Impossible("notice_changed", name=notice.name)
    return replace(notice, state=NoticeState.REFUSED, reason=reason)


def arrived(notice: Notice) -> Notice:
    """Every group has it or is known not to."""
    return replace(notice, state=NoticeState.SENT) if notice.state is NoticeState.SENDING else notice


def end(notice: Notice) -> Notice:
    """A later version is out."""
    return replace(notice, state=NoticeState.ENDED)


def lapse(notice: Notice) -> Notice:
    """Nobody has decided while the words were fresh: back to the author, without a reason."""
    return replace(notice, state=NoticeState.REFUSED, reason="")


def drop(notice: Notice) -> Notice:
    """不发."""
    require_open(notice)
    return replace(notice, state=NoticeState.DROPPED)


def require_open(notice: Notice) -> None:
    """Raises Impossible when the version is out, over or dropped."""
    if notice.state.out or notice.state is NoticeState.ENDED:
        raise Impossible("notice_out", name=notice.name, version=notice.version)
    if notice.state is NoticeState.DROPPED:
        raise Impossible("notice_dropped", name=notice.name)


def require_waiting(notice: Notice) -> None:
    """Raises Impossible when nobody waits for an approval of it."""
    require_open(notice)
    if notice.state is not NoticeState.SUBMITTED:
        raise Impossible("notice_not_submitted", name=notice.name)


def require_fresh(notice: Notice, *, now: datetime, valid: timedelta) -> None:
    """Raises Impossible when it was submitted too long ago, or its own times have passed."""
    assert notice.submitted is not None
    if now - notice.submitted > valid:
        raise Impossible("notice_stale", name=notice.name, minutes=valid.total_seconds())
    if notice.until is not None and notice.until <= now:
        raise Impossible("notice_expired", name=notice.name)
