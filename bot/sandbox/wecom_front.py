"""The HTTP side of qyapi: finds the corp of a call, holds it against its shape and ceilings, answers and records it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote

from aiohttp import BodyPartReader, web

from bot.sandbox.wecom_calls import CALLS
from bot.sandbox.wecom_check import check_body, check_query
from bot.sandbox.wecom_corp import Corp
from bot.sandbox.wecom_faults import CODES, go_wrong
from bot.sandbox.wecom_media import TYPES, Media, upload
from bot.sandbox.wecom_shapes import SHAPES
from bot.sandbox.wecom_wire import WecomRefusal, encode
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

PREFIX = "/qyapi/cgi-bin/"
SECRET = {"corpsecret", "access_token"}


async def answer(worlds: Iterable[World], request: web.BaseRequest, path: str, query: str) -> web.StreamResponse:
    """One call of qyapi; `path` begins with PREFIX."""
    path = path.removeprefix(PREFIX)
    if path not in SHAPES:
        raise Refusal(404, "Not Found: no such path of qyapi")
    try:
        if request.method != SHAPES[path].verb:
            raise WecomRefusal(43002 if request.method == "GET" else 43001)
        asked: Json = dict(parse_qsl(query, keep_blank_values=True))
        body = await _read_body(request, path)
        world, corp = _find(worlds, path, asked)
    except WecomRefusal as refusal:
        return _plain(refusal.body())
    if corp.running.get(path, 0) >= corp.limits.at_once:
        _record(corp, path, asked, body, code=45033)
        return _plain(WecomRefusal(45033).body())
    corp.running[path] = corp.running.get(path, 0) + 1
    try:
        return await _serve(world, corp, request, path, asked, body)
    finally:
        corp.running[path] -= 1


def _find(worlds: Iterable[World], path: str, asked: Json) -> tuple[World, Corp]:
    found = [(world, world.corp) for world in worlds if world.corp is not None]
    if path == "gettoken":
        found = [one for one in found if one[1].corp_id == asked.get("corpid")]
        code = 40013
    elif path == "webhook/send":
        found = [one for one in found if asked.get("key") in one[1].robots]
        code = 93000
    elif not asked.get("access_token"):
        raise WecomRefusal(41001)
    else:
        found = [one for one in found if asked["access_token"] in one[1].tokens]
        code = 40014
    if not found:
        raise WecomRefusal(code)
    return found[-1]


async def _serve(
    world: World, corp: Corp, request: web.BaseRequest, path: str, asked: Json, body: Json
) -> web.StreamResponse:
    if world.delay:
        await asyncio.sleep(world.delay / 2)

    async def work() -> tuple[int, bytes]:
        told = _work(corp, path, asked, body)
        return 200, told if isinstance(told, bytes) else told.content

    person = str(body.get("touser") or body.get("sender") or "")
    fault = corp.faults.hits(path, person) if corp.faults.active else None
    if fault is not None:
        if not fault.done:
            code = CODES[fault.name][0] if fault.name in CODES else 0
            _record(corp, path, asked, body, code=code, fault=fault.name)
        return await go_wrong(fault, request, work)
    told = _work(corp, path, asked, body)
    if world.delay:
        await asyncio.sleep(world.delay / 2)
    return _file(told) if isinstance(told, Media) else _plain(told)


def _work(corp: Corp, path: str, asked: Json, body: Json) -> bytes | Media:
    code, told = 0, None
    try:
        told = _do(corp, path, asked, body)
    except WecomRefusal as refusal:
        code, answer = refusal.code, refusal.body()
    _record(corp, path, asked, body, code=code)
    if isinstance(told, Media):
        return told
    return answer if told is None else encode({"errcode": 0, "errmsg": "ok", **told})


def _do(corp: Corp, path: str, asked: Json, body: Json) -> Json | Media:
    shape = SHAPES[path]
    if shape.secret != "none":
        corp.check_token(asked.pop("access_token"), shape.secret)
    if shape.counted:
        corp.count_call(path)
    check_query(path, asked)
    if path == "gettoken":
        return corp.give_token(asked["corpsecret"])
    if path == "media/get":
        return corp.media.find(asked["media_id"], now=corp.now())
    if path == "media/upload":
        return upload(corp, asked["type"], body["name"], body["content"])
    check_body(path, body)
    return CALLS[path](corp, {**asked, **body})


def _record(corp: Corp, path: str, asked: Json, body: Json, *, code: int, fault: str = "") -> None:
    if not corp.ledger.calls:
        return
    told = {name: value for name, value in {**asked, **body}.items() if name not in SECRET}
    if isinstance(told.get("content"), bytes):
        told["content"] = len(told["content"])
    corp.ledger.add("qyapi", None, {"path": path, "params": told, "code": code, "fault": fault})


async def _read_body(request: web.BaseRequest, path: str) -> Json:
    if SHAPES[path].verb == "GET":
        return {}
    if path == "media/upload":
        return await _read_file(request)
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise WecomRefusal(47001) from None
    if not isinstance(body, dict):
        raise WecomRefusal(47001)
    return body


async def _read_file(request: web.BaseRequest) -> Json:
    if not request.content_type.startswith("multipart/form-data"):
        raise WecomRefusal(44001)
    found: Json = {"name": "", "content": b""}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "media":
            found = {"name": part.filename or "", "content": bytes(await part.read(decode=True))}
    return found


def _plain(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="application/json", charset="utf-8")


def _file(media: Media) -> web.Response:
    named = f"attachment; filename*=utf-8''{quote(media.name)}; filename=\"{quote(media.name)}\""
    return web.Response(body=media.content, content_type=TYPES[media.kind], headers={"Content-Disposition": named})
