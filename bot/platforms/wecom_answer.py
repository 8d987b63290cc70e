"""Reads what WeCom answered: JSON with an error code of its own, or a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.platforms.wecom_errors import Act, ApiError
from bot.talk.message import Content

FILE_BYTES = 20 * 1024 * 1024
"""The longest file WeCom takes or gives (WD 90253)."""
_SPARE = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: `code` 0 is a yes. The HTTP status says nothing, it is 200 with errors too (WD 90454)."""

    code: int = 0
    said: str = field(default="", repr=False)
    """WeCom's own words; they may hold anything."""
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    file: Content | None = None


async def read_answer(response: aiohttp.ClientResponse) -> Answer:
    """The answer; `ApiError` when it is none of WeCom's, or the file is too big."""
    if response.status >= 300:  # a redirect is not followed: the token would go with it
        passed_on = response.status >= 500 and response.method == "POST"  # a 502 or 504 may come after it was done
        act = Act.UNCLEAR if passed_on else Act.UNREACHED
        raise ApiError(0, act, f"the server answered {response.status}")
    body = await _read(response)
    given = response.content_disposition
    if given is not None:
        return Answer(file=Content(name=_base_name(given.filename or ""), data=body))
    try:
        data = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        data = None
    code = data.get("errcode", 0) if isinstance(data, dict) else None
    if type(code) is not int:
        raise ApiError(0, Act.UNCLEAR, "WeCom's answer can't be read")
    return Answer(code=code, said=str(data.get("errmsg", "")), data=data)


def _base_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].strip().lstrip(".")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > FILE_BYTES + _SPARE:
            raise ApiError(0, Act.CONTENT, "the answer is longer than the longest file")
    return b"".join(parts)
