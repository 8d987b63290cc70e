"""Starts `zhiban demo` as people do, with a folder of its own for whatever it may leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def begin(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The demo, fast, with `folder` for temporary files and settings of somebody's own bot in its environment."""
    return begin_page(folder, "--fast", *arguments)


def begin_page(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The same with its page."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", *arguments],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder), "ZHIBAN_COMPANY__LANGUAGE": "somebody's own"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def transcript(folder: Path, *arguments: str) -> str:
    """What it shows from beginning to end."""
    process = begin(folder, *arguments)
    shown, complaints = process.communicate(timeout=120)
    assert (process.returncode, complaints) == (0, "")
    return shown


def children(parent: int) -> dict[int, str]:
    """The processes a process has started, with their command lines."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    lines = (line.split(maxsplit=2) for line in listed.splitlines())
    return {int(pid): command for pid, ppid, command in lines if int(ppid) == parent}


def in_order(shown: str, *words: str) -> bool:
    """Whether all the words stand in it, one behind the other."""
    place = 0
    for word in words:
        place = shown.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True
