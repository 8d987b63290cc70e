"""`zhiban backup`, `restore`, `held` and `release`: what each asks of the store and prints."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.roster import Roster
from bot.engine.held import Decisions
from bot.keeping import words
from bot.keeping.restore import restore
from bot.settings import Settings
from bot.start import alone
from bot.store import backup
from bot.store.tx import StoreError

Beside = AbstractAsyncContextManager[tuple[Decisions, Roster]]
"""The engine as far as a decision needs it, on the database as it is."""


async def make_backup(settings: Settings, target: Path | None, *, keep: int | None, now: datetime) -> None:
    """A copy of the database; with `keep` the older ones of its own naming go."""
    database = settings.store.path
    file = _named(database, target, now=now)
    if keep is not None and target is not None and file == target:
        raise StoreError("--keep needs a folder, or no name at all: it counts the names zhiban gives")
    await backup.back_up(database, file)
    print(f"{file}  {_size(file)}")
    for old in backup.older(database, file.parent, keep=keep) if keep is not None else ():
        old.unlink()
        print(f"removed {old}")


async def restore_backup(settings: Settings, file: Path, *, migrations: Path, beside: Beside) -> None:
    """The backup in the place of the database, its outbox held; then the list of what waits for a decision."""
    database = settings.store.path
    with alone(database):
        found = await restore(file, database, migrations=migrations, now=datetime.now(UTC))
    print("\n".join(words.restored(found, database, zone=settings.company.timezone)))
    await show_held(beside)


async def show_held(beside: Beside) -> None:
    """What waits for a decision."""
    async with beside as (decisions, roster):
        print("\n".join(words.listed(await decisions.held(), roster, now=datetime.now(UTC))))


async def decide(beside: Beside, ids: Sequence[int] | None, *, drop: bool) -> bool:
    """These, or all, go out or never do; False when some of them were not held."""
    async with beside as (decisions, _):
        result = await (decisions.drop(ids) if drop else decisions.release(ids))
    print("\n".join(words.decided(result, drop=drop)))
    return not result.unknown


def _named(database: Path, target: Path | None, *, now: datetime) -> Path:
    if target is not None and not target.is_dir():
        return target
    return (target or database.parent) / backup.default_name(database, now)


def _size(file: Path) -> str:
    size = file.stat().st_size
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{size / 1024:.0f} KB"
