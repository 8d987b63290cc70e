"""Fetching from the service account: nothing is lost, nothing comes twice, and a page is one commit with its cursor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import ResidentNotReached
from bot.engine.service_window import Pages
from bot.platforms.wecom_api import Api
from bot.platforms.weixin_kf import ALLOWANCE
from bot.platforms.weixin_kf_sync import WeixinKfSync
from bot.store import service_windows
from bot.store.service_windows import Window
from bot.talk.message import Address, Card, Priority
from bot.talk.platform import Raw, Shape
from bot.talk.window import Caught
from bot.talk.work import Account, Room, Work
from tests.engine.bench import Bench, bench
from tests.engine.community import NOW, STAFF
from tests.platforms.kf import KF, LI, entered, failed, message, said
from tests.platforms.qyapi import Answer, Qyapi, no, yes

SECOND = timedelta(seconds=1)


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as running:
        yield running


def pages(line: Bench) -> Pages:
    """Where the pages are kept."""
    return Pages(
        line.db,
        line.clock,
        platform="weixin_kf",
        place=KF,
        allowance=ALLOWANCE,
        box=line.inbox,
        after=lambda: line.stirred.append(None),
    )


def sync(line: Bench, client: Api) -> WeixinKfSync:
    """The incoming side, as after a start."""
    return WeixinKfSync(client, KF, keeping=pages(line), now=line.clock.now)


def page(cursor: str, *messages: dict[str, Any], more: int = 0) -> Answer:
    """A page of kf/sync_msg."""
    return yes(next_cursor=cursor, has_more=more, msg_list=list(messages))


def cursors(qyapi: Qyapi) -> list[str]:
    """With which cursor each page was asked for."""
    return [body.get("cursor", "") for body in qyapi.asked("kf/sync_msg")]


async def kept(line: Bench) -> list[str]:
    """What lies in the inbox."""
    return await line.column("SELECT key FROM inbox WHERE platform = 'weixin_kf' ORDER BY id")


async def window(line: Bench) -> Window:
    """What is known of the resident."""
    return await service_windows.get(line.db, "weixin_kf", LI)


async def test_page_after_page_and_from_there_on_after_a_restart(qyapi: Qyapi, line: Bench, client: Api) -> None:
    qyapi.plan("kf/sync_msg", page("c1", said("火", number="a", at=NOW), more=1), page("c2", more=1))
    qyapi.plan("kf/sync_msg", page("c3", said("快", number="b", at=NOW + SECOND)))
    await sync(line, client).fetch()
    qyapi.plan("kf/sync_msg", page("c3"))
    await sync(line, client).fetch()
    assert (cursors(qyapi), await kept(line)) == (["", "c1", "c2", "c3"], ["a", "b"])
    assert (await window(line)).opened == NOW + SECOND
    assert qyapi.asked("kf/sync_msg")[0] == {"open_kfid": KF, "limit": 1000, "voice_format": 0}


async def test_a_page_that_could_not_be_kept_is_fetched_again(qyapi: Qyapi, line: Bench, client: Api) -> None:
    """Rows, cursor and window stand or fall together."""
    await sync_of(qyapi, line, client, page("c1"))
    good = Raw(key="a", chat=LI, body=b"{}", at=NOW)
    torn = Caught(rows=[good, replace(good, key=None)], cursor="c2")  # type: ignore[arg-type]
    with pytest.raises(Exception, match="NOT NULL"):
        await pages(line).keep(torn)
    assert (await kept(line), (await pages(line).place())[0], await window(line)) == ([], "c1", Window())


async def sync_of(qyapi: Qyapi, line: Bench, client: Api, *answers: Answer) -> None:
    """One look, with these answers."""
    qyapi.plan("kf/sync_msg", *answers)
    await sync(line, client).fetch()


async def test_the_first_start_hears_what_was_said_just_before_and_no_old_stories(
    qyapi: Qyapi, line: Bench, client: Api
) -> None:
    old = said("前天", number="old", at=NOW - timedelta(days=2, hours=1))
    late = said("刚才", number="late", at=NOW - timedelta(minutes=9))
    await sync_of(qyapi, line, client, page("c1", old, more=1), page("c2", late))
    assert await kept(line) == ["late"]
    line.clock.move(days=1)
    await sync_of(qyapi, line, client, page("c3", said("夜里", number="night", at=NOW + timedelta(hours=3))))
    assert await kept(line) == ["late", "night"]


async def test_only_residents_are_heard_and_broken_messages_hold_up_nobody(
    qyapi: Qyapi, line: Bench, client: Api
) -> None:
    colleague = message("text", number="x", at=NOW, origin=5, content="我来")
    broken: list[Any] = [{"msgid": "y"}, "words", {**said("火", at=NOW), "send_time": None}]
    entrance = entered(at=NOW, welcome_code="CODE")
    await sync_of(qyapi, line, client, page("c1", colleague, *broken, entrance))
    assert await kept(line) == ["e1"]
    assert await window(line) == Window(welcome="CODE", welcome_until=NOW + timedelta(seconds=20))


async def test_the_token_of_a_call_goes_along_for_ten_minutes_and_a_bad_one_is_left_out(
    qyapi: Qyapi, line: Bench, client: Api
) -> None:
    ours = sync(line, client)
    await ours.hear({"Event": "kf_msg_or_event", "OpenKfId": KF, "Token": "T1"}, NOW)
    await ours.fetch()
    line.clock.move(minutes=11)
    await ours.fetch()
    await ours.hear({"Event": "kf_msg_or_event", "OpenKfId": KF, "Token": "T2"}, line.clock.now())
    qyapi.plan("kf/sync_msg", no(95007), page("c1"))
    await ours.fetch()
    assert [body.get("token") for body in qyapi.asked("kf/sync_msg")] == ["T1", None, "T2", None]


async def test_a_cursor_that_stands_still_is_no_endless_loop(qyapi: Qyapi, line: Bench, client: Api) -> None:
    qyapi.always["kf/sync_msg"] = page("c1", more=1)
    await sync(line, client).fetch()
    assert cursors(qyapi) == ["", "c1"]


async def test_it_looks_at_a_call_and_every_minute_and_again_after_a_failure(
    qyapi: Qyapi, line: Bench, client: Api
) -> None:
    rests: list[float] = []
    go, rested = asyncio.Event(), asyncio.Event()

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        rested.set()
        await go.wait()
        go.clear()

    ours = WeixinKfSync(client, KF, keeping=pages(line), now=line.clock.now, rest=rest)
    qyapi.plan("kf/sync_msg", no(60020, "from ip: 203.0.113.9"), no(60020))
    running = asyncio.create_task(ours.run())
    try:
        for number, wanted in enumerate((2.0, 4.0, 60.0), start=1):
            async with asyncio.timeout(5):
                await rested.wait()
            rested.clear()
            assert (rests[-1], len(cursors(qyapi)), bool(ours.problem)) == (wanted, number, number < 3)
            if number < 3:
                go.set()
        assert ours.begun.is_set()
        await ours.hear({"Event": "kf_msg_or_event", "OpenKfId": "another"}, NOW)
        await ours.hear({"Event": "kf_msg_or_event", "OpenKfId": KF}, NOW)
        async with asyncio.timeout(5):
            await rested.wait()
        assert (rests[-1], len(cursors(qyapi))) == (60.0, 4)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def sent_card(line: Bench) -> str:
    """A card for the resident; its public id."""

    async def job(work: Work) -> None:
        await work.accounts.put(Account(platform="weixin_kf", id=LI, chat=LI))
        where = Address(platform="weixin_kf", chat=LI)
        work.send(where, Card(template="roll/coming"), key="k", priority=Priority.EMERGENCY, about="7")

    await line.work(job)
    (card,) = await line.column("SELECT id FROM card")
    return str(card)


async def chat(line: Bench) -> str:
    """The resident's private chat, as far as they can be reached."""
    (found,) = await line.column("SELECT private_chat FROM account WHERE platform = 'weixin_kf'")
    return str(found)


