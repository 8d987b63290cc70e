"""Carries calls to WeCom's server interface over aiohttp: tokens, waiting, trying again, and what a failure means.

wechatpy's own client is not used on the loop: it blocks, has no time limit, asks for tokens without end while they are
refused, and sends an empty file when it tries an upload again.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.platforms.proxy import environment_proxy
from bot.platforms.wecom_answer import Answer, read_answer
from bot.platforms.wecom_errors import TOO_EARLY, Act, ApiError, refusal
from bot.platforms.wecom_tokens import Tokens
from bot.talk.message import Content
from bot.talk.platform import PlatformError

CONNECT_SECONDS = 5.0
CALL_SECONDS = 20.0
"""A call in all: the token, the waiting for a place, and every try of it."""
UPLOAD_SECONDS = 120.0
AT_ONCE = 5
"""Calls of one interface under way; more give 45033 (the limit is not documented: staff of WeCom name 5 to 10)."""
PAUSES = (0.5, 2.0)
"""Seconds before the second and the third try."""

_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)

Exchange = Callable[[str, float], Awaitable[Answer]]
"""One try of a call with a token, in so many seconds."""

_log = logging.getLogger(__name__)


class Api:
    """One company on one server, by all its secrets."""

    def __init__(
        self,
        base_url: str,
        corp_id: str,
        *,
        agent_id: int,
        secrets: Mapping[str, str],
        total: float = CALL_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PlatformError("the WeCom base_url is not an http:// or https:// address")
        self.corp_id, self.agent_id = corp_id, agent_id
        self.host = parts.netloc.rpartition("@")[2]
        self._prefix = f"{base_url.rstrip('/')}/cgi-bin/"
        self._proxy = environment_proxy(base_url)
        self._total, self._monotonic, self._rest = total, monotonic, rest
        self._tokens = Tokens(secrets, self._fetch_token, monotonic=monotonic)
        self._places: dict[str, asyncio.Semaphore] = {}
        self._shut: dict[str, float] = {}
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Opens the session; connections and tokens are got when they are needed."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=("User-Agent",), proxy=self._proxy
            )

    async def stop(self) -> None:
        """Closes all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def post(
        self, path: str, body: Mapping[str, Any], *, secret: str = "app", query: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Calls a path below /cgi-bin/; its answer, which says that all is well, or `ApiError`.

        Without a `secret` no token goes along: the group robot has a key of its own in the `query`.
        """

        async def exchange(token: str, seconds: float) -> Answer:
            return await self._exchange("POST", path, query=_with(token, query), seconds=seconds, json=body)

        return _data(await self._call(path, exchange, secret=secret))

    async def get(self, path: str, query: Mapping[str, str], *, secret: str = "app") -> dict[str, Any]:
        """The same with GET."""

        async def exchange(token: str, seconds: float) -> Answer:
            return await self._exchange("GET", path, query=_with(token, query), seconds=seconds)

        return _data(await self._call(path, exchange, secret=secret))

    async def upload(self, kind: str, content: Content, *, secret: str = "app") -> str:
        """Gives WeCom a file of the kind image, voice, video or file: the media id, which lives three days."""

        async def exchange(token: str, seconds: float) -> Answer:
            form = aiohttp.FormData(quote_fields=False)  # made anew for each try; names stay readable
            name = "".join(letter for letter in content.name if letter.isprintable())
            form.add_field("media", content.data, filename=name or "file", content_type="application/octet-stream")
            return await self._exchange(
                "POST", "media/upload", query=_with(token, {"type": kind}), seconds=seconds, data=form
            )

        total = max(self._total, UPLOAD_SECONDS)
        answer = _data(await self._call("media/upload", exchange, secret=secret, total=total))
        media = answer.get("media_id")
        if not isinstance(media, str) or not media:
            raise ApiError(0, Act.UNCLEAR)
        return media

    async def download(self, media_id: str, *, secret: str = "app") -> Content:
        """A file somebody sent; `ApiError` with `Act.GONE` when it has expired."""

        async def exchange(token: str, seconds: float) -> Answer:
            query = _with(token, {"media_id": media_id})
            return await self._exchange("GET", "media/get", query=query, seconds=seconds)

        total = max(self._total, UPLOAD_SECONDS)
        answer = await self._call("media/get", exchange, secret=secret, total=total)
        if answer.file is None:
            raise ApiError(0, Act.UNCLEAR, "WeCom's answer holds no file")
        return answer.file

    async def _call(self, path: str, exchange: Exchange, *, secret: str, total: float = 0.0) -> Answer:
        """A call with everything around it; its failure names no address and carries no other error with it."""
        until = self._monotonic() + (total or self._total)
        left = self._shut.get(path, 0.0) - self._monotonic()
        if left > 0:
            raise ApiError(45009, Act.WAIT, wait=left)
        place = self._places.setdefault(path, asyncio.Semaphore(AT_ONCE))
        try:
            async with asyncio.timeout(until - self._monotonic()):
                await place.acquire()
        except TimeoutError:
            raise ApiError(0, Act.UNREACHED, "WeCom is slow: there was no place for the call in time") from None
        try:
            return await self._persist(path, exchange, secret=secret, until=until)
        finally:
            place.release()

    async def _persist(self, path: str, exchange: Exchange, *, secret: str, until: float) -> Answer:
        """Tries with a new token when the old one is refused, and again when WeCom is busy, while there is time."""
        refused, why, pauses = "", None, list(PAUSES)
        while True:
            left = self._left(until)
            token = await self._tokens.get(secret, seconds=left, refused=refused, why=why) if secret else ""
            answer = await exchange(token, self._left(until))
            if not answer.code:
                return answer
            error = refusal(answer.code, answer.said)
            if error.act is Act.WAIT:
                self._shut[path] = self._monotonic() + error.wait
            elif error.act is Act.REFRESH and secret and not refused:
                refused, why = token, error
                continue
            elif error.act is Act.AGAIN and error.code != TOO_EARLY and pauses:
                pause = pauses.pop(0) * (0.75 + 0.5 * random.random())
                if self._monotonic() + pause < until:
                    await self._rest(pause)
                    continue
            if error.act in (Act.CONTENT, Act.ROOM):
                said = self._tokens.hide(answer.said)[:200] if secret else "(a robot)"  # it may quote the robot's key
                _log.warning("WeCom refused %s (%d): %s", path, answer.code, said)
            raise error

    def _left(self, until: float) -> float:
        left = until - self._monotonic()
        if left <= 0:
            raise ApiError(0, Act.UNREACHED, "WeCom is slow: there was no time left for the call")
        return left

    async def _fetch_token(self, secret: str, seconds: float) -> tuple[str, float]:
        query = {"corpid": self.corp_id, "corpsecret": secret}
        fault: ApiError | None = None
        try:
            answer = await self._exchange("GET", "gettoken", query=query, seconds=seconds)
        except ApiError as error:
            fault = error
        if fault is not None:  # whatever happened to this call, the one it was for was not made
            raise ApiError(0, Act.UNREACHED, f"no token from WeCom: {fault.words}")
        token, lives = answer.data.get("access_token"), answer.data.get("expires_in")
        if answer.code:
            refused = refusal(answer.code, answer.said)
            known = refused.blocks or refused.act in (Act.AGAIN, Act.WAIT)
            raise refused if known else ApiError(answer.code, Act.SETUP, f"WeCom gives no token ({answer.code})")
        if not isinstance(token, str) or not token:
            raise ApiError(0, Act.UNREACHED, "WeCom's answer holds no token")
        return token, float(lives) if isinstance(lives, int | float) else 7200.0

    async def _exchange(
        self, method: str, path: str, *, query: Mapping[str, str], seconds: float, **body: Any
    ) -> Answer:
        """One request and its answer. The errors name no address: the token stands in it."""
        if self._session is None:
            raise ApiError(0, Act.UNREACHED, "WeCom is not started")
        timeout = aiohttp.ClientTimeout(total=seconds, connect=min(CONNECT_SECONDS, seconds))
        try:
            async with self._session.request(
                method, self._prefix + path, params=query, timeout=timeout, allow_redirects=False, **body
            ) as response:
                return await read_answer(response)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            fault = _fault(error)
        raise fault  # outside the handler: the original's text may hold the address, and the token with it


def _with(token: str, query: Mapping[str, str] | None) -> Mapping[str, str]:
    return {**({"access_token": token} if token else {}), **(query or {})}


def _data(answer: Answer) -> dict[str, Any]:
    if answer.file is not None:
        raise ApiError(0, Act.UNCLEAR, "WeCom answered with a file")
    return answer.data


def _fault(error: Exception) -> ApiError:
    """The failure in our words; by its kind only, its text may hold the address."""
    kind = type(error).__name__
    if isinstance(error, _NO_CONNECTION):
        return ApiError(0, Act.UNREACHED, f"no connection to WeCom ({kind})")
    if isinstance(error, TimeoutError):
        return ApiError(0, Act.UNCLEAR, "no answer from WeCom in time")
    return ApiError(0, Act.UNCLEAR, f"the connection to WeCom broke ({kind})")
