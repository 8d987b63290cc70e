"""Files whose platform forgets them, or that another platform is to send: what is known of each, by its `kind:id`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.store.tx import Reads, Row, Tx
from bot.store.values import micros, moment, plain

WANT = """INSERT INTO file (id, state, due, at) VALUES (:id, 'wanted', :now, :now)
    ON CONFLICT (id) DO NOTHING"""
WANT_AGAIN = """UPDATE file SET state = 'wanted', digest = '', tries = 0, due = :now, at = :now
    WHERE id = :id AND state = 'kept'"""
# A time further ahead than any pause was set before the clock was put back.
DUE = """SELECT id, state, name, size, digest, tries, at FROM file
    WHERE state = 'wanted' AND (due <= :now OR due > :latest) ORDER BY due, id LIMIT :count"""
GET = "SELECT id, state, name, size, digest, tries, at FROM file WHERE id = :id ORDER BY id"
KEEP = """UPDATE file SET state = 'kept', name = :name, size = :size, digest = :digest, due = NULL
    WHERE id = :id AND state = 'wanted'"""
GONE = "UPDATE file SET state = 'gone', due = NULL WHERE id = :id AND state = 'wanted'"
PUT_OFF = "UPDATE file SET due = :due, tries = tries + 1 WHERE id = :id AND state = 'wanted'"


class FileState(StrEnum):
    """Whether we have it."""

    WANTED = "wanted"
    """It is still to be fetched from its platform."""
    KEPT = "kept"
    """Its bytes are in the folder, under their hash."""
    GONE = "gone"
    """Its platform has it no more, or never gave it in time: it is fetched no more."""


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """What is known of one file."""

    id: str
    """`kind:id`, as a message named it."""
    state: FileState
    name: str
    size: int
    digest: str
    """SHA-256 of its bytes; empty until it is kept."""
    tries: int
    at: datetime
    """Since when it is wanted."""


async def want(tx: Tx, ids: Iterable[str], *, now: datetime) -> None:
    """These are to be fetched; what is known already stays as it is."""
    await tx.batch([(WANT, {"id": plain(one), "now": micros(now)}) for one in ids])


async def want_again(tx: Tx, id: str, *, now: datetime) -> None:
    """Its bytes are not in the folder any more, e.g. after a restore: it is fetched anew."""
    await tx.run(WANT_AGAIN, id=id, now=micros(now))


async def due(reads: Reads, *, now: datetime, latest: datetime, count: int) -> Sequence[FileRow]:
    """Those to be fetched now, the longest due first."""
    rows = await reads.all(DUE, now=micros(now), latest=micros(latest), count=count)
    return [_file(row) for row in rows]


async def get(reads: Reads, id: str) -> FileRow | None:
    """What is known of a file; None when nobody has wanted it yet."""
    row = await reads.one(GET, id=plain(id))
    return _file(row) if row else None


async def keep(tx: Tx, id: str, *, name: str, size: int, digest: str) -> None:
    """Its bytes are in the folder."""
    await tx.run(KEEP, id=id, name=plain(name), size=size, digest=digest)


async def lose(tx: Tx, id: str) -> None:
    """It can't be had any more."""
    await tx.run(GONE, id=id)


async def put_off(tx: Tx, id: str, *, due: datetime) -> None:
    """It could not be fetched now: again then."""
    await tx.run(PUT_OFF, id=id, due=micros(due))


def _file(row: Row) -> FileRow:
    return FileRow(
        id=row["id"],
        state=FileState(row["state"]),
        name=row["name"],
        size=row["size"],
        digest=row["digest"],
        tries=row["tries"],
        at=moment(row["at"]),
    )
