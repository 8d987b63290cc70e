"""The portable values of a row: times as INTEGER microseconds UTC, JSON and text every database takes, 0 and 1."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, overload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


@overload
def micros(at: datetime) -> int: ...
@overload
def micros(at: None) -> None: ...
def micros(at: datetime | None) -> int | None:
    """An aware time as microseconds since 1970 UTC; a naive one is refused."""
    if at is None:
        return None
    if at.utcoffset() is None:
        raise ValueError(f"a time without a zone cannot be stored: {at!r}")
    return (at - EPOCH) // _MICROSECOND


@overload
def moment(value: int) -> datetime: ...
@overload
def moment(value: None) -> None: ...
def moment(value: int | None) -> datetime | None:
    """The aware UTC time of stored microseconds."""
    return None if value is None else EPOCH + timedelta(microseconds=value)


def plain(text: str) -> str:
    """Text without what a database refuses: NUL is dropped, half a character becomes the replacement mark."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def to_json(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8; equal values give equal text. What is not JSON is refused."""
    return plain(_CANONICAL.encode(value))


def from_json(text: str) -> Any:
    """The value of a stored JSON text; tuples come back as lists."""
    return json.loads(text)


def flag(value: bool) -> int:  # noqa: FBT001 - a conversion has one argument
    """True and false as 1 and 0."""
    return 1 if value else 0


def truth(value: int) -> bool:
    """1 and 0 as true and false; anything else is a fault in the row."""
    if value not in (0, 1):
        raise ValueError(f"neither 0 nor 1: {value!r}")
    return value == 1
