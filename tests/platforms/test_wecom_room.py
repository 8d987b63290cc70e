"""Groups of incidents, the robot, and what WeCom says of the app and its members."""

from __future__ import annotations

import logging

import pytest

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import ApiError
from bot.platforms.wecom_robot import Robot
from bot.platforms.wecom_room import WecomRoom
from bot.platforms.wecom_setup import OUTSIDE, callback_ip, look_at_app, look_at_member, service_accounts
from bot.talk.message import Address, Button, Content, Delivery, Drawn, Sent
from bot.talk.platform import Platform, PlatformError
from tests.platforms.qyapi import Qyapi, Seconds, body, no, yes

ROOM = Address(platform="wecom_room", chat="INC7")
KEY = "robot-key-nobody-may-see"


@pytest.fixture
def room(client: Api) -> WecomRoom:
    return WecomRoom(client)


async def test_a_room_hears_words_only_in_parts_that_fit(qyapi: Qyapi, room: WecomRoom) -> None:
    buttons = ((Button(text="收到", data="abcdefgh:ack"),),)
    text = "\n".join("楼" * 100 for _ in range(10))
    sent = await room.send(ROOM, Drawn(text=f"<b>{text}</b>", buttons=buttons, serial="abcdefgh-1-s1"))
    assert (sent.delivery, sent.message) == (Delivery.SENT, "abcdefgh-1-s1")
    first, second = qyapi.asked("appchat/send")
    assert (first["chatid"], first["msgtype"], len(first["text"]["content"].encode())) == ("INC7", "text", 1805)
    assert f"{first['text']['content']}\n{second['text']['content']}" == text
    platform: Platform = room
    assert (platform.shape.edits, platform.shape.gathers, platform.read(b"{}")) == (False, "wecom", None)


async def test_a_second_try_goes_on_where_the_first_one_failed(qyapi: Qyapi, room: WecomRoom, seconds: Seconds) -> None:
    text = "\n".join("楼" * 100 for _ in range(10))
    qyapi.plan("appchat/send", yes(), no(45009))
    sent = await room.send(ROOM, Drawn(text=text, serial="abcdefgh-1-s1"))
    assert (sent.delivery, sent.wait) == (Delivery.LATER, 60)
    seconds.at += 61
    assert (await room.send(ROOM, Drawn(text=text, serial="abcdefgh-1-s2"))).delivery is Delivery.SENT
    said = [one["text"]["content"][:1] for one in qyapi.asked("appchat/send")]
    assert len(said) == 3


async def test_a_room_is_made(qyapi: Qyapi, room: WecomRoom) -> None:
    sent = await room.make("INC7", "火" * 60, owner="wang", members=["wang", "li", "li"])
    assert sent.delivery is Delivery.SENT
    (made,) = qyapi.asked("appchat/create")
    assert made == {"chatid": "INC7", "name": "火" * 49 + "…", "owner": "wang", "userlist": ["wang", "li"]}
    qyapi.plan("appchat/create", no(86215), no(86001), no(60111), no(48002))
    answers = [(await room.make("INC7", "x", owner="wang", members=["li"])).delivery for _ in range(4)]
    assert answers == [Delivery.UNCHANGED, Delivery.NEVER, Delivery.NEVER, Delivery.LATER]
    assert "48002" in room.problem
    assert (await room.make("INC7", "x", owner="wang", members=["wang"])).delivery is Delivery.NEVER
    with pytest.raises(ValueError, match="id of a group"):
        await room.make("INC-7", "x", owner="wang", members=["li"])


async def test_a_room_is_changed_or_gone(qyapi: Qyapi, room: WecomRoom) -> None:
    await room.change("INC7", "〔已结案〕", owner="wang", add=["li"], remove=())
    await room.change("INC7", "x", owner="wang", add=(), remove=["li"])
    first, second = qyapi.asked("appchat/update")
    assert first == {"chatid": "INC7", "name": "〔已结案〕", "owner": "wang", "add_user_list": ["li"]}
    assert second["del_user_list"] == ["li"]
    qyapi.plan("appchat/update", no(86003), no(60111))
    answers = [(await room.change("INC7", "x", owner="wang", add=(), remove=())).delivery for _ in range(2)]
    assert answers == [Delivery.LOST, Delivery.NEVER]
    qyapi.plan("appchat/send", no(86003))
    assert (await room.send(ROOM, Drawn(text="x"))).delivery is Delivery.LOST


