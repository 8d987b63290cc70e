"""SQLite: one writer that commits together whatever waits (a SAVEPOINT each), and one connection that only reads.

A group runs in one hop on aiosqlite's thread: the coroutines over `SqliteTx` never suspend, so `send(None)` drives
them to their end. A hop for each statement is ten times slower.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from bot.store.connection import Connection, connect, copy, explain, prepare_reader, prepare_writer
from bot.store.tx import Args, ForeignAwaitError, Job, Row, StoreError, Tx, Value

T = TypeVar("T")
Outcome = tuple[Any, BaseException | None]

GROUP = 100  # works in one commit at most: a group holds the only writer


class SqliteTx:
    """`Tx` on SQLite. Its awaits never suspend; it lives on aiosqlite's thread."""

    dialect = "sqlite"

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    async def all(self, sql: str, /, **args: Value) -> Sequence[Row]:
        return self._do(sql, args).fetchall()

    async def one(self, sql: str, /, **args: Value) -> Row | None:
        rows = self._do(sql, args).fetchall()  # all of them: an open cursor would keep the transaction from ending
        return rows[0] if rows else None

    async def run(self, sql: str, /, **args: Value) -> int:
        return self._do(sql, args).rowcount

    async def batch(self, items: Iterable[tuple[str, Args]], /) -> None:
        for sql, args in items:
            self._do(sql, args)

    async def attempt(self, job: Job[T], /) -> T:
        return self.perform(job)

    def perform(self, job: Job[T]) -> T:
        """Run a work in a SAVEPOINT: what it wrote stays or goes as a whole."""
        self._do("SAVEPOINT work", {})
        try:
            result = _drive(job, self)
        except BaseException:
            if self._raw.in_transaction:
                self._do("ROLLBACK TO work", {})
                self._do("RELEASE work", {})
            raise
        self._do("RELEASE work", {})
        return result

    def _do(self, sql: str, args: Args) -> sqlite3.Cursor:
        if not self._raw.in_transaction:  # without it the rest would be committed statement by statement
            raise StoreError("the transaction was rolled back by an earlier error: nothing of it is written, try again")
        try:
            return self._raw.execute(sql, args)
        except (sqlite3.Error, sqlite3.Warning) as error:
            error.add_note(f"in: {sql}")  # never the values: they may name people
            raise


def _drive(job: Job[T], tx: Tx) -> T:
    work = job(tx)
    try:
        work.send(None)
    except StopIteration as stop:
        return cast(T, stop.value)
    except RuntimeError as error:
        if "event loop" not in str(error):
            raise
        raise _foreign(job) from error  # asyncio found no loop on this thread
    work.close()
    raise _foreign(job)


def _foreign(job: Job[Any]) -> ForeignAwaitError:
    inner = job.func if isinstance(job, partial) else job
    name = getattr(inner, "__qualname__", repr(inner))
    return ForeignAwaitError(f"{name} awaited something other than the database inside a transaction: do that outside")


def _commit_group(jobs: Sequence[Job[Any]], raw: sqlite3.Connection) -> list[Outcome]:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        return [(None, error)] * len(jobs)
    try:
        return _commit(jobs, raw)
    except Exception as error:
        if len(jobs) == 1:
            return [(None, error)]
    # One of them took the whole transaction with it (a full disk, say): each has its own now, so that it fails alone.
    return [outcome for job in jobs for outcome in _commit_group([job], raw)]


def _commit(jobs: Sequence[Job[Any]], raw: sqlite3.Connection) -> list[Outcome]:
    tx, outcomes = SqliteTx(raw), list[Outcome]()
    try:
        for job in jobs:
            try:
                outcomes.append((tx.perform(job), None))
            except BaseException as error:
                if not raw.in_transaction:
                    raise
                outcomes.append((None, error))
        raw.execute("COMMIT")
    finally:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
    return outcomes


def _read(job: Job[T], raw: sqlite3.Connection) -> T:
    raw.execute("BEGIN")
    try:
        return _drive(job, SqliteTx(raw))
    finally:
        if raw.in_transaction:
            raw.execute("ROLLBACK")


class Sqlite:
    """`Database` on one SQLite file."""

    def __init__(self, *, path: Path, writer: Connection, reader: Connection) -> None:
        self.path = path
        self._writer, self._reader = writer, reader
        self._waiting: deque[tuple[Job[Any], asyncio.Future[Any]]] = deque()
        self._draining: asyncio.Task[None] | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> "Sqlite":
        """Open the file, or make it; what stands in the way is a StoreError."""
        try:
            writer = await connect(path, prepare_writer)
            try:
                reader = await connect(path, prepare_reader)
            except BaseException:
                await writer.close()
                raise
        except sqlite3.Error as error:
            told = explain(error, path)
            raise told from told.__cause__
        return cls(path=path, writer=writer, reader=reader)

    async def write(self, job: Job[T], /) -> T:
        self._refuse_when_closed()
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, done))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        return await done

    async def all(self, sql: str, /, **args: Value) -> Sequence[Row]:
        return await self.read(lambda tx: tx.all(sql, **args))

    async def one(self, sql: str, /, **args: Value) -> Row | None:
        return await self.read(lambda tx: tx.one(sql, **args))

    async def read(self, job: Job[T], /) -> T:
        return await self._look(partial(_read, job))

    async def backup(self, target: Path, /) -> None:
        try:
            await self._look(partial(copy, self.path, target))
        except OSError as error:
            raise StoreError(f"{target} cannot be written ({error.strerror}): make room for it") from error

    async def close(self) -> None:
        self._closed = True
        try:
            if self._draining is not None:
                await asyncio.wait({self._draining})
        finally:
            try:
                await self._reader.close()
            finally:  # the writer last: it is the one that may empty the log into the file
                await self._writer.close()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed: start the program again")

    async def _look(self, step: Callable[[sqlite3.Connection], T]) -> T:
        self._refuse_when_closed()
        try:
            return await self._reader.hop(step)
        except sqlite3.Error as error:
            told = explain(error, self.path)
            raise told from told.__cause__

    async def _drain(self) -> None:
        while self._waiting:
            taken = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
            group = [(job, done) for job, done in taken if not done.done()]  # cancelled while waiting: did not happen
            if not group:
                continue
            try:
                outcomes = await self._writer.hop(partial(_commit_group, [job for job, _ in group]))
            except asyncio.CancelledError:
                for _, done in (*group, *self._waiting):
                    done.cancel()
                self._waiting.clear()
                raise
            except Exception as error:
                outcomes = [(None, error)] * len(group)
            for (_, done), (result, failure) in zip(group, outcomes, strict=True):
                self._settle(done, result, failure)

    def _settle(self, done: asyncio.Future[Any], result: object, failure: BaseException | None) -> None:
        if done.done():
            return
        if failure is None:
            done.set_result(result)
        elif isinstance(failure, sqlite3.Error):
            done.set_exception(explain(failure, self.path))
        else:
            done.set_exception(failure)
