"""What is held after a restore stands in nobody's way, and goes or goes not as one with all that hangs on it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from bot.store import cards, held, inbox, outbox
from bot.store.db import Database, Tx
from bot.store.held import Held
from bot.store.outbox import Kind, ParcelState
from bot.talk.message import Priority
from bot.talk.platform import Raw
from tests.store.test_cards import stored
from tests.store.test_outbox import GROUP, NOW, claim, put

LATER = datetime(2030, 1, 1, tzinfo=UTC)
STATES = "SELECT key, state FROM outbox ORDER BY id"


async def states(db: Database) -> dict[str, str]:
    return {row["key"]: row["state"] for row in await db.all(STATES)}


async def live_card(db: Database, *, pin: bool = True) -> str:
    """A live card that waits to be sent, with its pin."""
    kept = stored(about="7", live=True, where=GROUP)

    async def job(tx: Tx) -> None:
        await cards.add(tx, kept, now=NOW)

    await db.write(job)
    await put(db, f"live:{kept.id}:1", card=kept.id)
    if pin:
        await put(db, f"pin:{kept.id}", card=kept.id, kind=Kind.PIN)
    return kept.id


async def one_held(db: Database) -> Held:
    (one,) = await held.held(db)
    return one


async def released(db: Database, one: Held) -> bool:
    return await db.write(lambda tx: held.release(tx, one, now=LATER))


async def test_a_held_card_goes_with_its_pin_behind_what_is_new(db: Database) -> None:
    card = await live_card(db)
    await db.write(held.hold)
    await put(db, "new")
    assert await claim(db, "new") is not None, "what is held is in nobody's way"
    assert await cards.live(db, GROUP, "7") is None, "the next change makes a message of its own"
    assert await released(db, await one_held(db))
    first, second = await outbox.waiting(db, seen=0, count=9)
    assert [first.kind, second.kind, first.resent] == [Kind.SEND, Kind.PIN, True]
    again = await cards.live(db, GROUP, "7")
    assert again is not None
    assert again.id == card
    assert await held.held(db) == []


async def test_a_held_live_card_gives_way_to_a_newer_one(db: Database) -> None:
    await live_card(db)
    await db.write(held.hold)
    newer = await live_card(db, pin=False)
    assert not await released(db, await one_held(db))
    assert set((await states(db)).values()) == {"dropped", "todo"}
    now = await cards.live(db, GROUP, "7")
    assert now is not None
    assert now.id == newer


async def test_a_change_waits_for_the_message_that_is_held(db: Database) -> None:
    card = await live_card(db, pin=False)
    await db.write(held.hold)
    await put(db, "unpin", card=card, kind=Kind.UNPIN)
    (waiting,) = await outbox.waiting(db, seen=0, count=9)
    assert await claim(db, "unpin") is None
    assert await outbox.place(db, waiting.id) is None, "nor is that tried again and again"
    await db.write(partial(held.end, one=await one_held(db), state=ParcelState.DROPPED, reason="by hand", now=LATER))
    assert await states(db) == {f"live:{card}:1": "dropped", "unpin": "dropped"}, "there is no message to unpin"


async def test_a_change_that_waited_is_come_across_once_its_message_goes(db: Database) -> None:
    """Behind the message, and behind all the running program has seen by then."""
    card = await live_card(db, pin=False)
    await db.write(held.hold)
    await put(db, "unpin", card=card, kind=Kind.UNPIN)
    await put(db, "new")
    *_, seen = await outbox.waiting(db, seen=0, count=9)
    assert await released(db, await one_held(db))
    found = await outbox.waiting(db, seen=seen.id, count=9)
    assert [(one.card, one.kind) for one in found] == [(card, Kind.SEND), (card, Kind.UNPIN)]


async def test_what_people_wrote_and_nobody_worked_on_is_set_aside(db: Database) -> None:
    rows = [Raw(key=str(number), chat="-1", at=NOW, body=b"{}") for number in range(3)]
    await db.write(lambda tx: inbox.add(tx, "telegram", rows))
    await db.write(lambda tx: inbox.done(tx, 1))
    assert await db.write(held.hold) == 2
    assert await inbox.oldest(db, 9) == []
    await db.write(lambda tx: inbox.add(tx, "telegram", rows))
    assert await inbox.oldest(db, 9) == [], "nor when it is handed over once more"


async def test_a_held_change_gives_way_to_a_newer_one(db: Database) -> None:
    kept = stored(about="", live=False, where=GROUP)

    async def change(tx: Tx) -> None:
        await outbox.add_edit(tx, card=kept.id, where=GROUP, priority=Priority.CHASE, about="7", due=NOW, now=NOW)

    await db.write(lambda tx: cards.add(tx, kept, now=NOW))
    await db.write(change)
    await db.write(held.hold)
    await db.write(change)
    one = await one_held(db)
    assert not await released(db, one)
    assert sorted((await states(db)).values()) == ["dropped", "todo"]


async def test_a_chase_that_was_met_is_dropped_though_held(db: Database) -> None:
    await put(db, "chase", chases="ack:7")
    await db.write(held.hold)
    assert await db.write(lambda tx: outbox.drop_chases(tx, "ack:7", now=LATER)) == 1
    assert await held.held(db) == []


async def test_a_group_that_moves_takes_along_what_is_held(db: Database) -> None:
    await put(db, "a")
    await db.write(held.hold)
    await db.write(lambda tx: outbox.move_chat(tx, "telegram", "-1", "-100"))
    assert (await one_held(db)).where.chat == "-100"
