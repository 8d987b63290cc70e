"""What waits for a group's owner comes back from its row, is found by version and task, and counts by month."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.hand_over import HandOver, HandState
from bot.store import hand_overs
from bot.store.db import Database, Tx

NOW = datetime(2026, 11, 22, 2, 40, 0, 123456, tzinfo=UTC)
ONE = HandOver(platform="groups", chat="wr1", about="N3/1", owner="wang", task="t1", created=NOW)


async def put(db: Database, *every: HandOver) -> None:
    async def job(tx: Tx) -> None:
        for one in every:
            await hand_overs.put(tx, one)

    await db.write(job)


async def test_it_comes_back_as_it_went_in(db: Database) -> None:
    later = replace(ONE, reminded=2, due=NOW + timedelta(minutes=1))
    ended = replace(ONE, chat="wr2", state=HandState.CANCELLED, pasted="li", ended=NOW)
    await put(db, ONE, later, ended)
    assert await hand_overs.of_task(db, "groups", "t1") == [later, ended]
    assert await hand_overs.of_task(db, "others", "t1") == []


async def test_a_version_has_its_own_and_what_hangs_on_it(db: Database) -> None:
    mine = [ONE, replace(ONE, about="N3/1/instead", chat="wr2", created=NOW + timedelta(seconds=1))]
    others = [replace(ONE, about=about, task=f"t{about}") for about in ("N3/10", "N3/2", "N3", "N31/1")]
    await put(db, *others, *reversed(mine))
    assert await hand_overs.of_version(db, "N3/1") == mine


async def test_what_is_open_waits_or_is_to_be_cancelled(db: Database) -> None:
    every = [replace(ONE, chat=state.value, state=state) for state in HandState]
    await put(db, *every)
    assert [one.chat for one in await hand_overs.open_ones(db)] == ["cancelling", "waiting"]
    plan = " ".join(str(row["detail"]) for row in await db.all("EXPLAIN QUERY PLAN " + hand_overs.OPEN))
    assert "hand_over_open" in plan, "the whole history is not read once a second"


async def test_a_month_counts_what_was_sent_or_may_be(db: Database) -> None:
    await put(db, *(replace(ONE, task=state.value, state=state) for state in HandState))
    await put(db, replace(ONE, task="old", created=NOW - timedelta(days=40)), replace(ONE, chat="wr2"))
    since = NOW - timedelta(days=21)
    assert await hand_overs.used(db, "groups", "wr1", since=since) == 2
    assert await hand_overs.used(db, "groups", "wr3", since=since) == 0
