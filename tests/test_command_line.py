"""The `zhiban` command from outside: exit codes 0, 1 and 2, one sentence for every fault, never a traceback."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "templates" / "sample"
FINE, FAILS, MISUSED = 0, 1, 2


def zhiban(
    *arguments: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company's own folder with the sample files."""
    for name in ("zhiban.toml", "roster.toml"):
        shutil.copy(SAMPLE / name, tmp_path / name)
    return tmp_path


@pytest.fixture
async def pointed(sandbox_url: str) -> AsyncIterator[dict[str, str]]:
    """The environment that points the sample at a fresh world."""
    async with Sandbox.connect(sandbox_url) as sandbox:
        world = await sandbox.world()
        yield {
            "ZHIBAN_TELEGRAM__TOKEN": world.token,
            "ZHIBAN_TELEGRAM__BASE_URL": sandbox_url,
            "ZHIBAN_WEB__PORT": "0",
        }


def test_help_lists_the_commands() -> None:
    done = zhiban("--help")
    assert done.returncode == FINE
    assert all(f"    {command} " in done.stdout for command in ("run", "check", "migrate", "demo"))


@pytest.mark.parametrize("arguments", [(), ("fly",), ("run", "--fast"), ("demo", "--language", "fr"), ("check", "x")])
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    done = zhiban(*arguments)
    assert done.returncode == MISUSED
    assert "usage: zhiban" in done.stderr


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_without_settings_it_says_what_to_do(tmp_path: Path, command: str) -> None:
    done = zhiban(command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (FAILS, "")
    assert done.stderr == "zhiban.toml: there is no such file; begin with `zhiban init`, or correct the path\n"


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_fault_is_named_with_file_and_line(folder: Path, command: str) -> None:
    settings = folder / "zhiban.toml"
    text = settings.read_text(encoding="utf-8").replace('arrival = "10m"', 'arrival = "11m"')
    settings.write_text(text, encoding="utf-8")
    line = text[: text.index('arrival = "11m"')].count("\n") + 1
    done = zhiban(command, "--config", settings)
    assert done.returncode == FAILS
    assert done.stderr.startswith(f"{settings}:{line}: arrival is longer than the plans allow; ")


def test_migrate_brings_the_database_up_to_date_once(folder: Path) -> None:
    first = zhiban("migrate", "--config", folder / "zhiban.toml")
    assert first.returncode == FINE
    assert first.stdout.splitlines()[0] == "migrated: 0001_first_tables.sql"
    assert (folder / "zhiban.db").stat().st_mode & 0o077 == 0
    second = zhiban("migrate", "--config", folder / "zhiban.toml")
    assert (second.returncode, second.stdout) == (FINE, "the database is up to date\n")


def test_migrate_keeps_off_a_database_somebody_works_on(folder: Path) -> None:
    with (folder / "zhiban.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = zhiban("migrate", "--config", folder / "zhiban.toml")
    assert (done.returncode, done.stdout) == (FAILS, "")
    assert done.stderr == "zhiban: another zhiban works on zhiban.db already: stop it first\n"


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_what_is_no_database_of_ours_is_left_alone(folder: Path, command: str) -> None:
    (folder / "zhiban.db").write_bytes(b"something else entirely, and long enough to be looked at" * 40)
    before = (folder / "zhiban.db").read_bytes()
    done = zhiban(command, "--config", folder / "zhiban.toml")
    assert done.returncode == FAILS
    assert done.stderr.startswith("zhiban: ")
    assert (folder / "zhiban.db").read_bytes() == before


def test_check_offline_finds_nothing_that_fails_in_the_sample(folder: Path) -> None:
    done = zhiban("check", "--offline", "--config", folder / "zhiban.toml")
    assert done.returncode == FINE
    *findings, counts, following = done.stdout.splitlines()
    assert counts == f"{len(findings) - 1} ok, 1 warn, 0 FAIL"
    (group,) = [finding for finding in findings if not finding.startswith("ok    ")]
    assert group.startswith("warn  residents"), "the sample has one building's group only"
    assert findings.index(group) == 0
    assert following.startswith("next: nothing fails; ")


def test_check_names_what_is_broken(folder: Path) -> None:
    roster = folder / "roster.toml"
    text = roster.read_text(encoding="utf-8").replace('roles = ["responder"]', 'roles = ["boss"]', 1)
    roster.write_text(text, encoding="utf-8")
    line = text[: text.index('["boss"]')].count("\n") + 1
    done = zhiban("check", "--offline", "--config", folder / "zhiban.toml")
    assert done.returncode == FAILS
    wrong = [one for one in done.stdout.splitlines() if one.startswith("FAIL")]
    assert len(wrong) == 1
    assert f"{roster}:{line}" in wrong[0]
    assert "boss" in wrong[0]


def test_check_speaks_json(folder: Path) -> None:
    done = zhiban("check", "--offline", "--json", "--config", folder / "zhiban.toml")
    told = json.loads(done.stdout)
    assert told["counts"] == {"ok": len(told["findings"]) - 1, "warn": 1, "FAIL": 0}
    assert set(told["findings"][0]) == {"level", "subject", "where", "remedy"}


def test_check_looks_at_the_database_when_there_is_one(folder: Path) -> None:
    zhiban("migrate", "--config", folder / "zhiban.toml")
    done = zhiban("check", "--offline", "--config", folder / "zhiban.toml")
    assert done.returncode == FINE
    assert f"ok    timeline  {folder / 'zhiban.db'}  every row is as it was written" in done.stdout.splitlines()


def test_check_asks_the_platform(folder: Path, pointed: dict[str, str]) -> None:
    done = zhiban("check", "--config", folder / "zhiban.toml", environment=pointed)
    assert done.returncode == FAILS  # the world is empty: the bot is in none of the groups
    assert "ok    token" in done.stdout
    assert "FAIL  group" in done.stdout


def test_check_sample_works_from_anywhere(tmp_path: Path) -> None:
    done = zhiban("check", "--sample", cwd=tmp_path)
    assert done.returncode == FINE
    assert done.stdout.splitlines()[-2].endswith(" ok, 1 warn, 0 FAIL")
    assert "person" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_token_ends_the_start(folder: Path, pointed: dict[str, str]) -> None:
    pointed["ZHIBAN_TELEGRAM__TOKEN"] = "1:nobody"
    done = zhiban("run", "--config", folder / "zhiban.toml", environment=pointed)
    assert done.returncode == FAILS
    assert "token" in done.stderr
    assert "1:nobody" not in done.stderr


def test_a_taken_port_ends_the_start(folder: Path, pointed: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        pointed["ZHIBAN_WEB__PORT"] = str(taken.getsockname()[1])
        done = zhiban("run", "--config", folder / "zhiban.toml", environment=pointed)
    assert done.returncode == FAILS
    assert "change [web] port, or set it to 0" in done.stderr


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_run_ends_with_0_when_it_is_told_to(folder: Path, pointed: dict[str, str], sign: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        "--config",
        str(folder / "zhiban.toml"),
        env={**os.environ, **pointed},
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    while b"on duty" not in (line := await process.stderr.readline()):
        assert line
    process.send_signal(sign)
    _, rest = await process.communicate()
    assert (process.returncode, b"Traceback" in rest) == (FINE, False)
