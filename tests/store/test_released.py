"""What a released database held, it holds after the newest migration too, and its backup can be restored."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from bot.keeping.restore import restore
from bot.store import backup
from bot.store.db import open_database
from bot.store.migrate import migrate
from tests.store.conftest import MIGRATIONS
from tests.store.test_backup import filled
from tests.store.test_held import LATER, states

STATES = ("todo", "sending", "sent", "failed", "uncertain", "dropped")
COLUMNS = (
    "id, key, card, kind, platform, chat, thread, person, priority, about, chase_kind, chase_about, state, due, until, "
    "tries, resent, reason, created, done"
)
INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'outbox' ORDER BY name"


def first_two(folder: Path) -> None:
    """The migrations the release before had."""
    folder.mkdir()
    for step in sorted(MIGRATIONS.glob("*.sql"))[:2]:
        shutil.copy(step, folder)


async def of_version_2(file: Path, migrations: Path) -> None:
    """A database as the release before made it, a row of its outbox in each state, no column left empty."""
    first_two(migrations)
    db = await open_database(f"sqlite:///{file}")
    await migrate(db, migrations, backup=False)
    await db.close()
    with sqlite3.connect(file) as raw:
        names = [row[1] for row in raw.execute("PRAGMA table_info(card)") if (row[3] and row[4] is None) or row[5]]
        given = {name: 1 if name in ("version", "shown", "created", "at") else name for name in names} | {"id": "c"}
        marks = ", ".join("?" * len(given))
        raw.execute(f"INSERT INTO card ({', '.join(given)}) VALUES ({marks})", tuple(given.values()))
        for number, state in enumerate(STATES, start=1):
            row = (number, state, "c", "send", "telegram", "-1", "t", "li", 2, f"N{number}/1", "ack", "7/li", state,
                   number * 10, number * 20, number, number % 2, "why", number * 30, number * 40)  # fmt: skip
            raw.execute(f"INSERT INTO outbox ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    raw.close()


def rows(file: Path) -> list[tuple[object, ...]]:
    """The outbox, every column of the release before."""
    with sqlite3.connect(file) as raw:
        found = raw.execute(f"SELECT {COLUMNS} FROM outbox ORDER BY id").fetchall()
    raw.close()
    return found


def indexes(file: Path) -> list[tuple[object, ...]]:
    """The indexes of the outbox."""
    with sqlite3.connect(file) as raw:
        found = raw.execute(INDEXES).fetchall()
    raw.close()
    return found


async def test_the_outbox_of_version_2_is_all_there_in_the_newest(file: Path, tmp_path: Path) -> None:
    await of_version_2(file, tmp_path / "old")
    before, named = rows(file), {name for name, _ in indexes(file)}
    assert [row[12] for row in before] == list(STATES)
    assert all(value is not None for row in before for value in row)
    db = await open_database(f"sqlite:///{file}")
    assert len(await migrate(db, MIGRATIONS, backup=False)) == len(list(MIGRATIONS.glob("*.sql"))) - 2
    await db.close()
    assert rows(file) == before
    fresh = tmp_path / "fresh.db"
    await (await filled(fresh)).close()
    assert indexes(file) == indexes(fresh)
    assert {name for name, _ in indexes(file)} == named | {"outbox_held", "outbox_waiting"}


async def test_a_backup_of_version_2_is_brought_up_to_date_and_held(file: Path, tmp_path: Path) -> None:
    await of_version_2(tmp_path / "copy", tmp_path / "old")
    await restore(tmp_path / "copy", file, migrations=MIGRATIONS, now=LATER)
    await backup.trusted(file, MIGRATIONS)
    db = await open_database(f"sqlite:///{file}")
    try:
        held = dict.fromkeys(("todo", "sending"), "held")
        assert await states(db) == {state: held.get(state, state) for state in STATES}
    finally:
        await db.close()
    assert [row[12] for row in rows(tmp_path / "copy")] == list(STATES), "the backup itself stays as it was"
