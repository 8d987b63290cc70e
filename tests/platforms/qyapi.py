"""A tiny qyapi that answers as a test tells it to, for the answers the sandbox never gives."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.platforms.wecom_api import Api

CORP, AGENT = "ww1234567890abcdef", 1000002
SECRET = "s3cret-of-the-app-that-nobody-may-see"
KF_SECRET = "s3cret-of-the-kf-that-nobody-may-see"

Answer = Callable[["Qyapi", web.Request], Awaitable[web.StreamResponse]]


async def _never_started() -> None:
    raise AssertionError("the server does not run")


@dataclass
class Call:
    """One call as it came in."""

    path: str
    query: dict[str, str]
    body: dict[str, Any]
    raw: bytes


@dataclass
class Qyapi:
    """What was asked of it and what it will answer; a path without a planned answer says yes."""

    calls: list[Call] = field(default_factory=list)
    planned: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    always: dict[str, Answer] = field(default_factory=dict)
    hang: asyncio.Event = field(default_factory=asyncio.Event)
    tokens: int = 0
    url: str = ""
    stop: Callable[[], Awaitable[None]] = field(default=_never_started)
    """Ends the server; later connections are refused."""

    def plan(self, path: str, *answers: Answer) -> None:
        """The next answers of this path, in order."""
        self.planned[path].extend(answers)

    def asked(self, path: str) -> list[dict[str, Any]]:
        """The bodies of all calls of this path."""
        return [call.body for call in self.calls if call.path == path]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Records the call and answers it."""
        path = request.match_info["path"]
        raw = await request.read()
        body = json.loads(raw) if request.content_type == "application/json" and raw else {}
        self.calls.append(Call(path=path, query=dict(request.query), body=body, raw=raw))
        planned = self.planned[path]
        answer = planned.popleft() if planned else self.always.get(path) or _USUAL.get(path, yes())
        return await answer(self, request)


def yes(**data: Any) -> Answer:
    """A good answer."""
    return body(json.dumps({"errcode": 0, "errmsg": "ok", **data}).encode())


def no(code: int, said: str = "said by WeCom", **data: Any) -> Answer:
    """A refusal: WeCom's status is 200 all the same."""
    return body(json.dumps({"errcode": code, "errmsg": said, **data}).encode())


def body(raw: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Any answer at all."""

    async def answer(_: Qyapi, __: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=raw, headers=headers)

    return answer


async def cut(qyapi: Qyapi, request: web.Request) -> web.StreamResponse:
    """The call arrives, the connection breaks before the answer."""
    assert request.transport is not None
    request.transport.close()
    return await silent(qyapi, request)


async def silent(qyapi: Qyapi, _: web.Request) -> web.StreamResponse:
    """The call arrives, no answer comes."""
    await qyapi.hang.wait()
    return web.Response()


async def new_token(qyapi: Qyapi, request: web.Request) -> web.StreamResponse:
    """Another token each time, for those who know the secret."""
    if request.query.get("corpsecret") not in (SECRET, KF_SECRET):
        return await no(40001, "invalid credential")(qyapi, request)
    qyapi.tokens += 1
    return await yes(access_token=f"token-nobody-may-see-{qyapi.tokens}", expires_in=7200)(qyapi, request)


async def sent(qyapi: Qyapi, _: web.Request) -> web.StreamResponse:
    """A message went out: its id, and of a card the code it can be changed by."""
    number = len(qyapi.asked("message/send"))
    answer = {"errcode": 0, "errmsg": "ok", "msgid": f"M{number}"}
    if qyapi.calls[-1].body.get("msgtype") == "template_card":
        answer["response_code"] = f"RC{number}"
    return web.json_response(answer)


_USUAL: dict[str, Answer] = {
    "gettoken": new_token,
    "message/send": sent,
    "media/upload": yes(type="file", media_id="media-1", created_at="1380000000"),
}


@asynccontextmanager
async def serving() -> AsyncIterator[Qyapi]:
    """The server on a free port of loopback."""
    qyapi = Qyapi()
    app = web.Application(client_max_size=32 * 1024 * 1024)
    app.router.add_route("*", "/cgi-bin/{path:.+}", qyapi.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)  # it would name the token
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    qyapi.url, qyapi.stop = f"http://{host}:{port}", runner.cleanup
    try:
        yield qyapi
    finally:
        qyapi.hang.set()
        await runner.cleanup()


@dataclass
class Seconds:
    """Monotonic time that goes on only when somebody rests, or a test says so."""

    at: float = 1000.0
    rests: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.at

    async def rest(self, seconds: float) -> None:
        """Time passes, and others have a turn."""
        self.rests.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)


@asynccontextmanager
async def started(
    url: str, *, total: float = 5.0, seconds: Seconds | None = None, secrets: Mapping[str, str] | None = None
) -> AsyncIterator[Api]:
    """A started client of it."""
    time = seconds or Seconds()
    known = secrets or {"app": SECRET, "kf": KF_SECRET}
    api = Api(url, CORP, agent_id=AGENT, secrets=known, total=total, monotonic=time, rest=time.rest)
    await api.start()
    try:
        yield api
    finally:
        await api.stop()
