"""What a restore or a backup could destroy by the way: its own source, a file of the same name, a database in use."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.keeping.restore import restore
from bot.store import backup
from bot.store.db import StoreError
from bot.store.looking import looked_at
from tests.store.conftest import MIGRATIONS
from tests.store.test_backup import body_of, copy, filled, names, rows_of
from tests.store.test_held import LATER

__all__ = ["copy"]


def renamed(file: Path, name: str) -> Path:
    """The same file under another name beside it."""
    return file.rename(file.with_name(name))


class PowerCutError(BaseException):
    """Nothing after it is done."""


@pytest.mark.parametrize("name", ["link", "unlink", "replace"])
@pytest.mark.parametrize("count", range(4))
async def test_cut_off_while_it_takes_the_place(
    file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, name: str, count: int
) -> None:
    """Before any step, the name bears the old one or the new one, whole; and the next try is not disturbed."""
    put, done = backup.put_in_place, 0
    place: object = os if name == "link" else Path
    step = getattr(place, name)

    def cut(*given: Any, **named: Any) -> object:
        nonlocal done
        if done == count:
            raise PowerCutError
        done += 1
        return step(*given, **named)

    def put_and_cut(prepared: Path, database: Path, *, at: datetime) -> Path | None:
        monkeypatch.setattr(place, name, cut)
        return put(prepared, database, at=at)

    with monkeypatch.context() as patch:
        patch.setattr(backup, "put_in_place", put_and_cut)
        with contextlib.suppress(PowerCutError):
            await restore(copy, file, migrations=MIGRATIONS, now=LATER)
        monkeypatch.setattr(place, name, step)
    await backup.whole(file)
    assert await rows_of(file) in (3, 4)
    await restore(copy, file, migrations=MIGRATIONS, now=LATER + timedelta(seconds=1))
    assert await rows_of(file) == 3


@pytest.mark.parametrize("end", ["", "-wal", ".part"])
async def test_a_backup_that_bears_a_work_name_is_left_alone(file: Path, copy: Path, end: str) -> None:
    copy = renamed(copy, f"{file.name}.restoring{end}")
    before = body_of(copy), body_of(file)
    with pytest.raises(StoreError, match="bears a name a restore works under"):
        await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert (body_of(copy), body_of(file)) == before


async def test_a_copy_that_came_out_empty_is_not_put_in_place(
    file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: Path, database: Path) -> Path:
        return database.with_name(f"{database.name}.restoring")

    monkeypatch.setattr(backup, "prepare", nothing)
    with pytest.raises(StoreError, match="holds nothing of this program"):
        await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert await rows_of(file) == 4
    assert names(file.parent, "*.restoring*") == []


async def test_a_database_behind_a_link_is_replaced_where_it_lies(file: Path, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "zhiban.db"
    link.symlink_to(file)
    found = await restore(copy, link, migrations=MIGRATIONS, now=LATER)
    assert link.is_symlink()
    assert found.aside is not None
    assert found.aside.parent == file.parent
    assert (await rows_of(found.aside), await rows_of(file)) == (4, 3)


async def test_while_somebody_has_it_open_nothing_takes_its_place(
    file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PATIENCE", 0.01)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM timeline").fetchone()
        with pytest.raises(StoreError, match="another program works on"):
            await restore(copy, file, migrations=MIGRATIONS, now=LATER)
    assert await rows_of(file) == 4
    assert names(file.parent, "*restor*") == []


async def test_a_file_that_was_there_is_not_used_to_work_on(file: Path, tmp_path: Path) -> None:
    await (await filled(file)).close()
    mine = tmp_path / "mine.new"
    mine.write_text("kept")
    await backup.back_up(file, tmp_path / "mine")
    assert mine.read_text() == "kept"
    assert names(tmp_path, "mine*") == ["mine", "mine.new"]


def test_a_missing_source_is_never_made(tmp_path: Path) -> None:
    async def look() -> None:
        async with looked_at(tmp_path / "none"):
            pass

    with pytest.raises(StoreError, match="cannot be opened"):
        asyncio.run(look())
    assert names(tmp_path, "*") == []


async def test_what_may_not_be_read_is_not_called_damaged(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(StoreError, match="cannot be opened: give this user the right"):
        await backup.whole(copy)


async def test_a_full_disk_is_the_one_that_is_written_to(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await filled(file)).close()

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(backup, "copy", full)
    with pytest.raises(StoreError, match=r"/mine.*the disk is full"):
        await backup.back_up(file, tmp_path / "mine")
    assert names(tmp_path, "mine*") == []
