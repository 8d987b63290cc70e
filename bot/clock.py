"""The one place that asks what time it is: wall time for facts, monotonic time for waiting. Tests can move it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

STEP = 2.0
"""Seconds by which wall and monotonic time may drift apart before the timers are read again (DESIGN §3)."""
_LOOK = 0.5
_LOOK_AT_FILE = 0.02

Back = Callable[[timedelta, Callable[[timedelta], None]], Awaitable[None]]
"""By how much (less than zero) the clock was set back, and what to call, with the same, once the rows are shifted."""


class Clock:
    """Wall time in UTC, moved by the offset in a file when there is one (`ZHIBAN_CLOCK_FILE`).

    Set forward, it is later at once. Set back, it goes on as before until the rows that wait for a time are shifted
    with it: nothing that was written down by the old time is ever read by the new one.
    """

    def __init__(self, moved_by: Path | None = None) -> None:
        self._file = moved_by
        self._offset = 0.0
        self._drift = self._measure()

    def now(self) -> datetime:
        """The time for facts: aware, UTC. Whoever has moved the file and speaks after it is heard after it."""
        drift = self._measure()
        if drift < self._drift - STEP:
            drift = self._drift
        return datetime.fromtimestamp(time.monotonic() + drift, UTC)

    def monotonic(self) -> float:
        """Seconds for waiting; never goes back."""
        return time.monotonic()

    async def watch(self, *, forward: Callable[[], None], back: Back) -> None:
        """Calls `forward` or `back` whenever wall time has jumped, for as long as it runs."""
        while True:
            seen = self._offset
            await asyncio.sleep(_LOOK_AT_FILE if self._file else _LOOK)
            drift = self._measure()
            if drift < self._drift - STEP:
                await back(timedelta(seconds=drift - self._drift), self._set_back)
            elif drift > self._drift + STEP or self._offset > seen:
                self._drift = drift
                forward()

    def _set_back(self, by: timedelta) -> None:
        self._drift += by.total_seconds()

    def _measure(self) -> float:
        """How far wall time is from monotonic time."""
        self._read_offset()
        return time.time() + self._offset - time.monotonic()

    def _read_offset(self) -> None:
        """Reads the file, if there is one. A file that is just being written counts as unchanged."""
        if self._file is not None:
            with contextlib.suppress(FileNotFoundError, ValueError):
                self._offset = float(self._file.read_text(encoding="ascii"))
