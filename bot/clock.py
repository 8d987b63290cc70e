"""The one place that asks what time it is: wall time for facts, monotonic time for waiting. Tests can move it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

STEP = 2.0
"""Seconds by which wall and monotonic time may drift apart before the timers are read again (DESIGN §3)."""
_LOOK = 0.5
_LOOK_AT_FILE = 0.02


class Clock:
    """Wall time in UTC, moved by the offset in a file when there is one (`ZHIBAN_CLOCK_FILE`)."""

    def __init__(self, moved_by: Path | None = None) -> None:
        self._file = moved_by
        self._offset = timedelta()
        self._drift = time.time() - time.monotonic()
        self._read_offset()

    def now(self) -> datetime:
        """The time for facts: aware, UTC. Whoever has moved the file and speaks after it is heard after it."""
        self._read_offset()
        return datetime.now(UTC) + self._offset

    def monotonic(self) -> float:
        """Seconds for waiting; never goes back."""
        return time.monotonic()

    async def watch(self, stepped: Callable[[], None]) -> None:
        """Calls `stepped` whenever wall time has jumped, for as long as it runs."""
        seen = self._offset
        while True:
            await asyncio.sleep(_LOOK_AT_FILE if self._file else _LOOK)
            self._read_offset()
            if self._offset != seen or self._has_stepped():
                seen = self._offset
                stepped()

    def _has_stepped(self) -> bool:
        drift = time.time() - time.monotonic()
        if abs(drift - self._drift) <= STEP:
            return False
        self._drift = drift
        return True

    def _read_offset(self) -> None:
        """Reads the file, if there is one. A file that is just being written counts as unchanged."""
        if self._file is not None:
            with contextlib.suppress(FileNotFoundError, ValueError):
                self._offset = timedelta(seconds=float(self._file.read_text(encoding="ascii")))
