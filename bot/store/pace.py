"""When the message of a card was last changed, so that changes are gathered instead of shown one by one."""

from datetime import datetime

from bot.store.tx import Reads
from bot.store.values import moment

LAST_EDIT = """SELECT max(CASE WHEN done > due THEN done ELSE due END) AS at FROM outbox
    WHERE card = :card AND kind = 'edit' AND state <> 'dropped'"""


async def last_edit(reads: Reads, card: str) -> datetime | None:
    """When its last change was or will be made; None: it still stands as it was sent."""
    row = await reads.one(LAST_EDIT, card=card)
    return moment(row["at"]) if row else None
