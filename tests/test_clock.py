"""The one clock: moved by a file, at once for whoever asks, and it rings when time has jumped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import STEP, Clock

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


async def never(by: timedelta, _adopt: object) -> None:
    raise AssertionError(f"it was set back by {by}")


def test_without_a_file_it_is_the_time() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < SECOND


def test_a_moved_file_counts_from_the_next_question_on(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("0")
    clock = Clock(file)
    assert abs(clock.now() - datetime.now(UTC)) < SECOND
    file.write_text("3600")
    assert abs(clock.now() - datetime.now(UTC) - HOUR) < SECOND


@pytest.mark.parametrize("text", ["", "later", "3600 s"])
def test_what_is_no_number_changes_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "clock"
    file.write_text("3600")
    clock = Clock(file)
    file.write_text(text)
    assert abs(clock.now() - datetime.now(UTC) - HOUR) < SECOND
    file.unlink()
    assert abs(clock.now() - datetime.now(UTC) - HOUR) < SECOND


async def test_it_rings_once_for_each_move_also_when_somebody_has_asked_before(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("0")
    clock = Clock(file)
    rang: asyncio.Queue[datetime] = asyncio.Queue()
    watching = asyncio.create_task(clock.watch(forward=lambda: rang.put_nowait(clock.now()), back=never))
    await asyncio.sleep(0)
    for hours in (1, 2):
        file.write_text(str(3600 * hours))
        clock.now()
        async with asyncio.timeout(5):
            heard = await rang.get()
        assert abs(heard - datetime.now(UTC) - HOUR * hours) < SECOND
    assert rang.empty()
    watching.cancel()


async def test_it_rings_when_the_clock_of_the_machine_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.clock._LOOK", 0.001)
    clock = Clock()
    rang = asyncio.Event()
    watching = asyncio.create_task(clock.watch(forward=rang.set, back=never))
    real = time.time
    monkeypatch.setattr("bot.clock.time.time", lambda: real() + 2 * STEP)
    async with asyncio.timeout(5):
        await rang.wait()
    watching.cancel()


async def test_set_back_it_goes_on_as_before_until_the_rows_are_shifted(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("0")
    clock = Clock(file)
    told: asyncio.Queue[tuple[timedelta, datetime]] = asyncio.Queue()

    async def back(by: timedelta, adopt: Callable[[timedelta], None]) -> None:
        before = clock.now()
        adopt(by)
        await told.put((by, before))

    watching = asyncio.create_task(clock.watch(forward=lambda: None, back=back))
    await asyncio.sleep(0)
    file.write_text("-3600")
    assert abs(clock.now() - datetime.now(UTC)) < SECOND
    async with asyncio.timeout(5):
        by, before = await told.get()
    assert abs(by + HOUR) < SECOND
    assert abs(before - datetime.now(UTC)) < SECOND
    assert abs(clock.now() - datetime.now(UTC) + HOUR) < SECOND
    assert told.empty()
    watching.cancel()
