"""The folder of a demo is gone with it: at its end, and after a kill as soon as the next one looks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bot.demo.folder import folder_of_its_own
from tests.demo.showing import ROOT

HOLDS_ONE = """
from bot.demo.folder import folder_of_its_own
with folder_of_its_own() as folder:
    (folder / "zhiban.db").touch()
    print(folder, flush=True)
    input()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_what_a_killed_demo_left_behind_is_removed_by_the_next_and_the_living_one_is_left_alone(
    temporary: Path,
) -> None:
    own = temporary / "zhiban-demo-notes"
    own.mkdir()
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS_ONE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert other.stdout is not None
    held = Path(other.stdout.readline().strip())
    with folder_of_its_own() as folder:
        assert {*temporary.iterdir()} == {own, held, folder}
    other.kill()
    other.communicate()
    assert (held / "zhiban.db").exists()
    with folder_of_its_own() as folder:
        assert {*temporary.iterdir()} == {own, folder}
    assert [*temporary.iterdir()] == [own], "what no demo has made is nobody's to remove"
