"""What has been said already, or is about to be: asked before something is put in line beside it."""

from collections.abc import Mapping
from datetime import datetime

from bot.store.tx import Reads
from bot.store.values import micros, moment

LAST_EDIT = """SELECT max(CASE WHEN done > due THEN done ELSE due END) AS at FROM outbox
    WHERE card = :card AND kind = 'edit' AND state <> 'dropped'"""
SINCE = """SELECT chat, count(*) AS number FROM outbox
    WHERE platform = :platform AND kind IN ('send', 'edit') AND (state = 'sending' OR done > :at) AND state <> 'dropped'
    GROUP BY chat ORDER BY chat"""
KNOWN = "SELECT count(*) AS number FROM outbox WHERE key = :key"


async def last_edit(reads: Reads, card: str) -> datetime | None:
    """When its last change was or will be made; None: it still stands as it was sent."""
    row = await reads.one(LAST_EDIT, card=card)
    return moment(row["at"]) if row else None


async def known(reads: Reads, key: str) -> bool:
    """Whether a parcel with this key was put in line before."""
    row = await reads.one(KNOWN, key=key)
    return row is not None and row["number"] > 0


async def since(reads: Reads, platform: str, at: datetime) -> Mapping[str, int]:
    """How many messages each chat of a platform has had since then, or may have had: what is under way counts."""
    rows = await reads.all(SINCE, platform=platform, at=micros(at))
    return {row["chat"]: row["number"] for row in rows}
