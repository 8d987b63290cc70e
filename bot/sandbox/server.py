"""The HTTP side: finds the world of a token and answers Bot API calls, file downloads and control verbs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from itertools import count
from typing import Any, cast
from urllib.parse import unquote

from aiohttp import web

from bot.sandbox import control
from bot.sandbox.control_world import make_world
from bot.sandbox.faults import SORTS, Fault, play
from bot.sandbox.form import read_form
from bot.sandbox.methods import COUNTED, METHODS
from bot.sandbox.page import chat_page, control_page, newest_stage, page_file
from bot.sandbox.parameters import WHOLE, Upload, check, method_unknown
from bot.sandbox.stranger import refuse_strangers
from bot.sandbox.wecom_front import PREFIX, answer
from bot.sandbox.wire import Json, Refusal, dumps, too_many
from bot.sandbox.world import World

BODY_LIMIT = 64 * 1024 * 1024
UNAUTHORIZED = Refusal(401, "Unauthorized")


def _answer(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, content_type="application/json")


class Server:
    """All worlds of one process."""

    def __init__(self) -> None:
        self.worlds: dict[str, World] = {}
        self._epochs = count(1)
        self._runner: web.ServerRunner | None = None

    async def open(self, host: str, port: int) -> str:
        """Begins to listen; the address."""
        loop = asyncio.get_running_loop()

        def make_request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
            return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=BODY_LIMIT)

        http = web.Server(self.handle, request_factory=make_request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(http, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address = self._runner.addresses[0]
        return f"http://{address[0]}:{address[1]}"

    async def close(self) -> None:
        """Ends all worlds and stops listening."""
        for token in list(self.worlds):
            self.forget(token)
        if self._runner is not None:
            await self._runner.cleanup()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers one request."""
        path, _, query = request.raw_path.partition("?")
        if "%" in path:
            path = unquote(path)
        try:
            refuse_strangers(request)
            if path.startswith("/bot"):
                token, _, method = path[4:].partition("/")
                return await self.call(request, token, method, query)
            if path.startswith("/file/bot"):
                token, _, name = path[9:].partition("/")
                return self.download(token, name)
            if path.startswith(PREFIX):
                return await answer(self.worlds.values(), request, path, query)
            if path.startswith("/control/"):
                token, _, verb = path[9:].partition("/")
                return await self.control(request, token, verb)
            if request.method in {"GET", "HEAD"}:
                return self.page(path)
            raise Refusal(404, "Not Found")
        except Refusal as refusal:
            return _answer(refusal.status, refusal.body())

    def world(self, token: str) -> World:
        """The world of a token."""
        world = self.worlds.get(token)
        if world is None:
            raise UNAUTHORIZED
        return world

    async def call(self, request: web.BaseRequest, token: str, method: str, query: str) -> web.StreamResponse:
        """One call of the Bot API."""
        world = self.world(token)
        if method not in METHODS:
            raise method_unknown()
        if request.method not in {"GET", "POST"}:
            raise Refusal(405, "Method Not Allowed")
        form = await read_form(request, query)
        if world.delay:
            await asyncio.sleep(world.delay / 2)
        if method in COUNTED:
            world.limits.notice(_number(form.get("chat_id")))
        fault = world.faults.strike(method, form.get("chat_id")) if world.faults.active else None
        if fault is not None:
            return await _go_wrong(world, fault, request, method, form)
        status, body = await _work(world, method, form)
        if world.delay:
            await asyncio.sleep(world.delay / 2)
        return _answer(status, body)

    def download(self, token: str, name: str) -> web.Response:
        """The bytes of a file."""
        world = self.world(token)
        stored = world.files.by_path.get(name) or (world.corp.media.kept.get(name) if world.corp else None)
        if stored is None:
            raise Refusal(404, "Not Found")
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def page(self, path: str) -> web.Response:
        """The page of the phones, what belongs to it, and which world it is for."""
        if path == "/":
            return chat_page()
        if path == "/world":
            return _answer(200, dumps(newest_stage(self.worlds.values())))
        if path.startswith("/page/"):
            return page_file(path.removeprefix("/page/"))
        raise Refusal(404, "Not Found")

    async def control(self, request: web.BaseRequest, token: str, verb: str) -> web.StreamResponse:
        """One verb of the control interface, or its page."""
        if request.method == "GET" and not verb:
            return control_page(self.world(token))
        if request.method != "POST":
            raise Refusal(405, "Method Not Allowed")
        wish = _wish(await request.read())
        if verb == "world":
            return _answer(200, dumps(self.make(token, wish)))
        if verb == "forget":
            self.forget(token)
            return _answer(200, b"{}")
        return _answer(200, dumps(await control.do(self.world(token), verb, wish)))

    def make(self, token: str, wish: Json) -> Json:
        """A new world in place of the one this token has; that one stays when the new one cannot be made."""
        try:
            world = make_world(token, wish, epoch=next(self._epochs))
        except (TypeError, ValueError) as problem:
            raise Refusal(400, f"world: {problem}") from problem
        self.forget(token)
        self.worlds[token] = world
        return {"id": world.bot_id}

    def forget(self, token: str) -> None:
        """Ends a world."""
        world = self.worlds.pop(token, None)
        if world is not None:
            world.webhook.stop()
            world.faults.heal()
            world.updates.interrupt()
            world.ledger.end()
            if world.corp is not None:
                world.corp.end()


def _wish(body: bytes) -> Json:
    try:
        wish = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        raise Refusal(400, "the body must be JSON") from None
    if not isinstance(wish, dict):
        raise Refusal(400, "the body must be a JSON object")
    return wish


def _number(chat: object) -> int | None:
    return int(chat) if isinstance(chat, (int, str)) and WHOLE.fullmatch(str(chat)) else None


async def _go_wrong(
    world: World, fault: Fault, request: web.BaseRequest, method: str, form: Json
) -> web.StreamResponse:
    if fault.name == "429":
        world.limits.ban(_number(fault.chat), fault.retry_after)
    if not fault.done:
        error = SORTS[fault.name].error
        _record(world, method, form, status=error.status if error else 0, fault=fault.name)
    return await play(fault, request, lambda: _work(world, method, form, fault=fault.name))


async def _work(world: World, method: str, form: Json, *, fault: str = "") -> tuple[int, bytes]:
    status, params = 200, form
    try:
        params = check(method, form)
        if method in COUNTED:
            _spend(world, params)
        result = METHODS[method](world, params)
        if method == "getUpdates":
            body = b'{"ok":true,"result":' + await cast(Awaitable[bytes], result) + b"}"
        else:
            body = b'{"ok":true,"result":' + dumps(result) + b"}"
    except Refusal as refusal:
        status, body = refusal.status, refusal.body()
    _record(world, method, params, status=status, fault=fault)
    return status, body


def _spend(world: World, params: Json) -> None:
    chat = params.get("chat_id")
    if not isinstance(chat, int):
        return
    if world.limits.on and chat in world.chats:
        count = len(params["media"]) if "media" in params else 1
        seconds = world.limits.spend(chat, private=chat > 0, count=count)
        if seconds:
            raise too_many(seconds)


def _record(world: World, method: str, params: Json, *, status: int, fault: str) -> None:
    if not world.ledger.calls:
        return
    told = {
        name: {"name": value.filename, "size": len(value.content)} if isinstance(value, Upload) else value
        for name, value in params.items()
    }
    facts: Json = {"method": method, "params": told, "status": status, "fault": fault}
    world.ledger.add("call", _number(params.get("chat_id")), facts)
