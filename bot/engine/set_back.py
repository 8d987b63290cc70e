"""The wall clock was set back: what waits for a time goes back with it, so that it waits no longer than it was to.

What was scheduled so many minutes from a moment is shifted: when a parcel is due or expires, and when a deadline rings.
What was said or will be shown is not: a deadline stays due at 10:12 as people read it, and rings when the time that was
given is really over. A clock set forward needs nothing: what is late by it rings at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.engine.trouble import trouble
from bot.store import deadlines, outbox
from bot.store.tx import Database, Tx

_log = logging.getLogger(__name__)


async def shift_back(
    db: Database,
    by: timedelta,
    adopt: Callable[[timedelta], None],
    *,
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Shifts every waiting row in one write; `adopt` is called in it, before anybody else can write by the new time."""
    adopted = False

    async def job(tx: Tx) -> None:
        nonlocal adopted
        await deadlines.shift(tx, by)
        await outbox.shift(tx, by)
        if not adopted:  # the database may run it twice
            adopt(by)
            adopted = True

    while True:
        try:
            await db.write(job)
        except Exception as error:
            _log.error("the clock was set back; its rows are shifted in a second: %s", trouble(error))
            if adopted:
                adopt(-by)
                adopted = False
            await rest(1.0)
        else:
            _log.warning("the clock was set back by %d seconds: what waits was shifted", -by.total_seconds())
            return
