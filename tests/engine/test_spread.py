"""What is for a group is read by each in private where a platform has none, and in a room where it makes one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.incident import Responder, Stage
from bot.domain.people import Person
from bot.domain.roster import Chat, ChatKind, Roster
from bot.store import cards, rooms
from bot.store.rooms import RoomState
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.platform import Shape
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import CHEN, LI, NOW, ROSTER, WANG

STAFF = Address(platform="quiet", chat="@staff:anju")
COMMAND = Address(platform="quiet", chat="@command:anju")
QUIET = Shape(toasts=False, writes_first=True, renews=True)
ROOM = Shape(edits=False, pins=False, toasts=False, gathers="quiet")
SPREAD = (
    Chat(platform="quiet", id=STAFF.chat, kind=ChatKind.STAFF, community="anju"),
    Chat(platform="quiet", id=COMMAND.chat, kind=ChatKind.COMMAND, community="anju"),
)
BUTTON = Choice(key="ack", label="ack", facts={"incident": 1})
SENT = "SELECT platform, chat FROM card ORDER BY rowid"


def quiet(person: Person) -> Person:
    """The same person on the platform that has no groups, and nowhere else."""
    return replace(person, accounts={"quiet": person.id})


def roster(*people: Person, chats: tuple[Chat, ...] = SPREAD) -> Roster:
    return replace(ROSTER, people=people, chats=chats)


@asynccontextmanager
async def town(folder: Path, roster: Roster, **shapes: Shape) -> AsyncIterator[Bench]:
    """A line on a world with these platforms."""
    async with bench(folder, roster=roster) as line:
        line.inbox._world = replace(line.inbox.world, shapes={"chatter": Shape(), "quiet": QUIET, **shapes})
        yield line


async def say(line: Bench, to: Any, *, key: str = "k", about: str = "", rows: bool = True, **more: Any) -> None:
    async def job(work: Work) -> None:
        card = Card(template="card", facts={"n": 1}, rows=((BUTTON,),) if rows else ())
        work.send(to, card, key=key, priority=more.get("priority", Priority.EMERGENCY), about=about)

    await line.work(job)


async def live(line: Bench, to: Any, n: int, *, about: str = "1", **more: Any) -> None:
    async def job(work: Work) -> None:
        work.live(to, Card(template="card", facts={"n": n}, rows=((BUTTON,),), pin=True), about=about, **more)

    await line.work(job)


async def test_each_on_duty_reads_it_alone_and_who_leads_reads_it_once(tmp_path: Path) -> None:
    async with town(tmp_path, roster(quiet(WANG), LI, quiet(CHEN))) as line:
        await say(line, STAFF, key="a")
        await say(line, STAFF, key="a")
        assert await line.column(SENT) == [("quiet", "wang"), ("quiet", "chen")], "li has no account there"

        async def both(work: Work) -> None:
            for to in (STAFF, COMMAND):
                work.send(to, Card(template="card"), key=f"b/{to.chat}", priority=Priority.CHASE)

        await line.work(both)
        assert (await line.column(SENT))[2:] == [("quiet", "wang"), ("quiet", "chen")], "not twice for the leader"

        async def all_and_one(work: Work) -> None:
            work.send(STAFF, Card(template="card"), key="c/all", priority=Priority.CHASE)
            work.send(quiet(CHEN), Card(template="card"), key="c/chen", priority=Priority.CHASE)

        await line.work(all_and_one)
        assert (await line.column(SENT))[4:] == [("quiet", "wang"), ("quiet", "chen")], "nor for whom it is besides"


async def test_the_live_card_stands_with_each_and_changes_with_each(tmp_path: Path) -> None:
    async with town(tmp_path, roster(quiet(WANG), quiet(CHEN))) as line:
        await line.open_incident(responders=())
        await live(line, STAFF, 1)
        await live(line, COMMAND, 1)
        assert await line.column(SENT) == [("quiet", "wang"), ("quiet", "chen")]
        await live(line, STAFF, 2)
        assert await line.column("SELECT chat, version FROM card ORDER BY rowid") == [("wang", 2), ("chen", 2)]


async def test_who_is_called_reads_it_though_not_on_duty(tmp_path: Path) -> None:
    away = replace(quiet(LI), communities=("anju", "yuan"))
    called = Responder(person="li", called=NOW, stage=Stage.CALLED)
    async with town(tmp_path, replace(roster(quiet(WANG), away), duties=())) as line:
        await line.open_incident(responders=(called,), commander="wang")
        await say(line, STAFF, about="1")
        assert sorted(await line.column(SENT)) == [("quiet", "li"), ("quiet", "wang")]


async def test_a_spread_chat_nobody_reads_is_silent_beside_a_real_group(tmp_path: Path) -> None:
    both = (*ROSTER.chats, *SPREAD)
    async with town(tmp_path, roster(WANG, CHEN, chats=both)) as line:
        await line.open_incident()
        await say(line, STAFF, about="1")
        assert await line.column(SENT) == []


async def test_who_cannot_be_written_to_is_named_to_the_others(tmp_path: Path) -> None:
    async with town(tmp_path, roster(quiet(WANG), LI)) as line:
        await say(line, LI)
        [(platform, chat, mention)] = await line.column("SELECT platform, chat, mention FROM card")
        assert (platform, chat) == ("quiet", "wang")
        assert '"Li"' in mention


async def test_an_urgent_message_takes_every_way_to_a_person_the_rest_one(tmp_path: Path) -> None:
    two = replace(WANG, accounts={"chatter": "1", "quiet": "wang"})
    async with town(tmp_path, roster(two)) as line:
        await line.met(1)
        await say(line, two, key="a")
        assert await line.column(SENT) == [("chatter", "1"), ("quiet", "wang")]
        await say(line, two, key="b", priority=Priority.ROUTINE)
        assert (await line.column(SENT))[2:] == [("chatter", "1")]
        await live(line, two, 1, about="1/wang")
        await live(line, two, 2, about="1/wang", priority=Priority.CHASE)
        assert (await line.column("SELECT platform, version FROM card ORDER BY rowid"))[3:] == [
            ("chatter", 2),
            ("quiet", 2),
        ], "where it stands it changes"


async def test_a_press_renews_the_handle_of_its_own_card_only(tmp_path: Path) -> None:
    async with town(tmp_path, roster(quiet(WANG), quiet(CHEN))) as line:
        line.inbox._world = replace(line.inbox.world, shapes={"chatter": QUIET, "quiet": QUIET})
        await live(line, STAFF, 1)
        [mine, other] = await line.column("SELECT id FROM card ORDER BY rowid")
        press = {"card": mine, "choice": "ack", "query": "wang"}
        await line.keep(
            {"press": press, "where": {"platform": "quiet", "chat": "chen"}, "account": "chen", "message": "t/theirs"}
        )
        await line.settle()
        assert await line.column("SELECT message FROM card WHERE message IS NOT NULL") == []
        await line.keep(
            {"press": press, "where": {"platform": "quiet", "chat": "wang"}, "account": "wang", "message": "t/new"}
        )
        await line.settle()
        assert await line.column("SELECT id, message FROM card WHERE message IS NOT NULL") == [(mine, "t/new")]
        assert other != mine
        assert line.platform.answers == [], "where there are no toasts the answer is an ordinary message"


@pytest.mark.parametrize("fresh", [False, True])
async def test_where_nothing_can_be_changed_new_words_are_a_new_message(tmp_path: Path, *, fresh: bool) -> None:
    async with town(tmp_path, roster(quiet(WANG)), quiet=replace(QUIET, edits=False, renews=False, pins=False)) as line:
        to = Address(platform="quiet", chat="resident")
        await live(line, to, 1)
        await live(line, to, 2, fresh=fresh)
        assert await line.column("SELECT live, version FROM card ORDER BY rowid") == [(0, 1), (1, 1)]
        kinds = await line.column("SELECT kind FROM outbox ORDER BY id")
        assert kinds == ["send", "send"], "no edit, no pin"

        async def job(work: Work) -> None:
            work.live(to, Card(template="card", facts={"n": 2}), about="1")

        await line.work(job)
        assert await line.column("SELECT kind FROM outbox ORDER BY id") == kinds, "buttons alone are no message"
        shown = await cards.live(line.db, to, "1")
        assert shown is not None
        assert shown.card.rows == ()


async def test_bare_words_go_to_the_room_of_the_incident_and_urgent_ones_to_those_outside_of_it(tmp_path: Path) -> None:
    people = (quiet(WANG), quiet(LI), quiet(CHEN))
    async with town(tmp_path, roster(*people), hall=ROOM) as line:
        called = Responder(person="wang", called=NOW, stage=Stage.CALLED)
        await line.open_incident(responders=(called,))
        room = await rooms.of_incident(line.db, 1, "hall")
        assert room is not None
        assert set(room.wanted.members) == {"wang", "chen"}
        await say(line, STAFF, key="before", about="1", rows=False)
        assert len(await line.column(SENT)) == 3, "until it is made everybody reads alone"
        found = room
        await line.db.write(lambda tx: rooms.made(tx, found, "zhiban1", now=NOW))
        await say(line, STAFF, key="a", about="1", rows=False)
        assert (await line.column(SENT))[3:] == [("hall", "zhiban1"), ("quiet", "li")]
        await say(line, STAFF, key="b", about="1", rows=False, priority=Priority.ROUTINE)
        assert (await line.column(SENT))[5:] == [("hall", "zhiban1")]
        await say(line, STAFF, key="c", about="1")
        assert len(await line.column(SENT)) == 9, "what has buttons is for each"


async def test_a_room_keeps_its_people_and_closes_with_its_incident(tmp_path: Path) -> None:
    async with town(tmp_path, roster(quiet(WANG), quiet(LI), quiet(CHEN)), hall=ROOM) as line:
        called = Responder(person="wang", called=NOW, stage=Stage.CALLED)
        incident = await line.open_incident(responders=(called,))
        changed = replace(incident, responders=(replace(called, person="li"),))

        async def put(work: Work) -> None:
            await work.incidents.put(changed)

        await line.work(put)
        room = await rooms.of_incident(line.db, 1, "hall")
        assert room is not None
        assert set(room.wanted.members) == {"wang", "chen", "li"}
        await line.db.write(lambda tx: rooms.made(tx, room, "zhiban1", now=NOW))
        assert await rooms.due(line.db, now=NOW) == []
        closed = replace(changed, state=type(changed.state).CLOSED, closed=NOW)

        async def close(work: Work) -> None:
            await work.incidents.put(closed)

        await line.work(close)
        [last] = await rooms.due(line.db, now=NOW)
        assert last.wanted.over
        await line.db.write(lambda tx: rooms.made(tx, last, "zhiban1", now=NOW))
        ended = await rooms.of_incident(line.db, 1, "hall")
        assert ended is not None
        assert ended.state is RoomState.CLOSED


async def test_what_reaches_nobody_stands_where_the_robot_is(tmp_path: Path) -> None:
    robot = Shape(edits=False, pins=False, toasts=False, alarm="hall")
    async with town(tmp_path, roster(LI, chats=()), robot=robot) as line:
        await say(line, LI)
        [(platform, chat, mention, rows)] = await line.column("SELECT platform, chat, mention, rows FROM card")
        assert (platform, chat, rows) == ("robot", "hall", "[]")
        assert '"Li"' in mention
        await say(line, LI, key="b", priority=Priority.ROUTINE)
        await live(line, LI, 1, about="1/li")
        await live(line, LI, 1, about="1/li")
        assert len(await line.column(SENT)) == 2, "nothing that can wait, and a card once"
    spread = (Chat(platform="quiet", id=STAFF.chat, kind=ChatKind.STAFF, community="anju"),)
    empty = tmp_path / "empty"
    empty.mkdir()
    async with town(empty, roster(LI, chats=spread), robot=robot) as line:
        await say(line, STAFF, about="1")
        assert await line.column(SENT) == [("robot", "hall")]
