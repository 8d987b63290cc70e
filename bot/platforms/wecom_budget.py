"""How much each member may still be sent by the app: WeCom drops what is too much, and does not say so."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable

from bot.talk.message import Priority

MINUTE, HOUR = 60.0, 3600.0
DROPPED_ABOVE_MINUTE, DROPPED_ABOVE_HOUR = 30, 1000
"""Of one app to one member (WD 90236)."""
PER_MINUTE = 25
ANSWERS_PER_MINUTE = DROPPED_ABOVE_MINUTE - 1
PER_HOUR = DROPPED_ABOVE_HOUR - 10
_LEEWAY = 1.0
"""Seconds a message may be longer on its way than the one that follows it."""
_MANY = 10_000


class Budget:
    """One count for everything the app sends to a member alone. A quarter is kept for what is urgent."""

    def __init__(
        self,
        per_minute: int = PER_MINUTE,
        *,
        answers_per_minute: int = ANSWERS_PER_MINUTE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`per_minute` 0 is no limit (DESIGN §10); one at which WeCom drops is never used."""
        self._per_minute = min(per_minute, ANSWERS_PER_MINUTE)
        self._answers = max(answers_per_minute, self._per_minute)
        self._monotonic = monotonic
        self._sent: dict[str, list[float]] = {}

    def take(self, member: str, count: int, priority: Priority) -> float:
        """Seconds until so many messages may go to the member; 0: they go now, and are counted."""
        if not self._per_minute:
            return 0.0
        now = self._monotonic()
        times = self._recent(member, now)
        per_minute, per_hour = self._most(priority)
        wait = max(
            wait_for(times, count, most=per_minute, span=MINUTE + _LEEWAY, now=now),
            wait_for(times, count, most=per_hour, span=HOUR + _LEEWAY, now=now),
        )
        if wait <= 0:
            times += [now] * count
        return wait

    def prime(self, member: str, count: int, *, age: float = 0.0) -> None:
        """At the start of the program: so many went to the member before, the last of them `age` seconds ago."""
        times = self._recent(member, self._monotonic())
        times.extend([self._monotonic() - age] * count)
        times.sort()

    def _most(self, priority: Priority) -> tuple[int, int]:
        if priority is Priority.ANSWER:
            return self._answers, PER_HOUR
        if priority is Priority.EMERGENCY:
            return self._per_minute, PER_HOUR
        return self._per_minute - self._per_minute // 4, PER_HOUR - PER_HOUR // 4

    def _recent(self, member: str, now: float) -> list[float]:
        """What went to the member in the last hour. Those who got nothing are forgotten when there are many."""
        oldest = now - HOUR - _LEEWAY
        if len(self._sent) > _MANY:
            self._sent = {one: times for one, times in self._sent.items() if times and times[-1] > oldest}
        times = self._sent.setdefault(member.casefold(), [])  # WeCom tells user ids apart without case
        del times[: bisect_right(times, oldest)]
        return times


def wait_for(times: list[float], count: int, *, most: int, span: float, now: float) -> float:
    """Seconds until `count` more are at most `most` in any `span`; more than that at once go into an empty one."""
    within = len(times) - bisect_right(times, now - span)
    over = within + min(count, most) - most
    return times[len(times) - within + over - 1] + span - now if over > 0 else 0.0
