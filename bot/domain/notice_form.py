"""What has to be known before a notice may go out: the fields of each kind, what is missing, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.notice import Notice, NoticeKind

MOST_UNITS = 3_600
"""UTF-16 units of a notice: with its heading the preview still fits one message of 4,096."""
MOST_BYTES = 3_900
"""Bytes of a notice that the owners of groups send on (WD 92135 lets 4,000 through), with room for a mark before it."""
MOST_WORDS = 1_500
"""Characters of one field: the station's text is the longest."""


class Field(StrEnum):
    """One element of a notice (platforms.md C3)."""

    AREA = "area"
    """Who it is for: given once somebody, or the place of the incident, has said so."""
    COLOUR = "colour"
    """Of the signal."""
    ORIGINAL = "original"
    """The station's own text, relayed word for word."""
    STATION = "station"
    """Who issued it."""
    ISSUED = "issued"
    """When it was issued."""
    HAZARD = "hazard"
    """What happens, and what it does."""
    NEWS = "news"
    """What is new since the version before."""
    ASSEMBLY = "assembly"
    """Where people gather."""
    LEAVE_BY = "leave_by"
    """Until when they have to be out."""
    READY_BY = "ready_by"
    """Until when everybody has to be ready for the wind."""
    MOVE_TO = "move_to"
    """Where people of low-lying and old buildings go."""
    MOVE_BY = "move_by"
    """Until when they have to be there."""
    NEXT_AT = "next_at"
    """When the next word comes; until then this one holds."""
    OUTCOME = "outcome"
    """Why it is over."""
    CLOSED = "closed"
    """What stays closed; may be left out."""
    PHONE = "phone"
    """Of the duty desk."""


MOMENTS = frozenset({Field.ISSUED, Field.LEAVE_BY, Field.READY_BY, Field.MOVE_BY, Field.NEXT_AT})
"""Fields that hold a moment in ISO form."""
AHEAD = MOMENTS - {Field.ISSUED}
"""Those that may not have passed when it goes out."""
OWN_WORDS = frozenset({Field.HAZARD, Field.NEWS, Field.OUTCOME, Field.CLOSED})
"""What the company says itself."""
_GRACE = timedelta(minutes=1)
"""By which the clock of a station may be ahead of ours."""
RESERVED = "预警"
_FEWEST_DIGITS = 3
COLOURS = ("blue", "yellow", "orange", "red")
"""Of typhoon signals, the mildest first (platforms.md C4)."""
_MOVING = ("yellow", "orange", "red")
"""Signals under which people leave low-lying and unsafe homes."""
TAGGED = ("low-lying", "old")
"""Tags of buildings whose people have to move."""

_FIELDS: Mapping[NoticeKind, tuple[Field, ...]] = {
    NoticeKind.EVACUATION: (
        Field.AREA,
        Field.HAZARD,
        Field.NEWS,
        Field.ASSEMBLY,
        Field.LEAVE_BY,
        Field.NEXT_AT,
        Field.PHONE,
    ),
    NoticeKind.TYPHOON: (
        Field.COLOUR,
        Field.ORIGINAL,
        Field.STATION,
        Field.ISSUED,
        Field.READY_BY,
        Field.MOVE_TO,
        Field.MOVE_BY,
        Field.NEXT_AT,
        Field.PHONE,
    ),
    NoticeKind.ALL_CLEAR: (Field.OUTCOME, Field.CLOSED, Field.PHONE),
    NoticeKind.LIFTED: (Field.ORIGINAL, Field.STATION, Field.ISSUED, Field.PHONE),
}


def urgent(notice: Notice) -> bool:
    """Whether somebody may come to harm who reads it late: then it may use what groups keep for emergencies.

    People who wait outside read the all-clear late, too. A signal nobody moves for, and that one is lifted, can wait.
    """
    if notice.kind is NoticeKind.TYPHOON:
        return notice.given.get(Field.COLOUR, "") in ("", *_MOVING)
    return notice.kind is not NoticeKind.LIFTED


class Wrong(StrEnum):
    """What may be wrong with a field."""

    MISSING = "missing"
    PAST = "past"
    """The moment has passed."""
    FUTURE = "future"
    """Issued in the future."""
    LONG = "long"
    NO_NUMBER = "no_number"
    """A telephone without a number."""
    WARNING = "warning"
    """Our own words call themselves a 预警: only stations may issue one (platforms.md C2)."""


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One thing the lint has found."""

    field: Field
    wrong: Wrong


def fields_of(notice: Notice, *, moves: bool) -> tuple[Field, ...]:
    """The fields of this notice, in the order they are asked; `moves`: it reaches buildings whose people may move."""
    moving = moves and notice.given.get(Field.COLOUR) in _MOVING
    left_out = {
        *([Field.NEWS] if notice.version == 1 else []),
        *([] if moving else [Field.MOVE_TO, Field.MOVE_BY]),
    }
    return tuple(field for field in _FIELDS[notice.kind] if field not in left_out)


def first_missing(notice: Notice, *, moves: bool) -> Field | None:
    """The next question is the first missing fact; None when the text can be shown."""
    known = notice.given
    return next((one for one in fields_of(notice, moves=moves) if one not in known and one is not Field.CLOSED), None)


def lint(notice: Notice, *, moves: bool, now: datetime) -> tuple[Flaw, ...]:
    """Everything that keeps the notice from going out (DESIGN §6)."""
    flaws = []
    for field in fields_of(notice, moves=moves):
        wrong = _wrong(notice.given.get(field, ""), field, now=now)
        if wrong is not None and not (wrong is Wrong.MISSING and field is Field.CLOSED):
            flaws.append(Flaw(field=field, wrong=wrong))
    return tuple(flaws)


def too_long(texts: Iterable[str], *, by_hand: bool) -> tuple[int, int] | None:
    """The length of the longest text that can't be sent, and the most that can; None when all can be.

    `by_hand`: the owner of a group has to send it on.
    """
    every = [*texts]
    longest = max(map(units, every), default=0)
    if longest > MOST_UNITS:
        return longest, MOST_UNITS
    size = max((len(text.encode("utf-8", "replace")) for text in every), default=0)
    return (size, MOST_BYTES) if by_hand and size > MOST_BYTES else None


def units(text: str) -> int:
    """The length of a text as platforms count it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _wrong(value: str, field: Field, *, now: datetime) -> Wrong | None:
    if not value.strip():
        return Wrong.MISSING
    if len(value) > MOST_WORDS:
        return Wrong.LONG
    if field is Field.PHONE and sum(sign.isdigit() for sign in value) < _FEWEST_DIGITS:
        return Wrong.NO_NUMBER
    if field in OWN_WORDS and RESERVED in value:
        return Wrong.WARNING
    if field in AHEAD and datetime.fromisoformat(value) <= now:
        return Wrong.PAST
    if field is Field.ISSUED and datetime.fromisoformat(value) > now + _GRACE:
        return Wrong.FUTURE
    return None
