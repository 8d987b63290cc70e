"""How often tokens are fetched, and how long somebody waits for one, whatever WeCom says."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import Act, judged
from bot.talk.message import Delivery
from tests.platforms.qyapi import SECRET, Qyapi, Seconds, no, silent, started, yes
from tests.platforms.test_wecom_api import FILE, failing


async def test_a_token_is_renewed_before_its_end(qyapi: Qyapi, client: Api, seconds: Seconds) -> None:
    for after, tokens in ((0, 1), (6800, 1), (200, 2)):
        seconds.at += after
        await client.post("message/send", {})
        assert qyapi.tokens == tokens


async def test_an_expired_token_is_renewed_once_by_all_who_find_out(qyapi: Qyapi, client: Api) -> None:
    await client.post("message/send", {})
    qyapi.plan("message/send", *[no(42001)] * 4)
    await asyncio.gather(*(client.post("message/send", {}) for _ in range(4)))
    assert (qyapi.tokens, len(qyapi.asked("message/send"))) == (2, 1 + 4 + 4)


async def test_a_lasting_40014_fetches_three_tokens_a_minute_at_most(
    qyapi: Qyapi, client: Api, seconds: Seconds
) -> None:
    qyapi.always["message/send"] = no(40014, "invalid access_token")
    fetched: list[float] = []
    for _ in range(600):
        before = qyapi.tokens
        errors = await asyncio.gather(*(failing(client.post("message/send", {})) for _ in range(2)))
        fetched += [seconds.at] * (qyapi.tokens - before)
        assert {error.act for error in errors} == {Act.REFRESH}
        assert all(judged(error).everybody and judged(error).delivery is Delivery.LATER for error in errors)
        seconds.at += 1
    assert 10 < len(fetched) <= 30
    assert all(sum(at <= one < at + 60 for one in fetched) <= 3 for at in fetched)
    qyapi.always.clear()
    seconds.at += 60
    await client.post("message/send", {})


async def test_all_secrets_together_fetch_three_tokens_a_minute_while_they_are_refused(
    qyapi: Qyapi, seconds: Seconds
) -> None:
    qyapi.always = {"a": no(40014), "b": no(40014), "c": no(40014)}
    paths = {"app": "a", "kf": "b", "contact": "c"}
    secrets = {"app": SECRET, "kf": "kf", "contact": "contact"}
    fetched: list[float] = []
    first: list[float] = []
    for gettoken in (yes(access_token="t", expires_in=7200), no(40001)):
        qyapi.always["gettoken"] = gettoken
        async with started(qyapi.url, seconds=seconds, secrets=secrets) as three:
            seconds.at += 61
            begun = len(fetched)
            first.append(seconds.at)
            for _ in range(200):
                for name, path in paths.items():
                    before = len(qyapi.calls)
                    await failing(three.post(path, {}, secret=name))
                    fetched += [seconds.at for call in qyapi.calls[before:] if call.path == "gettoken"]
                seconds.at += 1
        assert len(fetched) - begun > 6
    for at in fetched:
        begins = any(at - 60 < start <= at + 60 for start in first)
        assert sum(at <= one < at + 60 for one in fetched) <= (6 if begins else 3), (
            "at first each secret has one besides"
        )


async def test_who_waits_for_a_token_waits_no_longer_than_they_have(qyapi: Qyapi) -> None:
    asked = asyncio.Event()

    async def slow(qyapi: Qyapi, request: web.Request) -> web.StreamResponse:
        asked.set()
        return await silent(qyapi, request)

    qyapi.always["gettoken"] = slow
    async with started(qyapi.url, total=0.3) as client:
        upload = asyncio.create_task(failing(client.upload("file", FILE)))  # it has two minutes
        await asked.wait()
        async with asyncio.timeout(5):
            error = await failing(client.post("message/send", {}))
        upload.cancel()
    assert (error.act, "token" in error.words) == (Act.UNREACHED, True)


async def test_one_wrong_secret_does_not_use_up_the_tokens_of_the_others(
    qyapi: Qyapi, client: Api, seconds: Seconds
) -> None:
    await client.post("message/send", {})
    await client.post("kf/sync_msg", {}, secret="kf")
    seconds.at += 61
    qyapi.always["kf/sync_msg"] = no(40014)
    for _ in range(5):
        await failing(client.post("kf/sync_msg", {}, secret="kf"))
    qyapi.plan("message/send", no(42001))
    await client.post("message/send", {})
