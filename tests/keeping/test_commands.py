"""`zhiban backup`, `restore`, `held` and `release` from outside: what is refused, with which code and sentence."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.people import Department, Person
from bot.domain.places import Building, Community
from bot.domain.roster import Chat, ChatKind, Roster
from bot.keeping import words
from bot.start import alone
from bot.store.held import Held
from bot.store.outbox import Kind
from bot.talk.message import Address
from tests.store.test_outbox import NOW
from tests.test_command_line import FAILS, FINE, MISUSED, SAMPLE, zhiban

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
    (folder / "backups").mkdir()
    with alone(folder / "zhiban.db"):
        done = zhiban("restore", "copy", cwd=folder)
        beside = zhiban("backup", "backups", cwd=folder)
    assert done.returncode == FAILS
    assert "another zhiban works on zhiban.db already: stop it first" in done.stderr
    assert beside.returncode == FINE, "which a backup does not mind"
    assert len(list((folder / "backups").iterdir())) == 1
    assert list(folder.glob("zhiban.db.before-restore.*")) == []


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
