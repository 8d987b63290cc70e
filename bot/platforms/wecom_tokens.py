"""The access tokens of one company, one for each secret: fetched once however many ask, and never too often."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.platforms.wecom_errors import Act, ApiError

MINUTE = 60.0
MOST_FETCHES = 3
"""Of one secret in a minute, whatever is wrong: 2,000 wrong ones in an hour shut the company out (WD 90454)."""
MOST_RENEWALS = 3
"""Of all secrets together in a minute, of tokens that were refused before their time; of one secret one less."""
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
    renewals: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_RENEWALS - 1))


class Tokens:
    """What is known of the tokens; it lives in memory only."""

    def __init__(self, secrets: Mapping[str, str], fetch: Fetch, *, monotonic: Callable[[], float]) -> None:
        self._secrets = {name: secret for name, secret in secrets.items() if secret}
        self._fetch, self._monotonic = fetch, monotonic
        self._tokens = {name: _Token() for name in self._secrets}
        self._renewals: deque[float] = deque(maxlen=MOST_RENEWALS)

    def hide(self, text: str) -> str:
        """The text without any secret or token."""
        for word in (*self._secrets.values(), *(token.value for token in self._tokens.values())):
            text = text.replace(word, "...") if word else text
        return text

    async def get(self, name: str, *, seconds: float, refused: str = "") -> str:
        """The token of a secret; a fresh one when `refused` is the one we have. `ApiError` when there is none."""
        token = self._tokens.get(name)
        if token is None:
            raise ApiError(0, Act.SETUP, f"the settings hold no secret of WeCom for this ({name})")
        async with token.lock:
            now = self._monotonic()
            if token.value and token.value != refused and now < token.until:
                return token.value
            wait = max(_full(token.fetches, now), self._no_renewal(token, now) if refused else 0.0)
            if wait > 0:
                raise ApiError(40014 if refused else 0, Act.REFRESH if refused else Act.UNREACHED, wait=wait)
            token.fetches.append(now)
            if refused:
                token.renewals.append(now)
                self._renewals.append(now)
            token.value = ""
            token.value, lives = await self._fetch(self._secrets[name], seconds)
            token.until = now + max(lives - EARLY, lives / 2)
            return token.value

    def _no_renewal(self, token: _Token, now: float) -> float:
        """Seconds until a refused token may be renewed: one wrong secret must not use up what the others need."""
        return max(_full(token.renewals, now), _full(self._renewals, now))


def _full(times: deque[float], now: float) -> float:
    """Seconds until the oldest of them is a minute ago; 0 while there is room."""
    return max(0.0, times[0] + MINUTE - now) if len(times) == times.maxlen else 0.0
