"""What the documents tell people to run is run, in their order, in a company's folder; what can't be says why not."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.sandbox.client import Sandbox
from tests.rules.source import ROOT
from tests.rules.test_docs import DOCUMENTS, blocks

PATIENCE = 60
"""Seconds a command may take."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """How a command is tried."""

    says: str = ""
    """What it prints."""
    instead: str = ""
    """What is run in its place where it names a thing of its own day."""
    stays: bool = False
    """It goes on until somebody presses Ctrl-C, and then ends with 0."""


_AT_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp("bash", ["bash", "-c", "exec " + sys.argv[1]])
"""
"""Makes standard input the terminal of its own session, as a person's is, so that Ctrl-C arrives as it does there."""
RUNS: Mapping[str, Run] = {
    "make demo": Run(says="http://127.0.0.1:", stays=True),
    "python -m bot.sandbox --port 0": Run(says="sandbox http://127.0.0.1:", stays=True),
    "zhiban backup": Run(says=".backup  "),
    "mkdir -p backups": Run(),
    "zhiban backup backups --keep 14": Run(says=".backup  "),
    "zhiban restore backups/zhiban.db.20261122T024000Z.backup": Run(
        says="is restored as it was at", instead="zhiban restore backups/*.backup"
    ),
    "zhiban held": Run(says="32  incident/call"),
    "zhiban release 31": Run(says="1 released"),
    "zhiban release --drop --all": Run(says="1 dropped"),
    "zhiban check --offline": Run(says="0 FAIL"),
    """echo '{"text": "3#2单元梯困人 俩"}' | zhiban recognise --why""": Run(says='"type": "elevator_trapped"'),
    "zhiban recognise --review": Run(),
}
_MINUTES = "takes minutes; its options are held below"
NOT_RUN: Mapping[str, str] = {
    "make test": "these are its tests",
    ".venv/bin/python -m benchmarks.crash": "takes minutes; tests/faults/test_crash.py is its small form",
    ".venv/bin/python -m benchmarks.deliveries": "takes minutes; tests/faults/test_deliveries.py is its small form",
    ".venv/bin/python -m benchmarks.latency --short": _MINUTES,
    ".venv/bin/python -m benchmarks.throughput --rounds 3 --program peer": _MINUTES,
    ".venv/bin/python -m benchmarks.playbooks": "seconds, and tells nothing on a busy machine",
    ".venv/bin/python -m benchmarks.presses": "takes minutes; tests/engine/test_past.py is its small form",
    ".venv/bin/python -m benchmarks.recognition": "tests/recognition/test_judging.py holds its figures",
    ".venv/bin/python -m benchmarks.redraw": "tests/platforms/test_largest_card.py holds what it holds",
    ".venv/bin/python -m benchmarks.wecom_callbacks": "takes minutes; tests/faults/test_wecom_load.py runs it",
    ".venv/bin/python -m benchmarks.wecom_sends --short": _MINUTES,
}
"""Why a command is not run here; of those of `sudo` and `podman` the program's part is parsed."""
_WAIT = """
INSERT INTO card (id, platform, chat, template, facts, created)
    VALUES ('one', 'telegram', '-1001', 'incident/call', '{}', 0),
        ('two', 'telegram', '-1001', 'incident/call', '{}', 0);
INSERT INTO outbox (id, key, card, kind, platform, chat, priority, due, created)
    VALUES (31, 'one', 'one', 'send', 'telegram', '-1001', 1, 0, 0),
        (32, 'two', 'two', 'send', 'telegram', '-1001', 1, 0, 0);
"""
"""Two messages that are not sent yet when the copies are made."""


def commands() -> list[str]:
    """Every line of every example, without its comment."""
    lines = [line for document in DOCUMENTS for block in blocks(document, "sh") for line in block.splitlines()]
    return [re.sub(r"\s+#.*", "", line).strip() for line in lines if line.strip() and not line.startswith("#")]


def test_every_command_is_run_or_says_why_not() -> None:
    told = [one for one in commands() if not one.startswith(("sudo ", "podman "))]
    assert [one for one in told if one not in RUNS and one not in NOT_RUN] == [], "give it a row in RUNS or NOT_RUN"
    assert [one for one in (*RUNS, *NOT_RUN) if one not in told] == [], "no document tells of it any more"
    assert RUNS.keys() & NOT_RUN.keys() == set()
    named = [name for why in NOT_RUN.values() for name in re.findall(r"tests/[\w/.]+", why)]
    assert [name for name in named if not (ROOT / name).exists()] == []


