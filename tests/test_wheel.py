"""The built wheel works from any folder: everything it needs is inside it, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bot.read.roster import read_roster
from tests.founding.interview import TOKEN, answers

ROOT = Path(__file__).parents[1]
CARRIED = ("bot", "handlers", "templates", "migrations")
"""The folders of the program."""

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """A fresh environment with the wheel in it."""

    wheel: Path
    folder: Path

    def zhiban(self, *arguments: str, cwd: Path, given: str = "") -> subprocess.CompletedProcess[str]:
        """Runs the command that was installed, knowing nothing of this checkout."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [self.folder / "bin" / "zhiban", *arguments],
            cwd=cwd,
            env={**environment, "ZHIBAN_TELEGRAM__BASE_URL": "http://127.0.0.1:9", "LANG": "C.UTF-8"},
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with wheel and source archive, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", str(folder))
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel as somebody has it; the libraries are borrowed from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    (wheel,) = built.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    python = str(folder / "bin" / "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return Installed(wheel, folder)


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def of_the_program() -> set[str]:
    """What belongs into every copy of the program."""
    found = (path for folder in CARRIED for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found if path.is_file()}


def test_it_holds_the_program_and_nothing_else(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == of_the_program()


def test_it_asks_for_what_the_project_names(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = message_from_bytes(archive.read(name)).get_all("Requires-Dist")
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert sorted(map(str, map(Requirement, told or ()))) == sorted(map(str, map(Requirement, named)))


def test_the_source_archive_holds_what_builds_it(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert of_the_program() <= names
    assert {"pyproject.toml", "README.md"} <= names


def test_it_says_what_it_can_and_which_it_is(installed: Installed, tmp_path: Path) -> None:
    assert installed.zhiban("--version", cwd=tmp_path).stdout.startswith("zhiban ")
    helped = installed.zhiban("--help", cwd=tmp_path)
    assert helped.returncode == 0
    assert all(f"    {command} " in helped.stdout for command in ("init", "run", "check", "demo"))


def test_it_checks_the_sample(installed: Installed, tmp_path: Path) -> None:
    done = installed.zhiban("check", "--sample", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert str(ROOT) not in done.stdout


def test_it_plays_the_demo(installed: Installed, tmp_path: Path) -> None:
    done = installed.zhiban("demo", "--fast", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "已结案" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_politely_without_settings(installed: Installed, tmp_path: Path) -> None:
    done = installed.zhiban("run", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "zhiban.toml: there is no such file; begin with `zhiban init`, or correct the path\n"


def test_it_founds_a_company(installed: Installed, tmp_path: Path) -> None:
    done = installed.zhiban("init", "new", cwd=tmp_path, given="\n".join([*answers(), ""]))
    assert (done.returncode, done.stderr) == (0, "")
    assert TOKEN not in done.stdout
    assert read_roster(tmp_path / "new" / "roster.toml").people[0].name == "罗经理"
    checked = installed.zhiban("check", "--offline", "--config", "new/zhiban.toml", cwd=tmp_path)
    assert checked.stdout.startswith("FAIL  people  new/roster.toml:4  ")
    assert installed.zhiban("migrate", "--config", "new/zhiban.toml", cwd=tmp_path).returncode == 0


def test_the_environment_borrows_no_program(installed: Installed, tmp_path: Path) -> None:
    """Otherwise the tests above would prove nothing."""
    (site,) = installed.folder.glob("lib/python*/site-packages")
    hidden = tmp_path / "hidden"
    shutil.move(site / "bot", hidden)
    try:
        python = installed.folder / "bin" / "python"
        done = subprocess.run([python, "-c", "import bot"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert "No module named 'bot'" in done.stderr
    finally:
        shutil.move(hidden, site / "bot")
