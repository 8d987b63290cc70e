"""The groups of incidents are made once, told what they are for, kept up to date and made again when they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.events import AppAlarm, RoomMade
from bot.domain.incident import Responder, Stage, State
from bot.engine.rooms import Rooms
from bot.store import rooms
from bot.store.rooms import Room, RoomState
from bot.talk.message import Address, Card, Delivery, Priority, Sent
from bot.talk.work import Work
from tests.engine.bench import Bench, bench
from tests.engine.community import CHEN, LI, NOW, WANG
from tests.engine.test_spread import QUIET, ROOM, quiet, roster

SENT = Sent(delivery=Delivery.SENT)


@dataclass
class Hall:
    """A platform that makes groups, and answers by its script."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)
    script: list[Sent] = field(default_factory=list)
    there: list[str] | None = None
    """Who is in a group that was made before."""

    async def make(self, chat: str, name: str, *, owner: str, members: Sequence[str]) -> Sent:
        self.calls.append(("make", chat, name, owner, tuple(members)))
        return self.script.pop(0) if self.script else SENT

    async def members(self, chat: str) -> Sequence[str] | Sent:
        self.calls.append(("members", chat))
        return self.there if self.there is not None else self.script.pop(0)

    async def change(self, chat: str, name: str, *, owner: str, add: Sequence[str], remove: Sequence[str]) -> Sent:
        self.calls.append(("change", chat, name, owner, tuple(add), tuple(remove)))
        return self.script.pop(0) if self.script else SENT


async def tell(work: Work, event: RoomMade) -> None:
    where = Address(platform=event.platform, chat=event.chat)
    work.send(where, Card(template="opened"), key="opened", priority=Priority.EMERGENCY)


@dataclass
class Town:
    line: Bench
    hall: Hall
    rooms: Rooms

    async def room(self) -> Room:
        found = await rooms.of_incident(self.line.db, 1, "hall")
        assert found is not None
        return found


def town_of(line: Bench) -> Town:
    line.inbox._world = replace(line.inbox.world, shapes={"quiet": QUIET, "hall": ROOM})
    hall = Hall()
    return Town(line, hall, Rooms(line.db, line.inbox, line.clock, platforms={"hall": hall}, after=lambda: None))


CALLED = Responder(person="wang", called=NOW, stage=Stage.CALLED)
PEOPLE = roster(quiet(WANG), quiet(LI), quiet(CHEN))
ID = f"zhiban1t{int(NOW.timestamp())}"


async def test_it_is_made_once_and_told_what_it_is_for(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=PEOPLE, tell={RoomMade: (tell,)}) as line:
        town = town_of(line)
        incident = await line.open_incident(responders=(CALLED,))
        await town.rooms.turn()
        await town.rooms.turn()
        [(what, chat, name, owner, members)] = town.hall.calls
        assert (what, chat, owner, set(members)) == ("make", ID, "chen", {"chen", "wang"})
        assert name
        assert await line.column("SELECT platform, chat, template FROM card") == [("hall", ID, "opened")]

        async def more(work: Work) -> None:
            await work.incidents.put(replace(incident, responders=(CALLED, replace(CALLED, person="li"))))

        await line.work(more)
        await town.rooms.turn()
        assert town.hall.calls[-1][0] == "change"
        assert town.hall.calls[-1][4] == ("li",), "only who is new is added"
        assert len(await line.column("SELECT id FROM card")) == 1


async def test_what_the_platform_puts_off_is_tried_again_and_what_it_refuses_is_left(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=PEOPLE) as line:
        town = town_of(line)
        await line.open_incident(responders=(CALLED,))
        town.hall.script = [Sent(delivery=Delivery.LATER, wait=30.0), Sent(delivery=Delivery.NEVER, reason="48002")]
        await town.rooms.turn()
        await town.rooms.turn()
        assert len(town.hall.calls) == 1
        line.clock.at += timedelta(seconds=31)
        await town.rooms.turn()
        line.clock.at += timedelta(days=1)
        await town.rooms.turn()
        assert len(town.hall.calls) == 2
        assert (await town.room()).state is RoomState.REFUSED


async def test_one_that_is_gone_is_made_again(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=PEOPLE) as line:
        town = town_of(line)
        incident = await line.open_incident(responders=(CALLED,))
        await town.rooms.turn()
        town.hall.script = [Sent(delivery=Delivery.LOST)]

        async def more(work: Work) -> None:
            await work.incidents.put(replace(incident, responders=(CALLED, replace(CALLED, person="li"))))

        await line.work(more)
        await town.rooms.turn()
        assert (await town.room()).chat == ""
        await town.rooms.turn()
        assert [call[0] for call in town.hall.calls] == ["make", "change", "make"]
        assert set(town.hall.calls[-1][4]) == {"wang", "chen", "li"}


