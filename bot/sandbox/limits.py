"""Telegram's ceilings as strict sliding windows; what is over them is refused and counted."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

OVERALL = (30, 1.0)
PRIVATE = (3, 3.0)  # one a second on average, three at once
GROUP = (20, 60.0)


@dataclass(kw_only=True)
class Window:
    """At most `most` in any `span` seconds."""

    most: int
    span: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float, count: int) -> float:
        """Seconds until so many more would fit; 0 when they fit now."""
        while self.times and self.times[0] <= now - self.span:
            self.times.popleft()
        over = len(self.times) + count - self.most
        if over <= 0:
            return 0.0
        return self.times[min(over, len(self.times)) - 1] + self.span - now if self.times else self.span


@dataclass(kw_only=True)
class Limits:
    """The windows of one bot."""

    on: bool = False
    clock: Callable[[], float] = time.monotonic
    overall: Window = field(default_factory=lambda: Window(most=OVERALL[0], span=OVERALL[1]))
    chats: dict[int, Window] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=lambda: {"overall": 0, "private": 0, "group": 0})
    banned: dict[int | None, float] = field(default_factory=dict)
    impatient: int = 0

    def spend(self, chat: int, *, private: bool, count: int = 1) -> int:
        """Takes the place of so many messages; 0, or the seconds to wait when there is none."""
        now = self.clock()
        count = min(count, PRIVATE[0] if private else GROUP[0])
        window = self.chats.get(chat)
        if window is None:
            most, span = PRIVATE if private else GROUP
            window = self.chats[chat] = Window(most=most, span=span)
        waits = {"private" if private else "group": window.wait(now, count), "overall": self.overall.wait(now, count)}
        scope = max(waits, key=lambda name: waits[name])
        if waits[scope] > 0:
            self.refused[scope] += 1
            seconds = max(1, math.ceil(waits[scope]))
            self.ban(None if scope == "overall" else chat, seconds)
            return seconds
        for one in (window, self.overall):
            one.times.extend([now] * count)
        return 0

    def ban(self, chat: int | None, seconds: float) -> None:
        """Remembers that somebody was told to wait; None: the whole bot."""
        self.banned[chat] = self.clock() + seconds

    def notice(self, chat: int | None) -> None:
        """Counts a send that does not wait as it was told."""
        if not self.banned:
            return
        now = self.clock()
        self.banned = {scope: until for scope, until in self.banned.items() if until > now}
        if None in self.banned or (chat is not None and chat in self.banned):
            self.impatient += 1
