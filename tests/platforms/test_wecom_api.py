"""What the client makes of WeCom's answers and of failures; how often it asks for tokens; that secrets stay inside."""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from bot.platforms.wecom_api import AT_ONCE, Api
from bot.platforms.wecom_errors import Act, ApiError, judged
from bot.talk.message import Content, Delivery
from bot.talk.platform import PlatformError
from tests.platforms.qyapi import AGENT, CORP, SECRET, Answer, Qyapi, Seconds, body, cut, no, silent, started, yes

FILE = Content(name="现场 1.jpg", data=b"\xff\xd8" + b"x" * 100_000)


async def failing(call: Awaitable[object]) -> ApiError:
    """The error of one call."""
    with pytest.raises(ApiError) as caught:
        await call
    return caught.value


async def test_a_call_carries_the_token_and_the_body(qyapi: Qyapi, client: Api) -> None:
    qyapi.plan("message/send", yes(msgid="M1"))
    assert await client.post("message/send", {"touser": "wang"}) == {"errcode": 0, "errmsg": "ok", "msgid": "M1"}
    await client.get("agent/get", {"agentid": "1000002"})
    fetched, posted, got = qyapi.calls
    assert (fetched.path, fetched.query) == ("gettoken", {"corpid": CORP, "corpsecret": SECRET})
    assert (posted.query, posted.body) == ({"access_token": "token-nobody-may-see-1"}, {"touser": "wang"})
    assert got.query == {"access_token": "token-nobody-may-see-1", "agentid": "1000002"}
    assert client.agent_id == AGENT


async def test_twenty_at_a_cold_start_fetch_one_token(qyapi: Qyapi, client: Api) -> None:
    await asyncio.gather(*(client.post("message/send", {}) for _ in range(20)))
    assert (qyapi.tokens, len(qyapi.asked("message/send"))) == (1, 20)


async def test_each_secret_has_its_own_token_and_a_missing_one_is_named(qyapi: Qyapi, client: Api) -> None:
    await client.post("kf/sync_msg", {}, secret="kf")
    await client.post("message/send", {})
    assert [call.query.get("access_token", "")[-1:] for call in qyapi.calls] == ["", "1", "", "2"]
    error = await failing(client.post("externalcontact/groupchat/get", {}, secret="contact"))
    assert (error.act, "contact" in error.words) == (Act.SETUP, True)


async def test_a_wrong_secret_is_said_after_one_more_token(qyapi: Qyapi, client: Api) -> None:
    qyapi.always["message/send"] = no(40001, "invalid credential")
    error = await failing(client.post("message/send", {}))
    assert (error.code, error.blocks, qyapi.tokens) == (40001, True, 2)
    qyapi.plan("gettoken", no(40001), no(40013))
    async with started(qyapi.url) as fresh:
        for code in (40001, 40013):
            error = await failing(fresh.post("message/send", {}))
            assert (error.code, error.blocks, str(code) in error.words) == (code, True, True)


async def test_an_upload_is_whole_also_after_its_token_expired(qyapi: Qyapi, client: Api) -> None:
    qyapi.plan("media/upload", no(42001))
    assert await client.upload("image", FILE) == "media-1"
    first, second = (call for call in qyapi.calls if call.path == "media/upload")
    for call in (first, second):
        assert FILE.data in call.raw
        assert 'name="media"; filename="现场 1.jpg"'.encode() in call.raw
        assert call.query["type"] == "image"
    assert first.query["access_token"] != second.query["access_token"]


async def test_a_download_has_its_name_or_is_gone(qyapi: Qyapi, client: Api) -> None:
    disposition = {"Content-Disposition": 'attachment; filename="../3a8k.amr"'}
    qyapi.plan(
        "media/get", body(b"#!AMR", headers=disposition), no(40007), yes(), body(b"x" * 22_000_000, headers=disposition)
    )
    assert await client.download("3a8k") == Content(name="3a8k.amr", data=b"#!AMR")
    acts = [(await failing(client.download("3a8k"))).act for _ in range(3)]
    assert acts == [Act.GONE, Act.UNCLEAR, Act.CONTENT]
    assert qyapi.calls[-1].query["media_id"] == "3a8k"


@pytest.mark.parametrize(
    ("answer", "act", "calls"),
    [
        (no(81013), Act.PERSON, 1),
        (no(999999), Act.CONTENT, 1),
        (no(60140), Act.SPENT, 1),
        (no(86003), Act.ROOM, 1),
        (no(95001), Act.WINDOW, 1),
        (no(-1), Act.AGAIN, 3),
        (no(45033), Act.AGAIN, 3),
        (body(b"x", status=302, headers={"Location": "http://127.0.0.1:1/"}), Act.UNREACHED, 1),
        (no(41063), Act.AGAIN, 1),
        (body(b"<html>", status=403), Act.UNREACHED, 1),
        (body(b"<html>", status=502), Act.UNCLEAR, 1),
        (body(b"<html>", status=504), Act.UNCLEAR, 1),
        (body(b"not json"), Act.UNCLEAR, 1),
        (body(b"[" * 100_000), Act.UNCLEAR, 1),
        (body(b"[]"), Act.UNCLEAR, 1),
        (body(b"x", headers={"Content-Disposition": "attachment"}), Act.UNCLEAR, 1),
        (cut, Act.UNCLEAR, 1),
    ],
)
async def test_refusals_and_failures(qyapi: Qyapi, client: Api, answer: Answer, act: Act, calls: int) -> None:
    qyapi.always["message/send"] = answer
    assert (await failing(client.post("message/send", {}))).act is act
    assert len(qyapi.asked("message/send")) == calls


