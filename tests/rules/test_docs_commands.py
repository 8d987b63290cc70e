"""What the documents tell people to run is run, in their order, in a company's folder; what can't be says why not."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.rules.source import ROOT
from tests.rules.test_docs import DOCUMENTS, blocks

PATIENCE = 120


@dataclass(frozen=True, kw_only=True)
class Run:
    """How a command is tried."""

    says: str
    """What it prints."""
    instead: str = ""
    """What is run in its place where it would take a person's time."""
    stays: bool = False
    """It goes on until Ctrl-C, and then ends with 0."""


RUNS: Mapping[str, Run] = {
    "make demo": Run(says="#1 已结案", instead="make --no-print-directory demo ARGS=--fast"),
    "zhiban check --offline": Run(says="0 FAIL"),
    "zhiban backup": Run(says="zhiban.db.20", instead="zhiban migrate && zhiban backup"),
    "mkdir -p backups": Run(says=""),
    "zhiban backup backups --keep 14": Run(says="backups/zhiban.db.20"),
    "zhiban restore backups/zhiban.db.20261122T024000Z.backup": Run(
        says="nothing is held", instead="zhiban restore backups/zhiban.db.*"
    ),
    "zhiban held": Run(says="nothing is held"),
    "zhiban release 31": Run(says="0 released", instead="zhiban release --all"),
    "zhiban release --drop --all": Run(says="0 dropped"),
    "python -m bot.sandbox --port 0": Run(says="sandbox http://127.0.0.1:", stays=True),
}
NOT_RUN: Mapping[str, str] = {
    "make test": "these are its tests",
    ".venv/bin/python -m benchmarks.crash": "minutes; tests/faults/test_crash.py is its small form",
    ".venv/bin/python -m benchmarks.deliveries": "minutes; tests/faults/test_deliveries.py is its small form",
    ".venv/bin/python -m benchmarks.latency --short": "minutes; its options are held below",
    ".venv/bin/python -m benchmarks.throughput --rounds 3 --program peer": "minutes; its options are held below",
    **dict.fromkeys(
        (
            'sudo useradd --system --shell /usr/sbin/nologin --home-dir "/var/lib/zhiban" zhiban',
            "sudo install -d -m 700 -o zhiban /var/lib/zhiban",
            "sudo /usr/bin/python3 -m venv /opt/zhiban",
            "sudo /opt/zhiban/bin/pip install --require-hashes -r requirements.lock",
            "sudo /opt/zhiban/bin/pip install --no-deps zhiban-0.1.0-py3-none-any.whl",
            "sudo -u zhiban /opt/zhiban/bin/zhiban check --config /var/lib/zhiban/zhiban.toml",
            "sudo cp deploy/zhiban.service /etc/systemd/system/",
            "sudo systemctl enable --now zhiban",
            "podman build -f deploy/Containerfile -t zhiban .",
            "podman run -d --name duty --restart always -v zhiban:/var/lib/zhiban:Z zhiban",
            "podman exec duty zhiban check",
        ),
        "needs root or an engine; docs/set-up.md says how it was tried, tests/rules/test_deploy.py what has to fit",
    ),
}
"""Why a command is not run here."""


def commands() -> list[str]:
    """Every line of every example, without its comment."""
    lines = [line for document in DOCUMENTS for block in blocks(document, "sh") for line in block.splitlines()]
    return [re.sub(r"\s+#.*", "", line).strip() for line in lines if line.strip() and not line.startswith("#")]


def test_every_command_is_run_or_says_why_not() -> None:
    told = commands()
    assert [one for one in told if one not in RUNS and one not in NOT_RUN] == [], "give it a row in RUNS or NOT_RUN"
    assert [one for one in (*RUNS, *NOT_RUN) if one not in told] == [], "no document tells of it any more"
    assert RUNS.keys() & NOT_RUN.keys() == set()
    named = [name for why in NOT_RUN.values() for name in re.findall(r"tests/[\w/.]+", why)]
    assert [name for name in named if not (ROOT / name).exists()] == []


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
    for command in (one for one in dict.fromkeys(commands()) if one in RUNS):
        shown = _run(command, RUNS[command], folder=tmp_path, environment=environment)
        assert RUNS[command].says in shown, f"{command}: {shown}"


def _run(command: str, run: Run, *, folder: Path, environment: Mapping[str, str]) -> str:
    """What a command prints; those of a checkout run there, the others in a company's folder."""
    words = run.instead or command
    place = ROOT if words.startswith((".venv/", "make ")) else folder
    if place is ROOT:
        environment = {name: value for name, value in environment.items() if not name.startswith("ZHIBAN_")}
    started = subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", f"exec {words}" if run.stays else words],
        cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    try:
        first = ""
        if run.stays:
            assert started.stdout is not None
            first = started.stdout.readline()
            started.send_signal(signal.SIGINT)
        rest, _ = started.communicate(timeout=PATIENCE)
    finally:
        started.kill()
    assert started.returncode == 0, f"{words}: {rest}"
    return first + rest


@pytest.mark.parametrize("command", [one for one in commands() if "-m benchmarks." in one])
def test_every_benchmark_takes_the_options_the_documents_give_it(command: str) -> None:
    module, *options = command.split("-m benchmarks.")[1].split()
    text = (ROOT / "benchmarks" / f"{module}.py").read_text(encoding="utf-8")
    assert [option for option in options if option.startswith("--") and f'"{option}"' not in text] == []
