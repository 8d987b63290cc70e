"""Starts `zhiban demo` as people do and reads the address it prints."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENDS_WITHIN = 20.0
_ADDRESS = re.compile(r"^http://127\.0\.0\.1:\d+/$")


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A demo that runs: where its page is, and after how many seconds it said so."""

    address: str
    took: float


@contextmanager
def running(*, language: str = "zh") -> Iterator[Demo]:
    """The demo for the length of the block. It ends by Ctrl-C, with 0 and without a complaint."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--language", language],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        process_group=0,
    )
    try:
        address, shown = _address(process)
        yield Demo(address=address, took=time.monotonic() - began)
        process.send_signal(signal.SIGINT)
        assert (process.wait(ENDS_WITHIN), shown.complaints()) == (0, "")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


class _Rest:
    """Reads what the demo goes on to print, so that it never waits for a reader."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self._said: list[str] = []
        out, err = process.stdout, process.stderr
        self._readers = [
            threading.Thread(target=lambda: [None for _ in out], daemon=True),
            threading.Thread(target=lambda: self._said.extend(err), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def complaints(self) -> str:
        """All it wrote to its error stream."""
        for reader in self._readers:
            reader.join(ENDS_WITHIN)
        return "".join(self._said)


def _address(process: subprocess.Popen[str]) -> tuple[str, _Rest]:
    assert process.stdout is not None
    for line in process.stdout:
        if _ADDRESS.match(line.strip()):
            return line.strip(), _Rest(process)
    raise AssertionError(f"no address: {process.communicate()}")
