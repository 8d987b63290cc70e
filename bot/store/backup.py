"""Copies of a database: made while the program works, looked through before they are trusted, put in its place."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.store.connection import connect, copy, explain, prepare_reader
from bot.store.looking import looked_at
from bot.store.migrate import steps, waiting
from bot.store.timeline import verify
from bot.store.tx import Reads, StoreError

INTEGRITY = "PRAGMA integrity_check(1)"
EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"
PATIENCE = 5.0
"""Seconds a restore waits for somebody who has the database open."""
_BESIDE = ("-wal", "-shm")
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_IN_USE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_READING = frozenset({sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS})


def default_name(database: Path, at: datetime) -> str:
    """What a backup is called when nobody says: the database and the moment."""
    return f"{database.name}.{_stamp(at)}.backup"


def older(database: Path, folder: Path, *, keep: int) -> Sequence[Path]:
    """The backups in a folder that bear a name of ours, but for the newest `keep`."""
    ours = re.compile(rf"{re.escape(database.name)}\.\d{{8}}T\d{{6}}Z\.backup")
    return sorted(file for file in folder.iterdir() if ours.fullmatch(file.name))[:-keep]


async def back_up(database: Path, target: Path) -> None:
    """A copy of everything committed, whole and readable by its owner alone; a name that is taken is refused."""
    _look_at_names(database, target)
    fresh = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    try:
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise _unwritten(target, error) from error
    try:
        await _copy(database, fresh)
        fresh.chmod(0o600)
        await whole(fresh)
        _second_name(fresh, target)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        fresh.unlink(missing_ok=True)


async def whole(file: Path) -> None:
    """Refuses a file SQLite finds damaged."""
    try:
        async with looked_at(file) as found:
            row = await found.one(INTEGRITY)
    except StoreError as error:
        if _code(error.__cause__) not in _DAMAGED:
            raise
        raise StoreError(f"{file} is damaged, or no database: name another copy") from error
    if row is None or row["integrity_check"] != "ok":
        raise StoreError(f"{file} is damaged: name another copy")


async def trusted(file: Path, migrations: Path) -> None:
    """Refuses what is no database of ours, of a newer program, damaged, or changed behind the program."""
    _look_at(file)
    await whole(file)
    async with looked_at(file) as found:
        await ours(found, file, migrations)
        wrong = await verify(found)
    if wrong is not None:
        raise StoreError(f"{file}: row {wrong} of its timeline is not as it was written: name another copy")


async def ours(found: Reads, file: Path, migrations: Path) -> None:
    """Refuses a database without our tables, or of a newer program."""
    if len(await waiting(found, migrations)) == len(steps(migrations)):
        raise StoreError(f"{file} holds nothing of this program: name another copy")


async def prepare(file: Path, database: Path) -> Path:
    """A copy to work on beside the database, for whom the database is: restored by root, the bot has to open it."""
    prepared = database.with_name(f"{database.name}.restoring")
    names = (prepared, *_beside(prepared), prepared.with_name(f"{prepared.name}.part"))
    if any(name.exists() and name.samefile(file) for name in names):
        raise StoreError(f"{file} bears a name a restore works under and removes: give it another, then restore that")
    for left in names:  # of a restore that was cut off
        left.unlink(missing_ok=True)
    await _copy(file, prepared)
    _give(prepared, like=database)
    return prepared


def put_in_place(prepared: Path, database: Path, *, at: datetime) -> Path | None:
    """The prepared copy becomes the database in one step; where what stood there is kept.

    A log that is left of the old one must be gone before: SQLite would play it into the new one.
    """
    aside = None
    if database.exists():
        _empty_log(database)
        aside = database.with_name(f"{database.name}.before-restore.{_stamp(at)}")
        _second_name(database, aside)
        for left, name in zip(_beside(database), _beside(aside), strict=True):
            if left.exists():
                _second_name(left, name)
    for left in _beside(database):
        left.unlink(missing_ok=True)
    prepared.replace(database)
    _sync(database.parent)
    return aside


def _look_at_names(database: Path, target: Path) -> None:
    if not database.is_file():
        raise StoreError(f"{database} is not there yet: there is nothing to back up")
    if target.exists():
        raise StoreError(f"{target} is there already and is not written over: name another file")


def _look_at(file: Path) -> None:
    if not file.is_file():
        raise StoreError(f"{file} is not there: name the backup to restore")


def _give(prepared: Path, *, like: Path) -> None:
    old = like.stat() if like.exists() else None
    owner = old or like.parent.stat()
    prepared.chmod(old.st_mode & 0o777 if old else 0o600)
    if os.geteuid() == 0:
        os.chown(prepared, owner.st_uid, owner.st_gid)


async def _copy(source: Path, target: Path) -> None:
    try:
        connection = await connect(source, prepare_reader)
        try:
            await connection.hop(partial(copy, source, target))
        finally:
            await connection.close()
    except sqlite3.Error as error:
        told = explain(error, source if _of_source(error) else target)
        raise told from told.__cause__


def _of_source(error: sqlite3.Error) -> bool:
    """Whether a copy failed for what is read; all else is the disk it is written to."""
    return _code(error) in _DAMAGED | _IN_USE or getattr(error, "sqlite_errorcode", 0) in _READING


def _empty_log(database: Path) -> None:
    """So that the file alone is all of it. One that is too damaged for that is kept with its log."""
    busy = StoreError(f"another program works on {database}: stop it first")
    try:
        name = f"{database.absolute().as_uri()}?mode=rw"
        with contextlib.closing(sqlite3.connect(name, uri=True, timeout=PATIENCE)) as raw:
            if raw.execute(EMPTY_LOG).fetchone()[0]:
                raise busy
    except sqlite3.Error as error:
        if _code(error) in _IN_USE:
            raise busy from error


def _code(error: BaseException | None) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _unwritten(target: Path, error: OSError) -> StoreError:
    return StoreError(f"{target} can't be written ({error.strerror}): make room for it, or name another")


def _second_name(file: Path, name: Path) -> None:
    """The same file under another name, which must be free; a disk that knows no links gets a copy."""
    try:
        os.link(file, name)
    except FileExistsError:
        raise
    except OSError:
        name.touch(mode=0o600, exist_ok=False)
        with file.open("rb") as old, name.open("wb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
    _sync(name.parent)


def _sync(folder: Path) -> None:
    """Names outlive a power cut too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _beside(file: Path) -> Sequence[Path]:
    return [file.with_name(file.name + end) for end in _BESIDE]


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
