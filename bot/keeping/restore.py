"""A backup becomes the database: looked through, copied, brought up to date and held, only then put in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.engine.held import hold
from bot.store import backup
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
    """What people had written and pressed and was not worked on yet: it is set aside."""


async def restore(file: Path, database: Path, *, migrations: Path, now: datetime) -> Restored:
    """Nothing changes when the file can't be trusted; a cut anywhere leaves the old database or the new one, whole.

    The caller keeps everybody else off the database meanwhile.
    """
    database = _led_to(database)
    if _same(file, database):
        raise StoreError(f"{file} is the database itself: name a backup of it")
    await backup.trusted(file, migrations)
    prepared = await backup.prepare(file, database)
    try:
        last, unread = await _made_ready(prepared, migrations, now=now)
        aside = backup.put_in_place(prepared, database, at=now)
    except Exception:
        prepared.unlink(missing_ok=True)
        raise
    return Restored(aside=aside, last=last, unread=unread)


async def _made_ready(prepared: Path, migrations: Path, *, now: datetime) -> tuple[datetime | None, int]:
    db = await open_database(f"sqlite:///{prepared}")
    try:
        await backup.ours(db, prepared, migrations)
        await migrate(db, migrations, backup=False)
        return await hold(db, now=now)
    finally:
        await db.close()


def _led_to(database: Path) -> Path:
    """What a link leads to is replaced, not the link."""
    return database.resolve()


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
