"""A bot as a process of its own: started until it says that it is on duty, ended as the benchmark wants."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
ON_DUTY = b"on duty"


class BotProcess:
    """One run after the other of the same command; what it writes on standard error is kept in a file."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self.command = [sys.executable, *command]
        self.log = log
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Starts it and waits until it is on duty."""
        self._process = await asyncio.create_subprocess_exec(*self.command, cwd=ROOT, stderr=asyncio.subprocess.PIPE)
        duty = asyncio.Event()
        self._reading = asyncio.create_task(self._read(self._process, duty))
        await duty.wait()
        if self._process.returncode is not None:
            raise RuntimeError(f"the bot did not start:\n{self.log.read_text(encoding='utf-8')}")

    async def _read(self, process: asyncio.subprocess.Process, duty: asyncio.Event) -> None:
        assert process.stderr is not None
        with self.log.open("ab") as log:
            while line := await process.stderr.readline():
                log.write(line)
                log.flush()
                if ON_DUTY in line:
                    duty.set()
        await process.wait()
        duty.set()

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def cpu_seconds(self) -> float:
        """Processor time it has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it: SIGTERM asks it to, SIGKILL does not."""
        process, reading = self._process, self._reading
        if process is None or reading is None:
            return
        if process.returncode is None:
            process.send_signal(how)
        await process.wait()
        await reading
        self._process = None


@asynccontextmanager
async def on_duty(command: Sequence[str], log: Path) -> AsyncIterator[BotProcess]:
    """The process for the length of the block."""
    bot = BotProcess(command, log)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.end()
