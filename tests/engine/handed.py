"""Notices in groups whose owner has to send them on: a line with the real tables, and a platform asked by script."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.domain.notice import Notice, NoticeKind, NoticeState, Part
from bot.domain.roster import Chat, ChatKind
from bot.engine.batch import Batch
from bot.engine.hand_over_watch import HandOvers
from bot.engine.mishaps import Mishaps
from bot.store import cards, deadlines, outbox
from bot.store.outbox import ParcelState
from bot.store.tx import Tx
from bot.store.values import from_json
from bot.talk.message import Address, Card, Delivery, Sent
from bot.talk.platform import PlatformError
from bot.talk.work import Work
from handlers import CHASES, TABLES, TELL
from tests.engine.bench import Bench, bench
from tests.engine.community import CHEN, LI, NOW, ROSTER, WANG

GROUP, SECOND, LIS = "-4", "-5", "-6"
"""Two groups of 王 and one of 李, whose account the roster gives."""
ROSTER_OF_OWNERS = replace(
    ROSTER,
    people=tuple(replace(one, phone="139") if one == WANG else one for one in ROSTER.people),
    chats=(
        *ROSTER.chats[:3],
        *(
            Chat(
                platform="chatter",
                id=id,
                kind=ChatKind.RESIDENT,
                community="anju",
                buildings=("3",),
                owner=owner,
                deputy=deputy,
            )
            for id, owner, deputy in ((GROUP, "wang", "li"), (SECOND, "wang", "li"), (LIS, "li", ""))  # noqa: A001
        ),
    ),
)
TEXT = "请走楼梯下楼"
NOTICE = Notice(
    number=3,
    kind=NoticeKind.EVACUATION,
    community="anju",
    state=NoticeState.SENDING,
    buildings=("3",),
    authors=("chen",),
    drafted=NOW,
    approved=NOW,
    parts=(Part(chats=(("chatter", GROUP), ("chatter", SECOND)), text=TEXT),),
)
CARDS = """SELECT c.template, c.person, c.chat, c.facts, c.live, c.rows FROM card c
    WHERE c.template LIKE 'notice/hand_over%' ORDER BY c.rowid"""


@dataclass
class Said:
    """What the platform says of each task, and what it was told."""

    pressed: dict[str, Mapping[str, bool] | None] = field(default_factory=dict)
    outcomes: dict[str, Mapping[str, bool | None]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    """Tasks of which no group is named but those in `outcomes`."""
    told: list[tuple[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    async def ask(self, task: str) -> Mapping[str, bool] | None:
        self._hear("ask", task)
        return self.pressed.get(task, {})

    async def outcome(self, task: str, owner: str) -> Mapping[str, bool | None]:
        self._hear(f"outcome of {owner}", task)
        if task in self.silent:
            return self.outcomes.get(task, {})
        return {**dict.fromkeys((GROUP, SECOND, LIS, "-7"), True), **self.outcomes.get(task, {})}

    async def remind(self, task: str) -> None:
        self._hear("remind", task)

    async def cancel(self, task: str) -> None:
        self._hear("cancel", task)

    def _hear(self, what: str, task: str) -> None:
        self.told.append((what, task))
        if what in self.broken:
            raise PlatformError("it does not answer")

    def heard(self) -> list[tuple[str, str]]:
        """What it was told since the last look."""
        told, self.told = self.told, []
        return told


@dataclass(kw_only=True)
class Handed:
    """The line, the watch and its platform."""

    line: Bench
    said: Said
    watch: HandOvers
    mishaps: Mishaps

    async def approve(
        self, notice: Notice = NOTICE, *, owners: Mapping[str, str] | None = None, task: str = "t1"
    ) -> None:
        """Its groups got it, as far as the platform goes: it waits for their owners."""

        async def send(work: Work) -> None:
            await work.notices.put(notice)
            for part in notice.parts:
                for platform, chat in part.chats:
                    card = Card(template="notice/text", facts={"text": part.text, "start": f"n3-{chat}"})
                    work.live(Address(platform=platform, chat=chat), card, about=notice.about)

        await self.line.work(send)
        for chat in (chat for part in notice.parts for _, chat in part.chats):
            await self.deliver(chat, notice, owner=(owners or {}).get(chat, "1"), task=task)

    async def deliver(
        self, chat: str, notice: Notice = NOTICE, *, owner: str = "", task: str = "t1", about: str = ""
    ) -> None:
        """What a platform answers for one group: handed to its owner, or without one simply sent."""

        async def job(tx: Tx) -> None:
            row = await tx.one(
                "SELECT id FROM outbox WHERE chat = :chat AND about = :about AND state = 'todo' ORDER BY id",
                chat=chat,
                about=about or notice.about,
            )
            assert row is not None
            parcel = await outbox.claim(tx, row["id"], now=self.line.clock.now())
            assert parcel is not None
            stored = await cards.get(tx, parcel.card)
            assert stored is not None
            await outbox.end(tx, parcel, ParcelState.SENT, now=self.line.clock.now())
            if owner:
                await self.mishaps.handed(tx, parcel, Sent(delivery=Delivery.HANDED, message=task, owner=owner))
            else:
                await self.mishaps.delivered(tx, parcel, (notice.number, notice.version), ParcelState.SENT)

        await self.line.db.write(job)

    async def wait(self, seconds: float, *, watch: bool = True) -> None:
        """Time passes: what is due rings, then the platform is asked."""
        self.line.clock.move(seconds=seconds)

        async def ring(tx: Tx) -> None:
            now = self.line.clock.now()
            for ringing in await deadlines.due(tx, now, 100):
                await deadlines.fired(tx, ringing.id, now)
                if ringing.deadline.kind in CHASES:
                    await self.line.inbox.fire(tx, ringing.deadline)

        await self.line.db.write(ring)
        if watch:
            await self.watch.turn()

    async def states(self) -> dict[str, str]:
        """Of each group what became of it."""
        rows = await self.line.column("SELECT chat, state FROM hand_over ORDER BY created, chat")
        return dict(rows)

    async def cards(self, name: str = "hand_over", *, live: bool = True) -> list[dict[str, Any]]:
        """The cards of one kind, with who reads them; the live ones, or each message ever."""
        found = []
        for template, person, chat, facts, is_live, rows in await self.line.column(CARDS):
            if template == f"notice/{name}" and (is_live or not live):
                found.append({**from_json(facts), "to": person or chat, "rows": from_json(rows)})
        return found

    async def card(self, name: str = "hand_over") -> dict[str, Any]:
        """The only one."""
        (found,) = await self.cards(name)
        return found

    async def deadline(self) -> float | None:
        """Minutes after the beginning at which somebody is chased next."""
        rows = await self.line.column("SELECT rings FROM deadline WHERE state = 'open' AND kind = 'hand_over'")
        return (rows[0] / 1_000_000 - NOW.timestamp()) / 60 if rows else None


@asynccontextmanager
async def handed(folder: Path, **more: Any) -> AsyncIterator[Handed]:
    """王, 李 and 陈 have met the bot."""
    async with bench(folder, tell=TELL, chases=CHASES, **{"roster": ROSTER_OF_OWNERS, **more}) as line:
        for person in (WANG, LI, CHEN):
            await line.met(int(person.accounts["chatter"]))
        line.inbox._batch = Batch(platforms={"chatter": line.platform}, tables=TABLES, open=line.inbox.open)
        said = Said()
        watch = HandOvers(line.db, line.inbox, {"chatter": said}, line.clock, after=lambda: line.stirred.append(None))
        yield Handed(line=line, said=said, watch=watch, mishaps=Mishaps(line.inbox, after=lambda: None))
