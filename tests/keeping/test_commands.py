"""`zhiban backup`, `restore`, `held` and `release` from outside: what is refused, with which code and sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.people import Department, Person
from bot.domain.places import Building, Community
from bot.domain.roster import Chat, ChatKind, Roster
from bot.keeping import words
from bot.start import alone, beside_others, off_limits
from bot.store.db import StoreError
from bot.store.file_folder import FileFolder
from bot.store.held import Held
from bot.store.outbox import Kind
from bot.talk.message import Address
from tests.store.test_outbox import NOW
from tests.test_command_line import FAILS, FINE, MISUSED, ROOT, SAMPLE, zhiban

ROSTER = Roster(
    communities=(
        Community(id="a", name="安居苑", timezone="Asia/Shanghai", buildings=(Building(name="3号楼", number="3"),)),
    ),
    people=(
        Person(
            id="li", name="李电", department=Department.ENGINEERING, communities=("a",), phone="13800000002",
            accounts={"telegram": "1002"},
        ),
    ),
    chats=(Chat(platform="telegram", id="-1", kind=ChatKind.RESIDENT, community="a", buildings=("3",)),),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company's own folder with the sample files and a database."""
    for name in ("zhiban.toml", "roster.toml"):
        shutil.copy(SAMPLE / name, tmp_path / name)
    assert zhiban("migrate", cwd=tmp_path).returncode == FINE
    return tmp_path


@pytest.mark.parametrize(
    "arguments", [("restore",), ("release",), ("release", "3", "--all"), ("release", "x"), ("backup", "--keep", "0")]
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert zhiban(*arguments, cwd=tmp_path).returncode == MISUSED


def test_nothing_is_restored_under_a_running_bot(folder: Path) -> None:
    made = zhiban("backup", "copy", cwd=folder)
    assert (made.returncode, made.stdout.split("  ")[0]) == (FINE, "copy")
    assert made.stdout.count("\n") == 1
    (folder / "backups").mkdir()
    FileFolder.beside(folder / "zhiban.db").put(b"picture")
    with alone(folder / "zhiban.db"):
        done = zhiban("restore", "copy", cwd=folder)
        beside = zhiban("backup", "backups", cwd=folder)
    assert done.returncode == FAILS
    assert "another zhiban works on zhiban.db already: stop it first" in done.stderr
    assert beside.returncode == FINE, "which a backup does not mind"
    assert "not in it: the photos and voices people sent; they lie in files, never change" in beside.stdout
    assert len(list((folder / "backups").iterdir())) == 1
    assert list(folder.glob("zhiban.db.before-restore.*")) == []


@pytest.mark.parametrize("arguments", [("held",), ("release", "--all"), ("backup", "other")])
def test_beside_a_restore_nothing_is_looked_at_or_decided(folder: Path, arguments: tuple[str, ...]) -> None:
    with off_limits(folder / "zhiban.db"):
        done = zhiban(*arguments, cwd=folder)
    assert (done.returncode, done.stderr) == (FAILS, "zhiban: a restore of zhiban.db is under way: wait for it\n")


def test_no_restore_beside_a_command(folder: Path) -> None:
    assert zhiban("backup", "copy", cwd=folder).returncode == FINE
    with beside_others(folder / "zhiban.db"):
        done = zhiban("restore", "copy", cwd=folder)
        beside = zhiban("held", cwd=folder)
    assert (done.returncode, beside.returncode) == (FAILS, FINE)
    assert "another command of zhiban works on zhiban.db: wait for it" in done.stderr


def test_a_fault_in_the_roster_is_said_before_anything_is_replaced(folder: Path) -> None:
    assert zhiban("backup", "copy", cwd=folder).returncode == FINE
    (folder / "roster.toml").write_text("[[person]]\nid = 3\n", encoding="utf-8")
    before = (folder / "zhiban.db").stat().st_ino
    done = zhiban("restore", "copy", cwd=folder)
    assert done.returncode == FAILS
    assert "roster.toml" in done.stderr
    assert (folder / "zhiban.db").stat().st_ino == before


def test_a_folder_that_can_not_be_used_is_a_sentence(folder: Path) -> None:
    done = zhiban("restore", "x" * 300, cwd=folder)
    assert done.returncode == FAILS
    assert "can't be used (File name too long)" in done.stderr


def test_who_reads_no_further_stops_nothing(folder: Path) -> None:
    assert zhiban("backup", "copy", cwd=folder).returncode == FINE
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m bot restore copy | true; exit ${{PIPESTATUS[0]}}"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (FINE, "")
    assert len(list(folder.glob("zhiban.db.before-restore.*"))) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_root_leaves_the_lock_to_whom_the_database_is(folder: Path) -> None:
    os.chown(folder, 10001, 10001)
    (folder / "zhiban.db.lock").unlink()
    (folder / "zhiban.db").rename(folder / "copy")
    assert zhiban("restore", "copy", cwd=folder).returncode == FINE
    for name in ("zhiban.db", "zhiban.db.lock"):
        assert (folder / name).stat().st_uid == 10001


def test_a_lock_that_can_not_be_opened_is_named(folder: Path) -> None:
    (folder / "zhiban.db.lock").unlink()
    (folder / "zhiban.db.lock").mkdir()
    with (
        pytest.raises(StoreError, match=r"zhiban\.db\.lock can't be opened .*: give it to this user"),
        alone(folder / "zhiban.db"),
    ):
        pass


def test_before_the_first_start_nothing_is_held(tmp_path: Path) -> None:
    for name in ("zhiban.toml", "roster.toml"):
        shutil.copy(SAMPLE / name, tmp_path / name)
    done = zhiban("held", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (FAILS, "")
    assert "is not there yet: nothing is held" in done.stderr
    assert not (tmp_path / "zhiban.db").exists()


def held(**more: object) -> Held:
    """A message to the residents of building 3, three hours old."""
    facts = {
        "id": 31, "card": "c", "template": "notice/text", "kind": Kind.SEND, "person": None, "about": "N3/1",
        "where": Address(platform="telegram", chat="-1"), "created": NOW - timedelta(hours=3), "until": None,
        "resent": False, "live": False, **more,
    }  # fmt: skip
    return Held(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (held(), "31  notice/text of N3/1  to the resident group of 安居苑 3号楼  (FOR RESIDENTS, 3 h 0 min old)"),
        (
            held(until=NOW, resent=True, created=NOW - timedelta(days=2)),
            "(FOR RESIDENTS, 2 d 0 h old, a second copy was under way already, "
            "its time is over: released, it is dropped and that is told)",
        ),
        (
            held(template="incident/call", about="7/li", where=Address(platform="telegram", chat="1002")),
            "incident/call of #7  to li, engineering  (3 h 0 min old)",
        ),
        (
            held(template="roll/answer", about="", where=Address(platform="telegram", chat="6001")),
            "roll/answer  to somebody who is not on the roster  (3 h 0 min old)",
        ),
        (held(kind=Kind.PIN, created=NOW), "pinning notice/text of N3/1  to the resident group"),
    ],
)
def test_the_list_says_what_to_whom_and_how_old(one: Held, line: str) -> None:
    first, *_ = words.listed([one], ROSTER, now=NOW)
    assert line in first
    assert "6001" not in first
    assert "138" not in first
