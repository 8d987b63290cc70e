"""Migrations: all of a file or nothing, and a database that does not belong is refused in one sentence."""

import asyncio
import re
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import cards, incidents, outbox, playbooks, timeline
from bot.store.db import Database, StoreError, Tx, open_database
from bot.store.migrate import MigrationError, migrate, statements, steps, waiting
from bot.talk.message import Address, Priority
from tests.engine.sending import card_of
from tests.store.conftest import MIGRATIONS
from tests.store.test_incidents import PLAN, incident

POSTGRES_RESERVED = """
all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
column concurrently constraint create cross current_date current_role current_time current_timestamp current_user
default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having
ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp
natural not notnull null offset on only or order outer overlaps placing primary references returning right select
session_user similar some symmetric table tablesample then to trailing true union unique user using variadic
verbose when where window with
"""
NOW = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
FIRST = """-- The first; with a semicolon.
CREATE TABLE a (id INTEGER PRIMARY KEY, text TEXT) STRICT;
INSERT INTO a (text) VALUES ('it''s; -- :x');
"""
SECOND = "CREATE TABLE b (id INTEGER PRIMARY KEY) STRICT;\nDELETE FROM a;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text(FIRST)
    return folder


async def schema(db: Database) -> list[str]:
    rows = await db.all("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    return [row["name"] for row in rows]


def backups(file: Path) -> list[Path]:
    return sorted(file.parent.glob("*.backup"))


async def test_each_is_applied_once(empty: Database, folder: Path, file: Path) -> None:
    assert await waiting(empty, folder) == ["0001_first.sql"]
    assert await migrate(empty, folder, backup=True, now=NOW) == ["0001_first.sql"]
    assert await migrate(empty, folder, backup=True, now=NOW) == []
    row = await empty.one("SELECT text FROM a ORDER BY id")
    assert row is not None
    assert row["text"] == "it's; -- :x"
    done = await empty.one("SELECT version, name, applied_at FROM schema_version ORDER BY version")
    assert done is not None
    assert (done["version"], done["name"], done["applied_at"]) == (1, "0001_first.sql", 1795315200000000)
    assert backups(file) == []  # there was nothing to lose


async def test_three_programs_started_at_once(empty: Database, folder: Path, file: Path) -> None:
    others = [await open_database(f"sqlite:///{file}") for _ in range(2)]
    try:
        applied = await asyncio.gather(*(migrate(db, folder, backup=True, now=NOW) for db in (empty, *others)))
    finally:
        for db in others:
            await db.close()
    assert sorted(applied) == [[], [], ["0001_first.sql"]]


async def test_a_failing_second_leaves_nothing_of_itself(empty: Database, folder: Path, file: Path) -> None:
    await migrate(empty, folder, backup=True, now=NOW)
    (folder / "0002_bad.sql").write_text(SECOND + "INSERT INTO nope VALUES (1);\n")
    with pytest.raises(MigrationError, match=r"0002_bad.sql, statement 3 \(INSERT INTO nope .*no such table: nope"):
        await migrate(empty, folder, backup=True, now=NOW)
    assert await schema(empty) == ["a", "schema_version"]
    assert len(await empty.all("SELECT id FROM a ORDER BY id")) == 1
    assert await waiting(empty, folder) == ["0002_bad.sql"]
    assert backups(file) == []  # nothing changed, nothing to go back to


async def test_the_backup_is_whole_and_opens(empty: Database, folder: Path, file: Path) -> None:
    await migrate(empty, folder, backup=True, now=NOW)
    (folder / "0002_second.sql").write_text(SECOND)
    assert await migrate(empty, folder, backup=True, now=NOW) == ["0002_second.sql"]
    assert await empty.all("SELECT id FROM a ORDER BY id") == []
    [copy] = backups(file)
    assert copy.name == "zhiban.db.version-0001.20261122T024000Z.backup"
    assert copy.stat().st_mode & 0o777 == 0o600
    other = await open_database(f"sqlite:///{copy}")
    try:
        assert await waiting(other, folder) == ["0002_second.sql"]
        assert len(await other.all("SELECT id FROM a ORDER BY id")) == 1
        assert [row[0] for row in await other.all("PRAGMA integrity_check")] == ["ok"]  # type: ignore[index]
    finally:
        await other.close()


async def test_a_backup_that_cannot_be_made_stops_the_migration(empty: Database, folder: Path, file: Path) -> None:
    await migrate(empty, folder, backup=True, now=NOW)
    (folder / "0002_second.sql").write_text(SECOND)
    (file.parent / "zhiban.db.version-0001.20261122T024000Z.backup").mkdir()
    with pytest.raises(StoreError, match="backup cannot be written"):
        await migrate(empty, folder, backup=True, now=NOW)
    assert list(file.parent.glob("*.part")) == []
    assert await waiting(empty, folder) == ["0002_second.sql"]
    assert await migrate(empty, folder, backup=False, now=NOW) == ["0002_second.sql"]


async def test_a_newer_database_is_refused(empty: Database, folder: Path) -> None:
    (folder / "0002_second.sql").write_text(SECOND)
    await migrate(empty, folder, backup=False, now=NOW)
    (folder / "0002_second.sql").unlink()
    with pytest.raises(MigrationError, match="at version 2 and this program knows 1: start the newer program"):
        await migrate(empty, folder, backup=True, now=NOW)


async def test_a_changed_file_is_refused(empty: Database, folder: Path) -> None:
    await migrate(empty, folder, backup=False, now=NOW)
    (folder / "0001_first.sql").write_text(FIRST + "-- changed\n")
    with pytest.raises(MigrationError, match=r"0001_first.sql is not the file that was applied"):
        await migrate(empty, folder, backup=True, now=NOW)


async def test_a_gap_in_the_database_is_refused(empty: Database, folder: Path) -> None:
    (folder / "0002_second.sql").write_text(SECOND)
    await migrate(empty, folder, backup=False, now=NOW)

    async def forget(tx: Tx) -> None:
        await tx.run("DELETE FROM schema_version WHERE version = 1")

    await empty.write(forget)
    with pytest.raises(MigrationError, match=r"has version 2 without 0001_first.sql: restore a backup"):
        await migrate(empty, folder, backup=True, now=NOW)


async def test_the_database_of_another_program_is_refused(empty: Database, folder: Path) -> None:
    async def other(tx: Tx) -> None:
        await tx.run("CREATE TABLE bookmarks (id INTEGER)")

    await empty.write(other)
    with pytest.raises(MigrationError, match="belongs to another program"):
        await migrate(empty, folder, backup=True, now=NOW)
    assert await schema(empty) == ["bookmarks"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("0003_third.sql", "0003_third.sql stands where migration 0002 should"),
        ("0001_again.sql", "0001_first.sql stands where migration 0002 should"),
        ("second.sql", "second.sql is not named like 0002_what_it_adds.sql"),
    ],
)
def test_files_out_of_order_are_refused(folder: Path, name: str, sentence: str) -> None:
    (folder / name).write_text(SECOND)
    with pytest.raises(MigrationError, match=sentence):
        steps(folder)


