"""Groups the app makes: who may be in one, what may be said there, and what members hear no more."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.client import SandboxError
from bot.sandbox.places import NotHeardError
from tests.sandbox.wecom_stage import Office, buttons_card

TWO: dict[str, Any] = {
    "name": "#7 电梯困人",
    "owner": "wangqiang",
    "userlist": ["wangqiang", "lidian"],
    "chatid": "INC7",
}


def saying(content: str = "李电已到场", chatid: str = "INC7") -> dict[str, Any]:
    """The body of a text."""
    return {"chatid": chatid, "msgtype": "text", "text": {"content": content}, "safe": 0}


async def test_a_room_is_made_named_and_filled(office: Office) -> None:
    assert await office.ok("appchat/create", **TWO) == {"chatid": "INC7"}
    await office.corp.member("zhao", "赵")
    change: dict[str, Any] = {"name": "〔已结案〕#7", "owner": "lidian", "add_user_list": ["zhao"]}
    await office.ok("appchat/update", chatid="INC7", del_user_list=["wangqiang"], **change)
    told = await office.corp.get("appchat/get", chatid="INC7")
    assert told["chat_info"] == {
        "chatid": "INC7",
        "name": "〔已结案〕#7",
        "owner": "lidian",
        "userlist": ["lidian", "zhao"],
    }
    [room] = await office.corp.rooms()
    assert (room.name, room.owner, room.members) == ("〔已结案〕#7", "lidian", ["lidian", "zhao"])


async def test_what_the_app_says_is_heard_and_nothing_comes_back(office: Office) -> None:
    await office.ok("appchat/create", **TWO)
    assert await office.ok("appchat/send", **saying()) == {}
    room = await office.corp.room("INC7")
    assert (await room.heard("已到场", after=0)).text == "李电已到场"
    with pytest.raises(NotHeardError, match="never hears"):
        await office.wang.says(room, "收到")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"chatid": "a-b"}, 86001),
        ({"chatid": "x" * 33}, 86001),
        ({"name": "字" * 51}, 86004),
        ({"userlist": ["wangqiang"]}, 86006),
        ({"userlist": ["wangqiang", "wangqiang"]}, 86006),
        ({"userlist": ["wangqiang", "wm1"]}, 86216),
        ({"owner": "zhao"}, 86207),
    ],
)
async def test_rooms_that_are_not_made(office: Office, change: dict[str, Any], code: int) -> None:
    assert await office.code("appchat/create", **{**TWO, **change}) == code
    assert await office.corp.rooms() == []


async def test_an_id_is_taken_once_and_others_are_unknown(office: Office) -> None:
    await office.ok("appchat/create", **TWO)
    assert await office.code("appchat/create", **TWO) == 86215
    assert await office.code("appchat/update", chatid="INC8", name="x") == 86003
    assert await office.code("appchat/send", **saying(chatid="INC8")) == 86003
    assert (await office.corp.get("appchat/get", chatid="INC8"))["errcode"] == 86003
    assert await office.code("appchat/update", chatid="INC7", del_user_list=["lidian"]) == 86006
    assert await office.code("appchat/update", chatid="INC7", del_user_list=["zhao"]) == 86216
    assert await office.code("appchat/update", chatid="INC7", add_user_list=["zhao"]) == 86216
    assert await office.code("appchat/update", chatid="INC7", owner="zhao") == 86207
    with pytest.raises(SandboxError):
        await office.corp.room("INC8")


async def test_no_cards_and_no_long_texts(office: Office) -> None:
    await office.ok("appchat/create", **TWO)
    card: dict[str, Any] = {"chatid": "INC7", "msgtype": "template_card", "template_card": buttons_card()}
    assert await office.code("appchat/send", **card) == 40058
    assert await office.code("appchat/send", chatid="INC7", msgtype="template_card") == 40008
    assert await office.code("appchat/send", **saying("字" * 683)) == 45002
    await office.ok("appchat/send", **saying("字" * 682))


async def test_over_200_a_minute_nobody_hears_it(office: Office) -> None:
    await office.corp.changes(limits={"room_per_minute": 3})
    await office.corp.member("zhao", "赵")
    await office.corp.member("qian", "钱")
    await office.ok("appchat/create", **{**TWO, "owner": "zhao", "userlist": ["zhao", "qian"]})
    for number in range(4):
        await office.ok("appchat/send", **saying(str(number)))
    room = await office.corp.room("INC7")
    assert [message.text for message in await room.messages()] == ["0", "1", "2"]
    assert (await office.corp.state())["dropped_in_rooms"] == 2


async def test_changes_are_counted(office: Office) -> None:
    for number in range(1000):
        await office.ok("appchat/create", **{**TWO, "chatid": f"R{number}"})
    assert await office.code("appchat/create", **TWO) == 45009


async def test_user_ids_know_no_case_and_are_answered_as_the_member_was_made(office: Office) -> None:
    await office.corp.member("ZhaoMin", "赵")
    await office.ok("appchat/create", **{**TWO, "owner": "WANGQIANG", "userlist": ["WangQiang", "zhaomin"]})
    await office.ok("appchat/update", chatid="INC7", owner="zhaomin", add_user_list=["LiDian"])
    told = await office.corp.get("appchat/get", chatid="INC7")
    assert (told["chat_info"]["owner"], told["chat_info"]["userlist"]) == (
        "ZhaoMin",
        ["wangqiang", "ZhaoMin", "lidian"],
    )
