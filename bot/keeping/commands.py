"""`zhiban backup`, `restore`, `held` and `release`: what each asks of the store and prints."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.engine.held import Beside
from bot.keeping import words
from bot.keeping.restore import restore
from bot.settings import Settings
from bot.start import beside_others, off_limits
from bot.store import backup
from bot.store.file_folder import folder_beside
from bot.store.tx import StoreError


async def make_backup(settings: Settings, target: Path | None, *, keep: int | None, now: datetime) -> None:
    """A copy of the database; with `keep` the older ones of its own naming go."""
    database = settings.store.path.resolve()
    with _a_sentence(), beside_others(database):
        file = _named(database, target, now=now)
        if keep is not None and target is not None and file == target:
            raise StoreError("--keep needs a folder, or no name at all: it counts the names zhiban gives")
        await backup.back_up(database, file)
        size = _size(file)
        gone = backup.older(database, file.parent, keep=keep) if keep is not None else ()
        for old in gone:
            old.unlink()
    _say([f"{file}  {size}", *(f"removed {old}" for old in gone), *words.left_out(folder_beside(settings.store.path))])


async def restore_backup(settings: Settings, file: Path, *, migrations: Path, beside: Beside, now: datetime) -> None:
    """The backup in the place of the database, its outbox held; then the list of what waits for a decision."""
    database = settings.store.path
    with _a_sentence(), off_limits(database):
        found = await restore(file, database, migrations=migrations, now=now)
    _say(words.restored(found, database, zone=settings.company.timezone))
    await show_held(beside)


async def show_held(beside: Beside) -> None:
    """What waits for a decision."""
    async with beside as (decisions, roster):
        waiting, now = await decisions.held()
    _say(words.listed(waiting, roster, now=now))


async def decide(beside: Beside, ids: Sequence[int] | None, *, drop: bool) -> bool:
    """These, or all, go out or never do; False when some of them were not held."""
    async with beside as (decisions, _):
        result = await (decisions.drop(ids) if drop else decisions.release(ids))
    _say(words.decided(result, drop=drop))
    return not result.unknown


def _say(lines: Iterable[str]) -> None:
    """Prints; somebody who reads no further (`| head`) makes nothing fail that is done."""
    try:
        print("\n".join(lines), flush=True)
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@contextlib.contextmanager
def _a_sentence() -> Iterator[None]:
    """What the disk or a folder refuses is said as one."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{error.filename} can't be used ({error.strerror}): put that right") from error


def _named(database: Path, target: Path | None, *, now: datetime) -> Path:
    if target is not None and not target.is_dir():
        return target
    return (target or database.parent) / backup.default_name(database, now)


def _size(file: Path) -> str:
    size = file.stat().st_size
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{size / 1024:.0f} KB"
