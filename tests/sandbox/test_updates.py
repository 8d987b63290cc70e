"""How updates reach the bot: offsets, long polls, conflicts, kinds, repeats and the webhook."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.sandbox.stage import Stage


async def say(stage: Stage, *texts: str) -> None:
    for text in texts:
        await stage.wang.says(stage.staff, text)


def texts(updates: list[Any]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_only_a_higher_offset_confirms(stage: Stage) -> None:
    await say(stage, "a", "b", "c")
    first = await stage.updates()
    assert texts(first) == texts(await stage.updates(offset=first[0]["update_id"])) == ["a", "b", "c"]
    assert texts(await stage.updates(offset=first[1]["update_id"])) == ["b", "c"]
    assert texts(await stage.updates()) == ["b", "c"]
    assert await stage.updates(offset=first[2]["update_id"] + 1) == []
    assert (await stage.world.state())["pending"] == 0


async def test_numbers_rise_by_one(stage: Stage) -> None:
    await say(stage, "a", "b", "c")
    numbers = [update["update_id"] for update in await stage.updates()]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


async def test_limit(stage: Stage) -> None:
    await say(stage, "a", "b", "c")
    assert texts(await stage.updates(limit=2)) == ["a", "b"]
    assert texts(await stage.updates(limit=0)) == ["a"]


async def test_negative_offset_forgets_all_but_the_last(stage: Stage) -> None:
    await say(stage, "a", "b", "c")
    assert texts(await stage.updates(offset=-2)) == ["b", "c"]
    assert texts(await stage.updates()) == ["b", "c"]


async def test_offset_of_another_numbering_confirms_nothing(stage: Stage) -> None:
    await stage.world.settings(next_update=1_000)
    await say(stage, "a")
    assert texts(await stage.updates(offset=500_000_000)) == ["a"]


async def test_updates_are_kept_for_24_hours(stage: Stage) -> None:
    await say(stage, "a")
    await stage.world.clock(24 * 3600 + 60)
    await say(stage, "b")
    assert texts(await stage.updates()) == ["b"]


async def test_long_poll_wakes_at_once(stage: Stage) -> None:
    poll = asyncio.create_task(stage.updates(timeout=30))
    await until_polling(stage)
    before = time.monotonic()
    await say(stage, "a")
    assert texts(await poll) == ["a"]
    assert time.monotonic() - before < 2


async def until_polling(stage: Stage) -> None:
    async with asyncio.timeout(5):
        while not (await stage.world.state())["polling"]:
            pass


async def test_second_poll_ends_the_first_with_409(stage: Stage) -> None:
    first = asyncio.create_task(stage.refused("getUpdates", timeout=30))
    await until_polling(stage)
    assert await stage.updates() == []
    code, reason = await first
    assert (code, reason.startswith("Conflict: terminated by other getUpdates request")) == (409, True)


async def test_allowed_updates_are_remembered(stage: Stage) -> None:
    await stage.updates(allowed_updates=["message"])
    said = await stage.wang.says(stage.staff, "a")
    await stage.wang.edits(said, "b")
    assert texts(await stage.heard()) == ["a"]
    await stage.updates(allowed_updates=[])
    await stage.wang.edits(said, "c")
    assert [update["edited_message"]["text"] for update in await stage.heard()] == ["c"]
    assert (await stage.refused("getUpdates", allowed_updates=[1]))[0] == 400


async def test_any_update_by_hand(stage: Stage) -> None:
    await stage.world.update({"message": {"odd": "\ud800"}, "update_id": 7})
    told = await stage.world.call("getUpdates")
    assert told["result"] == [{"message": {"odd": "\ud800"}, "update_id": 7}]


async def test_repeat_comes_once_more_with_the_same_number(stage: Stage) -> None:
    await say(stage, "a", "b")
    before = await stage.heard()
    assert await stage.world.repeat(last=2) == 2
    assert await stage.updates() == before
    assert await stage.updates() == []
    assert await stage.world.repeat(update_id=1) == 0


class Receiver:
    """A webhook that answers with the given codes, then with 200."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.got: list[Any] = []
        self.secrets: list[str | None] = []
        self.done = asyncio.Event()

    async def take(self, request: web.BaseRequest) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.codes:
            return web.Response(status=self.codes.pop(0))
        self.got.append(update)
        if update["message"]["text"] == "last":
            self.done.set()
        return web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    """A webhook on loopback that refuses twice."""
    receiver = Receiver(500, 503)
    runner = web.ServerRunner(web.Server(receiver.take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield receiver, f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    await runner.cleanup()


async def test_webhook_is_tried_until_200(stage: Stage, receiver: tuple[Receiver, str]) -> None:
    hook, url = receiver
    await say(stage, "a")
    await stage.ok("setWebhook", url=url, secret_token="s3cret", max_connections=1)
    await say(stage, "b", "last")
    async with asyncio.timeout(5):
        await hook.done.wait()
    assert texts(hook.got) == ["a", "b", "last"]
    assert hook.secrets == ["s3cret"] * 5
    code, reason = await stage.refused("getUpdates")
    assert (code, "webhook is active" in reason) == (409, True)
    info = await stage.ok("getWebhookInfo")
    assert (info["url"], info["last_error_message"]) == (
        url,
        "Wrong response from the webhook: 503 Service Unavailable",
    )
    await stage.ok("deleteWebhook")
    assert await stage.updates() == []


async def test_undelivered_updates_come_back_to_the_poll(stage: Stage) -> None:
    await stage.ok("setWebhook", url="http://127.0.0.1:9/nobody")
    await say(stage, "a", "b")
    async with asyncio.timeout(5):
        while (await stage.world.state())["webhook"]["tries"] < 2:
            pass
    assert (await stage.ok("getWebhookInfo"))["pending_update_count"] == 2
    await stage.ok("setWebhook", url="")
    assert texts(await stage.updates()) == ["a", "b"]
    await stage.ok("deleteWebhook", drop_pending_updates=True)
    assert await stage.updates() == []


@pytest.mark.parametrize(
    "params",
    [
        {"url": "https://a.cn/hook"},
        {"url": "ftp://127.0.0.1/"},
        {"url": "nothing"},
        {"url": "http://127.0.0.1:9/", "secret_token": "with blank"},
        {"url": "http://127.0.0.1:9/", "max_connections": 101},
        {"url": "http://127.0.0.1:9/", "ip_address": "1.1.1.1"},
    ],
)
async def test_wrong_webhook_is_400(stage: Stage, params: dict[str, object]) -> None:
    assert (await stage.refused("setWebhook", **params))[0] == 400
    assert (await stage.ok("getWebhookInfo"))["url"] == ""
