"""When the next message may go out: the limits of one platform, over monotonic time. Knows no rows and no clock."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.talk.message import Priority

MINUTE = 60.0
PRIVATE_BURST = 2
PRIVATE_MOST = 3
"""In as many gaps: two at once and one after each gap would be a fourth in the time of two."""
_LEEWAY = 0.25
"""Seconds a message may be longer on its way than the one that follows it."""
_MANY = 10_000
_TOGETHER = 1.0
_SEVERAL = 3
"""So many chats told to wait within `_TOGETHER` seconds: it is the bot that is meant, not the chats."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Messages; 0 is no limit (DESIGN §10)."""

    per_second: float = 25
    """Everything but answers."""
    answers_per_second: float = 4
    """Kept for answers, which may also use the other slots."""
    group_per_minute: int = 18
    private_per_second: float = 1
    one_is_all: bool = True
    """Several chats told to wait at once mean the whole bot; False where each has a count of its own."""
    edits_per_minute: int = 10
    """Changes of live cards, in each group; they count as messages too, as Telegram counts them."""


@dataclass
class Budget:
    """How many may go right now, whatever their chats say."""

    answers: float
    others: float

    def has(self, priority: Priority) -> bool:
        """Whether one of this priority may go."""
        return self.others > 0 or (priority is Priority.ANSWER and self.answers > 0)

    def take(self, priority: Priority) -> None:
        """One of this priority goes: an answer by its own slots first."""
        if priority is Priority.ANSWER and self.answers > 0:
            self.answers -= 1
        else:
            self.others -= 1


class Pacer:
    """The slots of one platform: evenly spaced, never caught up with, so that there are no bursts."""

    def __init__(self, limits: Limits, *, is_group: Callable[[str], bool]) -> None:
        self._limits = limits
        self._is_group = is_group
        self._answers = _Slots(limits.answers_per_second)
        self._others = _Slots(limits.per_second)
        self._paused = -math.inf
        self._held: dict[str, float] = {}
        self._told: deque[tuple[float, str, float]] = deque(maxlen=_SEVERAL)
        self._messages: dict[str, _Chat] = {}
        self._edits: dict[str, _Window] = {}

    def budget(self, now: float) -> Budget:
        """The slots that are free now."""
        if now < self._paused:
            return Budget(answers=0, others=0)
        return Budget(answers=self._answers.free(now), others=self._others.free(now))

    def next_slot(self, priority: Priority) -> float:
        """When there is a slot for this priority."""
        slot = self._others.next
        if priority is Priority.ANSWER:
            slot = min(slot, self._answers.next)
        return max(slot, self._paused)

    def when(self, chat: str, *, priority: Priority, edit: bool, now: float) -> float:
        """When this chat allows it; not later than now: at once."""
        times = [self._held.get(chat, -math.inf)]
        if chat in self._messages:
            times.append(self._messages[chat].when(Priority.ROUTINE if edit else priority, now))
        if edit and chat in self._edits:
            times.append(self._edits[chat].when(now))
        return max(times)

    def spend(self, chat: str, *, priority: Priority, edit: bool, now: float) -> None:
        """It goes out now."""
        own = priority is Priority.ANSWER and self._answers.free(now) > 0
        (self._answers if own else self._others).spend(now)
        if chat not in self._messages:
            self._forget(now)
            self._messages[chat] = self._chat(chat)
        self._messages[chat].spend(now)
        if edit and self._is_group(chat):
            self._edits.setdefault(chat, _Window(self._limits.edits_per_minute)).spend(now)

    def hold(self, chat: str, until: float, *, now: float) -> None:
        """The platform wants this chat left alone; when it says so of several at once, it means everybody."""
        self._held[chat] = max(until, self._held.get(chat, until))
        self._told.append((now, chat, until))
        together = [one for one in self._told if now - one[0] <= _TOGETHER]
        if self._limits.one_is_all and len({told for _, told, _ in together}) >= _SEVERAL:
            self.pause(min(until for _, _, until in together))

    def pause(self, until: float) -> None:
        """The platform wants to be left alone altogether."""
        self._paused = max(self._paused, until)

    def _chat(self, chat: str) -> _Chat:
        if self._is_group(chat):
            return _Group(self._limits.group_per_minute)
        return _Private(self._limits.private_per_second)

    def _forget(self, now: float) -> None:
        """Lets go of chats that have been quiet, once there are many."""
        if len(self._messages) < _MANY:
            return
        self._messages = {chat: kept for chat, kept in self._messages.items() if not kept.quiet(now)}
        self._edits = {chat: kept for chat, kept in self._edits.items() if not kept.quiet(now)}
        self._held = {chat: until for chat, until in self._held.items() if until > now}


class _Slots:
    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate if rate else 0.0
        self.next = -math.inf

    def free(self, now: float) -> float:
        if not self._gap:
            return math.inf
        return 1 if now >= self.next else 0

    def spend(self, now: float) -> None:
        if self._gap:
            self.next = max(self.next, now) + self._gap


class _Window:
    """At most `most` in any `span` seconds."""

    def __init__(self, most: int, *, span: float = MINUTE) -> None:
        self._most = most
        self._span = span
        self._times: deque[float] = deque(maxlen=most or 1)

    def when(self, now: float, *, spare: int = 0) -> float:
        """When there is room, with so many places left over."""
        place = self._most - spare
        if not self._most or len(self._times) < place:
            return -math.inf
        at = self._times[-place] + self._span
        return at if at > now else -math.inf

    def spend(self, now: float) -> None:
        self._times.append(now)

    def quiet(self, now: float) -> bool:
        return not self._times or self._times[-1] + self._span <= now


class _Group:
    """Messages and changes together; a few places of each minute are kept for what is urgent, so that a person who
    pressed never waits behind chases."""

    def __init__(self, per_minute: int) -> None:
        self._window = _Window(per_minute)
        self._kept = per_minute // 4

    def when(self, priority: Priority, now: float) -> float:
        urgent = priority <= Priority.EMERGENCY
        return self._window.when(now, spare=0 if urgent else self._kept)

    def spend(self, now: float) -> None:
        self._window.spend(now)

    def quiet(self, now: float) -> bool:
        return self._window.quiet(now)


class _Private:
    """One a gap, two at once when it was quiet, and no more than the gaps allow in any three of them."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._full = -math.inf
        self._window = _Window(PRIVATE_MOST if rate else 0, span=PRIVATE_MOST * self._gap + _LEEWAY)

    def when(self, priority: Priority, now: float) -> float:  # noqa: ARG002 - a private chat has one reader
        return max(self._full - (PRIVATE_BURST - 1) * self._gap, self._window.when(now))

    def spend(self, now: float) -> None:
        self._full = max(self._full, now) + self._gap
        self._window.spend(now)

    def quiet(self, now: float) -> bool:
        return self._full <= now and self._window.quiet(now)


_Chat = _Group | _Private
