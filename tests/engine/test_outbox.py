"""What is sent, in which order and how often: messages, live cards, edits and pins."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.engine import outbox as engine
from bot.engine.pacer import Limits
from bot.store import cards, outbox
from bot.store.db import Database, open_database
from bot.store.migrate import migrate
from bot.store.outbox import Kind
from bot.talk.message import Delivery, Priority, Sent
from tests.engine.sending import Desk

MIGRATIONS = Path(__file__).parents[2] / "migrations"
UNCLEAR = Sent(delivery=Delivery.UNCLEAR, reason="no clear answer")
LATER = Sent(delivery=Delivery.LATER, reason="the server can't do it now")
CUT = "UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE key = :key"


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path / 'zhiban.db'}")
    try:
        await migrate(opened, MIGRATIONS, backup=False)
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def desk(db: Database) -> Desk:
    return Desk(db)


async def test_a_chat_keeps_its_order_and_urgent_goes_first(desk: Desk) -> None:
    for text in ("a", "b", "c"):
        await desk.send(text)
    await desk.send("answer", priority=Priority.ANSWER)
    await desk.send("chase", priority=Priority.CHASE)
    await desk.work()
    assert desk.platform.texts() == ["answer", "chase", "a", "b", "c"]
    assert await desk.state("b") == "sent"
    stored = await cards.get(desk.db, "a")
    assert stored is not None
    assert (stored.shown, stored.message) == (1, "m3")


async def test_many_chats_at_once_but_one_parcel_of_each(desk: Desk) -> None:
    for number in range(80):
        desk.platform.gates[f"-{number}"] = asyncio.Event()
        await desk.send(f"{number} first", chat=f"-{number}")
        await desk.send(f"{number} second", chat=f"-{number}")
    await desk.start_all()
    assert desk.platform.most == engine.FLIGHTS
    for gate in desk.platform.gates.values():
        gate.set()
    await desk.outbox.settle()
    await desk.work()
    assert desk.platform.most == engine.FLIGHTS
    for number in range(80):
        assert desk.platform.texts(f"-{number}") == [f"{number} first", f"{number} second"]


async def test_threads_of_a_chat_share_its_turn_but_not_their_order(desk: Desk) -> None:
    desk.platform.script["-1"].append(LATER)
    await desk.send("one", thread="1")
    await desk.send("two", thread="2")
    await desk.send("one again", thread="1")
    await desk.work()
    assert desk.platform.texts() == ["one", "two"]
    await desk.pass_time(1)
    assert desk.platform.texts() == ["one", "two", "one", "one again"]
    assert desk.platform.most == 1


async def test_an_unclear_answer_is_sent_again_once_and_marked(desk: Desk) -> None:
    desk.platform.script["-1"].extend([UNCLEAR])
    await desk.send("fire")
    await desk.work()
    assert desk.platform.texts() == ["fire", "重发 fire"]
    assert await desk.state("fire") == "sent"
    assert desk.told.said == []


async def test_never_a_third_copy(desk: Desk) -> None:
    desk.platform.script["-1"].extend([UNCLEAR, LATER, UNCLEAR])
    await desk.send("fire")
    await desk.send("next")
    await desk.work()
    await desk.pass_time(200)
    assert desk.platform.texts() == ["fire", "重发 fire", "重发 fire", "next"]
    assert await desk.state("fire") == "uncertain"
    assert desk.told.said == [("uncertain", "fire", "fire")]


async def test_a_chat_that_has_to_wait_delays_no_other(desk: Desk) -> None:
    desk.platform.script["-1"].append(Sent(delivery=Delivery.LATER, wait=60))
    for text in ("a", "b"):
        await desk.send(text)
    await desk.work()
    await desk.send("urgent", priority=Priority.ANSWER)
    await desk.send("other", chat="-2")
    await desk.pass_time(59)
    assert desk.platform.texts("-1") == ["a"]
    assert desk.platform.texts("-2") == ["other"]
    await desk.pass_time(1)
    assert desk.platform.texts("-1") == ["a", "urgent", "a", "b"]


async def test_what_waits_alone_lets_the_more_urgent_pass(desk: Desk) -> None:
    desk.platform.script["-1"].append(Sent(delivery=Delivery.LATER, wait=60, alone=True))
    await desk.send("chase", priority=Priority.CHASE)
    await desk.work()
    await desk.send("routine")
    await desk.send("fire", priority=Priority.EMERGENCY)
    await desk.pass_time(1)
    assert desk.platform.texts("-1") == ["chase", "fire"]
    await desk.pass_time(60)
    assert desk.platform.texts("-1") == ["chase", "fire", "chase", "routine"]


async def test_everybody_waits_when_the_platform_says_so(desk: Desk) -> None:
    desk.platform.script["-1"].append(Sent(delivery=Delivery.LATER, wait=5, everybody=True))
    await desk.send("a")
    await desk.work()
    await desk.send("b", chat="-2", priority=Priority.ANSWER)
    await desk.pass_time(4)
    assert desk.platform.texts() == ["a"]
    await desk.pass_time(1)
    assert desk.platform.texts() == ["a", "b", "a"]


async def test_it_waits_longer_each_time_and_gives_up_after_a_day(desk: Desk) -> None:
    desk.platform.script["-1"].extend([LATER] * 3_000)
    await desk.send("a")
    await desk.work()
    await desk.pass_time(200)
    times = [call.at for call in desk.platform.calls]
    assert [after - before for before, after in pairwise(times)] == [1, 2, 4, 8, 16, 32, 60, 60]
    await desk.pass_time(24 * 3_600, pace=61)
    assert await desk.state("a") == "failed"
    assert desk.told.said == [("refused", "a", "a", "given up after 24 hours: the server can't do it now")]


async def test_something_urgent_overtakes_what_waits_for_its_next_try(desk: Desk) -> None:
    desk.platform.script["-1"].append(LATER)
    await desk.send("a")
    await desk.send("b")
    await desk.work()
    await desk.send("urgent", priority=Priority.EMERGENCY)
    await desk.work()
    assert desk.platform.texts() == ["a", "urgent"]


async def test_what_is_too_late_is_dropped(desk: Desk) -> None:
    await desk.send("late", until=5)
    desk.clock.go(5)
    await desk.work()
    assert desk.platform.calls == []
    assert await desk.state("late") == "dropped"


async def test_what_was_dropped_meanwhile_uses_no_slot(db: Database) -> None:
    desk = Desk(db, limits=Limits(per_second=1))
    for number in range(50):
        await desk.send(f"{number}", chat=f"{number}", chases="ack:7/li")
    await desk.send("after", chat="-2")
    assert await desk.outbox.turn() == 0.0
    await db.write(lambda tx: outbox.drop_chases(tx, "ack:7/*", now=desk.clock.now()))
    await desk.outbox.settle()
    await desk.pass_time(1)
    assert desk.platform.texts() == ["0", "after"]


async def test_a_live_card_shows_only_its_newest_version(desk: Desk) -> None:
    await desk.send("v1", about="7")
    await desk.work()
    await desk.change("v1", "v2", after=3)
    await desk.change("v1", "v3", after=3)
    await desk.work()
    assert desk.platform.texts() == ["v1"]
    await desk.pass_time(3)
    assert desk.platform.texts() == ["v1", "v3"]
    assert desk.platform.calls[1].message == "m1"
    stored = await cards.get(desk.db, "v1")
    assert stored is not None
    assert (stored.version, stored.shown) == (3, 3)


async def test_an_edit_waits_for_its_message_and_needs_none_when_that_is_new_enough(desk: Desk) -> None:
    desk.platform.script["-1"].append(LATER)
    await desk.send("v1", about="7")
    await desk.work()
    await desk.change("v1", "v2")
    await desk.pin("v1")
    await desk.work()
    assert desk.platform.texts() == ["v1"]
    await desk.pass_time(1)
    assert [call.kind for call in desk.platform.calls] == ["send", "send", "pin"]
    assert desk.platform.texts()[1] == "v2"
    assert desk.platform.calls[2].message == "m2"


async def test_a_later_edit_holds_up_no_message(desk: Desk) -> None:
    await desk.send("v1", about="7")
    await desk.work()
    await desk.change("v1", "v2", after=30)
    await desk.send("other")
    await desk.work()
    assert desk.platform.texts() == ["v1", "other"]


async def test_edits_and_pins_of_what_was_not_sent_are_dropped(desk: Desk) -> None:
    desk.platform.script["-1"].append(Sent(delivery=Delivery.NEVER, reason="the text is too long"))
    await desk.send("v1", about="7")
    await desk.change("v1", "v2")
    await desk.pin("v1")
    await desk.work()
    assert len(desk.platform.calls) == 1
    assert await desk.state("v1") == "failed"
    assert await desk.state("pin v1") == "dropped"
    assert (await outbox.count(desk.db))[outbox.ParcelState.DROPPED] == 2
    assert desk.told.said == [("refused", "v1", "v1", "the text is too long")]
    stored = await cards.get(desk.db, "v1")
    assert stored is not None
    assert not stored.live


async def test_an_edit_with_an_unclear_answer_is_simply_done_again(desk: Desk) -> None:
    await desk.send("v1", about="7")
    await desk.work()
    desk.platform.script["-1"].extend([UNCLEAR, UNCLEAR, Sent(delivery=Delivery.UNCHANGED)])
    await desk.change("v1", "v2")
    await desk.work()
    await desk.pass_time(3)
    assert desk.platform.texts() == ["v1", "v2", "v2", "v2"]
    stored = await cards.get(desk.db, "v1")
    assert stored is not None
    assert (stored.shown, stored.message) == (2, "m1")


async def test_an_edit_that_must_wait_gives_way_to_a_newer_one(desk: Desk) -> None:
    await desk.send("v1", about="7")
    await desk.work()
    desk.platform.gates["-1"] = asyncio.Event()
    desk.platform.script["-1"].append(Sent(delivery=Delivery.LATER, wait=10))
    await desk.change("v1", "v2")
    assert await desk.outbox.turn() == 0.0
    await asyncio.sleep(0)
    await desk.change("v1", "v3")
    desk.platform.gates["-1"].set()
    await desk.outbox.settle()
    await desk.pass_time(9)
    assert desk.platform.texts() == ["v1", "v2"]
    await desk.pass_time(1)
    assert desk.platform.texts() == ["v1", "v2", "v3"]


async def test_pins_and_unpins(desk: Desk) -> None:
    await desk.send("v1", about="7")
    await desk.pin("v1")
    await desk.work()
    await desk.pin("v1", Kind.UNPIN)
    await desk.work()
    assert [(call.kind, call.message) for call in desk.platform.calls[1:]] == [("pin", "m1"), ("unpin", "m1")]
    stored = await cards.get(desk.db, "v1")
    assert stored is not None
    assert not stored.pinned


async def test_what_is_for_a_platform_the_settings_name_no_more_is_told_as_lost(desk: Desk) -> None:
    await desk.send("gone")
    await desk.db.write(lambda tx: tx.run("UPDATE outbox SET platform = 'wecom' WHERE key = 'gone'"))
    await desk.send("there", chat="-2")
    desk.outbox = desk.started()
    await desk.work()
    assert desk.platform.texts() == ["there"]
    assert await desk.state("gone") == "failed"
    assert [one[:2] for one in desk.told.said] == [("lost", "gone")]
