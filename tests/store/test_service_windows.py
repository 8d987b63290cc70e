"""The windows in which people of a service account may be written to, as rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from bot.store import service_windows as windows
from bot.store.db import Database
from bot.store.service_windows import Window
from bot.talk.platform import Allowance
from bot.talk.work import Room

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TWO_DAYS = timedelta(hours=48)
ALLOWANCE = Allowance(messages=5, lasts=TWO_DAYS)
KF, LI = "weixin_kf", "wmLi"


async def room(db: Database, *, now: datetime = AT) -> Room | None:
    """What may still be written."""
    return (await windows.get(db, KF, LI)).room(ALLOWANCE, now=now)


async def test_who_never_wrote_can_not_be_written_to(db: Database) -> None:
    assert await windows.get(db, KF, LI) == Window()
    assert await room(db) is None


async def test_whoever_writes_may_be_sent_five_within_two_days(db: Database) -> None:
    await db.write(lambda tx: windows.open_again(tx, KF, LI, AT))
    for left in (4, 3, 2, 1, 0, 0):
        await db.write(partial(windows.spend, platform=KF, account=LI, name=f"m{left}"))
        assert await room(db) == Room(left=left, until=AT + TWO_DAYS)
    assert await room(db, now=AT + TWO_DAYS - timedelta(seconds=1)) is not None
    assert await room(db, now=AT + TWO_DAYS) is None


async def test_a_message_tried_again_counts_once_and_one_that_was_not_sent_does_not(db: Database) -> None:
    await db.write(lambda tx: windows.open_again(tx, KF, LI, AT))
    for name in ("a", "a", "b", "a"):
        await db.write(partial(windows.spend, platform=KF, account=LI, name=name))
    assert await room(db) == Room(left=3, until=AT + TWO_DAYS)
    for name in ("b", "b", "never"):
        await db.write(partial(windows.give_back, platform=KF, account=LI, name=name))
    assert await room(db) == Room(left=4, until=AT + TWO_DAYS)


async def test_each_word_of_theirs_begins_the_count_anew_but_no_old_one(db: Database) -> None:
    await db.write(lambda tx: windows.open_again(tx, KF, LI, AT))
    await db.write(lambda tx: windows.spend(tx, KF, LI, "a"))
    await db.write(lambda tx: windows.open_again(tx, KF, LI, AT - timedelta(minutes=1)))
    assert await room(db) == Room(left=4, until=AT + TWO_DAYS)
    later = AT + timedelta(hours=1)
    await db.write(lambda tx: windows.open_again(tx, KF, LI, later))
    assert await room(db) == Room(left=5, until=later + TWO_DAYS)


async def test_a_greeting_is_good_for_one_message_and_a_short_time(db: Database) -> None:
    until = AT + timedelta(seconds=20)
    await db.write(lambda tx: windows.welcome(tx, KF, LI, code="CODE", until=until))
    window = await windows.get(db, KF, LI)
    assert (window.greeting(now=AT), window.greeting(now=until), await room(db)) == ("CODE", "", None)
    await db.write(lambda tx: windows.greeted(tx, KF, LI))
    assert (await windows.get(db, KF, LI)).greeting(now=AT) == ""


async def test_what_the_platform_has_ended_is_ended_until_they_write_again(db: Database) -> None:
    await db.write(lambda tx: windows.open_again(tx, KF, LI, AT))
    await db.write(lambda tx: windows.spend(tx, KF, LI, "a"))
    await db.write(lambda tx: windows.exhaust(tx, KF, LI, ALLOWANCE))
    assert await room(db) == Room(left=0, until=AT + TWO_DAYS)
    await db.write(lambda tx: windows.open_again(tx, KF, LI, AT + timedelta(seconds=5)))
    assert (await room(db) or Room(left=0, until=AT)).left == 5
