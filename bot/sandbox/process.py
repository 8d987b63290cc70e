"""Starts a sandbox as a process of its own that ends with whoever started it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ENDS_WITHIN = 5.0


def begin() -> tuple[subprocess.Popen[str], str]:
    """The process and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.sandbox", "--port", "0", "--with-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,  # Ctrl-C is for whoever started it, who ends it in their own order
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    name, _, url = line.strip().partition(" ")
    if name != "sandbox":
        end(process)
        raise RuntimeError(f"the sandbox did not start: {line!r}")
    return process, url


def end(process: subprocess.Popen[str]) -> None:
    """Ends it, at last by force."""
    process.terminate()
    try:
        process.communicate(timeout=ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@contextmanager
def running() -> Iterator[str]:
    """The address of a sandbox that runs for the length of the block."""
    process, url = begin()
    try:
        yield url
    finally:
        end(process)
