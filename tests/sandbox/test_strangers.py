"""Who may speak to the sandbox: programs of this computer and its own page, no page of the web; and odd bodies."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.ledger import Ledger
from bot.sandbox.queue import UpdateQueue
from tests.sandbox.stage import Stage

PATHS = ["/", "/world", "/page/page.css", "/control/{}/", "/control/{}/scene", "/bot{}/getMe", "/file/bot{}/x", "/x"]


async def status(stage: Stage, path: str, *, method: str = "POST", data: bytes = b"", **headers: str) -> int:
    """How a request with these headers is answered."""
    address = stage.sandbox.url + path.format(stage.world.token)
    async with stage.sandbox.session.request(method, address, data=data, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]:80"])
async def test_another_name_for_this_computer_is_refused(stage: Stage, path: str, host: str) -> None:
    for method in ("GET", "POST"):
        assert await status(stage, path, method=method, Host=host) == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:8080", "[::1]", "[::1]:8080"])
async def test_the_names_of_this_computer_are_not(stage: Stage, host: str) -> None:
    assert await status(stage, "/world", method="GET", Host=host) == 200
    assert await status(stage, "/control/{}/scene", Host=host, Origin=f"http://{host}") == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://{}", "http://{}.evil"]
)
async def test_a_page_from_elsewhere_is_refused(stage: Stage, path: str, origin: str) -> None:
    here = origin.format(stage.sandbox.url.removeprefix("http://"))
    for method in ("GET", "POST"):
        assert await status(stage, path, method=method, Origin=here) == 403


async def test_a_page_from_elsewhere_makes_no_world(stage: Stage) -> None:
    assert await status(stage, "/control/9:evil/world", data=b"{}", Origin="https://evil.example") == 403
    assert await status(stage, "/control/9:evil/world", method="GET") == 405
    assert await status(stage, "/control/9:evil/scene") == 401


@pytest.mark.parametrize("verb", ["wish", "stage", "scene", "world", "settings"])
@pytest.mark.parametrize("body", [b"[]", b"1", b'"do"', b"null", b"{", b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(stage: Stage, verb: str, body: bytes) -> None:
    assert await status(stage, f"/control/{{}}/{verb}", data=body) == 400
    assert (await stage.world.ask("scene"))["people"]


async def test_a_world_that_cannot_be_made_leaves_the_old_one(stage: Stage) -> None:
    assert await status(stage, "/control/{}/world", data=b'{"delay": "long"}') == 400
    assert (await stage.world.ask("scene"))["people"]


async def test_the_control_page_loads_nothing_and_stands_in_no_frame(stage: Stage) -> None:
    async with stage.sandbox.session.get(f"{stage.sandbox.url}/control/{stage.world.token}/") as answer:
        rules, text = answer.headers["Content-Security-Policy"], await answer.text()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"default-src 'none'", "frame-ancestors 'none'", "form-action 'none'"} <= set(rules.split("; "))
    once = rules.partition("script-src 'nonce-")[2].partition("'")[0]
    assert len(once) > 15
    assert text.count(f'nonce="{once}"') == text.count("<script") + text.count("<style") == 2


async def test_who_is_called_off_while_something_arrives_is_called_off() -> None:
    ledger, updates = Ledger(), UpdateQueue(now=lambda: 0)
    kinds: frozenset[str] = frozenset()
    reading = asyncio.create_task(ledger.wait_after(0, chat=None, kinds=kinds, limit=1, wait=60))
    polling = asyncio.create_task(updates.poll(offset=0, limit=1, wait=60))
    await asyncio.sleep(0)
    ledger.add("clock", None, {})
    updates.add({"message": {}})
    assert [waiting.cancel() for waiting in (reading, polling)] == [True, True]
    ends = await asyncio.gather(reading, polling, return_exceptions=True)
    assert [type(end) for end in ends] == [asyncio.CancelledError] * 2
