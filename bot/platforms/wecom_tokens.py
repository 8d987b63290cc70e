"""The access tokens of one company, one for each secret: fetched once however many ask, and never too often."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.platforms.wecom_errors import Act, ApiError

MINUTE = 60.0
MOST_FETCHES = 3
"""In a minute while WeCom refuses: 2,000 wrong ones in an hour shut us out (WD 90454).

The first of each secret is always fetched; what was refused is fetched again so often by all secrets together.
"""
MOST_AGAIN = MOST_FETCHES - 1
"""Of one secret that is refused: a wrong one must not use up what the others need."""
FETCH_SECONDS = 20.0
"""The longest a call waits for a token, and for its turn to fetch it."""
EARLY = 300.0
"""Seconds before its end a token is used no more."""

Fetch = Callable[[str, float], Awaitable[tuple[str, float]]]
"""Asks WeCom for the token of a secret, in so many seconds: the token and the seconds it lives."""


@dataclass
class _Token:
    value: str = field(default="", repr=False)
    until: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    fetches: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_FETCHES))
    again: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_AGAIN))
    denied: ApiError | None = None
    """Why WeCom gave none, when it said so last."""


class Tokens:
    """What is known of the tokens; it lives in memory only."""

    def __init__(self, secrets: Mapping[str, str], fetch: Fetch, *, monotonic: Callable[[], float]) -> None:
        self._secrets = {name: secret for name, secret in secrets.items() if secret}
        self._fetch, self._monotonic = fetch, monotonic
        self._tokens = {name: _Token() for name in self._secrets}
        self._again: deque[float] = deque(maxlen=MOST_FETCHES)

    def hide(self, text: str) -> str:
        """The text without any secret or token."""
        for word in (*self._secrets.values(), *(token.value for token in self._tokens.values())):
            text = text.replace(word, "...") if word else text
        return text

    async def get(self, name: str, *, seconds: float, refused: str = "", why: ApiError | None = None) -> str:
        """The token of a secret; a fresh one when `refused` is the one we have, for the reason `why`.

        `ApiError` when there is none: with that reason where a fresh one may not be fetched now.
        """
        token = self._tokens.get(name)
        if token is None:
            raise ApiError(0, Act.SETUP, f"the settings hold no secret of WeCom for this ({name})")
        until = self._monotonic() + min(seconds, FETCH_SECONDS)
        try:
            async with asyncio.timeout(until - self._monotonic()):
                await token.lock.acquire()
        except TimeoutError:
            raise ApiError(0, Act.UNREACHED, "WeCom is slow: there was no token in time") from None
        try:
            return await self._fresh(token, self._secrets[name], until=until, refused=refused, why=why)
        finally:
            token.lock.release()

    async def _fresh(self, token: _Token, secret: str, *, until: float, refused: str, why: ApiError | None) -> str:
        now = self._monotonic()
        if token.value and token.value != refused and now < token.until:
            return token.value
        if until <= now:
            raise ApiError(0, Act.UNREACHED, "WeCom is slow: there was no time left for a token")
        self._count(token, now, why=why)
        token.value, denied, token.denied = "", token.denied, None
        try:
            token.value, lives = await self._fetch(secret, until - now)
        except ApiError as error:
            token.denied = ApiError(error.code, error.act, error.words) if error.code else denied
            raise
        token.until = now + max(lives - EARLY, lives / 2)
        return token.value

    def _count(self, token: _Token, now: float, *, why: ApiError | None) -> None:
        """One more fetch; `ApiError` when there may be none now. `why`: the one we had was refused."""
        is_again = why is not None or token.denied is not None
        wait = _full(token.fetches, now)
        if is_again:
            wait = max(wait, _full(token.again, now), _full(self._again, now))
        if wait > 0:
            reason = token.denied or why or ApiError(0, Act.UNREACHED)
            raise ApiError(reason.code, reason.act, reason.words, wait=wait)
        token.fetches.append(now)
        if is_again:
            token.again.append(now)
            self._again.append(now)


def _full(times: deque[float], now: float) -> float:
    """Seconds until the oldest of them is a minute ago; 0 while there is room."""
    return max(0.0, times[0] + MINUTE - now) if len(times) == times.maxlen else 0.0
