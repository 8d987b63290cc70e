"""A message line on a bench: a real database, a platform that only records, and handlers of a few lines."""
# ruff: noqa: ARG001 - handlers and platforms are called with more than these need

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.clock import Clock
from bot.domain.events import Event
from bot.domain.incident import Incident, Reporter, State
from bot.domain.people import Action, Person
from bot.domain.places import Place
from bot.domain.playbook import Urgency
from bot.domain.refused import Impossible
from bot.domain.roster import Roster
from bot.engine.inbox import Inbox
from bot.engine.world import World
from bot.store.db import Database, open_database
from bot.store.migrate import migrate
from bot.store.tx import Tx
from bot.talk.message import Card, Incoming, Priority, Toast
from bot.talk.platform import Raw
from bot.talk.route import On, Route, Tables
from bot.talk.work import Asked, Chase, Tell, Work
from tests.engine.chatter import Chatter, Speech
from tests.engine.community import COMPANY, LIFT, NOW, RECOGNISER, ROSTER, STAFF

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class Hand(Clock):
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Seen:
    """What the handlers of the bench have been called with."""

    calls: list[tuple[str, str, Asked]] = field(default_factory=list)
    """Name of the handler, text of the message, what was asked."""

    def texts(self) -> list[str]:
        return [text for _, text, _ in self.calls]


