"""A browser that may be installed and can't be is a failure with apt's words; who may not install goes on without."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.rules.source import ROOT

_SCRIPT = ROOT / "tests" / "browser" / "install.sh"
_TOOLS = ("bash", "grep", "cat", "touch", "chmod")
_FONTS = "echo '/fonts/cjk.ttc: :lang=en|zh-cn'; echo '/fonts/NotoColorEmoji.ttf: :lang=en'"
_GONE = "E: Unable to locate package chromium"
_REFUSED = f'echo "$1" >>log; [ "$1" = install ] && echo "{_GONE}" >&2 && exit 100; exit 0'
_PUTS = """echo "$1" >>log
[ "$1" = install ] || exit 0
for one in chromium fc-list; do cat fonts >bin/$one; chmod +x bin/$one; done"""
_SECOND = f'[ -e tried ] || {{ touch tried; echo "Temporary failure resolving" >&2; exit 100; }}\n{_PUTS}'


class Machine:
    """A machine that has what is put on it and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "bin").mkdir()
        (folder / "fonts").write_text(f"#!/usr/bin/env bash\n{_FONTS}\n", encoding="utf-8")
        for tool in _TOOLS:
            (folder / "bin" / tool).symlink_to(str(shutil.which(tool)))

    def has(self, **programs: str) -> Machine:
        """Puts programs on it; an underscore is a hyphen."""
        for name, does in programs.items():
            file = self._folder / "bin" / name.replace("_", "-")
            file.write_text(f"#!/usr/bin/env bash\n{does}\n", encoding="utf-8")
            file.chmod(0o755)
        return self

    def installs(self) -> subprocess.CompletedProcess[str]:
        """Runs the script."""
        return subprocess.run(
            [self._folder / "bin" / "bash", _SCRIPT],
            cwd=self._folder, env={**os.environ, "PATH": str(self._folder / "bin")},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    def asked(self) -> list[str]:
        """What apt was asked for."""
        log = self._folder / "log"
        return log.read_text(encoding="utf-8").split() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_who_has_everything_installs_nothing(machine: Machine) -> None:
    done = machine.has(id="echo 0", chromium="", fc_list=_FONTS, apt_get=_REFUSED).installs()
    assert (done.returncode, done.stdout, machine.asked()) == (0, "", [])


def test_what_may_be_installed_and_cannot_be_is_a_failure_with_the_words_of_apt(machine: Machine) -> None:
    done = machine.has(id="echo 0", apt_get=_REFUSED).installs()
    assert done.returncode == 1
    assert _GONE in done.stderr
    assert machine.asked() == ["update", "install"] * 2


def test_missing_fonts_alone_are_a_failure_too(machine: Machine) -> None:
    done = machine.has(id="echo 0", chromium="", fc_list="", apt_get=_REFUSED).installs()
    assert done.returncode == 1
    assert "fonts-noto-cjk fonts-noto-color-emoji" in done.stderr


def test_what_is_still_missing_after_an_install_is_a_failure(machine: Machine) -> None:
    done = machine.has(id="echo 0", apt_get='echo "$1" >>log').installs()
    assert done.returncode == 1
    assert "chromium" in done.stderr


@pytest.mark.parametrize("apt", [_PUTS, _SECOND], ids=["at once", "at the second try"])
def test_what_can_be_installed_is(machine: Machine, apt: str) -> None:
    done = machine.has(id="echo 0", apt_get=apt).installs()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.asked() == ["update", "install"]


_MAY_NOT = {"user": {"id": "echo 1000", "apt_get": _REFUSED}, "no apt": {"id": "echo 0"}}


@pytest.mark.parametrize("programs", _MAY_NOT.values(), ids=_MAY_NOT)
def test_who_may_not_install_reads_one_line_and_goes_on(machine: Machine, programs: dict[str, str]) -> None:
    done = machine.has(**programs).installs()
    assert (done.returncode, machine.asked()) == (0, [])
    assert done.stdout.splitlines() == [
        "browser: not to be had here: chromium fontconfig fonts-noto-cjk fonts-noto-color-emoji"
    ]


def test_the_walk_begins_only_when_the_install_ended_well() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = text.partition("\nbrowser:")[2].partition("\n\n")[0].splitlines()
    assert recipe[1] == "\t@tests/browser/install.sh", "without a hyphen before it: its 1 is what make ends with"
    assert "pytest" in recipe[2]
