"""A platform that answers by script, a clock that stands still, and an outbox with both."""
# ruff: noqa: ARG002 - mishaps are told more than these need

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.engine.outbox import Outbox
from bot.engine.pacer import Limits, Pacer
from bot.engine.surroundings import Committed
from bot.store import cards, outbox
from bot.store.cards import Stored
from bot.store.db import Database, Tx
from bot.store.outbox import Kind, Parcel, ParcelState
from bot.talk.message import Address, Card, Content, Delivery, Drawn, Incoming, Priority, Sent
from bot.talk.platform import Shape

START = datetime(2026, 3, 1, 2, 40, tzinfo=UTC)
NO_LIMITS = Limits(per_second=0, answers_per_second=0, group_per_minute=0, private_per_second=0, edits_per_minute=0)
STATE = "SELECT state, reason FROM outbox WHERE key = :key ORDER BY id"


class StoppedClock:
    """Wall and monotonic time that pass only by `go`; `step` sets the wall clock alone."""

    def __init__(self) -> None:
        self._now, self._monotonic = START, 1_000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def go(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def step(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the platform was asked."""

    kind: str
    chat: str
    text: str
    message: str = ""
    at: float = 0.0


class Scripted:
    """A platform: each chat answers by its script, and with success once that is used up."""

    name = "telegram"
    shape = Shape()
    problem = ""

    def __init__(self, clock: StoppedClock) -> None:
        self.clock = clock
        self.calls: list[Call] = []
        self.called = asyncio.Event()
        self.script: defaultdict[str, deque[Sent | Exception]] = defaultdict(deque)
        self.gates: dict[str, asyncio.Event] = {}
        self.most = 0
        self._inside = 0

    def read(self, raw: bytes) -> Incoming | None:
        raise NotImplementedError

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        return await self._answer("send", to, drawn.text, "")

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:
        return await self._answer("edit", to, drawn.text, message)

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:
        return await self._answer("pin" if pinned else "unpin", to, "", message)

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:
        raise NotImplementedError

    async def fetch(self, file: str) -> Content:
        return Content(name=file, data=b"")

    async def leave(self, to: Address) -> None:
        raise NotImplementedError

    def texts(self, chat: str | None = None) -> list[str]:
        return [call.text for call in self.calls if chat in (None, call.chat)]

    async def _answer(self, kind: str, to: Address, text: str, message: str) -> Sent:
        self.called.set()
        self.calls.append(Call(kind=kind, chat=to.chat, text=text, message=message, at=self.clock.monotonic()))
        number = len(self.calls)
        self._inside += 1
        self.most = max(self.most, self._inside)
        try:
            if to.chat in self.gates:
                await self.gates[to.chat].wait()
        finally:
            self._inside -= 1
        if not self.script[to.chat]:
            return Sent(delivery=Delivery.SENT, message=message or f"m{number}")
        said = self.script[to.chat].popleft()
        if isinstance(said, Exception):
            raise said
        return said


@dataclass
class Told:
    """Who was told of what."""

    said: list[tuple[str, ...]] = field(default_factory=list)
    broken: int = 0

    async def lost(self, tx: Tx, parcel: Parcel, stored: Stored, reason: str) -> Committed:
        return self._hear("lost", parcel.key, stored.id, reason)

    async def moved(self, tx: Tx, platform: str, old: str, new: str) -> Committed:
        return self._hear("moved", platform, old, new)

    async def uncertain(self, tx: Tx, parcel: Parcel, stored: Stored) -> Committed:
        return self._hear("uncertain", parcel.key, stored.id)

    async def refused(self, tx: Tx, parcel: Parcel, stored: Stored, reason: str) -> Committed:
        return self._hear("refused", parcel.key, stored.id, reason)

    async def delivered(self, tx: Tx, parcel: Parcel, notice: tuple[int, int], state: ParcelState) -> Committed:
        return self._hear("delivered", parcel.key, *map(str, notice), state.value)

    async def handed(self, tx: Tx, parcel: Parcel, sent: Sent) -> Committed:
        return self._hear("handed", parcel.key, sent.owner, sent.message)

    async def untold(self, tx: Tx, parcel: Parcel) -> Committed:
        return self._hear("untold", parcel.key)

    def _hear(self, *words: str) -> Committed:
        """Counts once it is committed."""
        if self.broken:
            self.broken -= 1
            raise RuntimeError("nobody listens")
        return lambda: self.said.append(words)


def draw(stored: Stored, resent: bool) -> Drawn:  # noqa: FBT001 - as the engine calls it
    if stored.card.template == "broken":
        raise KeyError("a word of somebody")
    text = str(stored.card.facts["text"])
    return Drawn(text=f"重发 {text}" if resent else text)


class Desk:
    """Puts parcels in line and lets the outbox work, turn by turn."""

    def __init__(self, db: Database, *, limits: Limits = NO_LIMITS) -> None:
        self.db, self.clock, self.told, self.limits = db, StoppedClock(), Told(), limits
        self.rests: list[float] = []
        self.platform = Scripted(self.clock)
        self.outbox = self.started()

    def started(self) -> Outbox:
        """A program started anew on the same rows."""
        self.pacer = Pacer(self.limits, is_group=lambda chat: chat.startswith("-"))
        return Outbox(
            self.db,
            self.clock,
            platforms={"telegram": self.platform},
            pacers={"telegram": self.pacer},
            draw=draw,
            mishaps=self.told,
            rest=self._rest,
            jitter=lambda: 1.0,
        )

    async def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        await asyncio.sleep(0)

    async def send(
        self,
        text: str,
        *,
        chat: str = "-1",
        thread: str = "",
        priority: Priority = Priority.ROUTINE,
        template: str = "words",
        about: str = "",
        chases: str = "",
        after: float = 0,
        until: float | None = None,
    ) -> str:
        """A message; its key is its text and so is, but for live ones, the id of its card."""
        where, now = Address(platform="telegram", chat=chat, thread=thread), self.clock.now()

        async def job(tx: Tx) -> None:
            await cards.add(tx, card_of(text, where=where, template=template, about=about), now=now)
            await outbox.add(
                tx,
                key=text,
                card=text,
                kind=Kind.SEND,
                where=where,
                person=None,
                priority=priority,
                about=about,
                chases=chases,
                due=now + timedelta(seconds=after),
                until=None if until is None else now + timedelta(seconds=until),
                now=now,
            )

        await self.db.write(job)
        self.outbox.wake()
        return text

    async def change(self, id: str, text: str, *, after: float = 0, priority: Priority = Priority.EMERGENCY) -> None:
        """A newer version of a card, and the edit that shows it."""
        now = self.clock.now()

        async def job(tx: Tx) -> None:
            stored = await cards.get(tx, id)
            assert stored is not None
            card = Card(template="words", facts={"text": text})
            await cards.change(tx, id, card, version=stored.version + 1)
            due = now + timedelta(seconds=after)
            await outbox.add_edit(tx, card=id, where=stored.where, priority=priority, about="", due=due, now=now)

        await self.db.write(job)
        self.outbox.wake()

    async def pin(self, id: str, kind: Kind = Kind.PIN, *, about: str = "") -> None:
        """The message of a card is to be pinned, before everything else."""
        now = self.clock.now()

        async def job(tx: Tx) -> None:
            stored = await cards.get(tx, id)
            assert stored is not None
            await outbox.add(
                tx,
                key=f"{kind} {id}",
                card=id,
                kind=kind,
                where=stored.where,
                person=None,
                priority=Priority.ANSWER,
                about=about,
                due=now,
                now=now,
            )

        await self.db.write(job)
        self.outbox.wake()

    async def work(self) -> None:
        """Until nothing more can be done at this time."""
        while await self.outbox.turn() == 0.0:
            await self.outbox.settle()

    async def start_all(self) -> None:
        """Sets off whoever may go and waits for nobody."""
        while await self.outbox.turn() == 0.0:
            pass
        await asyncio.sleep(0)

    async def pass_time(self, seconds: float, *, pace: float = 1.0) -> None:
        """Works on while time passes."""
        for _ in range(round(seconds / pace)):
            self.clock.go(pace)
            await self.work()

    async def state(self, key: str) -> str:
        row = await self.db.one(STATE, key=key)
        assert row is not None
        return str(row["state"])


def card_of(text: str, *, where: Address, template: str = "words", about: str = "") -> Stored:
    return Stored(
        id=text,
        about=about,
        where=where,
        person=None,
        card=Card(template=template, facts={"text": text}),
        live=bool(about),
        version=1,
        shown=0,
        message="",
        pinned=False,
        language="zh",
        mention=None,
    )
