"""A full disk, a lock, an address or a place that cannot be: one sentence, and nothing half written."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from bot.store.db import Database, StoreError, Tx, open_database
from tests.store.conftest import WORDS, add, ended, on_writer, stored, threads


async def test_a_locked_database_is_said_to_every_caller(words: Database, file: Path) -> None:
    await on_writer(words, "PRAGMA busy_timeout = 0")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    results = await asyncio.gather(*(words.write(partial(add, text=t)) for t in "ab"), return_exceptions=True)
    other.execute("ROLLBACK")
    other.close()
    assert [str(result) for result in results] == [f"{file}: another program is writing to it: stop that program"] * 2
    await words.write(partial(add, text="c"))
    assert await stored(words) == ["c"]


async def test_a_full_disk_is_said_and_nothing_is_half_written(words: Database, file: Path) -> None:
    async def greedy(tx: Tx) -> None:
        await add(tx, text="greedy")
        await add(tx, text="x" * 1_000_000)

    await on_writer(words, "PRAGMA max_page_count = 10")
    results = await asyncio.gather(
        words.write(partial(add, text="before")),
        words.write(greedy),
        words.write(partial(add, text="after")),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [int, StoreError, int]
    assert str(results[1]) == f"{file}: the disk is full: free some space"
    assert await stored(words) == ["before", "after"]


async def test_a_work_that_goes_on_after_a_full_disk_writes_nothing(words: Database) -> None:
    async def greedy(tx: Tx) -> None:
        await add(tx, text="x" * 1_000_000)

    async def stubborn(tx: Tx) -> None:
        with pytest.raises(sqlite3.OperationalError):
            await tx.attempt(greedy)
        await add(tx, text="set aside")

    await on_writer(words, "PRAGMA max_page_count = 10")
    with pytest.raises(StoreError, match="rolled back by an earlier error"):
        await words.write(stubborn)
    assert await stored(words) == []


async def test_reads_see_one_state_and_cannot_write(words: Database) -> None:
    async def both(tx: Tx) -> tuple[int, int]:
        first = len(await tx.all(WORDS))
        return first, len(await tx.all(WORDS))

    await words.write(partial(add, text="a"))
    assert await words.read(both) == (1, 1)
    with pytest.raises(StoreError, match="may not be written to"):
        await words.read(partial(add, text="b"))
    row = await words.one("SELECT count(*) AS n FROM word WHERE text = :text", text="a")
    assert row is not None
    assert row["n"] == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://bot:secret@db/zhiban", "PostgreSQL is not supported yet: set .* sqlite:///zhiban.db"),
        ("postgresql+asyncpg://db/zhiban", "PostgreSQL is not supported yet"),
        ("mysql://bot:secret@db/zhiban", "not the address of a database: write sqlite:///"),
        ("zhiban.db", "not the address of a database"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite://zhiban.db", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
async def test_an_address_that_is_none(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        await open_database(url)
    assert "secret" not in str(caught.value)


async def test_a_place_that_cannot_hold_a_database(tmp_path: Path) -> None:
    before = threads()
    (tmp_path / "text.db").write_text("shopping list")
    (tmp_path / "locked.db").touch(mode=0o444)
    (tmp_path / "locked").mkdir(mode=0o555)
    for name, sentence in (
        (".", "is a folder: name a file in it"),
        ("nowhere/zhiban.db", "nowhere does not exist: make it"),
        ("text.db/zhiban.db", "text.db does not exist"),
        ("text.db", "text.db: the file is not a database"),
        ("locked.db", "locked.db may not be written to"),
        ("locked/zhiban.db", "locked may not be written to"),
        ("x" * 300, "cannot be opened"),
    ):
        with pytest.raises(StoreError, match=sentence):
            await open_database(f"sqlite:///{name}", base=tmp_path)
    assert ended(before)
    assert (tmp_path / "text.db").read_text() == "shopping list"


def test_a_new_file_is_its_owners_alone(empty: Database, file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert empty.path == file
