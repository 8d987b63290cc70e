"""Works are committed together and fail alone; whatever is wrong is said in one sentence."""

import asyncio
import inspect
import sqlite3
import threading
from functools import partial
from pathlib import Path
from typing import cast

import aiosqlite
import pytest

from bot.store.connection import Connection
from bot.store.db import Database, ForeignAwaitError, StoreError, Tx, open_database
from bot.store.sqlite import GROUP, Sqlite
from tests.store.conftest import ADD, TABLE, WORDS, add, ended, on_writer, stored, threads


async def test_the_writer_keeps_what_it_promises(words: Database) -> None:
    assert await on_writer(words, "PRAGMA journal_mode") == [("wal",)]
    assert await on_writer(words, "PRAGMA synchronous") == [(2,)]
    assert await on_writer(words, "PRAGMA foreign_keys") == [(1,)]
    assert await on_writer(words, "PRAGMA busy_timeout") == [(10_000,)]


async def test_one_non_public_name_of_aiosqlite_in_one_place() -> None:
    name = aiosqlite.Connection._execute
    assert inspect.iscoroutinefunction(name)
    assert list(inspect.signature(name).parameters) == ["self", "fn", "args", "kwargs"]
    bot = Path(__file__).parents[2] / "bot"
    users = [file for file in bot.rglob("*.py") if "_execute(" in file.read_text() or "._execute" in file.read_text()]
    assert [file.name for file in users if "aiosqlite" in file.read_text()] == ["connection.py"]
    assert inspect.getsource(Connection).count("self._") == 1


async def test_a_step_runs_on_the_connections_own_thread(words: Database) -> None:
    writer = cast(Sqlite, words)._writer
    here = threading.get_ident()
    assert await writer.hop(lambda raw: threading.get_ident()) not in (here, None)  # noqa: ARG005


async def test_what_waits_is_committed_together(words: Database) -> None:
    seen: list[str] = []
    writer = cast(Sqlite, words)._writer
    await writer.hop(lambda raw: raw.set_trace_callback(seen.append))
    await asyncio.gather(*(words.write(partial(add, text=str(n))) for n in range(GROUP + 1)))
    await writer.hop(lambda raw: raw.set_trace_callback(None))
    assert seen.count("COMMIT") == 2
    assert await stored(words) == [str(n) for n in range(GROUP + 1)]