async def test_a_question_that_a_proxy_refused_changed_nothing(qyapi: Qyapi, client: Api) -> None:
    qyapi.plan("agent/get", body(b"<html>", status=502))
    assert (await failing(client.get("agent/get", {"agentid": "1"}))).act is Act.UNREACHED


async def test_what_is_busy_is_tried_again_with_pauses(qyapi: Qyapi, client: Api, seconds: Seconds) -> None:
    qyapi.plan("message/send", no(45033), no(-1))
    await client.post("message/send", {})
    first, second = seconds.rests
    assert 0.3 < first < 1 < second < 3


async def test_after_45009_the_interface_rests_for_everybody(qyapi: Qyapi, client: Api, seconds: Seconds) -> None:
    qyapi.plan("message/send", no(45009))
    waits = [judged(await failing(client.post("message/send", {"touser": who}))) for who in ("wang", "li")]
    assert all(sent.delivery is Delivery.LATER and sent.everybody and sent.wait == 60 for sent in waits)
    await client.post("appchat/send", {})
    assert len(qyapi.asked("message/send")) == 1
    seconds.at += 61
    await client.post("message/send", {})


async def test_no_answer_in_time_is_unclear(qyapi: Qyapi) -> None:
    qyapi.plan("message/send", silent)
    async with started(qyapi.url, total=0.2) as quick:
        assert (await failing(quick.post("message/send", {}))).act is Act.UNCLEAR


async def test_without_a_token_nothing_was_sent(qyapi: Qyapi) -> None:
    for answer in (silent, cut, body(b"<html>", status=502), body(b"{}")):
        qyapi.always["gettoken"] = answer
        async with started(qyapi.url, total=0.2) as quick:
            assert (await failing(quick.post("message/send", {}))).act is Act.UNREACHED
    assert qyapi.asked("message/send") == []


async def test_no_connection_is_not_delivered() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        async with started(f"http://127.0.0.1:{reserved.getsockname()[1]}") as nobody:
            error = await failing(nobody.post("message/send", {}))
    assert judged(error).delivery is Delivery.LATER


async def test_at_most_five_calls_of_an_interface_are_under_way(qyapi: Qyapi) -> None:
    under_way, most, gate = 0, 0, asyncio.Event()

    async def slow(qyapi: Qyapi, request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == AT_ONCE:
            gate.set()
        await gate.wait()
        under_way -= 1
        return await yes()(qyapi, request)

    qyapi.always["message/send"] = slow
    async with started(qyapi.url) as client:
        await asyncio.gather(*(client.post("message/send", {}) for _ in range(20)))
    assert most == AT_ONCE


async def test_who_gets_no_place_in_time_has_sent_nothing(qyapi: Qyapi) -> None:
    qyapi.always["message/send"] = silent
    async with started(qyapi.url, total=0.2) as client:
        errors = await asyncio.gather(*(failing(client.post("message/send", {})) for _ in range(AT_ONCE + 1)))
    assert sorted(error.act.value for error in errors) == ["unclear"] * AT_ONCE + ["unreached"]


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        (60020, "not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info", "203.0.113.7"),
        (60020, "from ip: 2001:db8::7 , more", "2001:db8::7"),
        (60020, "no address in it", "60020"),
        (48002, "api forbidden", "48002"),
        (43012, "no callback", "43012"),
        (50003, "disabled", "50003"),
        (301002, "not match", "301002"),
    ],
)
async def test_set_up_faults_are_a_sentence_for_the_operator(
    qyapi: Qyapi, client: Api, code: int, said: str, told: str
) -> None:
    qyapi.plan("message/send", no(code, said))
    error = await failing(client.post("message/send", {}))
    assert (error.act, error.blocks) == (Act.SETUP, True)
    assert str(code) in error.words
    assert told in str(error)


def _post(client: Api) -> Awaitable[object]:
    return client.post("message/send", {})


def _upload(client: Api) -> Awaitable[object]:
    return client.upload("file", FILE)


def _download(client: Api) -> Awaitable[object]:
    return client.download("3a8k")


@pytest.mark.parametrize("call", [_post, _upload, _download])
@pytest.mark.parametrize("kind", ["refused", "cut", "late", "broken", "echo", "token"])
async def test_neither_secret_nor_token_is_ever_shown(
    qyapi: Qyapi,
    call: Callable[[Api], Awaitable[object]],
    kind: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("bot.platforms.wecom_api.UPLOAD_SECONDS", 0.2)
    echo = no(40058, f"token-nobody-may-see-1 {SECRET}")
    answers = {"refused": no(40014), "cut": cut, "late": silent, "broken": body(b"\xff"), "echo": echo}
    for path in ("message/send", "media/upload", "media/get"):
        qyapi.always[path] = answers.get(kind, yes())
    if kind == "token":
        qyapi.always["gettoken"] = cut
    async with started(qyapi.url, total=0.2) as client:
        error = await failing(call(client))
        shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(client)) + caplog.text
    assert "nobody-may-see" not in shown


async def test_a_call_before_the_start_and_a_wrong_address_are_sentences(qyapi: Qyapi) -> None:
    for base_url in ("qyapi.weixin.qq.com", "ftp://x"):
        with pytest.raises(PlatformError):
            Api(base_url, CORP, agent_id=AGENT, secrets={})
    idle = Api(qyapi.url, CORP, agent_id=AGENT, secrets={"app": SECRET})
    assert (await failing(idle.post("message/send", {}))).act is Act.UNREACHED
