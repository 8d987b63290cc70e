"""Tokens, secrets, ceilings and faults of qyapi; errors come with HTTP 200."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import Sandbox
from tests.sandbox.wecom_stage import Office, buttons_card, sending, text


async def test_a_token_lives_two_hours(office: Office) -> None:
    keys = office.corp.keys
    told = await office.corp.get("gettoken", secret="", corpid=keys.corp_id, corpsecret=keys.secret)
    assert (told["errcode"], told["errmsg"], told["expires_in"]) == (0, "ok", 7200)
    await office.text()
    await office.world.clock(7201)
    assert await office.code("message/send", **text()) == 42001
    await office.corp.end_tokens()
    await office.text()
    assert (await office.corp.state())["fetched"] == 3


async def test_wrong_names_and_secrets(office: Office) -> None:
    keys = office.corp.keys
    assert (await office.corp.get("gettoken", secret="", corpid="wwx", corpsecret=keys.secret))["errcode"] == 40013
    assert (await office.corp.get("gettoken", secret="", corpid=keys.corp_id, corpsecret="x"))["errcode"] == 40001
    assert (await office.corp.get("user/get", secret="", userid="x"))["errcode"] == 41001
    assert (await office.corp.get("user/get", secret="", userid="x", access_token="dead"))["errcode"] == 40014
    await office.corp.token("app")
    await office.corp.ask("tokens", unknown=True)
    assert (await office.corp.get("user/get", userid="wangqiang"))["errcode"] == 40014


@pytest.mark.parametrize(
    ("path", "secret", "body"),
    [
        ("message/send", "kf", text()),
        ("message/send", "contact", text()),
        ("externalcontact/remind_groupmsg_send", "app", {"msgid": "x"}),
        ("kf/sync_msg", "app", {"open_kfid": "x"}),
        ("kf/sync_msg", "contact", {"open_kfid": "x"}),
    ],
)
async def test_each_secret_has_its_own_paths(office: Office, path: str, secret: str, body: dict[str, object]) -> None:
    assert await office.code(path, secret=secret, **body) == 48002


async def test_who_the_app_and_somebody_are(office: Office) -> None:
    agent = await office.corp.get("agent/get", agentid="1000002")
    assert [one["userid"] for one in agent["allow_userinfos"]["user"]] == ["wangqiang", "lidian"]
    assert (await office.corp.get("agent/get", agentid="7"))["errcode"] == 301002
    assert (await office.corp.get("user/get", userid="WangQiang"))["name"] == "王强"
    assert (await office.corp.get("user/get", userid="nobody"))["errcode"] == 60111
    assert (agent["allow_partys"], agent["redirect_domain"]) == ({"partyid": [1]}, "")
    assert (await office.corp.get("getcallbackip"))["ip_list"] == ["127.0.0.1"]
    await office.li.leaves()
    assert (await office.corp.get("user/get", userid="lidian"))["errcode"] == 60111


async def test_over_the_base_frequency(office: Office) -> None:
    await office.corp.changes(limits={"per_minute": 2})
    codes = [(await office.corp.get("user/get", userid="wangqiang"))["errcode"] for _ in range(3)]
    assert codes == [0, 0, 45009]
    await office.text()
    await office.text()
    await office.text()
    await office.world.clock(60)
    assert (await office.corp.get("user/get", userid="wangqiang"))["errcode"] == 0


async def test_too_many_at_once(office: Office) -> None:
    await office.corp.changes(limits={"at_once": 3})
    await office.world.settings(delay=40)
    await office.corp.token("app")
    told = await asyncio.gather(*(office.corp.get("user/get", userid="wangqiang") for _ in range(8)))
    codes = [one["errcode"] for one in told]
    assert set(codes) == {0, 45033}
    assert (await office.corp.get("user/get", userid="wangqiang"))["errcode"] == 0


@pytest.mark.parametrize("code", [60020, 48002, 45009, 45033, 40014, -1, 50003])
async def test_faults_answer_with_a_code_until_healed(office: Office, code: int) -> None:
    await office.corp.fault(str(code))
    for _ in range(2):
        answer = await office.corp.call("message/send", **text())
        assert answer["errcode"] == code
    assert ("from ip: 203.0.113.7" in answer["errmsg"]) == (code == 60020)
    assert await office.wang.messages() == []
    await office.corp.heal()
    await office.text()
    calls = await office.corp.calls("message/send")
    assert [(call["code"], call["fault"]) for call in calls] == [(code, str(code)), (code, str(code)), (0, "")]


async def test_a_fault_can_be_for_one_path_one_person_and_some_calls(office: Office) -> None:
    await office.corp.fault("-1", path="message/send", person="lidian", count=1)
    await office.text(to="wangqiang")
    assert await office.code("message/send", **text(to="lidian")) == -1
    await office.text(to="lidian")
    await office.corp.fault("40001", path="gettoken", count=1)
    keys = office.corp.keys
    asked = {"corpid": keys.corp_id, "corpsecret": keys.secret}
    assert [(await office.corp.get("gettoken", secret="", **asked))["errcode"] for _ in range(2)] == [40001, 0]


async def test_the_work_may_be_done_before_an_error(office: Office) -> None:
    await office.corp.fault("-1", done=True, count=1)
    assert await office.code("message/send", **text("一")) == -1
    assert [message.text for message in await office.wang.messages()] == ["一"]


@pytest.mark.parametrize(("name", "done"), [("cut", True), ("drop_before", False), ("drop_after", True)])
async def test_broken_connections(office: Office, name: str, done: object) -> None:
    await office.corp.token("app")
    fault = await office.corp.fault(name, count=1)
    assert fault["work_done"] is done
    with pytest.raises(aiohttp.ClientError):
        await office.corp.call("message/send", **text())
    assert len(await office.wang.messages()) == int(bool(done))


async def test_a_slow_answer_and_a_page_in_html(office: Office) -> None:
    await office.corp.token("app")
    await office.corp.fault("slow", count=1, pace=0.001)
    await office.text()
    await office.corp.fault("502", count=1)
    with pytest.raises(aiohttp.ContentTypeError):
        await office.corp.call("message/send", **text())


async def test_no_secret_and_no_token_stands_in_the_ledger(office: Office) -> None:
    await office.text()
    ledger = str(await office.world.ledger(limit=1_000_000))
    assert office.corp.keys.secret not in ledger
    assert await office.corp.token("app") not in ledger


async def test_cards_need_an_address_for_callbacks(office: Office) -> None:
    await office.corp.changes(url="")
    assert await office.code("message/send", **sending(buttons_card())) == 43012
    notice = {
        "card_type": "text_notice",
        "main_title": {"title": "通知"},
        "card_action": {"type": 1, "url": "https://a.b"},
    }
    await office.ok("message/send", **sending(notice))


async def test_worlds_do_not_hear_each_other(sandbox: Sandbox, office: Office) -> None:
    world = await sandbox.world()
    corp = await world.corp()
    other = await corp.member("wangqiang", "王强")
    await corp.call("message/send", **text("那边"))
    await office.text("这边")
    assert [one.text for one in await other.messages()] == ["那边"]
    assert [one.text for one in await office.wang.messages()] == ["这边"]
    await world.forget()
    answer = await corp.call("message/send", **text())
    assert answer["errcode"] == 40014


async def test_files_live_three_days(office: Office) -> None:
    session, token = office.world.sandbox.session, await office.corp.token("app")
    address = f"{office.corp.base_url}/cgi-bin/media/upload"

    async def put(kind: str, content: bytes) -> dict[str, object]:
        form = aiohttp.FormData()
        form.add_field("media", io.BytesIO(content), filename="图.jpg")
        async with session.post(address, params={"access_token": token, "type": kind}, data=form) as answer:
            told: dict[str, object] = await answer.json()
            return told

    assert (await put("image", b""))["errcode"] == 44001
    assert (await put("image", b"x"))["errcode"] == 45001
    assert (await put("painting", b"xxxxxxxx"))["errcode"] == 40058
    assert (await put("voice", b"x" * (2 * 1024 * 1024 + 1)))["errcode"] == 45001
    media = str((await put("image", b"xxxxxxxx"))["media_id"])
    photo: dict[str, Any] = {
        "touser": "wangqiang",
        "msgtype": "image",
        "agentid": 1000002,
        "image": {"media_id": media},
    }
    await office.ok("message/send", **photo)
    assert (await office.wang.heard()).media == "photo"
    voice: dict[str, Any] = {
        "touser": "wangqiang",
        "msgtype": "voice",
        "agentid": 1000002,
        "voice": {"media_id": media},
    }
    assert await office.code("message/send", **voice) == 40007
    await office.world.clock(3 * 24 * 3600)
    await office.corp.end_tokens()
    assert await office.code("message/send", **photo) == 40007
    assert (await office.corp.get("media/get", media_id=media))["errcode"] == 40007


@pytest.mark.parametrize(
    "buttons",
    [
        [],
        [{"type": "click", "name": str(number), "key": "k"} for number in range(4)],
        [{"type": "click", "name": "一二三四五六", "key": "k"}],
        [{"type": "click", "name": "上报"}],
        [{"type": "scan", "name": "上报", "key": "k"}],
        [{"name": "更多", "sub_button": [{"type": "click", "name": "x", "key": "k"}] * 6}],
        [{"name": "更多", "sub_button": [{"type": "click", "name": "x", "key": "k" * 129}]}],
    ],
)
async def test_menus_that_are_refused(office: Office, buttons: list[object]) -> None:
    answer = await office.corp.call("menu/create", query={"agentid": "1000002"}, button=buttons)
    assert answer["errcode"] == 40058
    assert (await office.corp.get("menu/get", agentid="1000002"))["errcode"] == 46003


async def test_the_robot_says_twenty_a_minute(office: Office) -> None:
    robot = await office.corp.robot("key-1")

    async def say(**body: object) -> int:
        told = await office.corp.call("webhook/send", secret="", query={"key": "key-1"}, **body)
        return int(told["errcode"])

    words = {"msgtype": "text", "text": {"content": "没有人值班", "mentioned_list": ["wangqiang"]}}
    assert [await say(**words) for _ in range(21)] == [0] * 20 + [45009]
    assert (await robot.heard("没有人值班", after=0)).text == "没有人值班\n@wangqiang"
    assert await say(msgtype="text", text={"content": "字" * 683}) == 45002
    assert await say(msgtype="file", text={"content": "x"}) == 40008
    await office.world.clock(60)
    assert await say(**words) == 0
    await robot.goes()
    assert await say(**words) == 93000


async def test_what_is_outside_the_visible_range(office: Office) -> None:
    await office.corp.member("lidian", "李电", visible=False)
    assert (await office.corp.get("user/get", userid="lidian"))["errcode"] == 60011
    assert (await office.text(to="wangqiang|lidian"))["invaliduser"] == "lidian"
    await office.corp.changes(sees_everybody=False, domain="duty.example.com")
    agent = await office.corp.get("agent/get", agentid="1000002")
    assert (agent["allow_partys"], agent["redirect_domain"]) == ({"partyid": []}, "duty.example.com")
    assert [one["userid"] for one in agent["allow_userinfos"]["user"]] == ["wangqiang"]
    assert await office.code("appchat/create", name="#7", userlist=["wangqiang", "lidian"]) == 48002
