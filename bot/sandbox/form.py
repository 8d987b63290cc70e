"""Reads the parameters of a call from the address, a form, a multipart form or a JSON body."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.sandbox.parameters import Upload
from bot.sandbox.wire import bad_request


async def read_form(request: web.BaseRequest, query: str) -> dict[str, object]:
    """All parameters of one call, unchecked; files as Upload."""
    form: dict[str, object] = dict(_pairs(query)) if query else {}
    if not request.body_exists:
        return form
    content_type = request.headers.get("Content-Type", "")
    if content_type.startswith("multipart/form-data"):
        form.update(await _read_parts(request))
        return form
    body = await request.read()
    if not body:
        return form
    if content_type.startswith("application/json"):
        form.update(_read_json(body))
    elif content_type.startswith("application/x-www-form-urlencoded"):
        form.update(_pairs(body.decode("ascii", "replace")))
    else:
        raise bad_request("unsupported content type")
    return form


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _read_json(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("the body must be a JSON object")
    return {name: part for name, part in value.items() if part is not None}


async def _read_parts(request: web.BaseRequest) -> dict[str, object]:
    parts: dict[str, object] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("a part of the form has no name")
        content = bytes(await part.read(decode=True))
        if part.filename is not None:
            parts[part.name] = Upload(filename=part.filename, content=content)
            continue
        try:
            parts[part.name] = content.decode()
        except UnicodeDecodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return parts
