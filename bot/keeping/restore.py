"""A backup becomes the database: looked through, copied, brought up to date and held, only then put in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.engine.held import hold
from bot.store import backup
from bot.store.counts import waiting
from bot.store.db import StoreError, open_database
from bot.store.migrate import migrate


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was found and done."""

    aside: Path | None
    """Where the database that stood there is kept."""
    last: datetime | None
    """The newest moment the backup knows of."""
    unread: int
    """Messages of people it had kept and not worked on yet."""


async def restore(file: Path, database: Path, *, migrations: Path, now: datetime) -> Restored:
    """Nothing changes when the file can't be trusted; a cut anywhere leaves the old database or the new one, whole.

    The caller keeps everybody else off the database meanwhile.
    """
    if _same(file, database):
        raise StoreError(f"{file} is the database itself: name a backup of it")
    await backup.trusted(file, migrations)
    prepared = await backup.prepare(file, database)
    db = await open_database(f"sqlite:///{prepared.resolve()}")
    try:
        await migrate(db, migrations, backup=False)
        last = await hold(db, now=now)
        unread = (await waiting(db))["inbox_new"]
    finally:
        await db.close()
    return Restored(aside=backup.put_in_place(prepared, database, at=now), last=last, unread=unread)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
