"""The client and the platforms against the corp of the sandbox, which knows WeCom's pages and none of our code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.platforms.wecom import Wecom
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_budget import Budget
from bot.platforms.wecom_read import read
from bot.platforms.wecom_robot import Robot
from bot.platforms.wecom_room import WecomRoom
from bot.platforms.wecom_setup import look_at_app, look_at_member
from bot.sandbox.client import Sandbox
from bot.sandbox.wecom_client import Corp
from bot.sandbox.wecom_places import Member
from bot.talk.message import Address, Button, Content, Delivery, Drawn, Priority
from tests.platforms.qyapi import Seconds

JPEG = Content(name="现场.jpg", data=b"\xff\xd8\xff\xe0" + b"x" * 2_000)
LONG = "#7 电梯困人\n" + "3号楼2单元的电梯停在七层和八层之间。\n" * 20


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A corp, one of its people, and the program's side of it."""

    corp: Corp
    wang: Member
    api: Api
    wecom: Wecom

    async def send(self, drawn: Drawn, *, to: str = "wangqiang") -> str:
        """The handle of a message that went out."""
        sent = await self.wecom.send(Address(platform="wecom", chat=to), drawn)
        assert sent.delivery is Delivery.SENT, sent
        return sent.message

    async def dropped(self) -> int:
        """What was dropped without a word."""
        return int((await self.corp.state())["dropped"])


@pytest.fixture
async def desk(sandbox: Sandbox) -> AsyncIterator[Desk]:
    world = await sandbox.world()
    corp = await world.corp(url="http://127.0.0.1:9")  # there has to be an address, nobody calls it here
    wang = await corp.member("wangqiang", "王强")
    await corp.member("lidian", "李电", licensed=False)
    keys = corp.keys
    api = Api(corp.base_url, keys.corp_id, agent_id=keys.agent_id, secrets={"app": keys.secret, "kf": keys.kf_secret})
    await api.start()
    yield Desk(corp=corp, wang=wang, api=api, wecom=Wecom(api, submit="确定", budget=Budget(), reader=read))
    await api.stop()
    await world.forget()


def choices(count: int, *, label: str = "选") -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(text=f"{label}{number}", data=f"abcdefgh:pick:{number}"),) for number in range(count))


@pytest.mark.parametrize(("count", "posts"), [(1, 2), (6, 2), (7, 2), (10, 2), (27, 2), (28, 1)])
@pytest.mark.parametrize("label", ["选", "Not an incident at all "])
async def test_cards_of_every_size_are_taken(desk: Desk, count: int, posts: int, label: str) -> None:
    drawn = Drawn(text=LONG, buttons=choices(count, label=label), serial="abcdefgh-1-s1", priority=Priority.EMERGENCY)
    await desk.send(drawn)
    messages = await desk.wang.messages()
    assert len(messages) == posts
    assert messages[0].text.startswith(LONG.strip()[:900])
    assert bool(messages[-1].labels) == (posts == 2)


async def test_a_card_changes_by_its_code_once_and_is_new_then(desk: Desk) -> None:
    where = Address(platform="wecom", chat="wangqiang")
    handle = await desk.send(Drawn(text="#7 电梯困人", buttons=choices(2), serial="abcdefgh-1-s1"))
    for version, (buttons, shown) in enumerate([(choices(8), 1), (choices(3), 2), ((), 2), (choices(2), 3)], start=2):
        drawn = Drawn(text=f"#7 第{version}版", buttons=buttons, serial=f"abcdefgh-{version}-e1")
        sent = await desk.wecom.edit(where, handle, drawn)
        assert sent.delivery is Delivery.SENT, sent
        messages = await desk.wang.messages()
        assert (len(messages), messages[-1].says(f"第{version}版")) == (shown, True)
        handle = sent.message
    spent = await desk.wecom.edit(
        where, "abcdefgh-1-s1/RC-unknown", Drawn(text="x", buttons=choices(1), serial="z-1-e1")
    )
    assert spent.delivery is Delivery.SENT


async def test_files_reach_the_phone(desk: Desk) -> None:
    await desk.send(Drawn(text="现场", file="photo:AgAD", content=JPEG))
    await desk.send(Drawn(text="报告", file="document:BQAD", content=Content(name="R5.pdf", data=b"%PDF-1.7 x")))
    assert [one.media for one in await desk.wang.messages()] == ["", "photo", "", "document"]


async def test_nobody_gets_so_much_that_it_is_dropped(desk: Desk) -> None:
    where = Address(platform="wecom", chat="wangqiang")
    sent = [await desk.wecom.send(where, Drawn(text=f"第{number}条")) for number in range(40)]
    assert [one.delivery for one in sent].count(Delivery.SENT) == 19
    assert (await desk.dropped(), len(await desk.wang.messages())) == (0, 19)
    careless = Wecom(desk.api, submit="确定", budget=Budget(0), reader=read)
    for number in range(40):
        await careless.send(where, Drawn(text=f"第{number}条又"))
    assert await desk.dropped() > 0


async def test_who_has_no_licence_or_left_is_lost(desk: Desk) -> None:
    for who in ("lidian", "nobody"):
        sent = await desk.wecom.send(Address(platform="wecom", chat=who), Drawn(text="x"))
        assert (sent.delivery, bool(sent.reason)) == (Delivery.LOST, True)


async def test_tokens_that_end_are_renewed_and_a_lasting_refusal_is_not_hammered(desk: Desk) -> None:
    await desk.send(Drawn(text="1"))
    await desk.corp.end_tokens()
    await desk.send(Drawn(text="2"))
    await desk.corp.end_tokens(unknown=True)
    await desk.send(Drawn(text="3"))
    for _ in range(20):
        await desk.corp.end_tokens(unknown=True)
        await desk.wecom.send(Address(platform="wecom", chat="wangqiang"), Drawn(text="4"))
    assert (await desk.corp.state())["fetched"] == 3
    assert "40014" in desk.wecom.problem


async def test_a_room_is_made_changed_and_heard(desk: Desk) -> None:
    room = WecomRoom(desk.api)
    await desk.corp.member("zhao", "赵六")
    for expected in (Delivery.SENT, Delivery.UNCHANGED):
        made = await room.make("INC7", "#7 电梯困人", owner="wangqiang", members=["wangqiang", "zhao"])
        assert made.delivery is expected, made
    sent = await room.send(Address(platform="wecom_room", chat="INC7"), Drawn(text=LONG, serial="abcdefgh-1-s1"))
    assert sent.delivery is Delivery.SENT, sent
    changed = await room.change("INC7", "〔已结案〕#7", owner="wangqiang", add=(), remove=())
    assert changed.delivery is Delivery.SENT, changed
    assert (await desk.corp.room("INC7")).name == "〔已结案〕#7"
    gone = await room.change("INC8", "x", owner="wangqiang", add=(), remove=())
    assert gone.delivery is Delivery.LOST


async def test_the_robot_and_the_questions_of_check(desk: Desk) -> None:
    group = await desk.corp.robot("key-1")
    robot = Robot(desk.api, "key-1", monotonic=Seconds())
    assert (await robot.alarm("#7 没人应答")).delivery is Delivery.SENT
    assert (await group.messages())[-1].says("没人应答")
    assert (await Robot(desk.api, "key-2").alarm("x")).delivery is Delivery.LATER
    assert (await look_at_app(desk.api)).sees_everybody
    known = await look_at_member(desk.api, "wangqiang")
    assert known is not None
    assert known.active
    assert await look_at_member(desk.api, "nobody") is None
