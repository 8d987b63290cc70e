"""Cards come out of the table as they went in; of a thing there is one live card in a chat."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import cards
from bot.store.cards import Stored
from bot.store.db import Database, Tx
from bot.talk.message import Address, Card, Choice

NOW = datetime(2026, 3, 1, 2, 40, tzinfo=UTC)
GROUP = Address(platform="telegram", chat="-1", thread="12")
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
FACTS = st.dictionaries(
    WORDS, st.one_of(WORDS, st.integers(-(2**53), 2**53), st.booleans(), st.lists(WORDS)), max_size=3
)
CHOICES = st.builds(Choice, key=WORDS, label=WORDS, facts=FACTS)
CARDS = st.builds(
    Card,
    template=WORDS,
    facts=FACTS,
    rows=st.lists(st.lists(CHOICES, max_size=2).map(tuple), max_size=2).map(tuple),
    reply_to=WORDS,
    quiet=st.booleans(),
    pin=st.booleans(),
    file=WORDS,
)


def stored(*, about: str = "7", where: Address = GROUP, live: bool = True, message: str = "") -> Stored:
    return Stored(
        id=cards.new_id(),
        about=about,
        where=where,
        person="li",
        card=Card(template="incident", facts={"number": 7}),
        live=live,
        version=1,
        shown=1 if message else 0,
        message=message,
        pinned=False,
        language="zh",
        mention={"name": "李电"},
    )


async def keep(db: Database, *kept: Stored) -> None:
    async def job(tx: Tx) -> None:
        for one in kept:
            await cards.add(tx, one, now=NOW)

    await db.write(job)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CARDS, st.one_of(st.none(), FACTS))
async def test_a_card_comes_back_as_it_was(db: Database, card: Card, mention: dict[str, object] | None) -> None:
    one = replace(stored(live=False), card=card, mention=mention)
    await keep(db, one)
    assert await cards.get(db, one.id) == one


async def test_a_change_is_a_new_version_and_what_is_seen_is_recorded(db: Database) -> None:
    one = stored()
    await keep(db, one)
    card = Card(template="incident", facts={"number": 7, "level": 2}, rows=((Choice(key="go:7", label="go"),),))
    await db.write(lambda tx: cards.change(tx, one.id, card, version=2))
    await db.write(lambda tx: cards.record(tx, one.id, version=2, message="31", before=""))
    await db.write(lambda tx: cards.record_pin(tx, one.id, pinned=True))
    assert await cards.get(db, one.id) == replace(one, card=card, version=2, shown=2, message="31", pinned=True)


async def test_a_message_is_found_in_every_thread_of_its_chat_and_no_other_chat(db: Database) -> None:
    one = stored(message="31")
    await keep(db, one)
    assert await cards.of_message(db, Address(platform="telegram", chat="-1"), "31") == one
    assert await cards.of_message(db, Address(platform="telegram", chat="-2"), "31") is None
    assert await cards.of_message(db, Address(platform="wecom", chat="-1"), "31") is None


async def test_one_live_card_of_a_thing_and_chat(db: Database) -> None:
    one, elsewhere = stored(), stored(where=Address(platform="telegram", chat="-2"))
    await keep(db, one, elsewhere)
    with pytest.raises(Exception, match="UNIQUE"):
        await keep(db, stored(where=replace(GROUP, thread="")))
    assert await cards.live(db, replace(GROUP, thread=""), "7") == one
    assert {found.id for found in await cards.lives(db, "7")} == {one.id, elsewhere.id}
    fresh = stored()
    await db.write(lambda tx: cards.retire(tx, one.id))
    await keep(db, fresh)
    assert await cards.live(db, GROUP, "7") == fresh


async def test_messages_do_not_move_with_a_chat(db: Database) -> None:
    seen, waiting, twin = stored(about="1", message="31"), stored(about="2"), stored(about="3")
    there = stored(about="3", where=replace(GROUP, chat="-100"))
    await keep(db, seen, waiting, twin, there)
    await db.write(lambda tx: cards.move_chat(tx, "telegram", "-1", "-100"))
    found = {one.id: await cards.get(db, one.id) for one in (seen, waiting, twin, there)}
    moved = replace(GROUP, chat="-100")
    assert found[seen.id] == replace(seen, where=moved, live=False, message="")
    assert found[waiting.id] == replace(waiting, where=moved)
    assert found[twin.id] == replace(twin, where=moved, live=False)
    assert found[there.id] == there


def test_ids_are_short_and_differ() -> None:
    ids = {cards.new_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(len(one) == 10 and set(one) <= set("abcdefghijklmnopqrstuvwxyz234567") for one in ids)


async def test_a_handle_a_press_has_brought_meanwhile_is_the_newer_one(db: Database) -> None:
    one = stored(live=True)
    await db.write(lambda tx: cards.add(tx, one, now=NOW))
    await db.write(lambda tx: cards.record(tx, one.id, version=1, message="t/C0", before=""))
    await db.write(lambda tx: cards.renew(tx, one.id, one.where, "t/C1"))
    await db.write(lambda tx: cards.record(tx, one.id, version=2, message="t/", before="t/C0"))
    found = await cards.get(db, one.id)
    assert found is not None
    assert (found.shown, found.message) == (2, "t/C1")
