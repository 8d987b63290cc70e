"""What other machines call, asked over the ASGI interface itself: no port, no server."""

from __future__ import annotations

import asyncio
import json
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

import bot.web
from bot.platforms.telegram_envelope import NotAnUpdateError, WrongSecretError, accept
from bot.web import BODY, Accept, Callback, application, open_door

SECRET = "s3cret_of_the_webhook"
STALLED = b" "
"""After this nothing comes any more."""


@dataclass
class Kept:
    """Bodies that were accepted, as the inbox would have them."""

    keys: list[str] = field(default_factory=list)

    async def take(self, body: bytes, secret: str) -> int:
        """What the program does with a call: verify, keep, answer."""
        try:
            raw = accept(body, secret, secret=SECRET, bot="1", received=datetime.now(UTC))
        except WrongSecretError:
            return 403
        except NotAnUpdateError:
            return 400
        self.keys.append(raw.key)
        return 200


async def call(
    method: str,
    path: str,
    *chunks: bytes,
    secret: str | None = None,
    telegram: Accept | None = None,
    callback: Callback | None = None,
    query: str = "",
    health: Mapping[str, object] | None = None,
) -> tuple[int, bytes]:
    """Status and body of one request to the application."""

    async def state() -> Mapping[str, object]:
        return health or {"ok": True}

    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    answered: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if chunks[-1:] == (STALLED,) and len(waiting) == 1:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Any) -> None:
        answered.append(message)

    headers = [] if secret is None else [(b"x-telegram-bot-api-secret-token", secret.encode())]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": headers,
        "http_version": "1.1",
    }
    await application(state, telegram=telegram, wecom=callback, weixin=callback)(scope, receive, send)
    return answered[0]["status"], b"".join(message.get("body", b"") for message in answered[1:])


async def hook(*chunks: bytes, secret: str | None = SECRET) -> tuple[int, list[str]]:
    kept = Kept()
    status, body = await call("POST", "/telegram", *chunks, secret=secret, telegram=kept.take)
    assert body == b"", "nothing is told to whoever calls"
    return status, kept.keys


async def test_health_says_whether_somebody_has_to_look() -> None:
    status, body = await call("GET", "/health", health={"ok": True, "problem": "没有", "waiting": 3})
    assert (status, json.loads(body)) == (200, {"ok": True, "problem": "没有", "waiting": 3})
    status, body = await call("GET", "/health", health={"ok": False, "problem": "the store is full"})
    assert (status, json.loads(body)["problem"]) == (503, "the store is full")


async def test_metrics_are_numbers_only() -> None:
    status, body = await call("GET", "/metrics", health={"ok": True, "problem": "x", "waiting": 3, "fetched": None})
    assert (status, body) == (200, b"zhiban_ok 1\nzhiban_waiting 3\n")


async def test_an_update_with_our_secret_is_kept() -> None:
    assert await hook(b'{"update_id": 5, ', b'"message": {}}') == (200, ["1:5"])


@pytest.mark.parametrize("secret", [None, "", "s3cret", SECRET + " ", SECRET.upper(), "密"])
async def test_without_our_secret_nothing_is_kept(secret: str | None) -> None:
    assert await hook(b'{"update_id": 5}', secret=secret) == (403, [])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b'{"update_id": "5"}', b'{"update_id": true}', b"\xff\xfe", b"[" * 100_000],
)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    assert await hook(body) == (400, [])


async def test_a_body_over_one_mebibyte_is_refused_before_it_is_read_to_the_end() -> None:
    filler = b'{"update_id": 5, "x": "' + b"x" * (BODY - 25)
    assert len(filler + b'"}') == BODY
    assert await hook(filler, b'"}') == (200, ["1:5"])
    assert await hook(filler, b'x"}') == (413, [])
    assert await hook(*[b"x" * 65_536] * 1_000) == (413, [])


async def test_a_body_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.web, "BODY_SECONDS", 0.01)
    assert await hook(b'{"update_id": 5}', STALLED) == (408, [])


async def test_without_a_webhook_there_is_no_such_page() -> None:
    assert (await call("POST", "/telegram", b"{}"))[0] == 404
    assert (await call("GET", "/telegram", telegram=Kept().take))[0] == 405
    assert (await call("GET", "/"))[0] == 404
    assert (await call("POST", "/health"))[0] == 405


@dataclass
class Signed:
    """A callback address that lets in what bears the right mark in its query."""

    refusals: Counter[str] = field(default_factory=Counter)
    kept: list[bytes] = field(default_factory=list)
    fails: bool = False

    async def greet(self, query: Mapping[str, str]) -> str | None:
        """The echo, in clear."""
        return query["echostr"] if query.get("mark") == "right" else None

    async def take(self, query: Mapping[str, str], body: bytes) -> int:
        """Keeps it and only then answers."""
        if query.get("mark") != "right":
            return 403
        if self.fails:
            raise OSError("the disk is full")
        self.kept.append(body)
        return 200


@pytest.mark.parametrize("path", ["/wecom", "/weixin"])
async def test_an_address_of_callbacks_greets_bare_and_answers_empty(path: str) -> None:
    door = Signed()
    assert await call("GET", path, callback=door, query="mark=right&echostr=88%2B1") == (200, b"88+1")
    assert await call("GET", path, callback=door, query="echostr=88") == (403, b"")
    assert await call("POST", path, b"<x", b"ml/>", callback=door, query="mark=right") == (200, b"")
    assert await call("POST", path, b"<xml/>", callback=door) == (403, b"")
    assert door.kept == [b"<xml/>"]


async def test_a_callback_that_is_not_kept_is_not_answered_with_200() -> None:
    door = Signed(fails=True)
    with pytest.raises(OSError, match="full"):  # the server's own 500: the platform delivers it again
        await call("POST", "/wecom", b"<xml/>", callback=door, query="mark=right")


async def test_a_callback_that_is_too_long_or_too_slow_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.web, "BODY_SECONDS", 0.01)
    door = Signed()
    assert await call("POST", "/wecom", *[b"x" * BODY] * 2, callback=door, query="mark=right") == (413, b"")
    assert await call("POST", "/wecom", b"<xml", STALLED, callback=door, query="mark=right") == (408, b"")
    assert (door.kept, door.refusals) == ([], {"long": 1, "slow": 1})


async def test_without_wecom_there_is_no_address_for_it() -> None:
    assert [(await call("POST", path, b""))[0] for path in ("/wecom", "/weixin")] == [404, 404]


def test_a_port_that_is_taken_is_said() -> None:
    first = open_door("127.0.0.1", 0)
    try:
        with pytest.raises(OSError, match="in use"):
            open_door("127.0.0.1", first.getsockname()[1])
    finally:
        first.close()
    if socket.has_ipv6:
        second = open_door("::1", 0)
        assert second.family is socket.AF_INET6
        second.close()
