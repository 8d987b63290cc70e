"""Who goes next on one platform: urgent before routine, each chat in its own order, no chat in the way of another."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple

from bot.engine.pacer import Pacer
from bot.store.outbox import Kind, Waiting
from bot.talk.message import Priority

LOOK_AGAIN = 1.0
COPIES = 3
"""Second copies under way at most: a crash cuts off no more of them for good, for no third one follows."""
Place = tuple[int, int]
"""Priority and id: the order of a lane and between lanes."""


class Lane(NamedTuple):
    """What keeps one order: the messages of a thread, or what changes messages of a chat."""

    chat: str
    thread: str
    changes: bool
    aside: bool = False
    """Those the platform keeps failing."""


class Line:
    """The waiting parcels of one platform, in memory; the rows decide, this only knows whom to ask for first."""

    def __init__(self) -> None:
        self._waiting: dict[int, Waiting] = {}
        self._lanes: defaultdict[Lane, list[Place]] = defaultdict(list)
        self._of_chat: defaultdict[str, set[Lane]] = defaultdict(set)
        self._queue: list[tuple[Place, Lane]] = []
        self._queued: dict[Lane, Place] = {}
        self._asleep: list[tuple[float, Lane]] = []
        self._soon: list[tuple[datetime, int]] = []
        self._unsent: set[str] = set()
        self._parked: defaultdict[str, list[Waiting]] = defaultdict(list)
        self._copies: set[str] = set()
        self._behind_copies: list[Lane] = []
        self.busy: set[str] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, waiting: Waiting, *, now: datetime) -> None:
        """Puts a parcel in line, or anew when its row has changed."""
        if self._waiting.get(waiting.id) == waiting:
            return
        self._waiting[waiting.id] = waiting
        if waiting.kind is Kind.SEND:
            self._unsent.add(waiting.card)
        elif waiting.due > now:
            heappush(self._soon, (waiting.due, waiting.id))
            return
        self._stand(waiting)

    def take(self, pacer: Pacer, *, now: float, wall: datetime, count: int) -> list[Waiting]:
        """Those that may go now, at most `count`, one a chat; their chats are busy until `free`.

        Of second copies no more than COPIES are under way.
        """
        self._wake(now, wall)
        budget = pacer.budget(now)
        taken: list[Waiting] = []
        while self._queue and len(taken) < count:
            place, lane = self._queue[0]
            if self._queued.get(lane) != place or lane.chat in self.busy:
                heappop(self._queue)
                if self._queued.get(lane) == place:
                    del self._queued[lane]
                continue
            if not budget.has(Priority(place[0])):
                break
            heappop(self._queue)
            del self._queued[lane]
            if self._first(lane) != place:
                self._line_up(lane)
                continue
            waiting = self._waiting[place[1]]
            at = _when(waiting, pacer=pacer, now=now, wall=wall)
            if at > now:
                heappush(self._asleep, (at, lane))
                continue
            if waiting.resent and len(self._copies) == COPIES:
                self._behind_copies.append(lane)
                continue
            budget.take(waiting.priority)
            self._leave(waiting)
            self.busy.add(lane.chat)
            if waiting.resent:
                self._copies.add(lane.chat)
            taken.append(waiting)
        return taken

    def free(self, chat: str) -> None:
        """Nothing is under way to this chat any more."""
        self.busy.discard(chat)
        if chat in self._copies:
            self._copies.discard(chat)
            behind, self._behind_copies = self._behind_copies, []
            for lane in behind:
                self._line_up(lane)
        for lane in list(self._of_chat.get(chat, ())):
            self._line_up(lane)

    def sent(self, card: str) -> None:
        """The sending of a card is over, one way or the other: what changes it may come."""
        self._unsent.discard(card)
        for waiting in self._parked.pop(card, []):
            self._stand(waiting)

    def rest(self, pacer: Pacer, *, now: float, wall: datetime) -> float:
        """Seconds until somebody may go."""
        times = [math.inf]
        if self._queue:
            times.append(pacer.next_slot(Priority(self._queue[0][0][0])) - now)
        if self._asleep:
            times.append(self._asleep[0][0] - now)
        if self._soon:
            times.append((self._soon[0][0] - wall).total_seconds())
        return max(0.0, min(times))

    def _wake(self, now: float, wall: datetime) -> None:
        while self._asleep and self._asleep[0][0] <= now:
            self._line_up(heappop(self._asleep)[1])
        while self._soon and self._soon[0][0] <= wall:
            due, number = heappop(self._soon)
            waiting = self._waiting.get(number)
            if waiting is not None and waiting.due == due:
                self._stand(waiting)

    def _stand(self, waiting: Waiting) -> None:
        if waiting.kind is not Kind.SEND and waiting.card in self._unsent:
            self._parked[waiting.card].append(waiting)
            return
        lane = _lane(waiting)
        heappush(self._lanes[lane], _place(waiting))
        self._of_chat[lane.chat].add(lane)
        self._line_up(lane)

    def _line_up(self, lane: Lane) -> None:
        """Lets a lane stand in the queue with its first parcel; an older place of it counts no more."""
        place = self._first(lane)
        if place is None:
            self._queued.pop(lane, None)
        elif self._queued.get(lane) != place:
            self._queued[lane] = place
            heappush(self._queue, (place, lane))

    def _first(self, lane: Lane) -> Place | None:
        places = self._lanes[lane]
        while places:
            waiting = self._waiting.get(places[0][1])
            if waiting is not None and _lane(waiting) == lane and _place(waiting) == places[0]:
                return places[0]
            heappop(places)
        del self._lanes[lane]
        self._of_chat[lane.chat].discard(lane)
        if not self._of_chat[lane.chat]:
            del self._of_chat[lane.chat]
        return None

    def _leave(self, waiting: Waiting) -> None:
        del self._waiting[waiting.id]
        self._first(_lane(waiting))


def _lane(waiting: Waiting) -> Lane:
    changes = waiting.kind is not Kind.SEND
    return Lane(waiting.where.chat, "" if changes else waiting.where.thread, changes, waiting.aside and not changes)


def _place(waiting: Waiting) -> Place:
    return waiting.priority.value, waiting.id


def _when(waiting: Waiting, *, pacer: Pacer, now: float, wall: datetime) -> float:
    """When it may go; wall time is looked at again after a second, for it may be set."""
    at = pacer.when(waiting.where.chat, priority=waiting.priority, edit=waiting.kind is Kind.EDIT, now=now)
    if waiting.due > wall:
        at = max(at, now + min((waiting.due - wall).total_seconds(), LOOK_AGAIN))
    return at
