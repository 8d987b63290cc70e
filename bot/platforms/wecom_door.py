"""The address at which callbacks of WeCom and of the service account come in: opened, kept, and only then answered."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.platforms.wecom_envelope import Refused, Seal

Keep = Callable[[Mapping[str, Any], datetime], Awaitable[None]]
"""Keeps one message, taken at a time, for good."""

WRONG_CLOCK = "WeCom's calls bear another time than the clock of this machine, which must be right to 5 minutes"

_log = logging.getLogger(__name__)


class Door:
    """One callback address: `web.Callback` over a seal."""

    def __init__(self, seal: Seal, *, keep: Keep, now: Callable[[], datetime]) -> None:
        self._seal, self._keep, self._now = seal, keep, now

    @property
    def refusals(self) -> Counter[str]:
        """How many calls were not let in, by reason."""
        return self._seal.refusals

    @property
    def problem(self) -> str:
        """Why nothing comes in although it is WeCom that calls; empty while all is well."""
        return WRONG_CLOCK if self._seal.is_late(self._now()) else ""

    async def greet(self, query: Mapping[str, str]) -> str | None:
        """What the platform wants back when somebody enters our address in its console; None: 403."""
        try:
            return self._seal.greet(query, self._now())
        except Refused as refused:
            self._say(refused)
            return None

    async def take(self, query: Mapping[str, str], body: bytes) -> int:
        """200 once the message is kept, 403 for what is not ours. What can't be kept may come again as it was."""
        now = self._now()
        try:
            message = self._seal.open(query, body, now)
        except Refused as refused:
            self._say(refused)
            return 403
        try:
            await self._keep(message, now)
        except Exception:
            self._seal.forget(query)
            raise
        return 200

    def _say(self, refused: Refused) -> None:
        """Once for each reason: whoever calls must not fill the log. The counts stand in /metrics."""
        level = logging.WARNING if self.refusals[refused.kind.value] == 1 else logging.DEBUG
        _log.log(level, "%s", refused)
