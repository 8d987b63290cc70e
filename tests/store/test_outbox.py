"""Parcels: said once, claimed in order, dropped in the commit that makes them needless."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import cards, outbox
from bot.store.db import Database, Tx
from bot.store.outbox import Kind, Parcel, ParcelState
from bot.talk.message import Address, Priority
from tests.store.test_cards import stored

NOW = datetime(2026, 3, 1, 2, 40, tzinfo=UTC)
GROUP = Address(platform="telegram", chat="-1")
IDS = "SELECT id FROM outbox WHERE key = :key ORDER BY id"


async def put(
    db: Database,
    key: str,
    *,
    where: Address = GROUP,
    chases: str = "",
    priority: Priority = Priority.ROUTINE,
    after: float = 0,
    kind: Kind = Kind.SEND,
    card: str = "",
) -> bool:
    kept = stored(about="", live=False, where=where)

    async def job(tx: Tx) -> bool:
        if not card:
            await cards.add(tx, kept, now=NOW)
        return await outbox.add(
            tx,
            key=key,
            card=card or kept.id,
            kind=kind,
            where=where,
            person="li",
            priority=priority,
            about="7",
            chases=chases,
            due=NOW + timedelta(seconds=after),
            until=NOW + timedelta(hours=1),
            now=NOW,
        )

    return await db.write(job)


async def claim(db: Database, key: str, *, after: float = 0) -> Parcel | None:
    row = await db.one(IDS, key=key)
    assert row is not None
    return await db.write(lambda tx: outbox.claim(tx, row["id"], now=NOW + timedelta(seconds=after)))


async def test_a_key_is_said_once(db: Database) -> None:
    assert await put(db, "a")
    assert not await put(db, "a")
    assert len(await outbox.waiting(db, seen=0, count=9)) == 1


async def test_a_parcel_comes_out_as_it_went_in(db: Database) -> None:
    await put(db, "a", chases="ack:7/li", priority=Priority.CHASE)
    parcel = await claim(db, "a")
    assert parcel is not None
    assert (parcel.key, parcel.where, parcel.person, parcel.about) == ("a", GROUP, "li", "7")
    assert (parcel.kind, parcel.priority, parcel.chases) == (Kind.SEND, Priority.CHASE, "ack:7/li")
    assert (parcel.due, parcel.until, parcel.created) == (NOW, NOW + timedelta(hours=1), NOW)
    assert (parcel.tries, parcel.resent) == (1, False)
    assert await outbox.get(db, parcel.id) == parcel
    assert await outbox.left(db) == [parcel]


async def test_only_the_first_of_a_chat_can_be_claimed_and_one_at_a_time(db: Database) -> None:
    await put(db, "a")
    await put(db, "b")
    await put(db, "urgent", priority=Priority.EMERGENCY)
    await put(db, "other", where=Address(platform="telegram", chat="-2"))
    assert await claim(db, "a") is None
    parcel = await claim(db, "urgent")
    assert parcel is not None
    assert await claim(db, "a") is None
    assert await claim(db, "other") is not None
    await db.write(lambda tx: outbox.end(tx, parcel, ParcelState.SENT, now=NOW))
    assert await claim(db, "b") is None
    assert await claim(db, "a") is not None


async def test_a_send_that_is_not_due_holds_up_its_thread_alone(db: Database) -> None:
    await put(db, "a", after=5)
    await put(db, "b")
    await put(db, "thread", where=Address(platform="telegram", chat="-1", thread="2"))
    assert await claim(db, "a") is None
    assert await claim(db, "b") is None
    assert await claim(db, "thread") is not None


async def test_an_edit_waits_for_the_sending_of_its_card(db: Database) -> None:
    await put(db, "a", after=5)
    card = (await outbox.waiting(db, seen=0, count=9))[0].card
    await put(db, "pin", card=card, kind=Kind.PIN, priority=Priority.ANSWER)
    assert await claim(db, "pin") is None
    parcel = await claim(db, "a", after=5)
    assert parcel is not None
    await db.write(lambda tx: outbox.end(tx, parcel, ParcelState.SENT, now=NOW))
    assert await claim(db, "pin") is not None


@pytest.mark.parametrize(
    ("met", "left"),
    [
        ("ack:7/li", {"go:7/li", "ack:7", "ack:70/li", "ack:7/wang"}),
        ("ack:7/*", {"go:7/li", "ack:70/li"}),
        ("*:7/*", {"ack:70/li"}),
        ("*:7/li", {"ack:7", "ack:70/li", "ack:7/wang"}),
        ("ack:7", {"ack:7/li", "go:7/li", "ack:70/li", "ack:7/wang"}),
    ],
)
async def test_what_is_met_drops_its_own_chases(db: Database, met: str, left: set[str]) -> None:
    chases = {"ack:7/li", "go:7/li", "ack:7", "ack:70/li", "ack:7/wang"}
    for one in sorted(chases):
        await put(db, one, chases=one, where=Address(platform="telegram", chat=one))
    await put(db, "no chase")
    dropped = await db.write(lambda tx: outbox.drop_chases(tx, met, now=NOW))
    assert dropped == len(chases - left)
    assert len(await outbox.waiting(db, seen=0, count=9)) == len(left) + 1
    assert {one for one in sorted(left) if await claim(db, one)} == left


async def test_one_edit_of_a_card_waits_and_never_gets_later(db: Database) -> None:
    await put(db, "a")
    card = (await outbox.waiting(db, seen=0, count=9))[0].card

    async def edit(after: float) -> None:
        due = NOW + timedelta(seconds=after)
        first = Priority.EMERGENCY
        await db.write(
            lambda tx: outbox.add_edit(tx, card=card, where=GROUP, priority=first, about="7", due=due, now=NOW)
        )

    for after in (3, 9, 2):
        await edit(after)
    edits = [one for one in await outbox.waiting(db, seen=0, count=9) if one.kind is Kind.EDIT]
    assert [one.due for one in edits] == [NOW + timedelta(seconds=2)]
    assert await outbox.ripe(db, since=NOW, now=NOW + timedelta(seconds=2)) == edits
    assert await outbox.ripe(db, since=NOW + timedelta(seconds=2), now=NOW + timedelta(seconds=9)) == []


async def test_a_chat_that_moves_takes_its_parcels_along(db: Database) -> None:
    await put(db, "a")
    await put(db, "b", where=Address(platform="wecom", chat="-1"))
    await db.write(lambda tx: outbox.move_chat(tx, "telegram", "-1", "-100"))
    assert [one.where.chat for one in await outbox.waiting(db, seen=0, count=9)] == ["-100", "-1"]


async def test_a_chat_that_moves_reads_no_row_it_does_not_need(db: Database) -> None:
    """What was said is never pruned: a move must not read all of it in the only write there is."""
    for statement in (outbox.MOVE, outbox.MOVE_SENDING, outbox.MOVE_NOTICES):
        plan = await db.all(f"EXPLAIN QUERY PLAN {statement}", new="-100", platform="telegram", old="-1")
        assert all("USING INDEX" in row["detail"] for row in plan), statement


async def test_what_has_ended_stays_as_it_is(db: Database) -> None:
    await put(db, "a")
    parcel = await claim(db, "a")
    assert parcel is not None
    await db.write(lambda tx: outbox.end(tx, parcel, ParcelState.SENT, now=NOW))
    await db.write(lambda tx: outbox.end(tx, parcel, ParcelState.FAILED, reason="late", now=NOW))
    await db.write(lambda tx: outbox.again(tx, parcel, due=NOW, resent=True, now=NOW))
    assert await outbox.count(db) == {ParcelState.SENT: 1}
    assert await outbox.place(db, parcel.id) is None
