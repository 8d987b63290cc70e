"""Starts `zhiban demo` as people do and reads the address it prints."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
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
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints, _begun(language, complaints.fileno()) as process:
        try:
            address = _address(process)
            took = time.monotonic() - began
            reader = threading.Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True)
            reader.start()  # whatever it goes on to print, it never waits for a reader
            yield Demo(address=address, took=took)
            process.send_signal(signal.SIGINT)
            code = process.wait(ENDS_WITHIN)
            reader.join(ENDS_WITHIN)
            complaints.seek(0)
            said = complaints.read()
            assert (code, said) == (0, ""), f"the demo ended with {code}: {said[-2000:]}"
        finally:
            process.kill()


def _begun(language: str, complaints: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--language", language],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=complaints,
        encoding="utf-8",
        process_group=0,
    )


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if _ADDRESS.match(line.strip()):
            return line.strip()
    raise AssertionError(f"it ended with {process.wait(ENDS_WITHIN)} before it said where its page is")
