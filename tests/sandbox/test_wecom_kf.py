"""The service account: what residents write is read by cursor; five messages in 48 hours, and one at the door."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.client import SandboxError
from bot.sandbox.wecom_outside import Resident
from tests.sandbox.wecom_stage import Office

MENU: dict[str, Any] = {
    "head_content": "您安全吗?",
    "list": [
        {"type": "click", "click": {"id": "n3:safe", "content": "我安全"}},
        {"type": "click", "click": {"id": "n3:help", "content": "需要帮助"}},
        {"type": "view", "view": {"url": "https://a.b", "content": "地图"}},
    ],
    "tail_content": "电话 0755-1234567",
}


@pytest.fixture
async def wu(office: Office) -> Resident:
    return await office.corp.resident("wm1", "吴阿姨")


async def sync(office: Office, **body: Any) -> Any:
    """kf/sync_msg."""
    return await office.ok("kf/sync_msg", secret="kf", open_kfid=office.corp.keys.open_kfid, **body)


def saying(office: Office, content: str = "收到", **more: Any) -> dict[str, Any]:
    """The body of a text."""
    head = {"touser": "wm1", "open_kfid": office.corp.keys.open_kfid, "msgtype": "text"}
    return {**head, "text": {"content": content}, **more}


async def test_what_a_resident_writes_rings_and_is_read(office: Office, wu: Resident) -> None:
    said = await wu.says("3号楼冒烟")
    [ring] = await office.caught()
    assert (ring["Event"], ring["OpenKfId"]) == ("kf_msg_or_event", office.corp.keys.open_kfid)
    assert not {"FromUserName", "AgentID", "MsgId"} & set(ring)
    told = await sync(office, token=ring["Token"], cursor="", limit=1000, voice_format=0)
    assert (told["has_more"], len(told["msg_list"])) == (0, 1)
    [message] = told["msg_list"]
    assert message.pop("msgid")
    assert message == {
        "send_time": int(said.date.timestamp()),
        "origin": 3,
        "open_kfid": office.corp.keys.open_kfid,
        "external_userid": "wm1",
        "msgtype": "text",
        "text": {"content": "3号楼冒烟"},
    }
    assert (await sync(office, token=ring["Token"], cursor=told["next_cursor"]))["msg_list"] == []


async def test_the_cursor_walks_through_the_log(office: Office, wu: Resident) -> None:
    for number in range(5):
        await wu.says(str(number))
    token = (await office.caught(5))[-1]["Token"]
    heard, cursor, more = [], "", 1
    while more:
        told = await sync(office, token=token, limit=2, cursor=cursor)
        heard += [one["text"]["content"] for one in told["msg_list"]]
        cursor, more = told["next_cursor"], told["has_more"]
    assert heard == ["0", "1", "2", "3", "4"]
    body = {"open_kfid": office.corp.keys.open_kfid, "token": token}
    for wrong in ({"cursor": "C99"}, {"cursor": "x"}, {"limit": 0}, {"limit": 1001}, {"voice_format": 2}):
        assert await office.code("kf/sync_msg", secret="kf", **{**body, **wrong}) == 40058, wrong
    assert await office.code("kf/sync_msg", secret="kf", **{**body, "open_kfid": "wkother"}) == 95004


async def test_a_ring_is_worth_ten_minutes_and_the_log_three_days(office: Office, wu: Resident) -> None:
    await wu.says("旧")
    token = (await office.caught())[0]["Token"]
    await office.world.clock(600)
    account: dict[str, Any] = {"open_kfid": office.corp.keys.open_kfid}
    assert await office.code("kf/sync_msg", secret="kf", token=token, **account) == 95007
    assert await office.code("kf/sync_msg", secret="kf", token="x", **account) == 95007
    assert len((await sync(office))["msg_list"]) == 1
    await office.world.clock(3 * 24 * 3600)
    await office.corp.end_tokens()
    assert (await sync(office))["msg_list"] == []
    codes = [(await office.corp.call("kf/sync_msg", secret="kf", **account))["errcode"] for _ in range(11)]
    assert codes[-1] == 45009


async def test_five_messages_after_each_of_theirs(office: Office, wu: Resident) -> None:
    assert await office.code("kf/send_msg", secret="kf", **saying(office)) == 95002
    await wu.says("在吗")
    for number in range(5):
        await office.ok("kf/send_msg", secret="kf", **saying(office, str(number)))
    assert await office.code("kf/send_msg", secret="kf", **saying(office)) == 95001
    await wu.says("还在吗")
    await office.ok("kf/send_msg", secret="kf", **saying(office, "在"))
    assert (await wu.heard("在")).text == "在"
    await office.world.clock(48 * 3600)
    await office.corp.end_tokens()
    assert await office.code("kf/send_msg", secret="kf", **saying(office)) == 95002
    assert await office.code("kf/send_msg", secret="kf", **{**saying(office), "touser": "wm9"}) == 40096


async def test_the_same_msgid_is_brought_once(office: Office, wu: Resident) -> None:
    await wu.says("在吗")
    for _ in range(7):
        told = await office.ok("kf/send_msg", secret="kf", **saying(office, msgid="o-1"))
        assert told == {"msgid": "o-1"}
    assert [one.text for one in await wu.said()] == ["收到"]
    for wrong in ("a b", "x" * 33, ""):
        assert await office.code("kf/send_msg", secret="kf", **saying(office, msgid=wrong)) == 40058


async def test_a_menu_is_pressed(office: Office, wu: Resident) -> None:
    await wu.says("在吗")
    head = {"touser": "wm1", "open_kfid": office.corp.keys.open_kfid}
    await office.ok("kf/send_msg", secret="kf", **head, msgtype="msgmenu", msgmenu=MENU)
    menu = await wu.heard("您安全吗", "我安全")
    assert menu.text == "您安全吗?\n电话 0755-1234567"
    assert (menu.labels, menu.urls) == (["我安全", "需要帮助", "地图"], {"地图": "https://a.b"})
    await wu.taps(menu, "需要帮助")
    token = (await office.caught(2))[-1]["Token"]
    pressed = (await sync(office, token=token))["msg_list"][-1]
    assert pressed["text"] == {"content": "需要帮助", "menu_id": "n3:help"}
    await office.ok("kf/send_msg", secret="kf", **saying(office, "马上来"))
    toast = await wu.presses(menu, "我安全", within=0.01)
    assert toast.text == ""
    with pytest.raises(SandboxError, match="no such choice"):
        await wu.taps(menu, data="n3:other")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"list": [{"type": "click", "click": {"id": "a", "content": "a"}}] * 11}, 95008),
        ({"list": [{"type": "poem"}]}, 95009),
        ({"list": [{"type": "click", "click": {"id": "字" * 43, "content": "a"}}]}, 40058),
        ({"list": [{"type": "click", "click": {"id": "a", "content": ""}}]}, 40058),
        ({"head_content": "字" * 342}, 45002),
        ({"head_content": "", "list": [], "tail_content": ""}, 45002),
    ],
)
async def test_menus_that_are_refused(office: Office, wu: Resident, change: dict[str, Any], code: int) -> None:
    await wu.says("在吗")
    head = {"touser": "wm1", "open_kfid": office.corp.keys.open_kfid, "msgtype": "msgmenu"}
    assert await office.code("kf/send_msg", secret="kf", **head, msgmenu={**MENU, **change}) == code
    assert await wu.said() == []


async def test_opening_by_a_link_gives_one_message_at_once(office: Office, wu: Resident) -> None:
    way = await office.ok("kf/add_contact_way", secret="kf", open_kfid=office.corp.keys.open_kfid, scene="b3")
    code = await wu.opens(f"{way['url']}&scene_param=n3-1.b3")
    token = (await office.caught())[-1]["Token"]
    [entered] = (await sync(office, token=token))["msg_list"]
    assert (entered["origin"], entered["msgtype"]) == (4, "event")
    assert not {"open_kfid", "external_userid"} & set(entered)
    assert entered["event"] == {
        "event_type": "enter_session",
        "open_kfid": office.corp.keys.open_kfid,
        "external_userid": "wm1",
        "scene": "b3",
        "scene_param": "n3-1.b3",
        "welcome_code": code,
    }
    assert await office.code("kf/send_msg", secret="kf", **saying(office)) == 95002
    welcome: dict[str, Any] = {"code": code, "msgtype": "msgmenu", "msgmenu": MENU, "msgid": "w-1"}
    await office.ok("kf/send_msg_on_event", secret="kf", **welcome)
    assert (await wu.heard("您安全吗")).labels[0] == "我安全"
    assert await office.code("kf/send_msg_on_event", secret="kf", **welcome) == 41050
    assert await wu.opens(way["url"]) == ""


async def test_a_welcome_waits_twenty_seconds_and_only_for_strangers(office: Office, wu: Resident) -> None:
    code = await wu.opens("n3-1")
    welcome = {"code": code, "msgtype": "text", "text": {"content": "您好"}}
    assert await office.code("kf/send_msg_on_event", secret="kf", **{**welcome, "code": "x"}) == 41050
    image = {"code": code, "msgtype": "image"}
    assert await office.code("kf/send_msg_on_event", secret="kf", **image) == 40008
    await office.world.clock(20)
    assert await office.code("kf/send_msg_on_event", secret="kf", **welcome) == 41050
    assert await wu.opens() != ""
    await wu.says("在吗")
    assert await wu.opens() == ""
    await office.world.clock(48 * 3600)
    assert await wu.opens() != ""


async def test_links_that_lead_nowhere(office: Office, wu: Resident) -> None:
    for link in ("https://work.weixin.qq.com/kfid/kfc?enc_scene=ENC9", "https://a.b/?enc_scene=x", "x" * 129):
        with pytest.raises(SandboxError):
            await wu.opens(link)
    account: dict[str, Any] = {"open_kfid": office.corp.keys.open_kfid}
    assert await office.code("kf/add_contact_way", secret="kf", **account, scene="b.3") == 40058
    assert await office.code("kf/add_contact_way", secret="kf", open_kfid="wkother") == 95004


async def test_files_of_residents(office: Office, wu: Resident) -> None:
    await wu.sends("photo", data=b"pixels")
    await wu.sends("document", data=b"%PDF-1", name="单.pdf")
    await wu.sends("location", label="科苑路18号")
    token = (await office.caught(3))[-1]["Token"]
    photo, paper, place = (await sync(office, token=token))["msg_list"]
    assert (photo["msgtype"], paper["msgtype"], place["location"]["name"]) == ("image", "file", "科苑路18号")
    asked = {"access_token": await office.corp.token("kf"), "media_id": paper["file"]["media_id"]}
    address = f"{office.corp.base_url}/cgi-bin/media/get"
    async with office.world.sandbox.session.get(address, params=asked) as answer:
        assert await answer.read() == b"%PDF-1"
        assert "%E5%8D%95.pdf" in answer.headers["Content-Disposition"]


async def test_who_refuses_gets_nothing_and_the_program_hears_it_late(office: Office) -> None:
    wu = await office.corp.resident("wm1", "吴阿姨", refuses=True)
    await wu.says("在吗")
    await office.ok("kf/send_msg", secret="kf", **saying(office, msgid="o-1"))
    token = (await office.caught(2))[-1]["Token"]
    failed = (await sync(office, token=token))["msg_list"][-1]["event"]
    assert (failed["event_type"], failed["fail_msgid"], failed["fail_type"]) == ("msg_send_fail", "o-1", 10)
    assert await wu.said() == []


async def test_the_account_is_listed(office: Office) -> None:
    told = await office.ok("kf/account/list", secret="kf", offset=0, limit=100)
    assert [one["open_kfid"] for one in told["account_list"]] == [office.corp.keys.open_kfid]
