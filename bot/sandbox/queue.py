"""The updates that wait for a bot: numbers, offsets, long polls and the conflict of two pollers."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.wire import Json, Refusal, dumps

KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
    ]
)
UNASKED = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
KEPT_FOR = 24 * 3600
FIRST_NUMBER = 500_000_001
FUTURE = 10  # an offset further ahead than this is taken for one of an older numbering


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One update as it will be delivered."""

    number: int
    body: bytes
    date: int


@dataclass(kw_only=True)
class UpdateQueue:
    """Updates in order; an update is confirmed by a higher offset and by nothing else."""

    now: Callable[[], int]
    allowed: frozenset[str] = UNASKED
    number: int = FIRST_NUMBER
    waiting: deque[Waiting] = field(default_factory=deque)
    repeats: list[Waiting] = field(default_factory=list)
    past: deque[Waiting] = field(default_factory=lambda: deque(maxlen=2_000))
    webhook: bool = False
    flying: list[Waiting] = field(default_factory=list)
    ring: Callable[[], None] | None = None
    delivered: int = 0
    _poll: asyncio.Future[None] | None = None

    def add(self, update: Json) -> int | None:
        """Queues an update if its kind is allowed; its number."""
        if not any(kind in self.allowed or kind not in KINDS for kind in update if kind != "update_id"):
            return None
        number = int(update.get("update_id", self.number))
        one = Waiting(number=number, body=dumps({**update, "update_id": number}), date=self.now())
        self.number = number + 1
        self.waiting.append(one)
        self.past.append(one)
        self.wake()
        return number

    def repeat(self, numbers: set[int]) -> int:
        """Delivers these once more with the same number, whatever was confirmed; how many there were."""
        found = [one for one in self.past if one.number in numbers]
        self.repeats.extend(found)
        self.wake()
        return len(found)

    def wake(self) -> None:
        """Wakes the poll or the webhook."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self.ring is not None:
            self.ring()

    def forget_before(self, number: int) -> None:
        """Confirms everything below a number."""
        while self.waiting and self.waiting[0].number < number:
            self.waiting.popleft()

    def clear(self) -> None:
        """Drops everything that waits."""
        self.waiting.clear()
        self.repeats.clear()

    def confirm(self, offset: int) -> None:
        """What an offset does to the queue."""
        oldest = self.now() - KEPT_FOR
        while self.waiting and self.waiting[0].date < oldest:
            self.waiting.popleft()
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        elif offset and offset <= self.number + FUTURE:
            self.forget_before(offset)

    def take(self, limit: int) -> list[bytes]:
        """The next updates; they stay until they are confirmed."""
        repeats, self.repeats = self.repeats[:limit], self.repeats[limit:]
        bodies = [one.body for one in repeats]
        for one in self.waiting:
            if len(bodies) >= limit:
                break
            bodies.append(one.body)
        self.delivered += len(bodies)
        return bodies

    def next_to_send(self) -> Waiting | None:
        """The next update for the webhook; it flies until it is sent or lands again."""
        if self.repeats:
            one = self.repeats.pop(0)
        elif self.waiting:
            one = self.waiting.popleft()
        else:
            return None
        self.flying.append(one)
        return one

    def sent(self, one: Waiting) -> None:
        """The webhook took it."""
        self.flying.remove(one)
        self.delivered += 1

    def land(self) -> None:
        """Puts what was under way back to the front."""
        self.waiting.extendleft(sorted(self.flying, key=lambda one: -one.number))
        self.flying.clear()

    @property
    def pending(self) -> int:
        """How many are not confirmed."""
        return len(self.waiting) + len(self.repeats) + len(self.flying)

    @property
    def polling(self) -> bool:
        """A long poll is waiting."""
        return self._poll is not None

    async def poll(self, *, offset: int, limit: int, wait: int) -> bytes:
        """One getUpdates: ends a running one with 409, wakes at once when something arrives."""
        if self.webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )
        self.interrupt()
        self.confirm(offset)
        if not self.waiting and not self.repeats and wait > 0:
            await self._sleep(wait)
        return b"[" + b",".join(self.take(limit)) + b"]"

    def interrupt(self) -> None:
        """Ends a running poll with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(
                Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            )

    async def _sleep(self, wait: int) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(wait):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
            poll.cancel()
