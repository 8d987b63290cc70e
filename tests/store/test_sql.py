"""Every statement of the store can be prepared on the schema there is, and SQL stands nowhere else."""

import ast
import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

import bot.store
from bot.store.db import Database
from bot.store.sqlite import Sqlite

ROOT = Path(__file__).parents[2]
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s\w|VACUUM\s|BEGIN\s+IMMEDIATE|SAVEPOINT\s)",
    re.DOTALL,
)


class Unbound(dict[str, None]):
    """Parameters of which each is NULL: what prepares with these needs no values."""

    def __missing__(self, name: str) -> None:
        return None


def constants() -> dict[str, str]:
    """Every statement of bot/store by module and name."""
    found = {}
    for module in pkgutil.walk_packages(bot.store.__path__, "bot.store."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if name.isupper() and isinstance(value, str) and re.match(r"[A-Z]+\s", value):
                found[f"{module.name}.{name}"] = value
    return found


def texts(file: Path) -> Iterator[str]:
    """Every string of a file but its docstrings."""
    tree = ast.parse(file.read_text())
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


async def prepare(db: Database, sql: str) -> None:
    await cast(Sqlite, db)._writer.hop(lambda raw: raw.execute("EXPLAIN " + sql, Unbound()).fetchall())


async def test_every_statement_can_be_prepared(db: Database) -> None:
    found = constants()
    assert len(found) >= 9
    for name, sql in found.items():
        if name.endswith("_POSTGRES"):
            continue
        try:
            await prepare(db, sql)
        except sqlite3.Error as error:
            pytest.fail(f"{name}: {error}")


async def test_a_misspelt_statement_would_be_found(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column: nubmer"):
        await prepare(db, "SELECT nubmer FROM incident WHERE number = :number ORDER BY number")


def test_statements_that_answer_with_rows_say_their_order() -> None:
    loose = [
        name
        for name, sql in constants().items()
        if sql.startswith("SELECT") and not re.search(r"ORDER BY|\b(max|min|count|sum|EXISTS)\s*\(|one row", sql)
    ]
    assert loose == []


def test_sql_stands_only_in_the_store() -> None:
    files = [file for top in ("bot", "handlers") for file in (ROOT / top).rglob("*.py")]
    strangers = [file for file in files if file.parent != ROOT / "bot/store" and any(map(SQL.search, texts(file)))]
    assert strangers == []
    assert any(any(map(SQL.search, texts(file))) for file in (ROOT / "bot/store").glob("*.py"))


def test_in_the_store_it_stands_as_named_constants() -> None:
    """But for the transaction words and PRAGMAs of the connection, which are not about rows."""
    named = set(constants().values())
    loose = [
        (file.name, text)
        for file in (ROOT / "bot/store").glob("*.py")
        if file.name not in ("connection.py", "sqlite.py")
        for text in texts(file)
        if SQL.search(text) and text not in named
    ]
    assert loose == []
