"""A database on a fresh file, empty or brought up to date."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.db import Database, open_database
from bot.store.migrate import migrate

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
