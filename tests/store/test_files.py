"""What is known of files, and the folder that holds them."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import files
from bot.store.db import Database
from bot.store.file_folder import FileFolder
from bot.store.files import FileRow, FileState

NOW = datetime(2026, 3, 1, 2, 40, tzinfo=UTC)
PHOTO, VOICE = "photo:wecom/3a8k", "voice:weixin_kf/9"
PAUSE = timedelta(seconds=600)


async def wanted(db: Database, *, at: datetime) -> list[str]:
    return [row.id for row in await files.due(db, now=at, latest=at + PAUSE, count=9)]


async def known(db: Database, id: str) -> FileRow:
    row = await files.get(db, id)
    assert row is not None
    return row


async def test_a_file_is_wanted_once_and_then_kept_or_gone(db: Database) -> None:
    for at in (NOW, NOW + timedelta(minutes=1)):
        await db.write(lambda tx, at=at: files.want(tx, [PHOTO, VOICE], now=at))  # type: ignore[misc]
    assert (await known(db, PHOTO)).at == NOW
    assert await wanted(db, at=NOW) == [PHOTO, VOICE]
    await db.write(lambda tx: files.keep(tx, PHOTO, name="a\0.jpg", size=7, digest="d"))
    await db.write(lambda tx: files.lose(tx, VOICE))
    assert await wanted(db, at=NOW + timedelta(days=9)) == []
    row = await known(db, PHOTO)
    assert (row.state, row.name, row.size, row.digest) == (FileState.KEPT, "a.jpg", 7, "d")
    await db.write(lambda tx: files.lose(tx, PHOTO))
    await db.write(lambda tx: files.put_off(tx, VOICE, due=NOW))
    assert [(await known(db, one)).state for one in (PHOTO, VOICE)] == [FileState.KEPT, FileState.GONE]
    assert await files.get(db, "photo:wecom/other") is None


async def test_what_is_put_off_comes_again_even_when_the_clock_goes_back(db: Database) -> None:
    await db.write(lambda tx: files.want(tx, [PHOTO], now=NOW))
    await db.write(lambda tx: files.put_off(tx, PHOTO, due=NOW + PAUSE))
    assert await wanted(db, at=NOW + PAUSE / 2) == []
    assert await wanted(db, at=NOW + PAUSE) == [PHOTO]
    assert await wanted(db, at=NOW - timedelta(hours=5)) == [PHOTO]
    assert (await known(db, PHOTO)).tries == 1


async def test_what_is_lost_from_the_folder_is_wanted_anew(db: Database) -> None:
    await db.write(lambda tx: files.want(tx, [PHOTO], now=NOW))
    await db.write(lambda tx: files.keep(tx, PHOTO, name="a.jpg", size=7, digest="d"))
    later = NOW + timedelta(days=30)
    await db.write(lambda tx: files.want_again(tx, PHOTO, now=later))
    row = await known(db, PHOTO)
    assert (row.state, row.at, row.tries, row.digest) == (FileState.WANTED, later, 0, "")
    assert await wanted(db, at=later) == [PHOTO]


def test_bytes_lie_under_their_hash_for_nobody_else_to_read(tmp_path: Path) -> None:
    folder = FileFolder.beside(tmp_path / "zhiban.db")
    digest = folder.put(b"picture")
    assert folder.put(b"picture") == digest
    (kept,) = (path for path in (tmp_path / "files").rglob("*") if path.is_file())
    assert kept.name == digest
    assert [stat.S_IMODE(path.stat().st_mode) for path in (kept, kept.parent, tmp_path / "files")] == [
        0o600, 0o700, 0o700
    ]  # fmt: skip
    assert folder.get(digest) == b"picture"
    assert folder.get("0" * 64) is None


def test_bytes_that_changed_are_not_taken_for_the_file_and_can_be_kept_anew(tmp_path: Path) -> None:
    folder = FileFolder(tmp_path / "files")
    digest = folder.put(b"picture")
    (tmp_path / "files" / digest[:2] / digest).write_bytes(b"pict")
    assert folder.get(digest) is None
    assert folder.put(b"picture") == digest
    assert folder.get(digest) == b"picture"


def test_what_a_crash_left_half_written_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = FileFolder(tmp_path / "files")
    digest = folder.put(b"picture")
    (tmp_path / "files" / digest[:2] / f"{digest}.0000.new").write_bytes(b"pi")
    folder.tidy()
    assert [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()] == [digest]

    def full(descriptor: int) -> None:  # noqa: ARG001 - as os calls it
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.put(b"another")
    assert [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()] == [digest]
