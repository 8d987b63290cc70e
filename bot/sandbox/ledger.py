"""Everything people can see and every call of the bot, in order, to be read with a cursor and waited for."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from bot.sandbox.wire import Json


@dataclass(kw_only=True)
class _Waiter:
    chat: int | None
    kinds: frozenset[str]
    future: asyncio.Future[None]

    def wants(self, entry: Json) -> bool:
        return (self.chat is None or entry["chat"] == self.chat) and (not self.kinds or entry["kind"] in self.kinds)


@dataclass(kw_only=True)
class Ledger:
    """Numbered entries; the oldest go when there are more than `cap`."""

    cap: int = 100_000
    calls: bool = True
    entries: list[Json] = field(default_factory=list)
    first: int = 1
    ended: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    _waiters: list[_Waiter] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number of the newest entry."""
        return self.first + len(self.entries) - 1

    @property
    def waiting(self) -> int:
        """How many wait for an entry now."""
        return len(self._waiters)

    def add(self, kind: str, chat: int | None, facts: Json) -> int:
        """Writes one entry and wakes who waits for it; its number."""
        entry = {**facts, "seq": self.last + 1, "t": time.monotonic(), "kind": kind, "chat": chat}
        self.entries.append(entry)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if len(self.entries) > self.cap + self.cap // 10 + 1:
            gone = len(self.entries) - self.cap
            del self.entries[:gone]
            self.first += gone
        for waiter in self._waiters:
            if waiter.wants(entry) and not waiter.future.done():
                waiter.future.set_result(None)
        return int(entry["seq"])

    def after(self, seq: int, chat: int | None, kinds: frozenset[str], limit: int) -> list[Json]:
        """Entries behind a number, oldest first."""
        found = []
        for at in range(max(seq + 1 - self.first, 0), len(self.entries)):
            entry = self.entries[at]
            if (chat is None or entry["chat"] == chat) and (not kinds or entry["kind"] in kinds):
                found.append(entry)
                if len(found) == limit:
                    break
        return found

    async def wait_after(
        self, seq: int, *, chat: int | None, kinds: frozenset[str], limit: int, wait: float
    ) -> list[Json]:
        """The same; when there is none it waits for the first one, at most `wait` seconds."""
        found = self.after(seq, chat, kinds, limit)
        if found or wait <= 0 or self.ended:
            return found
        waiter = _Waiter(chat=chat, kinds=kinds, future=asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(wait):
                await waiter.future
        except TimeoutError:
            return []
        finally:
            self._waiters.remove(waiter)
        return self.after(seq, chat, kinds, limit)

    def end(self) -> None:
        """The world is gone: whoever waits for an entry is let go."""
        self.ended = True
        for waiter in self._waiters:
            if not waiter.future.done():
                waiter.future.set_result(None)
