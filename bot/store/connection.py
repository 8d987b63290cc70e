"""One SQLite connection on a thread of its own: how it is opened, copied and, when it refuses, explained."""

import os
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import aiosqlite

from bot.store.tx import StoreError

T = TypeVar("T")

BUSY_SECONDS = 10  # a command beside the running program waits this long for its turn

_CURES = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space",
    sqlite3.SQLITE_BUSY: "another program is writing to it: stop that program",
    sqlite3.SQLITE_LOCKED: "another program is writing to it: stop that program",
    sqlite3.SQLITE_READONLY: "it may not be written to: give this user the right to write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: give this user the right to write the file and its folder",
    sqlite3.SQLITE_IOERR: "the disk reports an error: check the disk, then restore the newest backup if need be",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: restore the newest backup",
    sqlite3.SQLITE_NOTADB: "the file is not a database: name another file in [store] url, or restore the newest backup",
}


class Connection(aiosqlite.Connection):
    """A connection on its own thread, to a file that is there: a missing one is never made."""

    def __init__(self, path: Path) -> None:
        name = f"{path.absolute().as_uri()}?mode=rw"

        def connector() -> sqlite3.Connection:
            self.thread = threading.current_thread()
            self.raw = sqlite3.connect(
                name, uri=True, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=512
            )
            self.raw.row_factory = sqlite3.Row
            return self.raw

        super().__init__(connector, iter_chunk_size=64)

    async def hop(self, step: Callable[[sqlite3.Connection], T]) -> T:
        """Run a step on the thread; the one place that uses a name aiosqlite does not promise."""
        execute: Callable[..., Awaitable[T]] = self._execute
        return await execute(step, self.raw)

    def join(self) -> None:
        """Wait for the end of the thread of a file that could not be opened: it may not outlive the loop."""
        self.thread.join()


def copy(source: Path, target: Path, raw: sqlite3.Connection) -> None:
    """Copy everything committed into `target`, readable by whom the source is; a half copy never bears the name."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, source.stat().st_mode & 0o777))
    raw.execute("PRAGMA query_only=OFF")  # it refuses VACUUM INTO too
    try:
        raw.execute("VACUUM INTO :part", {"part": str(part)})
        with part.open("rb+") as file:  # SQLite leaves this copy in the system's buffers
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        raw.execute("PRAGMA query_only=ON")
        part.unlink(missing_ok=True)


def prepare_writer(raw: sqlite3.Connection) -> None:
    """Make it the connection that writes: nothing it commits is lost at a power cut."""
    if raw.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
        raise StoreError("the disk cannot hold a write-ahead log: put the database on a local disk")
    raw.execute("PRAGMA synchronous=FULL")  # in WAL NORMAL may lose, at a power cut, what was acknowledged
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("BEGIN IMMEDIATE")  # a database that cannot be written is found now
    raw.execute("ROLLBACK")


def prepare_reader(raw: sqlite3.Connection) -> None:
    """Make it a connection that cannot write."""
    raw.execute("PRAGMA query_only=ON")


async def connect(path: Path, prepare: Callable[[sqlite3.Connection], None]) -> Connection:
    """Open the file and prepare the connection; when that fails the thread is gone too."""
    connection = Connection(path)
    try:
        await connection
    except sqlite3.Error:
        connection.join()
        raise
    try:
        await connection.hop(prepare)
    except BaseException:
        await connection.close()
        raise
    return connection


def explain(error: sqlite3.Error, path: Path) -> Exception:
    """The same error as a sentence for people, when it is the disk's or the file's and not the program's."""
    cure = _CURES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if cure is None:
        return error
    told = StoreError(f"{path}: {cure}")
    told.__cause__ = error
    return told
