"""What went to each chat of a platform lately: what a count that starts anew begins with."""

from __future__ import annotations

from datetime import timedelta

from bot.store import outbox, said
from bot.store.db import Database
from bot.store.outbox import Kind, Parcel, ParcelState
from bot.talk.message import Address
from tests.store.test_outbox import NOW, claim, put

LI = Address(platform="wecom", chat="li")
WANG = Address(platform="wecom", chat="wang")


async def ended(db: Database, key: str, where: Address, *, state: ParcelState, after: float = 0) -> None:
    await put(db, key, where=where)
    parcel = await claim(db, key)
    assert parcel is not None
    found: Parcel = parcel
    await db.write(lambda tx: outbox.end(tx, found, state, now=NOW + timedelta(seconds=after)))


async def test_what_was_sent_or_may_have_been_counts_and_nothing_else(db: Database) -> None:
    await ended(db, "old", LI, state=ParcelState.SENT)
    await ended(db, "new", LI, state=ParcelState.SENT, after=61)
    await ended(db, "unclear", WANG, state=ParcelState.UNCERTAIN, after=61)
    await ended(db, "dropped", WANG, state=ParcelState.DROPPED, after=61)
    await ended(db, "elsewhere", Address(platform="telegram", chat="li"), state=ParcelState.SENT, after=61)
    await put(db, "pin", where=LI, kind=Kind.PIN)
    await put(db, "way", where=LI)
    await put(db, "waits", where=WANG)
    assert await claim(db, "way") is not None, "cut off while it was under way"
    counted = await said.since(db, "wecom", NOW + timedelta(seconds=30))
    assert counted == {"li": 2, "wang": 1}
