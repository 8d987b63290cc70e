"""The bot without its network: inbox, engine and outbox on a real file, and a Telegram that only remembers what it is
told. What is measured here is our own work, and nobody else's."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.domain.deadline import Times
from bot.domain.people import Role
from bot.engine.inbox import Inbox
from bot.engine.mishaps import Mishaps
from bot.engine.outbox import Outbox
from bot.engine.pacer import Limits, Pacer
from bot.engine.world import World
from bot.platforms.telegram import is_group
from bot.platforms.telegram_envelope import wrap
from bot.platforms.telegram_read import Reader
from bot.read.commands import read_commands
from bot.read.playbook import read_playbooks
from bot.read.recogniser import make_recogniser
from bot.read.roster import read_roster
from bot.store.cards import Stored
from bot.store.db import Database, open_database
from bot.store.migrate import migrate
from bot.talk.message import Address, Content, Delivery, Drawn, Incoming, Sent
from bot.talk.platform import Shape
from bot.talk.work import Company
from bot.words import Words
from handlers import CHASES, TABLES, TELL

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
ZONE = "Asia/Shanghai"
BEGAN = datetime(2026, 11, 1, 2, 40, tzinfo=UTC)
GATHERED = timedelta(seconds=20)
"""After so long every change of a live card is due."""
BOT = {"id": 42, "is_bot": True, "first_name": "值班", "username": "duty_bot"}
FREE = Limits(per_second=0, answers_per_second=0, group_per_minute=0, private_per_second=0, edits_per_minute=0)
PATIENCE = 30.0


class HandClock(Clock):
    """Time that passes only when it is told to, so that every run says the same."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta()

    def now(self) -> datetime:
        """The time for facts."""
        return BEGAN + self.passed

    def monotonic(self) -> float:
        """Seconds for waiting."""
        return self.passed.total_seconds()


@dataclass
class Quiet:
    """Telegram as one who presses sees it: each chat's messages with their buttons, and the short answers."""

    name: str = "telegram"
    shape: Shape = field(default_factory=Shape)
    problem: str = ""
    shown: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    """Chat to message to the data of its buttons, oldest message first."""
    answers: list[tuple[str, bool]] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int = 0

    def read(self, raw: bytes) -> Incoming | None:
        """As the real one reads."""
        return Reader(bot="42", username="duty_bot").read(raw)

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        """Every message arrives at once."""
        self.sent += 1
        return self._show(to.chat, str(self.sent), drawn)

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:
        """So does every change."""
        return self._show(to.chat, message, drawn)

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:  # noqa: ARG002
        """Nothing to be seen."""
        return Sent(delivery=Delivery.SENT, message=message)

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:  # noqa: ARG002
        """The end of a press."""
        self.answers.append((text, alert))
        self.answered.set()

    async def fetch(self, file: str) -> Content:
        """Files are empty."""
        return Content(name=file, data=b"")

    async def leave(self, to: Address) -> None:
        """Nobody asks for it here."""

    def _show(self, chat: str, message: str, drawn: Drawn) -> Sent:
        self.shown[chat][message] = [one.data for row in drawn.buttons for one in row]
        return Sent(delivery=Delivery.SENT, message=message)


