"""Keeps what comes in by pages, and who may be written to because they wrote: each in the same commit as its cause."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.engine.inbox import Inbox
from bot.engine.mishaps import not_reached
from bot.engine.surroundings import Time
from bot.engine.work import OpenWork
from bot.store import cards, inbox, service_windows, small_facts
from bot.store.tx import Database, Tx
from bot.talk.platform import Allowance
from bot.talk.window import Caught, Failed, Shut, Ticket

BEFORE_US = timedelta(minutes=10)
"""What was written so long before the very first start is still answered, nothing older."""

_CURSOR = "cursor:"

_log = logging.getLogger(__name__)


async def begin_anew(tx: Tx, *, now: datetime) -> None:
    """After a restore: what people wrote before it may have been worked on already, and is fetched, but not heard."""
    for name, known in (await small_facts.named(tx, _CURSOR)).items():
        if isinstance(known, dict):
            await small_facts.put(tx, name, {**known, "since": (now - BEFORE_US).isoformat()}, now=now)


class ServiceWindows:
    """`Windows` over the rows, for one platform."""

    def __init__(self, db: Database, clock: Time, *, platform: str, allowance: Allowance) -> None:
        self._db, self._clock = db, clock
        self._platform, self._allowance = platform, allowance

    async def look(self, account: str, name: str) -> Ticket:
        """What may be sent; what was tried before under this name, or one beginning with it, is counted anew."""
        now = self._clock.now()
        window = await service_windows.get(self._db, self._platform, account)
        tried = frozenset(one for one in window.sent if one == name or one.startswith(f"{name}-"))
        room = window.room(self._allowance, now=now)
        if room is not None and room.left + len(tried) > 0:
            return Ticket(left=room.left + len(tried), tried=tried)
        welcome = window.greeting(now=now)
        if welcome:
            return Ticket(welcome=welcome)
        if room is not None:
            return Ticket(shut=Shut.SPENT)
        return Ticket(shut=Shut.LATE if window.opened is not None else Shut.NEVER)

    async def spend(self, account: str, name: str) -> None:
        """A message is about to be sent; a name counts once, however often it is tried."""
        await self._db.write(partial(service_windows.spend, platform=self._platform, account=account, name=name))

    async def give_back(self, account: str, name: str) -> None:
        """It was certainly not sent."""
        await self._db.write(partial(service_windows.give_back, platform=self._platform, account=account, name=name))

    async def greeted(self, account: str) -> None:
        """The code is used."""
        await self._db.write(partial(service_windows.greeted, platform=self._platform, account=account))

    async def exhaust(self, account: str) -> None:
        """The platform lets nothing more through, whatever we have counted."""
        job = partial(service_windows.exhaust, platform=self._platform, account=account, allowance=self._allowance)
        await self._db.write(job)


class Pages:
    """`Keeping` over the rows: messages, cursor, windows and what did not arrive, in one commit."""

    def __init__(
        self,
        db: Database,
        clock: Time,
        *,
        platform: str,
        place: str,
        allowance: Allowance,
        box: Inbox,
        after: Callable[[], None],
    ) -> None:
        self._db, self._clock, self._box, self._after = db, clock, box, after
        self._platform, self._allowance = platform, allowance
        self._fact = f"{_CURSOR}{platform}:{place}"

    async def place(self) -> tuple[str, datetime]:
        """The cursor, empty at first, and since when what people write is for us."""
        known = await small_facts.get(self._db, self._fact)
        if isinstance(known, dict):
            return str(known["cursor"]), datetime.fromisoformat(known["since"])
        since = self._clock.now() - BEFORE_US
        await self._db.write(partial(self._remember, cursor="", since=since))
        return "", since

    async def keep(self, caught: Caught) -> None:
        """Keeps a page for good."""
        _, since = await self.place()
        work = await self._db.write(partial(self._keep, caught, since=since))
        self._box.adopt(work)
        self._box.wake()
        if work.stirred:
            self._after()

    async def _keep(self, caught: Caught, tx: Tx, *, since: datetime) -> OpenWork:
        work, platform = self._box.open(tx), self._platform
        await inbox.add(tx, platform, caught.rows)
        for opened in caught.opened:
            await service_windows.open_again(tx, platform, opened.account, opened.at)
        for one in caught.welcomed:
            await service_windows.welcome(tx, platform, one.account, code=one.code, until=one.until)
        for failed in caught.failed:
            await self._fail(work, failed)
        await self._remember(tx, cursor=caught.cursor, since=since)
        await work.flush()
        return work

    async def _remember(self, tx: Tx, *, cursor: str, since: datetime) -> None:
        value = {"cursor": cursor, "since": since.isoformat()}
        await small_facts.put(tx, self._fact, value, now=self._clock.now())

    async def _fail(self, work: OpenWork, failed: Failed) -> None:
        """A message did not arrive after all: those in charge hear of it, and nothing more is tried in vain."""
        _log.warning("a message of %s did not arrive: %s", self._platform, failed.reason)
        window = await service_windows.get(work.tx, self._platform, failed.account)
        if failed.ends and (window.opened is None or window.opened <= failed.at):  # else they have written since
            await service_windows.exhaust(work.tx, self._platform, failed.account, self._allowance)
            await work.accounts.lose(self._platform, failed.account)
        stored = await cards.get(work.tx, failed.name.partition("-")[0])
        if stored is None or (stored.where.platform, stored.where.chat) != (self._platform, failed.account):
            return
        work.happened(not_reached(stored, about=stored.about, waits=failed.ends))