def for_the_program(command: str) -> list[str] | None:
    """What a command of another user or of a container gives the program; None: it is not for the program."""
    words = shlex.split(command)
    if words[0] == "sudo":
        words = words[3:] if words[1] == "-u" else words[1:]
        return words[1:] if Path(words[0]).name == "zhiban" else None
    if words[:2] == ["podman", "exec"]:
        return words[words.index("zhiban") + 1 :]
    if words[:2] == ["podman", "run"]:
        return words[words.index("zhiban") + 1 :] or ["run"]  # the image's own command, held by test_deploy.py
    return None


def test_what_other_users_and_containers_run_is_taken_by_the_program() -> None:
    given = [for_the_program(one) for one in commands() if one.startswith(("sudo ", "podman "))]
    parsed = [_parser().parse_args(words) for words in given if words is not None]
    names = [words[0] for words in given if words]
    assert names == ["init", "check", "init", "run", "check"], (
        "first the files, then the program: with systemd and as a container"
    )
    assert parsed[0].folder == parsed[1].config.parent == Path("/var/lib/zhiban")


def test_files_of_this_project_that_other_users_are_told_of_exist() -> None:
    words = [word for one in commands() if one.startswith(("sudo ", "podman ")) for word in shlex.split(one)]
    named = [word for word in words if word.startswith("deploy/") or word.endswith(".lock")]
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_rule_of_other_users_can_fail() -> None:
    for words in ("sudo -u zhiban /opt/zhiban/bin/zhiban chekc", "podman exec duty zhiban check --ofline"):
        with pytest.raises(SystemExit):
            _parser().parse_args(for_the_program(words))


@pytest.mark.slow
async def test_the_commands_do_what_the_documents_say(sandbox: Sandbox, tmp_path: Path) -> None:
    world = await sandbox.world()
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ZHIBAN_TELEGRAM__TOKEN": world.token,
        "ZHIBAN_TELEGRAM__BASE_URL": sandbox.url,
        "ZHIBAN_WEB__PORT": "0",
    }
    for name in ("zhiban.toml", "roster.toml"):
        shutil.copy(ROOT / "templates" / "sample" / name, tmp_path)
    assert "migrated" in _run("zhiban migrate", Run(), folder=tmp_path, environment=environment)
    with closing(sqlite3.connect(tmp_path / "zhiban.db")) as database:
        database.executescript(_WAIT)
    for command in (one for one in dict.fromkeys(commands()) if one in RUNS):
        shown = _run(command, RUNS[command], folder=tmp_path, environment=environment)
        assert RUNS[command].says in shown, f"{command}: {shown}"


def _run(command: str, run: Run, *, folder: Path, environment: Mapping[str, str]) -> str:
    """What a command prints; those of a checkout run there, the others in a company's folder."""
    words, place = run.instead or command, ROOT if command.startswith("make ") else folder
    if place is ROOT:
        environment = {name: value for name, value in environment.items() if not name.startswith("ZHIBAN_")}
    if run.stays:
        return _stopped(words, run, place=place, environment=environment)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", words],
        cwd=place, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def _stopped(words: str, run: Run, *, place: Path, environment: Mapping[str, str]) -> str:
    """What it prints until a person at a terminal, who has seen what they wanted, presses Ctrl-C."""
    terminal, of_the_program = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-c", _AT_A_TERMINAL, words],
        cwd=place, env=environment, stdin=of_the_program, stdout=of_the_program, stderr=of_the_program,
        start_new_session=True,
    )  # fmt: skip
    os.close(of_the_program)
    try:
        shown = "".join(_shown(terminal, until=run.says))
        os.write(terminal, b"\x03")
        rest = "".join(_shown(terminal, until=None))
        assert started.wait(PATIENCE) == 0, f"{words}: {shown}{rest}"
    finally:
        started.kill()
        os.close(terminal)
    return shown


def _shown(terminal: int, *, until: str | None) -> Iterator[str]:
    """What stands on the terminal until these words do, or to the end."""
    shown = ""
    while until is None or until not in shown:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        assert ready, f"nothing more after: {shown}"
        try:
            more = os.read(terminal, 4096).decode(errors="replace")
        except OSError:  # the program is gone
            return
        shown += more
        yield more


@pytest.mark.parametrize("command", [one for one in commands() if "-m benchmarks." in one])
def test_every_benchmark_takes_the_options_the_documents_give_it(command: str) -> None:
    module, *options = command.split("-m benchmarks.")[1].split()
    text = (ROOT / "benchmarks" / f"{module}.py").read_text(encoding="utf-8")
    assert [option for option in options if option.startswith("--") and f'"{option}"' not in text] == []