@dataclass(kw_only=True)
class Duty:
    """A bot on duty: what people say and press goes through its inbox, what it says through its outbox."""

    db: Database
    clock: HandClock
    telegram: Quiet
    inbox: Inbox
    outbox: Outbox
    updates: int = 0

    async def says(self, account: int, text: str, *, chat: int | None = None) -> None:
        """Somebody writes, in private or in a group, and everything it causes is said."""
        self.updates += 1
        message = {"message_id": 1_000_000 + self.updates, "date": int(self.clock.now().timestamp()), "text": text}
        await self._keep({"message": {**message, "chat": _chat(chat or account), "from": _person(account)}})
        await self.inbox.caught_up()
        await self.speak()

    async def press(self, account: int, data: str, *, chat: int, message: str) -> tuple[float, float]:
        """Somebody presses; seconds from its delivery to its answer, which follows the commit: by the clock and of the
        processor."""
        self.telegram.answered.clear()
        self.updates += 1
        under = {"message_id": int(message), "date": 1, "chat": _chat(chat), "from": BOT, "text": "."}
        query = {"id": str(self.updates), "from": _person(account), "chat_instance": "1", "message": under}
        begin, began = time.perf_counter(), time.process_time()
        await self._keep({"callback_query": {**query, "data": data}})
        async with asyncio.timeout(PATIENCE):
            await self.telegram.answered.wait()
        return time.perf_counter() - begin, time.process_time() - began

    async def speak(self) -> float:
        """Everything that waits is claimed, drawn, sent and recorded; seconds of that."""
        self.clock.passed += GATHERED
        begin = time.perf_counter()
        self.outbox.wake()
        while await self.outbox.turn() == 0.0:
            await self.outbox.settle()
        return time.perf_counter() - begin

    async def look(self) -> float:
        """Once a second the outbox looks for what is new or has come due; seconds of one look that finds nothing."""
        self.clock.passed += GATHERED
        begin = time.perf_counter()
        await self.outbox.turn()
        return time.perf_counter() - begin

    async def _keep(self, update: dict[str, Any]) -> None:
        update["update_id"] = self.updates
        # What was idle is not any more from the moment something is kept: `caught_up` has to wait for it.
        await self.inbox.keep("telegram", [wrap(update, bot="42", received=self.clock.now())])
        await asyncio.sleep(0)


@cache
def words() -> Words:
    """The real templates, compiled once."""
    return Words(TEMPLATES, read_commands(TEMPLATES / "commands.yaml"), timezone=ZONE)


@cache
def world() -> World:
    """The sample company with every playbook of the library."""
    order = (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)
    playbooks = read_playbooks(TEMPLATES / "playbooks")
    return World(
        company=Company(name="安居", language="zh", timezone=ZONE, times=Times(), order=order),
        roster=read_roster(TEMPLATES / "sample" / "roster.toml"),
        playbooks=playbooks,
        recogniser=make_recogniser(playbooks.values(), TEMPLATES),
        words=words(),
        shapes={"telegram": Shape()},
    )


def draw(stored: Stored, resent: bool) -> Drawn:  # noqa: FBT001 - as the outbox calls it
    """A card in words, as the program draws it for its outbox."""
    return words().draw(
        stored.card,
        id=stored.id,
        language=stored.language,
        platform=stored.where.platform,
        mention=stored.mention,
        resent=resent,
    )


@contextlib.asynccontextmanager
async def on_duty(file: Path, *, later: timedelta = timedelta(), updates: int = 0) -> AsyncIterator[Duty]:
    """The bot on this file, so much later than at the first time; `updates`: so many have come before."""
    db = await open_database(f"sqlite:///{file}")
    try:
        await migrate(db, ROOT / "migrations", backup=False)
        clock, telegram = HandClock(), Quiet()
        clock.passed = later
        telegram.sent = 10_000_000 if later else 0
        platforms = {"telegram": telegram}
        inbox = Inbox(
            db, clock, platforms=platforms, tables=TABLES, tell=TELL, chases=CHASES, world=world(), after=_nothing
        )
        outbox = Outbox(
            db,
            clock,
            platforms=platforms,
            pacers={"telegram": Pacer(FREE, is_group=is_group)},
            draw=draw,
            mishaps=Mishaps(inbox, after=_nothing),
        )
        working = asyncio.create_task(inbox.run())
        duty = Duty(db=db, clock=clock, telegram=telegram, inbox=inbox, outbox=outbox, updates=updates)
        try:
            await duty.speak()  # what stands in the rows is read once, as at every start
            yield duty
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
    finally:
        await db.close()


def _nothing() -> None:
    """The outbox is rung by hand."""


def _chat(id: int) -> dict[str, Any]:
    return (
        {"id": id, "type": "private", "first_name": "."} if id > 0 else {"id": id, "type": "supergroup", "title": "."}
    )


def _person(id: int) -> dict[str, Any]:
    return {"id": id, "is_bot": False, "first_name": ".", "language_code": "zh-hans"}
