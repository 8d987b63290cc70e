"""`zhiban check` looks at the database beside the running program and finds what was changed behind its back."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.check.finding import Finding, Level, as_lines
from bot.check.offline import PROGRAM
from bot.check.record import record
from bot.store.db import open_database
from bot.store.migrate import migrate
from bot.store.timeline import Entry, append

MIGRATIONS = PROGRAM / "migrations"
ENTRIES = [Entry(kind="note", facts={"n": n}, at=datetime(2026, 11, 22, 2, n, tzinfo=UTC)) for n in range(1, 6)]


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "zhiban.toml"
    file.write_text('[company]\nname = "x"\n', encoding="utf-8")
    return file


async def filled(settings: Path, migrations: Path = MIGRATIONS) -> Path:
    """A database with five rows in its timeline."""
    file = settings.parent / "zhiban.db"
    db = await open_database(f"sqlite:///{file}")
    try:
        await migrate(db, migrations, backup=False)
        await db.write(partial(append, entries=ENTRIES))
    finally:
        await db.close()
    return file


def forge(file: Path, sql: str) -> None:
    """Changes the file as the program never does: past the triggers."""
    with sqlite3.connect(file) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(sql)
    db.close()


def levels(findings: list[Finding]) -> list[tuple[Level, str]]:
    return [(one.level, one.subject) for one in findings]


async def test_before_the_first_start_there_is_nothing_to_look_at(settings: Path) -> None:
    assert await record(settings, {}) == []
    assert await record(settings.with_name("none.toml"), {}) == []
    assert not (settings.parent / "zhiban.db").exists(), "looking makes no file"


async def test_a_timeline_as_it_was_written(settings: Path) -> None:
    file = await filled(settings)
    before = file.read_bytes()
    findings = await record(settings, {})
    assert levels(findings) == [(Level.OK, "database"), (Level.OK, "timeline")], as_lines(findings)
    assert file.read_bytes() == before


async def test_while_the_program_writes(settings: Path) -> None:
    await filled(settings)
    db = await open_database(f"sqlite:///{settings.parent / 'zhiban.db'}")
    try:
        await db.write(partial(append, entries=ENTRIES))
        findings = await record(settings, {})
    finally:
        await db.close()
    assert {one.level for one in findings} == {Level.OK}, as_lines(findings)


@pytest.mark.parametrize(
    ("sql", "row"),
    [
        ("UPDATE timeline SET facts = '{\"n\":9}' WHERE number = 3", 3),
        ("DELETE FROM timeline WHERE number = 2", 2),
        ("DELETE FROM timeline WHERE number = 5", 5),
    ],
)
async def test_a_row_that_was_changed_is_named(settings: Path, sql: str, row: int) -> None:
    file = await filled(settings)
    forge(file, sql)
    (_, finding) = await record(settings, {})
    assert (finding.level, finding.subject, finding.where) == (Level.FAIL, "timeline", str(file))
    assert finding.remedy.startswith(f"row {row} is not as it was written")


async def test_what_a_restore_has_held_waits_for_somebody(settings: Path) -> None:
    file = await filled(settings)
    with sqlite3.connect(file) as db:
        db.execute(
            "INSERT INTO card (id, platform, chat, template, facts, created) VALUES ('a', 'x', '1', 't', '{}', 0)"
        )
        db.execute(
            "INSERT INTO outbox (key, card, kind, platform, chat, priority, state, due, created)"
            " VALUES ('k', 'a', 'send', 'x', '1', 1, 'held', 0, 0)"
        )
    db.close()
    findings = await record(settings, {})
    assert levels(findings)[-1] == (Level.WARN, "held")
    assert findings[-1].remedy.startswith("1 messages wait since a restore; `zhiban held` lists them")


async def test_a_database_of_an_older_program_waits_for_its_next_start(settings: Path, tmp_path: Path) -> None:
    older = tmp_path / "migrations"
    older.mkdir()
    shutil.copy(MIGRATIONS / "0001_first_tables.sql", older)
    await filled(settings, older)
    findings = await record(settings, {})
    assert levels(findings) == [(Level.WARN, "database"), (Level.OK, "timeline")]
    assert "needs 0002_notices_and_reports.sql" in findings[0].remedy


async def test_what_is_no_database_of_ours(settings: Path) -> None:
    file = settings.parent / "zhiban.db"
    file.touch()
    assert levels(await record(settings, {})) == [(Level.WARN, "database")]
    file.write_bytes(b"something else entirely, and long enough to be looked at" * 40)
    (finding,) = await record(settings, {})
    assert (finding.level, finding.subject) == (Level.FAIL, "database")
    file.unlink()
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE cats (name TEXT)")
    db.close()
    (finding,) = await record(settings, {})
    assert "belongs to another program" in finding.remedy


@pytest.fixture
def called(settings: Path) -> Path:
    """Settings of a company that is called by WeCom and by the service account."""
    key = "a" * 43
    settings.write_text(
        f"""\
[company]
name = "x"
[wecom]
corp_id = "ww8a1b2c3d4e5f6a7b"
agent_id = 1000002
secret = "s"
token = "t"
aes_key = "{key}"
[weixin_kf]
open_kfid = "wk1"
secret = "s"
token = "t"
aes_key = "{key}"
""",
        encoding="utf-8",
    )
    return settings


async def test_whether_wecom_calls_us_is_seen_from_what_it_has_sent(called: Path) -> None:
    never = await record(called, {})
    assert levels(never) == [(Level.WARN, "callback")] * 2
    assert all(one in never[0].remedy for one in ("https://YOUR-ADDRESS/wecom", "接收消息 → 设置API接收"))
    assert all(one in never[1].remedy for one in ("https://YOUR-ADDRESS/weixin", "微信客服"))
    file = await filled(called)
    assert levels(await record(called, {}))[-2:] == [(Level.WARN, "callback")] * 2
    forge(file, "INSERT INTO inbox (platform, key, chat, body, at) VALUES ('wecom', 'k', '', x'7b7d', 1)")
    assert levels(await record(called, {}))[-2:] == [(Level.OK, "callback"), (Level.WARN, "callback")]