async def test_what_a_room_can_not_do(qyapi: Qyapi, room: WecomRoom) -> None:
    drawn = Drawn(text="x", file="photo:AgAD", content=Content(name="x.jpg", data=b"12345"))
    assert (await room.send(ROOM, drawn)).delivery is Delivery.NEVER
    assert (await room.edit(ROOM, "m", drawn)).delivery is Delivery.NEVER
    assert (await room.pin(ROOM, "m", pinned=True)).delivery is Delivery.UNCHANGED
    for refused in (room.answer("wang", "x", alert=False), room.fetch("photo:x/y")):
        with pytest.raises(PlatformError):
            await refused
    await room.leave(ROOM)
    assert len(qyapi.calls) == 2


async def test_the_robot_says_twenty_a_minute_without_a_token(
    qyapi: Qyapi, client: Api, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    robot = Robot(client, KEY, monotonic=seconds)
    answers = [await robot.alarm("#7 没人应答") for _ in range(22)]
    assert [one.delivery for one in answers].count(Delivery.SENT) == 20
    assert answers[-1].wait == 61
    call = qyapi.calls[0]
    assert (call.path, call.query) == ("webhook/send", {"key": KEY})
    assert call.body["text"] == {"content": "#7 没人应答"}
    seconds.at += 61
    qyapi.plan("webhook/send", no(93000, f"invalid webhook url {KEY}"), body(b"", status=502), no(40058, KEY))
    failed = [await robot.alarm("x") for _ in range(3)]
    assert [one.delivery for one in failed] == [Delivery.LATER, Delivery.UNCLEAR, Delivery.NEVER]
    assert (await robot.alarm(" ")).delivery is Delivery.NEVER
    assert KEY not in caplog.text + repr(failed)


async def test_the_app_as_wecom_has_it(qyapi: Qyapi, client: Api) -> None:
    seen = {
        "name": "值班",
        "allow_userinfos": {"user": [{"userid": "wang"}]},
        "allow_partys": {"partyid": [1, 7]},
        "allow_tags": {"tagid": [3]},
        "close": 1,
        "redirect_domain": "duty.example.com",
    }
    qyapi.plan("agent/get", yes(**seen), yes(name="值班", allow_partys={"partyid": [7]}))
    app = await look_at_app(client)
    assert app.name == "值班"
    assert (set(app.members), set(app.departments), set(app.tags)) == ({"wang"}, {1, 7}, {3})
    assert (app.closed, app.sees_everybody, app.domain) == (True, True, "duty.example.com")
    assert qyapi.calls[-1].query["agentid"] == "1000002"
    app = await look_at_app(client)
    assert (app.closed, app.sees_everybody) == (False, False)


async def test_a_member_as_wecom_has_them(qyapi: Qyapi, client: Api) -> None:
    qyapi.plan("user/get", yes(userid="WangQiang", name="王强", status=1), yes(status=2), no(60111), no(OUTSIDE))
    known = await look_at_member(client, "wangqiang")
    assert known is not None
    assert (known.account, known.name, known.active) == ("WangQiang", "王强", True)
    idle = await look_at_member(client, "wangqiang")
    assert idle is not None
    assert (idle.account, idle.active) == ("wangqiang", False)
    assert await look_at_member(client, "nobody") is None
    with pytest.raises(ApiError) as caught:
        await look_at_member(client, "li")
    assert caught.value.code == OUTSIDE


async def test_addresses_of_callbacks_and_service_accounts(qyapi: Qyapi, client: Api) -> None:
    qyapi.plan("getcallbackip", yes(ip_list=["203.0.113.1"]), yes())
    assert await callback_ip(client) == ("203.0.113.1",)
    with pytest.raises(ApiError):
        await callback_ip(client)
    pages = [[{"open_kfid": f"wk{number}", "name": "前台"} for number in range(count)] for count in (100, 1)]
    pages[1][0]["open_kfid"] = "wkx"
    qyapi.plan("kf/account/list", *(yes(account_list=page) for page in pages))
    assert len(await service_accounts(client)) == 101
    assert [one["offset"] for one in qyapi.asked("kf/account/list")] == [0, 100]


async def test_who_is_in_a_room(qyapi: Qyapi, room: WecomRoom) -> None:
    qyapi.plan("appchat/get", yes(chat_info={"userlist": ["WangQiang", "li"]}), no(86003))
    assert await room.members("INC7") == ["wangqiang", "li"]
    lost = await room.members("INC7")
    assert isinstance(lost, Sent)
    assert lost.delivery is Delivery.LOST
