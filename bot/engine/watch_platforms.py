"""Tells when nothing can be sent on a platform at all, and when it works again: a log alone is read by nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping

from bot.domain.events import AppAlarm
from bot.engine.trouble import trouble
from bot.talk.platform import Platform

LOOK = 5.0
PROBLEM, WORKS = "problem", "works"

_log = logging.getLogger(__name__)


async def watch(
    platforms: Iterable[Platform],
    record: Callable[[AppAlarm], Awaitable[None]],
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Looks for as long as it runs. What stands at two looks in a row counts: a passing fault is nobody's business."""
    known = tuple(platforms)
    told: dict[str, str] = {}
    before = _problems(known)
    while True:
        await rest(LOOK)
        now = _problems(known)
        if now == before:
            try:
                told = await _tell(now, told, record=record)
            except Exception as error:
                _log.error("nobody could be told of a platform's trouble: %s", trouble(error))
        before = now


def _problems(platforms: Iterable[Platform]) -> dict[str, str]:
    """Each problem with the first platform that has it: those of one company share its faults."""
    found: dict[str, str] = {}
    for platform in platforms:
        if platform.problem:
            found.setdefault(platform.problem, platform.name)
    return found


async def _tell(
    now: Mapping[str, str], told: Mapping[str, str], *, record: Callable[[AppAlarm], Awaitable[None]]
) -> dict[str, str]:
    for problem, name in now.items():
        if problem not in told:
            await record(AppAlarm(platform=name, sign=PROBLEM, detail=problem))
    for name in {name for problem, name in told.items() if problem not in now} - set(now.values()):
        await record(AppAlarm(platform=name, sign=WORKS))
    return dict(now)
