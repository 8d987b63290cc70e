"""A platform that only hands a notice to a group's owner: the outbox is done with it, and a row waits for the press."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import outbox
from bot.talk.message import Card, Delivery, Priority, Sent
from bot.talk.work import Work
from tests.engine.community import STAFF
from tests.engine.handed import handed
from tests.engine.sending import Desk
from tests.engine.test_delivered import desk, notice

__all__ = ["desk"]


async def test_what_waits_for_its_owner_is_no_delivery(desk: Desk) -> None:
    handed = Sent(delivery=Delivery.HANDED, message="t1", owner="wang")
    await notice(desk, "-1", handed)
    await notice(desk, "-2", handed, about="N3/1/instead/0")
    await desk.work()
    assert desk.told.said == [("handed", "text -1", "wang", "t1"), ("handed", "text -2", "wang", "t1")]
    assert await desk.state("text -1") == "sent", "to the platform; the row of the hand-over says the rest"


async def test_only_notices_are_handed_over(tmp_path: Path) -> None:
    """Anything else would wait where nobody looks for it: then people are told that it failed."""
    async with handed(tmp_path) as town:

        async def job(work: Work) -> None:
            work.send(STAFF, Card(template="x"), key="k", priority=Priority.ROUTINE, about="7")

        await town.line.work(job)
        parcel = await town.line.db.write(lambda tx: outbox.claim(tx, 1, now=town.line.clock.now()))
        assert parcel is not None
        handed_over = Sent(delivery=Delivery.HANDED, message="t1", owner="1")
        with pytest.raises(LookupError):
            await town.line.db.write(lambda tx: town.mishaps.handed(tx, parcel, handed_over))
