"""Once a day the tables lose what nobody needs any more, so that they do not grow for ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.engine.surroundings import Time
from bot.engine.trouble import trouble
from bot.store import old
from bot.store.tx import Database, Tx

DAY = 86_400.0
UPDATES_KEPT = timedelta(days=7)
"""A platform may deliver an update again for a day; its key has to be known as long as that and longer."""
SAID_KEPT = timedelta(days=30)

_log = logging.getLogger(__name__)


async def clear_daily(db: Database, clock: Time, *, rest: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Clears out for as long as it runs."""

    async def job(tx: Tx) -> int:
        now = clock.now()
        return await old.clear(tx, updates=now - UPDATES_KEPT, said=now - SAID_KEPT)

    while True:
        await rest(DAY)
        try:
            _log.info("cleared out: %d rows", await db.write(job))
        except Exception as error:
            _log.error("nothing was cleared out today: %s", trouble(error))
