"""Who may speak to the sandbox: programs of this computer and its own pages, and no page that came from elsewhere."""

from __future__ import annotations

import re

from aiohttp import hdrs, web

from bot.sandbox.wire import forbidden

HERE = re.compile(r"(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
"""Addresses and the one name that mean this computer whatever a name server says."""


def refuse_strangers(request: web.BaseRequest) -> None:
    """Refuses a browser that was led here by another name, and a page that is not the sandbox's own."""
    host = request.headers.get(hdrs.HOST, "")
    if not HERE.fullmatch(host):
        raise forbidden("the sandbox answers on this computer only")
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and origin != f"http://{host}":
        raise forbidden("the sandbox answers no page but its own")
