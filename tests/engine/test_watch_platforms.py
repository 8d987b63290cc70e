"""A platform on which nothing can be sent is told of once, and once when it works again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from bot.domain.events import AppAlarm
from bot.engine.watch_platforms import LOOK, watch
from bot.talk.platform import Platform
from bot.talk.work import Work
from tests.engine.bench import bench

REFUSED, CLOSED = "the secret is refused", "the app is off"


@dataclass
class Named:
    """As much of a platform as is looked at."""

    name: str
    problem: str = ""


async def told(looks: Iterable[tuple[str, ...]], *, fails: int = 0) -> list[tuple[str, str, str]]:
    """What was recorded while the platforms had these problems, look by look."""
    platforms = [Named("wecom"), Named("wecom_room")]
    said: list[tuple[str, str, str]] = []
    coming, failing = iter(looks), iter(range(fails))

    async def record(event: AppAlarm) -> None:
        if next(failing, None) is not None:
            raise OSError("no space")
        said.append((event.platform, event.sign, event.detail))

    async def rest(seconds: float) -> None:
        assert seconds == LOOK
        problems = next(coming, None)
        if problems is None:
            raise asyncio.CancelledError
        for platform, problem in zip(platforms, problems, strict=True):
            platform.problem = problem

    with pytest.raises(asyncio.CancelledError):
        await watch(cast(list[Platform], platforms), record, rest)
    return said


BROKEN, WELL = (REFUSED, ""), ("", "")


async def test_what_stands_is_told_once_and_that_it_is_over() -> None:
    assert await told([BROKEN] * 5) == [("wecom", "problem", REFUSED)]
    assert await told([BROKEN] * 3 + [WELL] * 3) == [("wecom", "problem", REFUSED), ("wecom", "works", "")]


async def test_what_passes_is_told_nobody() -> None:
    assert await told([BROKEN, WELL] * 5) == []
    assert await told([BROKEN, BROKEN, WELL, BROKEN, BROKEN]) == [("wecom", "problem", REFUSED)]


async def test_a_fault_of_the_company_is_told_once_for_all_its_platforms() -> None:
    assert await told([(REFUSED, REFUSED)] * 3) == [("wecom", "problem", REFUSED)]


async def test_another_problem_is_no_end_of_the_first() -> None:
    looks = [BROKEN, BROKEN, (CLOSED, ""), (CLOSED, ""), WELL, WELL]
    assert await told(looks) == [
        ("wecom", "problem", REFUSED), ("wecom", "problem", CLOSED), ("wecom", "works", "")
    ]  # fmt: skip


async def test_what_could_not_be_recorded_is_recorded_at_the_next_look() -> None:
    assert await told([BROKEN] * 4, fails=2) == [("wecom", "problem", REFUSED)]


async def test_what_a_platform_says_of_the_program_is_an_event_and_goes_no_further(tmp_path: Path) -> None:
    heard: list[Any] = []

    async def tell(_: Work, event: AppAlarm) -> None:
        heard.append(event)

    async with bench(tmp_path, tell={AppAlarm: (tell,)}) as line:
        nowhere = {"platform": "chatter", "chat": ""}
        await line.say("1795489200", alarm="inactive_alert", account="", where=nowhere)
        assert heard == [AppAlarm(platform="chatter", sign="inactive_alert", detail="1795489200")]
        assert line.seen.texts() == []
        assert await line.answer() == ("", "", "")
