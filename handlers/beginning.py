"""What is done once at every start, before the first message is read."""

from __future__ import annotations

from bot.talk.work import Work
from handlers import duty_roll, staffing


async def begin(work: Work) -> None:
    """To begin again changes nothing."""
    await duty_roll.plan(work)
    await staffing.look(work)
