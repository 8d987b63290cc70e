"""What did not go out is told, and what became of a notice: with the record of it, else a little later.

That it could not be told is told as well.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from bot.engine.delivery import Load
from bot.engine.surroundings import Committed, Mishaps
from bot.engine.trouble import trouble
from bot.engine.verdict import Fate, Verdict
from bot.store.db import Database
from bot.store.outbox import ParcelState
from bot.store.tx import Job, Tx
from bot.talk.message import Delivery, Sent

TELLINGS = 3
_ENDS = {
    Fate.SENT: ParcelState.SENT,
    Fate.LOST: ParcelState.FAILED,
    Fate.REFUSED: ParcelState.FAILED,
    Fate.UNCERTAIN: ParcelState.UNCERTAIN,
    Fate.NEEDLESS: ParcelState.DROPPED,
}
"""The fates a notice does not come back from, as its parcel then stands."""

_log = logging.getLogger(__name__)


async def tell(mishaps: Mishaps, load: Load, tx: Tx, *, verdict: Verdict, sent: Sent) -> Committed | None:
    """In the write that records it; None when nobody has to hear of it."""
    if verdict.fate is Fate.SENT and sent.delivery is Delivery.HANDED:
        return await mishaps.handed(tx, load.parcel, sent)
    told = await _tell(mishaps, load, tx, verdict=verdict, sent=sent)
    ended, notice = _ENDS.get(verdict.fate), load.notice
    if ended is None or notice is None:
        return told
    also = await mishaps.delivered(tx, load.parcel, notice, ended)

    def committed() -> None:
        for one in (told, also):
            if one is not None:
                one()

    return committed


async def _tell(mishaps: Mishaps, load: Load, tx: Tx, *, verdict: Verdict, sent: Sent) -> Committed | None:
    parcel, stored = load.parcel, load.stored
    match verdict.fate:
        case Fate.LOST:
            return await mishaps.lost(tx, parcel, stored, verdict.reason)
        case Fate.UNCERTAIN:
            return await mishaps.uncertain(tx, parcel, stored)
        case Fate.REFUSED:
            return await mishaps.refused(tx, parcel, stored, verdict.reason)
        case Fate.MOVED:
            return await mishaps.moved(tx, parcel.where.platform, parcel.where.chat, sent.moved_to)
        case _:
            return None


async def tell_again(
    db: Database,
    mishaps: Mishaps,
    *,
    load: Load,
    verdict: Verdict,
    sent: Sent,
    rest: Callable[[float], Awaitable[None]],
) -> None:
    """Telling has failed with the record: tried again by itself, and at last a person hears of just that."""
    again: Job[Committed | None] = partial(tell, mishaps, load, verdict=verdict, sent=sent)
    jobs: list[Job[Committed | None]] = [again] * (TELLINGS - 1)
    for job in (*jobs, lambda tx: mishaps.untold(tx, load.parcel)):
        await rest(1.0)
        try:
            committed = await db.write(job)
        except Exception as error:
            _log.error("nobody could be told of parcel %d: %s", load.parcel.id, trouble(error))
            continue
        if committed is not None:
            committed()
        return