async def test_who_is_unknown_there_keeps_the_room_from_nobody_else(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=PEOPLE) as line:
        town = town_of(line)
        incident = await line.open_incident(responders=(CALLED, replace(CALLED, person="li")))
        town.hall.script = [Sent(delivery=Delivery.NEVER, reason="86007")]
        await town.rooms.turn()
        assert (await town.room()).state is RoomState.REFUSED

        async def lose(work: Any) -> None:
            await work.accounts.lose("quiet", "li")
            await work.incidents.put(replace(incident, commander_heard=True))

        await line.work(lose)
        await town.rooms.turn()
        assert set(town.hall.calls[-1][4]) == {"wang", "chen"}
        assert (await town.room()).state is RoomState.OPEN


async def test_one_that_was_made_before_a_crash_is_filled_with_who_is_missing(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=PEOPLE) as line:
        town = town_of(line)
        await line.open_incident(responders=(CALLED,))
        town.hall.script = [Sent(delivery=Delivery.UNCHANGED), Sent(delivery=Delivery.LATER, wait=5.0)]
        await town.rooms.turn()
        assert (await town.room()).chat == "", "who is in it is not known yet"
        line.clock.at += timedelta(seconds=6)
        town.hall.script, town.hall.there = [Sent(delivery=Delivery.UNCHANGED)], ["chen", "li"]
        await town.rooms.turn()
        assert (await town.room()).made.members == ("chen", "li")
        await town.rooms.turn()
        assert [call[0] for call in town.hall.calls] == ["make", "members", "make", "members", "change"]
        assert town.hall.calls[-1][4] == ("wang",)
        line.clock.at += timedelta(days=1)
        await town.rooms.turn()
        assert len(town.hall.calls) == 5


async def test_who_leaves_the_roster_reads_no_further(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=PEOPLE) as line:
        town = town_of(line)
        await line.open_incident(responders=(CALLED, replace(CALLED, person="li")))
        await town.rooms.turn()
        assert set((await town.room()).made.members) == {"wang", "chen", "li"}
        line.inbox._world = replace(line.inbox.world, roster=roster(quiet(WANG), quiet(CHEN)))
        await town.rooms.turn()
        assert town.hall.calls[-1][0] == "change"
        assert town.hall.calls[-1][4:] == ((), ("li",))
        assert set((await town.room()).made.members) == {"wang", "chen"}
        await town.rooms.turn()
        assert len(town.hall.calls) == 2


async def test_one_refused_member_keeps_the_name_from_nobody_and_is_told_once(tmp_path: Path) -> None:
    told: list[AppAlarm] = []

    async def hear(work: Work, event: AppAlarm) -> None:  # noqa: ARG001
        told.append(event)

    async with bench(tmp_path, roster=PEOPLE, tell={AppAlarm: (hear,)}) as line:
        town = town_of(line)
        incident = await line.open_incident(responders=(CALLED,))
        await town.rooms.turn()
        responders = (CALLED, replace(CALLED, person="li"))
        await line.work(lambda work: work.incidents.put(replace(incident, responders=responders)))
        town.hall.script = [Sent(delivery=Delivery.NEVER, reason="86216")]
        await town.rooms.turn()
        assert town.hall.calls[-2][4] == ("li",)
        assert town.hall.calls[-1][3:] == ("chen", (), ())
        room = await town.room()
        assert (room.state, set(room.made.members)) == (RoomState.OPEN, {"wang", "chen"})
        assert told == [AppAlarm(platform="hall", sign="room", detail="#1: 86216")]
        over = replace(incident, responders=responders, state=State.CLOSED)
        await line.work(lambda work: work.incidents.put(over))
        town.hall.script = [Sent(delivery=Delivery.NEVER, reason="86216")]
        await town.rooms.turn()
        room = await town.room()
        assert (room.state, room.made.name) == (RoomState.CLOSED, room.wanted.name), "the name says that it is over"
        assert len(told) == 1


async def test_what_is_wanted_while_it_is_refused_is_tried(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=PEOPLE) as line:
        town = town_of(line)
        incident = await line.open_incident(responders=(CALLED,))

        async def refuse(*_: object, **__: object) -> Sent:
            more = replace(incident, responders=(CALLED, replace(CALLED, person="li")))
            await line.work(lambda work: work.incidents.put(more))
            return Sent(delivery=Delivery.NEVER, reason="86216")

        make, town.hall.make = town.hall.make, refuse  # type: ignore[method-assign]
        await town.rooms.turn()
        town.hall.make = make  # type: ignore[method-assign]
        await town.rooms.turn()
        assert set(town.hall.calls[-1][4]) == {"wang", "chen", "li"}
