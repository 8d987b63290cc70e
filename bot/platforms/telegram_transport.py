"""Carries the typed client's calls to the Bot API over aiohttp; knows of each failure whether it may have arrived.

The token is known here and nowhere else: the client works with a placeholder and can't log it or put it into an error.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.platforms.proxy import environment_proxy
from bot.talk.platform import PlatformError

CONNECT_SECONDS = 5.0
CALL_SECONDS = 20.0
UPLOAD_SECONDS = 120.0
DOWNLOAD_SECONDS = 60.0
REPLY_BYTES = 32 * 1024 * 1024

_TOKEN = re.compile(r"[0-9]+:([A-Za-z0-9_-]+)")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)


class NotDeliveredError(NetworkError):
    """There was no connection: nothing was sent, trying again costs nothing."""


class UnavailableError(NetworkError):
    """The server, or one before it, answered that it could not do it now."""


class SlowDownError(TelegramError):
    """Too many calls: the server names the seconds to wait (0: it did not)."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many calls")
        self.seconds = seconds


class Transport(BaseRequest):
    """One keep-alive session to one Bot API server; every call has a total time limit."""

    def __init__(
        self, token: str, base_url: str, *, connect: float = CONNECT_SECONDS, total: float = CALL_SECONDS
    ) -> None:
        found = _TOKEN.fullmatch(token)
        if not found:
            raise PlatformError("the Telegram token does not look like one: it is digits, a colon, letters and digits")
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PlatformError("the Telegram base_url is not an http:// or https:// address")
        self._secret = found[1].encode()
        self._prefix = f"{base_url.rstrip('/')}/bot{token}/"
        self._files = f"{base_url.rstrip('/')}/file/bot{token}/"
        self._proxy = environment_proxy(base_url)
        self._connect = connect
        self._total = total
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """What a call may take in all when it names no limit of its own."""
        return self._total

    async def initialize(self) -> None:
        """Opens the session; connections are made when they are needed."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._total, connect=self._connect),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("User-Agent", "Accept-Encoding", "Accept"),
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Closes all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """The answer as JSON; what can't be read is not logged, it may hold anything."""
        answer = _json(payload)
        if answer is None:
            raise NetworkError("the answer is not one of the Bot API")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the Bot API takes everything by POST
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - one total limit instead
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Posts one call; `read_timeout` is its total limit. The errors name no address."""
        total = read_timeout if isinstance(read_timeout, int | float) else self._total
        try:
            status, body = await self._exchange(url.rpartition("/")[2], request_data, total=total)
        except UnicodeEncodeError:
            fault: TelegramError = BadRequest("the text can't be encoded")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            fault = _fault(error)
        else:
            if self._secret in body:
                body = body.replace(self._secret, b"...")
            if status > 299:
                _raise_unusual(status, body)
            return status, body
        raise fault  # outside the handler: the original's text may hold the address, and the token with it

    async def download(self, path: str, *, most: int) -> bytes:
        """The bytes of a file the server has named; the errors name no address."""
        try:
            status, body = await self._get(path, most=most)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            fault: TelegramError = _fault(error)
        else:
            if status == 200:
                return body
            fault = UnavailableError(f"the server answered {status}")
        raise fault  # outside the handler, as above

    async def _get(self, path: str, *, most: int) -> tuple[int, bytes]:
        if self._session is None:
            raise NotDeliveredError("not started")
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS, connect=self._connect)
        address = self._files + quote(path)
        async with self._session.get(address, timeout=timeout, allow_redirects=False) as response:
            return response.status, await _read(response, most=most)

    async def _exchange(self, name: str, request_data: RequestData | None, *, total: float) -> tuple[int, bytes]:
        if self._session is None:
            raise NotDeliveredError("not started")
        timeout: aiohttp.ClientTimeout | None = None
        headers: dict[str, str] | None = _FORM
        data: Any
        if request_data is not None and request_data.contains_files:
            data, headers, total = _multipart(request_data), None, max(total, UPLOAD_SECONDS)
        else:
            data = request_data.url_encoded_parameters().encode() if request_data is not None else b""
        if total != self._total:
            timeout = aiohttp.ClientTimeout(total=total, connect=self._connect)
        async with self._session.post(
            self._prefix + name,
            data=data,
            headers=headers,
            timeout=timeout or self._session.timeout,
            allow_redirects=False,
        ) as response:
            return response.status, await _read(response)


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


async def _read(response: aiohttp.ClientResponse, *, most: int = REPLY_BYTES) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > most:
            raise aiohttp.ClientPayloadError("the answer is too long")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _fault(error: Exception) -> TelegramError:
    """The failure in the client's words; by its kind only, its text may hold the address."""
    kind = type(error).__name__
    if isinstance(error, _NO_CONNECTION):
        return NotDeliveredError(f"no connection ({kind})")
    if isinstance(error, TimeoutError):
        return TimedOut("no answer in time")
    return NetworkError(f"the connection broke ({kind})")


def _raise_unusual(status: int, body: bytes) -> None:
    """Raises for what is no refusal of this call; refusals go on to the client, which knows them."""
    answer = _json(body)
    parameters = answer.get("parameters") if answer else None
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if status == 429 or isinstance(seconds, int | float):
        raise SlowDownError(float(seconds) if isinstance(seconds, int | float) else 0.0)
    if status >= 500 or answer is None:  # a proxy's 403 page says nothing about the chat
        raise UnavailableError(f"the server answered {status}")


def _json(payload: bytes) -> JSONDict | None:
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
