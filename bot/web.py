"""What other machines call: the platform's webhook, /health and /metrics. Verify, store, answer; nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping

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


class TooLongError(Exception):
    """The body is longer than any honest caller sends."""


def application(health: Health, *, telegram: Accept | None) -> Starlette:
    """The routes; without a webhook there is no /telegram."""

    async def show_health(request: Request) -> Response:  # noqa: ARG001
        state = await health()
        body = json.dumps(state, ensure_ascii=False, indent=1)
        return Response(body, status_code=200 if state["ok"] else 503, media_type="application/json")

    async def show_metrics(request: Request) -> Response:  # noqa: ARG001
        state = await health()
        lines = [f"zhiban_{name} {value:d}" for name, value in state.items() if isinstance(value, int)]
        return PlainTextResponse("\n".join(lines) + "\n")

    async def take(request: Request) -> Response:
        assert telegram is not None
        try:
            body = await _body(request)
        except TooLongError:
            return Response(status_code=413)
        except TimeoutError:
            return Response(status_code=408)
        return Response(status_code=await telegram(body, request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))

    routes = [Route("/health", show_health), Route("/metrics", show_metrics)]
    if telegram is not None:
        routes.append(Route("/telegram", take, methods=["POST"]))
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


class _Server(uvicorn.Server):
    """Signals belong to the program as a whole, not to its web side."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _body(request: Request) -> bytes:
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY:
                raise TooLongError
    return bytes(body)
