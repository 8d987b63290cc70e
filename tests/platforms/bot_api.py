"""A tiny Bot API server that answers as a test tells it to, for the answers the sandbox never gives."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_transport import Transport
from tests.platforms.payloads import GROUP, ME, TAKEN, message

SECRET = "AAExampleOfAToken-which_nobody_may_see"
TOKEN = f"42:{SECRET}"

Answer = Callable[["BotApi", web.Request], Awaitable[web.Response]]


async def _never_started() -> None:
    raise AssertionError("the server does not run")


@dataclass
class BotApi:
    """What was asked of it and what it will answer; a method without a planned answer gets its usual one."""

    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    planned: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    hang: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    stop: Callable[[], Awaitable[None]] = field(default=_never_started)
    """Ends the server; later connections are refused."""

    def plan(self, method: str, *answers: Answer) -> None:
        """The next answers to this method, in order."""
        self.planned[method].extend(answers)

    def asked(self, method: str) -> list[dict[str, str]]:
        """The parameters of all calls of this method."""
        return [form for name, form in self.calls if name == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Records the call and answers it."""
        method = request.match_info["method"]
        form = await request.post()
        self.calls.append((method, {name: str(value) for name, value in form.items()}))
        if request.match_info["token"] != TOKEN:
            return await refusal(401, "Unauthorized")(self, request)
        planned = self.planned[method]
        answer = planned.popleft() if planned else result(_USUAL.get(method, True))
        return await answer(self, request)


_USUAL: dict[str, Any] = {
    "getMe": ME,
    "getUpdates": [],
    **dict.fromkeys(
        ("sendMessage", "sendPhoto", "sendVoice", "sendAudio", "sendVideo", "sendDocument", "sendSticker",
         "sendVideoNote", "sendLocation", "sendContact", "editMessageText", "editMessageCaption",
         "editMessageReplyMarkup"),
        message("x", message_id=501, chat=GROUP),
    ),
}  # fmt: skip


def result(value: Any) -> Answer:
    """A good answer."""
    return body(json.dumps({"ok": True, "result": value}).encode())


def refusal(status: int, description: str, **parameters: int) -> Answer:
    """A refusal as the Bot API words it."""
    answer: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return body(json.dumps(answer).encode(), status=status)


def body(raw: bytes, *, status: int = 200) -> Answer:
    """Any answer at all."""

    async def answer(_: BotApi, __: web.Request) -> web.Response:
        return web.Response(status=status, body=raw, content_type="application/json")

    return answer


async def cut(api: BotApi, request: web.Request) -> web.Response:
    """The call arrives, the connection breaks before the answer."""
    assert request.transport is not None
    request.transport.close()
    return await silent(api, request)


async def silent(api: BotApi, _: web.Request) -> web.Response:
    """The call arrives, no answer comes."""
    await api.hang.wait()
    return web.Response()


@asynccontextmanager
async def serving() -> AsyncIterator[BotApi]:
    """The server on a free port of loopback."""
    api = BotApi()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", api.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)  # it would name the token
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    api.url, api.stop = f"http://{host}:{port}", runner.cleanup
    try:
        yield api
    finally:
        api.hang.set()
        await runner.cleanup()


@asynccontextmanager
async def started(api: BotApi, *, total: float = 5.0) -> AsyncIterator[Telegram]:
    """A started platform on it."""
    telegram = Telegram(TOKEN, api.url, now=lambda: TAKEN, transport=Transport(TOKEN, api.url, total=total))
    await telegram.start()
    try:
        yield telegram
    finally:
        await telegram.stop()
