"""How many messages a group may still get this month, where each of them counts."""

from __future__ import annotations

from datetime import tzinfo

from bot.domain.hand_over import month_of
from bot.engine.surroundings import Time
from bot.store import hand_overs
from bot.store.tx import Reads


class Month:
    """The month of one platform's groups; what staff send there by hand it does not see."""

    def __init__(self, reads: Reads, clock: Time, *, platform: str, zone: tzinfo) -> None:
        self._reads, self._clock, self._platform, self._zone = reads, clock, platform, zone

    async def left(self, chat: str) -> int:
        """What is left, with what already waits for its owner taken off."""
        begun, most = month_of(self._clock.now(), self._zone)
        return most - await hand_overs.used(self._reads, self._platform, chat, since=begun)