@pytest.mark.parametrize(("why", "reachable"), [(4, ""), (6, ""), (10, ""), (11, LI), (99, LI)])
async def test_what_did_not_arrive_after_all_is_told(
    qyapi: Qyapi, tmp_path: Path, client: Api, why: int, reachable: str
) -> None:
    told: list[ResidentNotReached] = []

    async def tell(work: Work, event: ResidentNotReached) -> None:
        told.append(event)
        work.send(STAFF, Card(template="trouble/not_reached"), key="t", priority=Priority.CHASE)

    async with bench(tmp_path, tell={ResidentNotReached: (tell,)}) as line:
        await sync_of(qyapi, line, client, page("c1", said("火", at=NOW)))
        card = await sent_card(line)
        await sync_of(qyapi, line, client, page("c2", failed(f"{card}-1", why, at=NOW + SECOND)))
        (event,) = told
        assert (event.account, event.template, event.incident) == (LI, "roll/coming", 7)
        assert event.waits is not bool(reachable)
        assert (await chat(line), line.stirred != []) == (reachable, True)
        room = (await window(line)).room(ALLOWANCE, now=NOW)
        assert room is not None
        assert room.left == (5 if reachable else 0)


async def test_a_late_failure_does_not_shut_out_who_has_written_since(qyapi: Qyapi, line: Bench, client: Api) -> None:
    await sent_card(line)
    late = failed("unknown-1", 4, at=NOW + SECOND)
    await sync_of(qyapi, line, client, page("c1", late, said("还在吗", at=NOW + 2 * SECOND)))
    room = (await window(line)).room(ALLOWANCE, now=NOW)
    assert (await chat(line), room is not None and room.left) == (LI, 5)


async def test_work_sees_what_may_still_be_written(line: Bench, qyapi: Qyapi, client: Api) -> None:
    line.inbox._world = replace(line.inbox._world, shapes={"weixin_kf": Shape(allowance=ALLOWANCE)})
    await sent_card(line)
    seen: list[Account | None] = []

    async def look(work: Work) -> None:
        seen.append(await work.accounts.get("weixin_kf", LI))

    await line.work(look)
    await sync_of(qyapi, line, client, page("c1", said("火", at=NOW)))
    await line.work(look)
    rooms = [one.room for one in seen if one]
    assert rooms == [Room(left=0, until=NOW), Room(left=5, until=NOW + timedelta(hours=48))]
