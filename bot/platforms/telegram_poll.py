"""Fetches updates by long polling: a batch is kept first, and only then does the offset move past it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.platforms.telegram_transport import SlowDownError
from bot.talk.platform import Raw

Keep = Callable[[Sequence[Raw]], Awaitable[None]]
"""Commits the rows; a row whose key is already there is no error."""

CONFLICT_SECONDS = 5.0
TOKEN_SECONDS = 30.0
LONGEST_SECONDS = 30.0
KEEP_SECONDS = 1.0

_SENTENCES = {
    "conflict": "another program fetches updates with this token, or a webhook is set: stop it; trying on",
    "token refused": "the server refuses the bot's token: check it with BotFather; trying on",
    "slowed down": "the server asks to fetch less often; trying on",
    "unreachable": "the server can't be reached; trying on",
    "store": "the updates could not be stored, so they stay with the server; trying on",
}

_log = logging.getLogger(__name__)


class Source(Protocol):
    """Where updates come from."""

    async def updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Waits for the next updates; `offset` says that all before it are kept."""

    def wrap(self, update: dict[str, Any]) -> Raw:
        """The inbox row of one update."""


@dataclass(kw_only=True)
class PollState:
    """How the polling goes, for /health."""

    last_success: float | None = None
    """Monotonic seconds of the last batch that was fetched and kept; None before the first."""
    begun: asyncio.Event = field(default_factory=asyncio.Event, compare=False)
    """Set once the first batch was fetched and kept."""
    problem: str = ""
    """One of: conflict, token refused, slowed down, unreachable, store; empty while all is well."""


class Poller:
    """One polling of one bot. It begins without an offset: the server knows best what is not confirmed yet."""

    def __init__(
        self,
        source: Source,
        keep: Keep,
        *,
        state: PollState,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._source = source
        self._keep = keep
        self._state = state
        self._sleep = sleep
        self._monotonic = monotonic
        self._jitter = jitter
        self._offset: int | None = None
        self._failures = 0

    async def turn(self) -> float:
        """Fetches and keeps one batch; the seconds to wait before the next turn."""
        try:
            updates = await self._source.updates(self._offset)
        except TelegramError as error:
            return self._trouble(error)
        self._failures = 0
        if updates:
            try:
                await self._keep([self._source.wrap(update) for update in updates])
            except Exception as error:  # whatever it was: the updates are not kept, so the offset stays
                self._note("store", error)
                return KEEP_SECONDS
            self._offset = updates[-1]["update_id"] + 1
        self._state.last_success = self._monotonic()
        self._state.begun.set()
        self._note("")
        return 0.0

    async def run(self) -> NoReturn:
        """Turn after turn, until it is cancelled."""
        while True:
            wait = await self.turn()
            if wait:
                await self._sleep(wait)

    def _trouble(self, error: TelegramError) -> float:
        if isinstance(error, Conflict):
            self._note("conflict", error)
            return CONFLICT_SECONDS
        if isinstance(error, InvalidToken):
            self._note("token refused", error)
            return TOKEN_SECONDS
        if isinstance(error, SlowDownError):
            self._note("slowed down", error)
            return max(error.seconds, 1.0)
        self._note("unreachable", error)
        self._failures += 1
        longest = min(2.0 ** (self._failures - 1), LONGEST_SECONDS)
        return longest * (0.5 + self._jitter() / 2)

    def _note(self, problem: str, error: Exception | None = None) -> None:
        """Logs a change and only a change: a night without network is one line, not ten thousand."""
        before, self._state.problem = self._state.problem, problem
        if problem == before:
            return
        if problem:
            _log.error("Telegram: %s (%s: %s)", _SENTENCES[problem], type(error).__name__, error)
        else:
            _log.info("Telegram: fetching again")


async def poll(
    source: Source,
    keep: Keep,
    *,
    state: PollState,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> NoReturn:
    """Fetches for ever; ends only by being cancelled."""
    await Poller(source, keep, state=state, sleep=sleep).run()