def test_no_migrations_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="holds no migrations"):
        steps(tmp_path / "nowhere")


@pytest.mark.parametrize("word", ["COMMIT", "begin immediate", "VACUUM", "ROLLBACK"])
async def test_a_file_cannot_end_its_own_transaction(empty: Database, folder: Path, word: str) -> None:
    (folder / "0002_bad.sql").write_text(SECOND + f"-- so:\n{word};\n")
    with pytest.raises(MigrationError, match=rf"0002_bad.sql, statement 3 \({word};\): a migration is one transaction"):
        await migrate(empty, folder, backup=True, now=NOW)
    assert await schema(empty) == ["a", "schema_version"]


def test_statements_are_split_and_belong_to_a_dialect() -> None:
    text = FIRST + (
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; SELECT 1; END;\n"
        "--sqlite: PRAGMA defer_foreign_keys = ON;\n--postgres: SELECT 1; SELECT 2;\n-- the end\n"
    )
    assert [sql.split("\n")[0][:24] for sql in statements(text, "sqlite")] == [
        "CREATE TABLE a (id INTEG",
        "INSERT INTO a (text) VAL",
        "CREATE TRIGGER t AFTER I",
        "PRAGMA defer_foreign_key",
    ]
    assert list(statements(text, "postgres"))[3:] == ["SELECT 1;", "SELECT 2;"]


def test_a_statement_without_end_is_refused() -> None:
    with pytest.raises(MigrationError, match="the last statement has no end: DELETE FROM a"):
        list(statements(FIRST + "DELETE FROM a\n", "sqlite"))


async def test_a_database_of_the_first_release_keeps_what_it_has(empty: Database, folder: Path, file: Path) -> None:
    (folder / "0001_first.sql").unlink()
    shutil.copy(MIGRATIONS / "0001_first_tables.sql", folder)
    await migrate(empty, folder, backup=True, now=NOW)

    async def fill(tx: Tx) -> None:
        await incidents.put(tx, incident(playbook=await playbooks.add(tx, PLAN)), before=None)
        await timeline.append(tx, [timeline.Entry(kind="IncidentOpened", facts={"intake": 1}, at=NOW, incident=1)])
        await cards.add(tx, card_of("c", where=Address(platform="telegram", chat="-1"), about="1"), now=NOW)
        await outbox.add(
            tx, key="k", card="c", kind=outbox.Kind.SEND, where=Address(platform="telegram", chat="-1"), person=None,
            priority=Priority.EMERGENCY, about="1", due=NOW, now=NOW,
        )  # fmt: skip

    await empty.write(fill)
    before = await incidents.get(empty, 1)
    assert await migrate(empty, MIGRATIONS, backup=True, now=NOW) == [
        file.name for file in sorted(MIGRATIONS.glob("*.sql"))[1:]
    ]
    assert len(backups(file)) == 1
    assert before is not None
    assert await incidents.get(empty, 1) == before
    assert await timeline.verify(empty) is None
    assert [one.kind for one in await outbox.waiting(empty, seen=0, count=9)] == [outbox.Kind.SEND]
    assert await empty.all("PRAGMA foreign_key_check") == []
    for table in ("notice", "roll_answer", "report", "resident"):
        assert await empty.all(f"SELECT * FROM {table} ORDER BY 1") == []


async def test_the_schema_is_portable(db: Database) -> None:
    made = [row["sql"] for row in await db.all("SELECT sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    assert len(made) >= 20
    assert [sql for sql in made if not sql.endswith("STRICT")] == []
    used = set()
    for row in await db.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"):
        columns = await db.all("SELECT name, type FROM pragma_table_info(:table) ORDER BY cid", table=row["name"])
        used |= {column["type"] for column in columns}
        assert not {column["name"] for column in columns} & set(POSTGRES_RESERVED.split())
    assert used <= {"INTEGER", "TEXT", "REAL", "BLOB"}
    for file in MIGRATIONS.glob("*.sql"):
        bare = re.sub(r"--[^\n]*", "", file.read_text())
        assert not re.search(r"AUTOINCREMENT|WITHOUT ROWID|DATETIME|BOOLEAN|json_|strftime", bare, re.IGNORECASE)


async def test_every_table_keeps_its_references(db: Database) -> None:
    async def orphan(tx: Tx) -> None:
        await tx.run("INSERT INTO step (incident, lane, step, state) VALUES (7, 'a', 'call', 'open')")

    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await db.write(orphan)
