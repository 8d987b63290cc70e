"""A start that can't succeed: exit code 1 and one line that says where and what to do, never a traceback."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.stories.town import ROOT, Town, write_files


async def run(config: Path, *, root: Path = ROOT) -> tuple[int, str]:
    """`zhiban run` until it gives up: the exit code and what it wrote, without lines of its log."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--config", str(config), cwd=root, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, written = await asyncio.wait_for(process.communicate(), 20)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    lines = written.decode().splitlines()
    assert not [line for line in lines if "Traceback" in line or " ERROR " in line]
    return process.returncode, "\n".join(line for line in lines if " INFO " not in line)


@pytest.fixture
async def folder(sandbox: Sandbox, tmp_path: Path) -> Path:
    """Settings and roster of a company that could be on duty."""
    world = await sandbox.world(username="zhiban_bot")
    write_files(tmp_path, sandbox.url, world.token, language="zh")
    return tmp_path


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def line_of(file: Path, words: str, *, nth: int = 1) -> int:
    """The line in which the words stand for the n-th time."""
    found = [number for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1) if words in line]
    return found[nth - 1]


def boss(folder: Path) -> str:
    change(folder / "roster.toml", 'roles = ["responder"]', 'roles = ["boss"]')
    return f'roster.toml:{line_of(folder / "roster.toml", "boss")}: unknown word "boss" in roles; known are: responder'


def twice(folder: Path) -> str:
    change(folder / "roster.toml", 'id = "li"', 'id = "wang"')
    line = line_of(folder / "roster.toml", 'id = "wang"', nth=2)
    return f'roster.toml:{line}: person id "wang" stands twice'


def no_roster(folder: Path) -> str:
    (folder / "roster.toml").unlink()
    return "roster.toml: there is no such file"


@pytest.mark.parametrize("breaks", [boss, twice, no_roster])
async def test_a_faulty_file_is_named_with_its_line(folder: Path, breaks: Callable[[Path], str]) -> None:
    expected = breaks(folder)
    code, said = await run(folder / "zhiban.toml")
    assert code == 1
    assert said.startswith(f"{folder}/{expected}")
    assert len(said.splitlines()) == 1
    assert "; " in said, "what is wrong; what to do"
    assert not (folder / "zhiban.db").exists(), "nothing is begun"


async def test_a_server_that_is_not_there(folder: Path, sandbox: Sandbox) -> None:
    change(folder / "zhiban.toml", sandbox.url, "http://127.0.0.1:9")
    code, said = await run(folder / "zhiban.toml")
    assert (code, len(said.splitlines())) == (1, 1)
    assert "does not answer as Telegram" in said


async def test_a_folder_nobody_may_write_to(folder: Path) -> None:
    kept = folder / "kept"
    kept.mkdir()
    change(folder / "zhiban.toml", "sqlite:///zhiban.db", "sqlite:///kept/zhiban.db")
    kept.chmod(0o500)
    try:
        code, said = await run(folder / "zhiban.toml")
    finally:
        kept.chmod(0o700)
    assert (code, len(said.splitlines())) == (1, 1)
    assert "kept may not be written to" in said or "can't be written to" in said
    assert "change [store] url" in said


async def test_a_folder_that_is_not_there(folder: Path) -> None:
    change(folder / "zhiban.toml", "sqlite:///zhiban.db", "sqlite:///nowhere/zhiban.db")
    code, said = await run(folder / "zhiban.toml")
    assert (code, len(said.splitlines())) == (1, 1)
    assert "nowhere can't be written to" in said
    assert "change [store] url" in said


async def test_a_second_one_on_the_same_database(town: Town) -> None:
    code, said = await run(town.folder / "zhiban.toml")
    assert (code, len(said.splitlines())) == (1, 1)
    assert "another zhiban works on zhiban.db already: stop it first" in said
    asked = await town.wang.says("/whoami")
    await town.wang.heard("王强", after=asked)


async def test_a_playbook_with_a_missing_field(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("program")
    for part in ("bot", "handlers", "templates", "migrations"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    playbook = root / "templates" / "playbooks" / "elevator_trapped.yaml"
    change(playbook, "urgency: emergency\n", "")
    code, said = await run(folder / "zhiban.toml", root=root)
    assert (code, len(said.splitlines())) == (1, 1)
    assert "elevator_trapped.yaml:" in said
    assert "urgency is missing" in said
    assert os.fspath(root) in said, "it read the broken copy"
