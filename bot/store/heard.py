"""Whether a platform has said anything lately: as far back as raw updates are kept."""

from __future__ import annotations

from bot.store.tx import Reads

HEARD = "SELECT 1 AS found FROM inbox WHERE platform = :platform ORDER BY id DESC LIMIT 1"


async def heard(db: Reads, platform: str) -> bool:
    """Whether an update of this platform is in the inbox."""
    return await db.one(HEARD, platform=platform) is not None
