"""Reads the roster again when its file has changed; a faulty one changes nothing, and the admins hear of it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from bot.domain.events import RosterRefused
from bot.domain.roster import Roster
from bot.read.fault import Fault, FaultsError
from bot.read.roster import read_roster
from bot.store.tx import StoreError

log = logging.getLogger(__name__)

LOOK = 1.0
"""Seconds between two looks; DESIGN §8 promises two."""
_SHOWN = 5

Stamp = tuple[int, int, int]


async def watch_roster(
    file: Path,
    *,
    change: Callable[[Roster, str], Awaitable[None]],
    refuse: Callable[[RosterRefused], Awaitable[None]],
    seen: Stamp | None = None,
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Looks for as long as it runs; `seen`: how the file stood before the roster in force was read from it."""
    seen = seen or stamp(file)
    while True:
        await rest(LOOK)
        now = stamp(file)
        if now == seen:
            continue
        try:
            if await _look(file, change=change, refuse=refuse):
                seen = now
        except (StoreError, OSError) as error:
            log.error("the roster is read again in a second: %s", error)


async def _look(
    file: Path,
    *,
    change: Callable[[Roster, str], Awaitable[None]],
    refuse: Callable[[RosterRefused], Awaitable[None]],
) -> bool:
    """False when the file was written to while it was read: what was read is nothing to rely on."""
    try:
        before = digest_of(file) if stamp(file) else ""
        roster = await asyncio.to_thread(read_roster, file)
    except FaultsError as error:
        log.warning("the roster was not taken: %s", error)
        problem = "\n".join(_said(fault, file) for fault in error.faults[:_SHOWN])
        await refuse(RosterRefused(problem=problem))
        return True
    if digest_of(file) != before:
        return False
    await change(roster, before)
    log.info("a new roster is in force")
    return True


def _said(fault: Fault, file: Path) -> str:
    """As people in a chat read it: without the folders of this machine."""
    return str(replace(fault, file=file.name))


def stamp(file: Path) -> Stamp | None:
    """What changes when the file is written or replaced; None while there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def digest_of(file: Path) -> str:
    """Which roster it was, for the timeline."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
