"""What other machines call: the platforms' webhooks, /health and /metrics. Verify, store, answer; nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

BODY = 1024 * 1024
"""Bytes; a longer body is refused (DESIGN §3, rule 12)."""

BODY_SECONDS = 10.0
"""An honest caller needs no longer to send it."""

Health = Callable[[], Awaitable[Mapping[str, object]]]
"""The state of the parts; `ok` is False when somebody has to look."""
Accept = Callable[[bytes, str], Awaitable[int]]
"""Keeps the body of a webhook, given with its secret header; the HTTP status of the answer."""


class Callback(Protocol):
    """An address at which WeCom or WeChat calls, signed in its query."""

    @property
    def refusals(self) -> Counter[str]:
        """How many calls were not let in, by reason."""

    async def greet(self, query: Mapping[str, str]) -> str | None:
        """What is answered when somebody enters the address in the console; None when it is not for us."""

    async def take(self, query: Mapping[str, str], body: bytes) -> int:
        """Keeps what a call says; the HTTP status of the answer, 200 only once it is kept for good."""


class TooLongError(Exception):
    """The body is longer than any honest caller sends."""


def application(
    health: Health, *, telegram: Accept | None, wecom: Callback | None = None, weixin: Callback | None = None
) -> Starlette:
    """The routes; what is not set up has none."""

    async def show_health(request: Request) -> Response:  # noqa: ARG001
        state = await health()
        body = json.dumps(state, ensure_ascii=False, indent=1)
        return Response(body, status_code=200 if state["ok"] else 503, media_type="application/json")

    async def show_metrics(request: Request) -> Response:  # noqa: ARG001
        state = await health()
        lines = [f"zhiban_{name} {value:d}" for name, value in state.items() if isinstance(value, int)]
        return PlainTextResponse("\n".join(lines) + "\n")

    routes = [Route("/health", show_health), Route("/metrics", show_metrics)]
    if telegram is not None:
        routes.append(_webhook(telegram))
    for path, callback in (("/wecom", wecom), ("/weixin", weixin)):
        if callback is not None:
            routes += _callback(path, callback)
    return Starlette(routes=routes)


async def serve(app: Starlette, door: socket.socket) -> None:
    """Serves on an open socket until it is cancelled."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    await _Server(config).serve(sockets=[door])


def open_door(host: str, port: int) -> socket.socket:
    """The listening socket. Raises OSError when the port is taken."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(512)
    except OSError:
        door.close()
        raise
    return door


def _webhook(telegram: Accept) -> Route:
    async def take(request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            return body
        return Response(status_code=await telegram(body, request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))

    return Route("/telegram", take, methods=["POST"])


def _callback(path: str, callback: Callback) -> list[Route]:
    async def greet(request: Request) -> Response:
        said = await callback.greet(request.query_params)
        return Response(status_code=403) if said is None else PlainTextResponse(said)

    async def take(request: Request) -> Response:
        body = await _body(request)
        if isinstance(body, Response):
            callback.refusals["long" if body.status_code == 413 else "slow"] += 1
            return body
        return Response(status_code=await callback.take(request.query_params, body))

    return [Route(path, greet, methods=["GET"]), Route(path, take, methods=["POST"])]


class _Server(uvicorn.Server):
    """Signals belong to the program as a whole, not to its web side."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _body(request: Request) -> bytes | Response:
    """The body; or what is answered to one that is too long or too slow."""
    try:
        return await _read(request)
    except TooLongError:
        return Response(status_code=413)
    except TimeoutError:
        return Response(status_code=408)


async def _read(request: Request) -> bytes:
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY:
                raise TooLongError
    return bytes(body)
