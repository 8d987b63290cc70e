"""What becomes of a notice in each group: known in the write that records it, and told to who is in charge."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Event, SendUncertain
from bot.domain.notice import Notice, NoticeKind, NoticeState, Part
from bot.domain.paper_events import NoticeDelivered
from bot.domain.roster import ChatKind
from bot.engine.delivery import Load
from bot.engine.mishaps import Mishaps
from bot.store import accounts, cards, notices, outbox
from bot.store.db import Database, open_database
from bot.store.migrate import migrate
from bot.store.outbox import ParcelState
from bot.store.tx import Tx
from bot.talk.message import Address, Card, Delivery, Priority, Sent
from bot.talk.work import Work
from handlers.tell_desk import tell_uncertain
from tests.engine.bench import Bench, bench
from tests.engine.community import CHEN, COMMAND, LI, NOW, RESIDENT, ROSTER, STAFF
from tests.engine.sending import Desk
from tests.engine.test_outbox_trouble import CUT
from tests.store.conftest import MIGRATIONS

NOTICE = Notice(
    number=3, kind=NoticeKind.EVACUATION, community="anju", authors=("chen",), drafted=NOW,
    parts=(Part(chats=(("chatter", "-4"),), text="下楼"),),
)  # fmt: skip
SAY = Card(template="notice/text", facts={"text": "下楼"}, pin=True)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await open_database(f"sqlite:///{tmp_path / 'zhiban.db'}")
    try:
        await migrate(opened, MIGRATIONS, backup=False)
        yield Desk(opened)
    finally:
        await opened.close()


async def notice(desk: Desk, chat: str, *answers: Sent | Exception, **more: Any) -> str:
    desk.platform.script[chat].extend(answers)
    facts = {"template": "notice/text", "about": "N3/1", **more}
    return await desk.send(f"text {chat}", chat=chat, priority=Priority.EMERGENCY, **facts)


async def test_the_end_of_a_notice_is_told_whatever_it_is(desk: Desk) -> None:
    unclear = Sent(delivery=Delivery.UNCLEAR)
    await notice(desk, "-1")
    await notice(desk, "-2", Sent(delivery=Delivery.NEVER, reason="too long"))
    await notice(desk, "-3", Sent(delivery=Delivery.LOST, reason="kicked"))
    await notice(desk, "-4", unclear, unclear)
    await notice(desk, "-5", Sent(delivery=Delivery.LATER, wait=5.0), until=3)
    await desk.work()
    await desk.pass_time(8)
    told = {words[1]: words[4] for words in desk.told.said if words[0] == "delivered"}
    assert told == {
        "text -1": "sent", "text -2": "failed", "text -3": "failed", "text -4": "uncertain", "text -5": "dropped",
    }  # fmt: skip
    assert all(words[2:4] == ("3", "1") for words in desk.told.said if words[0] == "delivered")
    assert [words[0] for words in desk.told.said if words[0] != "delivered"] == ["refused", "lost", "uncertain"]
    for chat, state in told.items():
        assert await desk.state(chat) == state
    assert len(desk.platform.texts("-5")) == 1


async def test_what_is_no_notice_ends_in_silence(desk: Desk) -> None:
    await desk.send("other card", chat="-1", about="N3/1")
    await notice(desk, "-2", about="N3/1/instead")
    await notice(desk, "-3", about="7")
    await notice(desk, "-4", about="N3")
    await desk.send("late", chat="-5", until=-1)
    await desk.work()
    assert desk.told.said == []
    assert await desk.state("late") == "dropped"


async def test_a_notice_that_came_to_nothing_may_be_said_anew(desk: Desk) -> None:
    """Its card is live no more: the next version of it is a message and no change of one that is not there."""
    await notice(desk, "-1", until=-1)
    await desk.send("roll", chat="-2", about="N3/roll", until=-1)
    await desk.work()
    assert desk.platform.calls == []
    for id in ("text -1", "roll"):  # noqa: A001 - as cards call it
        stored = await cards.get(desk.db, id)
        assert stored is not None
        assert not stored.live
    assert desk.told.said == [("delivered", "text -1", "3", "1", "dropped")]


async def test_what_a_later_version_has_replaced_is_not_sent_any_more(desk: Desk) -> None:
    """Neither to a group that was slow, nor to who reads it in its place; nothing is pinned any more."""

    async def stands(version: int, state: NoticeState) -> None:
        await desk.db.write(lambda tx: notices.put(tx, replace(NOTICE, version=version, state=state)))

    await stands(1, NoticeState.SENDING)
    read = await notice(desk, "-5")
    await desk.work()
    await stands(1, NoticeState.ENDED)
    await stands(2, NoticeState.SENDING)
    await desk.pin(read, about="N3/1")
    await notice(desk, "-1")
    await notice(desk, "-2", about="N3/1/instead")
    await notice(desk, "-3", about="N3/2")
    await desk.work()
    assert [(call.kind, call.chat) for call in desk.platform.calls] == [("send", "-5"), ("send", "-3")]
    assert [await desk.state(one) for one in ("text -1", "text -2", f"pin {read}")] == ["dropped"] * 3
    ends = {words[1]: words[4] for words in desk.told.said}
    assert ends == {"text -5": "sent", "text -1": "dropped", "text -3": "sent"}


async def test_an_end_that_could_not_be_told_is_told_again(desk: Desk) -> None:
    desk.told.broken = 1
    await notice(desk, "-1")
    await desk.work()
    assert desk.told.said == [("delivered", "text -1", "3", "1", "sent")]
    assert await desk.state("text -1") == "sent"


async def test_an_end_after_a_crash_is_told_at_the_start(desk: Desk) -> None:
    await notice(desk, "-1")
    await notice(desk, "-2", until=60)
    for _ in range(2):
        await desk.db.write(lambda tx: tx.run(CUT, key="text -1"))
        desk.outbox = desk.started()
        await desk.outbox.recover()
    await desk.db.write(lambda tx: tx.run(CUT, key="text -2"))
    desk.clock.go(100)
    desk.outbox = desk.started()
    await desk.outbox.recover()
    await desk.work()
    ends = {words[1]: words[4] for words in desk.told.said if words[0] == "delivered"}
    assert ends == {"text -1": "uncertain", "text -2": "dropped"}
    assert desk.platform.calls == []


async def claimed(line: Bench) -> Load:
    """The first parcel, under way."""

    async def job(tx: Tx) -> Load:
        parcel = await outbox.claim(tx, 1, now=line.clock.now())
        assert parcel is not None
        stored = await cards.get(tx, parcel.card)
        assert stored is not None
        return Load(parcel=parcel, stored=stored)

    return await line.db.write(job)


async def put_up(line: Bench, *, incident: int | None = None) -> None:
    async def job(work: Work) -> None:
        await work.notices.put(replace(NOTICE, incident=incident))
        work.live(RESIDENT, SAY, about="N3/1", until=NOW + timedelta(hours=1))

    await line.work(job)


async def test_who_handles_the_event_sees_what_was_delivered(tmp_path: Path) -> None:
    seen: list[tuple[Event, dict[tuple[str, str], str]]] = []

    async def follow(work: Work, event: NoticeDelivered) -> None:
        seen.append((event, dict(await work.deliveries("N3/1"))))

    async with bench(tmp_path, tell={NoticeDelivered: (follow,)}) as line:
        await line.open_incident()
        await put_up(line, incident=1)
        load = await claimed(line)
        assert load.notice == (3, 1)
        mishaps = Mishaps(line.inbox, after=lambda: None)

        async def record(tx: Tx) -> None:
            await outbox.end(tx, load.parcel, ParcelState.SENT, now=NOW)
            await mishaps.delivered(tx, load.parcel, (3, 1), ParcelState.SENT)

        await line.db.write(record)
        event = NoticeDelivered(notice=3, version=1, incident=1, platform="chatter", chat="-4", state="sent")
        assert seen == [(event, {("chatter", "-4"): "sent"})]
        assert await line.column("SELECT kind, incident FROM timeline ORDER BY number") == [("NoticeDelivered", 1)]


async def test_an_unclear_notice_is_a_matter_for_who_is_in_charge_of_its_community(tmp_path: Path) -> None:
    async with bench(tmp_path, tell={SendUncertain: (tell_uncertain,)}) as line:
        await put_up(line)
        load = await claimed(line)
        mishaps = Mishaps(line.inbox, after=lambda: None)
        await line.db.write(partial(mishaps.uncertain, parcel=load.parcel, stored=load.stored))
        line.clock.move(seconds=1)
        told = await line.column(
            "SELECT c.person, c.template, c.facts FROM card c WHERE c.template <> 'notice/text' ORDER BY c.rowid"
        )
        assert told == [("chen", "trouble/uncertain", '{"chat":"-4","notice":"N3","number":null}')]
        assert await line.column("SELECT facts FROM timeline") == [
            '{"chat":"-4","notice":3,"platform":"chatter","template":"notice/text"}'
        ]
        await line.db.write(partial(mishaps.uncertain, parcel=load.parcel, stored=load.stored))
        assert len(await line.column("SELECT id FROM card WHERE template = 'trouble/uncertain'")) == 2
        other = replace(load.parcel, about="N3/roll")
        await line.db.write(partial(mishaps.uncertain, parcel=other, stored=load.stored))
        assert len(await line.column("SELECT id FROM card WHERE template = 'trouble/uncertain'")) == 2


async def test_a_person_who_cannot_be_written_to_is_called_in_a_group_of_staff(tmp_path: Path) -> None:
    """Never among residents, in whatever order the roster has the groups, and not without reason."""
    chats = tuple(sorted(ROSTER.chats, key=lambda chat: chat.kind is not ChatKind.RESIDENT))
    assert chats[0].kind is ChatKind.RESIDENT
    async with bench(tmp_path, roster=replace(ROSTER, chats=chats)) as line:

        async def job(work: Work) -> None:
            work.live(LI, Card(template="ask", facts={"words": "王", "private": ["words"]}), about="N3/1/ask")
            work.send(CHEN, Card(template="ask"), key="k", priority=Priority.CHASE, about="N3/1")

        await line.work(job)
        said = await line.column("SELECT chat, mention IS NOT NULL, facts FROM card ORDER BY rowid")
        assert [one[:2] for one in said] == [("-1", 1), ("-1", 1)]
        assert "王" not in str(said)

        async def lose(tx: Tx) -> None:
            for where in (STAFF, COMMAND):
                await accounts.lose_chat(tx, where.platform, where.chat, reason="kicked", now=NOW)

        await line.db.write(lose)
        await line.work(job)
        assert await line.column("SELECT DISTINCT chat FROM card WHERE about LIKE 'N3%'") == ["-1"]


async def test_who_works_in_two_communities_is_called_where_the_notice_is(tmp_path: Path) -> None:
    both = replace(LI, communities=("yuan", "anju"))
    people = tuple(both if one.id == LI.id else one for one in ROSTER.people)
    async with bench(tmp_path, roster=replace(ROSTER, people=people)) as line:
        await put_up(line)

        async def job(work: Work) -> None:
            for about in ("N3/1/ask", "N9/1/ask", "R5", "roster"):
                work.live(both, Card(template="ask"), about=about)

        await line.work(job)
        said = await line.column("SELECT about, chat FROM card WHERE template = 'ask' ORDER BY rowid")
        assert said == [("N3/1/ask", "-1"), ("N9/1/ask", "-3"), ("R5", "-3"), ("roster", "-3")]


async def test_deliveries_are_those_of_one_version_under_the_ids_groups_have_by_now(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        await put_up(line)

        async def more(work: Work) -> None:
            work.live(RESIDENT, SAY, about="N3/2")
            work.send(COMMAND, SAY, key="x", priority=Priority.ROUTINE, about="N3/1/instead")
            assert await work.deliveries("N3/1") == {("chatter", "-4"): "todo"}

        await line.work(more)
        load = await claimed(line)
        await line.db.write(lambda tx: outbox.end(tx, load.parcel, ParcelState.SENT, now=NOW))
        await line.say("", where=vars(RESIDENT), membership="moved", moved_to="-400")

        async def read(work: Work) -> None:
            assert await work.deliveries("N3/1") == {("chatter", "-400"): "sent"}
            assert await work.deliveries("N3/2") == {("chatter", "-400"): "todo"}
            assert await work.deliveries("N4/1") == {}
            found = await work.notices.get(3)
            assert found is not None
            assert found.parts[0].chats == (("chatter", "-400"),)

        await line.work(read)


async def plan(db: Database, sql: str) -> str:
    return " ".join(str(row["detail"]) for row in await db.all("EXPLAIN QUERY PLAN " + sql, about="N3/1"))


async def test_deliveries_are_looked_up_and_not_searched_for(desk: Desk) -> None:
    assert "outbox_notice" in await plan(desk.db, outbox.OF_NOTICE)


async def test_groups_that_are_lost_cannot_be_reached(tmp_path: Path) -> None:
    async with bench(tmp_path) as line:
        chat = ROSTER.chats[3]
        where = Address(platform=chat.platform, chat=chat.id)

        async def reaches(work: Work) -> bool:
            return await work.reaches(chat)

        assert await line.work(reaches)
        await line.db.write(partial(accounts.lose_chat, platform="chatter", chat=where.chat, reason="kicked", now=NOW))
        assert not await line.work(reaches)
