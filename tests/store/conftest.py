"""A database on a fresh file: empty, with one table of words, or brought up to date."""

import threading
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import cast

import pytest

from bot.store.db import Database, Tx, open_database
from bot.store.migrate import migrate
from bot.store.sqlite import Sqlite

TABLE = "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT"
ADD = "INSERT INTO word (text) VALUES (:text)"
WORDS = "SELECT text FROM word ORDER BY id"
MIGRATIONS = Path(__file__).parents[2] / "migrations"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "zhiban.db"


@pytest.fixture
async def empty(file: Path) -> AsyncIterator[Database]:
    db = await open_database(f"sqlite:///{file}")
    try:
        yield db
    finally:
        await db.close()


@pytest.fixture
async def db(empty: Database) -> Database:
    await migrate(empty, MIGRATIONS, backup=False)
    return empty


@pytest.fixture
async def words(empty: Database) -> Database:
    async def make(tx: Tx) -> None:
        await tx.run(TABLE)

    await empty.write(make)
    return empty


async def add(tx: Tx, *, text: str) -> int:
    return await tx.run(ADD, text=text)


async def stored(db: Database) -> list[str]:
    return [row["text"] for row in await db.all(WORDS)]


async def on_writer(db: Database, sql: str) -> list[tuple[object, ...]]:
    """Run a statement on the writer's own connection, past every transaction."""
    writer = cast(Sqlite, db)._writer
    return await writer.hop(lambda raw: [tuple(row) for row in raw.execute(sql).fetchall()])


def threads() -> frozenset[threading.Thread]:
    """Those that run."""
    return frozenset(threading.enumerate())


def ended(before: Collection[threading.Thread]) -> bool:
    """Whether every thread begun since has ended, or does so at once: the last words of one may come a little later."""
    begun = threads() - frozenset(before)
    for thread in begun:
        thread.join(5)
    return not any(thread.is_alive() for thread in begun)
