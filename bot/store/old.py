"""What nobody needs any more: raw updates after a week, and what was said of closed incidents after a month.

With it goes what was noted of notices that are over: who was asked, and who was told; and the last line of somebody
that could have been half a report.

The newest row of a table stays in any case: its number would be given again.
"""

from datetime import datetime

from bot.store.tx import Tx
from bot.store.values import micros

UPDATES = """DELETE FROM inbox
    WHERE state = 'done' AND at < :before AND id < (SELECT max(newest.id) FROM inbox AS newest)"""
PARCELS = """DELETE FROM outbox
    WHERE state IN ('sent', 'dropped') AND created < :before AND id < (SELECT max(newest.id) FROM outbox AS newest)
        AND card IN (SELECT card.id FROM card WHERE card.live = 0)
        AND NOT EXISTS (SELECT 1 FROM incident WHERE incident.in_hand = 1
            AND (outbox.about = CAST(incident.number AS TEXT)
                OR outbox.about LIKE CAST(incident.number AS TEXT) || '/%'))"""
CARDS = """DELETE FROM card
    WHERE live = 0 AND created < :before AND id NOT IN (SELECT outbox.card FROM outbox)
        AND NOT EXISTS (SELECT 1 FROM incident WHERE incident.in_hand = 1
            AND (card.about = CAST(incident.number AS TEXT)
                OR card.about LIKE CAST(incident.number AS TEXT) || '/%'))"""

NOTED = """DELETE FROM fact
    WHERE at < :before
        AND (name LIKE 'asked:N%' OR name LIKE 'round:N%' OR name LIKE 'drawn:N%' OR name LIKE 'delivered:N%'
            OR name LIKE 'help:N%')
        AND NOT EXISTS (SELECT 1 FROM notice WHERE notice.in_hand = 1
            AND (fact.name LIKE '%:N' || CAST(notice.number AS TEXT)
                OR fact.name LIKE '%:N' || CAST(notice.number AS TEXT) || '/%'))"""

LINES = "DELETE FROM fact WHERE at < :before AND name LIKE 'line:%'"


async def clear(tx: Tx, *, updates: datetime, said: datetime) -> int:
    """Takes away updates older than the one moment and what was said before the other; tells how many rows it were."""
    count = await tx.run(UPDATES, before=micros(updates))
    count += await tx.run(LINES, before=micros(updates))
    count += await tx.run(PARCELS, before=micros(said))
    count += await tx.run(NOTED, before=micros(said))
    return count + await tx.run(CARDS, before=micros(said))