async def test_a_work_fails_alone(words: Database) -> None:
    async def poison(tx: Tx) -> None:
        await add(tx, text="half")
        raise LookupError("poison")

    results = await asyncio.gather(
        words.write(partial(add, text="before")),
        words.write(poison),
        words.write(partial(add, text="before")),
        words.write(partial(add, text="after")),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [int, LookupError, sqlite3.IntegrityError, int]
    assert await stored(words) == ["before", "after"]


async def test_a_part_of_a_work_fails_alone(words: Database) -> None:
    async def half(tx: Tx) -> None:
        await add(tx, text="half")
        await add(tx, text="first")

    async def whole(tx: Tx) -> str:
        await add(tx, text="first")
        with pytest.raises(sqlite3.IntegrityError) as caught:
            await tx.attempt(half)
        await add(tx, text="last")
        return caught.value.__notes__[0]

    assert await words.write(whole) == f"in: {ADD}"
    assert await stored(words) == ["first", "last"]


async def test_a_batch_is_carried_out_in_order(words: Database) -> None:
    async def job(tx: Tx) -> None:
        remove = "DELETE FROM word WHERE text = :text"
        await tx.batch([(ADD, {"text": "a"}), (ADD, {"text": "b"}), (remove, {"text": "a"})])

    await words.write(job)
    assert await stored(words) == ["b"]


@pytest.mark.parametrize("seconds", [0, 0.001])
async def test_a_work_that_waits_for_something_else_is_refused_alone(words: Database, seconds: float) -> None:
    async def sleeper(tx: Tx) -> None:
        await add(tx, text="sleeper")
        await asyncio.sleep(seconds)

    waiting = asyncio.gather(
        words.write(partial(add, text="before")),
        words.write(sleeper),
        words.write(partial(add, text="after")),
        return_exceptions=True,
    )
    _, refused, _ = await waiting
    assert isinstance(refused, ForeignAwaitError)
    assert "sleeper awaited something other than the database" in str(refused)
    assert await stored(words) == ["before", "after"]


async def test_a_part_that_waits_for_something_else_fails_alone(words: Database) -> None:
    async def sleeper(tx: Tx) -> None:
        await add(tx, text="sleeper")
        await asyncio.sleep(0)

    async def whole(tx: Tx) -> None:
        with pytest.raises(ForeignAwaitError, match="sleeper"):
            await tx.attempt(sleeper)
        await add(tx, text="rest")

    await words.write(whole)
    assert await stored(words) == ["rest"]


async def test_another_runtime_error_stays_what_it_is(words: Database) -> None:
    async def job(_: Tx) -> None:
        raise RuntimeError("out of tea")

    with pytest.raises(RuntimeError, match="out of tea") as caught:
        await words.write(job)
    assert not isinstance(caught.value, ForeignAwaitError)


async def test_cancelled_while_waiting_has_not_happened(words: Database) -> None:
    tasks = [asyncio.create_task(words.write(partial(add, text=str(n)))) for n in range(300)]
    await asyncio.sleep(0)  # all of them wait now, none has begun
    for task in tasks[::3]:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    cancelled = {n for n, result in enumerate(results) if isinstance(result, asyncio.CancelledError)}
    assert cancelled == set(range(0, 300, 3))
    assert await stored(words) == [str(n) for n in range(300) if n not in cancelled]


async def test_cancelled_once_begun_happens_whole(words: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    async def slow(tx: Tx) -> None:
        await add(tx, text="one")
        begun.set()
        assert go_on.wait(10)
        await add(tx, text="two")

    task = asyncio.create_task(words.write(slow))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    await words.write(partial(add, text="three"))
    assert await stored(words) == ["one", "two", "three"]


async def test_close_finishes_what_waits_and_ends_the_threads(file: Path) -> None:
    before = threads()
    db = await open_database(f"sqlite:///{file}")
    assert len(threads()) == len(before) + 2

    async def make(tx: Tx) -> None:
        await tx.run(TABLE)

    writes = [asyncio.create_task(db.write(make))]
    writes += [asyncio.create_task(db.write(partial(add, text=str(n)))) for n in range(150)]  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await db.close()
    await db.close()
    await asyncio.gather(*writes)
    assert ended(before)
    for refused in (db.write(make), db.all(WORDS), db.read(make)):
        with pytest.raises(StoreError, match="is closed"):
            await refused
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT count(*) FROM word").fetchone() == (150,)
    raw.close()


async def test_close_ends_the_threads_when_it_is_cancelled(file: Path) -> None:
    before = threads()
    db = await open_database(f"sqlite:///{file}")
    go_on = threading.Event()

    async def slow(_: Tx) -> None:
        assert go_on.wait(10)

    write = asyncio.create_task(db.write(slow))
    await asyncio.sleep(0)
    closing = asyncio.create_task(db.close())
    await asyncio.sleep(0)
    closing.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await closing
    await write
    assert ended(before)


async def test_a_loop_that_is_torn_down_leaves_nobody_waiting(words: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    async def slow(_: Tx) -> None:
        begun.set()
        assert go_on.wait(10)

    writes = [asyncio.create_task(words.write(slow))]
    await asyncio.to_thread(begun.wait, 10)
    writes.append(asyncio.create_task(words.write(slow)))
    await asyncio.sleep(0)
    draining = cast(Sqlite, words)._draining
    assert draining is not None
    draining.cancel()
    go_on.set()
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError, asyncio.CancelledError]


async def test_two_writers_take_turns(words: Database, file: Path) -> None:
    other = await open_database(f"sqlite:///{file}")
    try:
        turns = [(f"{name}{n}", db) for n in range(50) for name, db in (("a", words), ("b", other))]
        await asyncio.gather(*(db.write(partial(add, text=text)) for text, db in turns))
        assert len(await stored(words)) == len(await stored(other)) == 100
    finally:
        await other.close()
