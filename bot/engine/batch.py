"""A batch of messages in one transaction, each in its own part of it: what cannot be handled hinders nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from bot.domain.events import MessageSetAside
from bot.domain.refused import Impossible
from bot.engine.message import PressAnswer, apologise, handle, refuse
from bot.engine.trouble import trouble
from bot.engine.work import OpenWork
from bot.engine.world import World
from bot.store import inbox
from bot.store.inbox import Message
from bot.store.tx import Tx
from bot.talk.message import Incoming
from bot.talk.platform import Platform
from bot.talk.route import Tables

log = logging.getLogger(__name__)

SIZE = 50
"""Messages in one commit at most: a press waits for the whole batch."""
LONGEST = 0.1
"""Seconds after which a batch is committed as it stands: what is to be sent, and what was, waits for the same writer.

With twice as long a kill leaves three times as many messages of which nobody knows whether they arrived (T1).
"""
TRIES = 3


@dataclass(kw_only=True)
class Outcome:
    """What is left to do once a batch is committed."""

    more: bool = False
    """Something is certainly left to handle."""
    answers: list[PressAnswer] = field(default_factory=list)
    stirred: bool = False
    works: list[OpenWork] = field(default_factory=list)
    """Those that have learnt something of the world."""


Part = tuple[PressAnswer | None, OpenWork]


class Batch:
    """The job of one commit. `open` gives the work for one message, on the world as the one before has left it."""

    def __init__(
        self,
        *,
        platforms: Mapping[str, Platform],
        tables: Tables,
        open: Callable[[Tx], OpenWork],
    ) -> None:
        self._platforms, self._tables = platforms, tables
        self._begin = open
        self._learnt: World | None = None

    async def run(self, tx: Tx) -> Outcome:
        """Takes the oldest messages; after a failed one the rest of its chat waits, so that order is kept."""
        outcome = Outcome()
        self._learnt = None
        stuck: set[tuple[str, str]] = set()
        messages, ends = await inbox.oldest(tx, SIZE), monotonic() + LONGEST
        outcome.more = len(messages) == SIZE
        for number, message in enumerate(messages):
            if number and monotonic() >= ends:
                outcome.more = True
                break
            chat = (message.platform, message.chat)
            if chat in stuck:
                continue
            try:
                self._took(await self._one(tx, message), outcome)
            except Exception as error:
                outcome.more = True
                stuck.add(chat)
                await self._failed(tx, message, error, outcome)
        return outcome

    async def _one(self, tx: Tx, message: Message) -> Part:
        try:
            return await tx.attempt(partial(self._handle, message))
        except Impossible as no:
            return await tx.attempt(partial(self._refuse, message, no))

    async def _handle(self, message: Message, tx: Tx) -> Part:
        incoming = self._read(message)
        work = self._open(tx)
        answer = await handle(work, incoming, self._tables) if incoming else None
        await work.flush()
        await inbox.done(tx, message.id)
        return answer, work

    async def _refuse(self, message: Message, no: Impossible, tx: Tx) -> Part:
        incoming = self._read(message)
        work = self._open(tx)
        answer = await refuse(work, incoming, no) if incoming else None
        await work.flush()
        await inbox.done(tx, message.id)
        return answer, work

    async def _failed(self, tx: Tx, message: Message, error: Exception, outcome: Outcome) -> None:
        """One more try, or set aside; raises when it was the database that failed and not the message."""
        problem = trouble(error)
        if message.tries + 1 < TRIES:
            await inbox.failed(tx, message.id, problem)
            log.warning("message %s of %s failed (%s) and will be tried again", message.id, message.platform, problem)
            return
        log.error("message %s of %s is set aside after %s tries: %s", message.id, message.platform, TRIES, problem)
        try:
            self._took(await tx.attempt(partial(self._set_aside, message, problem)), outcome)
        except Exception as second:
            await inbox.set_aside(tx, message.id, problem)
            log.error("nobody could be told of message %s: %s", message.id, trouble(second))

    async def _set_aside(self, message: Message, problem: str, tx: Tx) -> Part:
        await inbox.set_aside(tx, message.id, problem)
        work = self._open(tx)
        incoming = self._read_if_possible(message)
        named = (incoming.message if incoming else "") or message.key
        work.happened(MessageSetAside(platform=message.platform, chat=message.chat, message=named))
        answer = await apologise(work, incoming) if incoming else None
        await work.flush()
        return answer, work

    def _open(self, tx: Tx) -> OpenWork:
        work = self._begin(tx)
        if self._learnt is not None:
            work.stand_on(self._learnt)
        return work

    def _took(self, part: Part, outcome: Outcome) -> None:
        answer, work = part
        if work.learnt:
            self._learnt = work.world
            outcome.works.append(work)
        outcome.stirred = outcome.stirred or work.stirred
        if answer is not None:
            outcome.answers.append(answer)

    def _read(self, message: Message) -> Incoming | None:
        return self._platforms[message.platform].read(message.body)

    def _read_if_possible(self, message: Message) -> Incoming | None:
        try:
            return self._read(message)
        except Exception as error:
            log.error("message %s can't even be read: %s", message.id, trouble(error))
            return None