def tables(seen: Seen) -> Tables:
    """A routing table whose free words say what happens: `boom`, `no`, `card`, or are noted."""

    async def free(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
        seen.calls.append(("free", incoming.text, asked))
        work.send(STAFF, Card(template="said"), key=f"said:{incoming.key}", priority=Priority.ROUTINE)
        work.due("poke", about=incoming.text, at=NOW + timedelta(minutes=1))
        await work.keep(f"said:{incoming.text}", 1)
        if incoming.text.startswith("boom"):
            raise ValueError("秘密")
        if incoming.text == "no":
            raise Impossible("not_now", number=7)
        return Card(template="heard") if incoming.text == "card" else None

    rows = _rows(seen)
    return Tables(
        commands=rows,
        presses=rows | {"boom": Route(handler=free, action=Action.ASK)},
        forms={},
        free=Route(handler=free, action=Action.ASK),
        membership=rows["membership"],
    )


def _rows(seen: Seen) -> dict[str, Route]:
    """Handlers that only note that they were called, and answer with their name."""

    def named(name: str) -> Any:
        async def handler(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
            seen.calls.append((name, incoming.text, asked))
            start = "n3" if name == "link" else ""
            return None if name in ("quiet", "membership") else Toast(template=name, start=start)

        return handler

    return {
        "ack": Route(handler=named("ack"), action=Action.RESPOND, on=On.INCIDENT),
        "arrive": Route(handler=named("arrive"), action=Action.RESPOND, on=On.INCIDENT, for_another=Action.SPEAK_FOR),
        "done": Route(handler=named("done"), action=Action.COMPLETE, on=On.STEP),
        "false": Route(handler=named("false"), action=Action.STAND_DOWN, on=On.INCIDENT),
        "incidents": Route(handler=named("incidents"), action=Action.LOOK, on=On.COMMUNITY),
        "quiet": Route(handler=named("quiet"), action=Action.ASK),
        "link": Route(handler=named("link"), action=Action.ASK),
        "open": Route(handler=named("open"), action=Action.OPEN, on=On.INTAKE),
        "approve": Route(handler=named("approve"), action=Action.APPROVE, on=On.PAPER),
        "override": Route(handler=named("override"), action=Action.OVERRIDE, on=On.PAPER),
        "write": Route(handler=named("write"), action=Action.FILE, on=On.REPORT),
        "update": Route(handler=named("update"), action=Action.DRAFT, on=On.PAPER),
        "membership": Route(handler=named("membership"), action=Action.ASK),
    }


@dataclass(kw_only=True)
class Bench:
    """The line, and what a test wants of it."""

    db: Database
    clock: Hand
    platform: Chatter
    inbox: Inbox
    seen: Seen
    stirred: list[None]
    number: int = 0

    async def keep(self, *said: Mapping[str, Any]) -> None:
        rows = []
        for one in said:
            self.number += 1
            update = {
                "key": str(self.number),
                "where": vars(STAFF),
                "account": "1",
                "message": f"m{self.number}",
                **one,
            }
            body = json.dumps(update).encode()
            rows.append(Raw(key=update["key"], chat=update["where"]["chat"], body=body, at=NOW))
        await self.inbox.keep("chatter", rows)

    async def settle(self) -> None:
        """Until nothing is left to handle and every press is answered."""
        while await self.inbox._round():
            pass
        await self.inbox.finish()

    async def wait_for(self, text: str) -> None:
        """Until the running loop has handled this."""
        async with asyncio.timeout(5):
            while text not in self.seen.texts():  # noqa: ASYNC110 - the handler runs in another thread
                await asyncio.sleep(0)

    async def say(self, text: str, **more: Any) -> None:
        await self.keep({"text": text} | more)
        await self.settle()

    async def press(self, card: str, choice: str, **more: Any) -> tuple[str, bool]:
        """The one answer to a press."""
        before = len(self.platform.answers)
        await self.keep({"press": {"card": card, "choice": choice, "query": f"q{self.number}"}} | more)
        await self.settle()
        assert len(self.platform.answers) == before + 1
        _, text, alert = self.platform.answers[-1]
        return text, alert

    async def work(self, job: Any) -> Any:
        """One piece of work, flushed and committed."""

        async def write(tx: Tx) -> Any:
            work = self.inbox.open(tx)
            result = await job(work)
            await work.flush()
            return result

        return await self.db.write(write)

    async def column(self, sql: str) -> list[Any]:
        rows = [tuple(cast(Iterable[Any], row)) for row in await self.db.all(sql)]
        return [row if len(row) > 1 else row[0] for row in rows]

    async def answer(self) -> tuple[str, str, str]:
        """Template, chat and reply of the newest answer."""
        rows = await self.column(
            "SELECT c.template, c.chat, c.reply_to FROM outbox o JOIN card c ON c.id = o.card"
            " WHERE o.priority = 0 ORDER BY o.id DESC LIMIT 1"
        )
        return rows[0] if rows else ("", "", "")

    async def open_incident(self, **more: Any) -> Incident:
        async def job(work: Work) -> Incident:
            facts: dict[str, Any] = {
                "number": await work.incidents.next_number(),
                "community": "anju",
                "type": "lift",
                "playbook": await work.start(LIFT),
                "urgency": Urgency.EMERGENCY,
                "state": State.VERIFIED,
                "place": Place(building="3"),
                "reporter": Reporter(platform="chatter", chat="-1", account="1"),
                "commander": "chen",
                "commander_heard": True,
                "opened": NOW,
                "event_at": NOW,
                "due": NOW + timedelta(minutes=10),
            }
            incident = Incident(**facts | more)
            await work.incidents.put(incident)
            return incident

        done = await self.work(job)
        assert isinstance(done, Incident)
        return done

    async def met(self, account: int) -> None:
        """Somebody has started the bot in private."""
        await self.say(
            "",
            where={"platform": "chatter", "chat": str(account)},
            account=str(account),
            private=True,
            membership="joined",
        )


@asynccontextmanager
async def bench(
    folder: Path,
    *,
    tell: Mapping[type[Event], tuple[Tell, ...]] | None = None,
    chases: Mapping[str, Chase] | None = None,
    roster: Roster = ROSTER,
) -> AsyncIterator[Bench]:
    """A line on a fresh database."""
    db = await open_database(f"sqlite:///{folder / 'zhiban.db'}")
    try:
        await migrate(db, MIGRATIONS, backup=False)
        seen, clock, platform, stirred = Seen(), Hand(), Chatter(), list[None]()
        inbox = Inbox(
            db,
            clock,
            platforms={"chatter": platform},
            tables=tables(seen),
            tell=tell or {},
            chases=chases or {},
            world=World(
                company=COMPANY,
                roster=roster,
                playbooks={"lift": LIFT},
                recogniser=RECOGNISER,
                words=Speech(),
                shapes={"chatter": platform.shape},
            ),
            after=lambda: stirred.append(None),
        )
        yield Bench(db=db, clock=clock, platform=platform, inbox=inbox, seen=seen, stirred=stirred)
    finally:
        await db.close()
