"""Backups are whole, private and never written over; a restore takes nothing it can't trust and throws nothing away."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.engine.service_window import BEFORE_US
from bot.keeping.commands import make_backup
from bot.keeping.restore import restore
from bot.settings import load
from bot.store import backup, outbox, small_facts
from bot.store.counts import waiting
from bot.store.db import Database, StoreError, open_database
from bot.store.migrate import migrate
from bot.store.timeline import Entry, append, verify
from tests.check.test_record import forge
from tests.store.conftest import MIGRATIONS
from tests.store.test_held import LATER, states
from tests.store.test_outbox import NOW, claim, put


async def filled(file: Path, *, rows: int = 3) -> Database:
    """An open database with a timeline; what was written last stands in its log only."""
    db = await open_database(f"sqlite:///{file}")
    await migrate(db, MIGRATIONS, backup=False)
    await db.write(partial(append, entries=[Entry(kind="note", facts={"n": n}, at=NOW) for n in range(rows)]))
    return db


async def rows_of(file: Path) -> int:
    """How long the timeline of a database is that nobody has open."""
    with sqlite3.connect(file) as raw:
        (number,) = raw.execute("SELECT count(*) FROM timeline").fetchone()
    raw.close()
    return int(number)


def body_of(file: Path) -> bytes:
    return file.read_bytes()


def names(folder: Path, pattern: str) -> list[str]:
    """The files of a folder whose names look so."""
    return sorted(file.name for file in folder.glob(pattern))


def tear(file: Path) -> None:
    """Leaves its first page and nothing of the others."""
    body = file.read_bytes()
    file.write_bytes(body[:4096] + bytes(len(body) - 4096))


def scribble(file: Path) -> None:
    """Another file in its place, and no log."""
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.write_bytes(b"something else entirely" * 400)


def spoil(copy: Path, how: str) -> None:
    """A copy nobody should trust."""
    match how:
        case "missing":
            copy.unlink()
        case "empty":
            copy.write_bytes(b"")
        case "text":
            scribble(copy)
        case "torn":
            tear(copy)
        case "forged":
            forge(copy, "UPDATE timeline SET facts = '{}' WHERE number = 2")
        case "newer":
            forge(copy, "INSERT INTO schema_version (version, name, sha, applied_at) VALUES (99, 'x', 'x', 0)")
        case "foreign":
            copy.unlink()
            forge(copy, "CREATE TABLE cats (name TEXT)")


async def test_a_backup_is_whole_while_somebody_writes(file: Path, tmp_path: Path) -> None:
    db = await filled(file)
    try:
        copy = tmp_path / "copy"
        await backup.back_up(file, copy)
        await db.write(partial(append, entries=[Entry(kind="note", facts={}, at=NOW)]))
    finally:
        await db.close()
    assert await rows_of(copy) == 3
    assert copy.stat().st_mode & 0o777 == 0o600
    await backup.trusted(copy, MIGRATIONS)
    before = body_of(copy)
    with pytest.raises(StoreError, match="is there already and is not written over"):
        await backup.back_up(file, copy)
    assert body_of(copy) == before
    assert names(tmp_path, "*.new*") == []


async def test_there_has_to_be_something_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        await backup.back_up(tmp_path / "none.db", tmp_path / "copy")
    assert names(tmp_path, "*") == []


async def test_a_damaged_database_gives_no_backup(file: Path, tmp_path: Path) -> None:
    await (await filled(file, rows=200)).close()
    tear(file)
    with pytest.raises(StoreError, match="damaged"):
        await backup.back_up(file, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


async def test_only_older_ones_of_its_own_naming_are_removed(file: Path, tmp_path: Path) -> None:
    await (await filled(file)).close()
    settings_file = tmp_path / "zhiban.toml"
    settings_file.write_text('[company]\nname = "x"\n', encoding="utf-8")
    settings = load(settings_file, {})
    others = [tmp_path / name for name in ("zhiban.db.version-0001.20300101T000000Z.backup", "mine.backup", "a.db")]
    for other in others:
        other.write_text("kept")
    for minute in range(4):
        await make_backup(settings, None, keep=2, now=LATER + timedelta(minutes=minute))
    assert names(tmp_path, "zhiban.db.2030*") == [
        "zhiban.db.20300101T000200Z.backup",
        "zhiban.db.20300101T000300Z.backup",
    ]
    assert all(other.read_text() == "kept" for other in others)
    with pytest.raises(StoreError, match="--keep needs a folder"):
        await make_backup(settings, tmp_path / "named", keep=2, now=LATER)


@pytest.fixture
async def copy(file: Path, tmp_path: Path) -> Path:
    """A backup with three rows; the database has gone on to four, the last of them in its log only."""
    db = await filled(file)
    await backup.back_up(file, tmp_path / "copy")
    await db.write(partial(append, entries=[Entry(kind="note", facts={}, at=NOW)]))
    kept = {end: file.with_name(file.name + end).read_bytes() for end in ("", "-wal")}
    await db.close()
    for end, body in kept.items():  # as after a power cut
        file.with_name(file.name + end).write_bytes(body)
    return tmp_path / "copy"


async def test_a_restore_keeps_what_stood_there_with_its_log(file: Path, copy: Path) -> None:
    found = await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert found.last == NOW
    assert found.aside is not None
    assert (await rows_of(found.aside), await rows_of(file), await rows_of(copy)) == (4, 3, 3)
    assert names(file.parent, "*restoring*") == []


async def test_what_stood_there_may_be_damaged_or_missing(file: Path, copy: Path) -> None:
    scribble(file)
    found = await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert found.aside is not None
    assert body_of(found.aside).startswith(b"something else")
    assert await rows_of(file) == 3
    spoil(file, "missing")
    assert (await restore(copy, file, migrations=MIGRATIONS, now=LATER)).aside is None
    assert await rows_of(file) == 3


async def test_cut_off_before_the_last_step_the_old_one_stands(
    file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next try is not disturbed by what is left lying about."""

    def pull_the_plug(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(backup, "put_in_place", pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert await rows_of(file) == 4
    await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert await rows_of(file) == 3


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("missing", "is not there"),
        ("empty", "holds nothing of this program"),
        ("text", "damaged, or no database"),
        ("torn", "damaged"),
        ("forged", "row 2 of its timeline"),
        ("newer", "is at version 99"),
        ("foreign", "belongs to another program"),
        ("itself", "is the database itself"),
    ],
)
async def test_what_can_not_be_trusted_is_refused(file: Path, copy: Path, how: str, words: str) -> None:
    before = body_of(file)
    copy = file if how == "itself" else copy
    spoil(copy, how)
    with pytest.raises(StoreError, match=words):
        await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert body_of(file) == before
    assert names(file.parent, "zhiban.db.*") == []


async def test_the_restored_outbox_is_held_before_it_bears_the_name(file: Path, tmp_path: Path) -> None:
    db = await filled(file)
    await put(db, "waits")
    await put(db, "under way")
    await claim(db, "waits")
    place = {"cursor": "c7", "since": NOW.isoformat()}
    await db.write(partial(small_facts.put, name="cursor:weixin_kf:wk1", value=place, now=NOW))
    await backup.back_up(file, tmp_path / "copy")
    await db.close()
    await restore(tmp_path / "copy", file, migrations=MIGRATIONS, now=LATER)
    db = await open_database(f"sqlite:///{file}")
    try:
        begins = (LATER - BEFORE_US).isoformat()
        assert await small_facts.get(db, "cursor:weixin_kf:wk1") == {"cursor": "c7", "since": begins}, "none twice"
        assert await states(db) == {"waits": "held", "under way": "held"}
        assert (await waiting(db))["outbox_held"] == 2
        assert await outbox.waiting(db, seen=0, count=9) == []
        assert await small_facts.get(db, "restored") is not None
        assert await verify(db) is None
    finally:
        await db.close()
