"""Carries one parcel to its platform: the card is put into words, the platform is called, its answer is judged."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.engine.delivery import OUT_OF_REACH, Load
from bot.engine.surroundings import Draw, Time
from bot.engine.trouble import trouble
from bot.engine.verdict import Fate, Verdict, broken, judge
from bot.store.cards import Stored
from bot.store.outbox import Kind, Parcel
from bot.talk.message import Delivery, Drawn, Sent
from bot.talk.platform import Platform

Enclose = Callable[[Drawn, Stored], Awaitable[Drawn | None]]
"""The message as its platform can send it, with the file itself where need be; None: its file is still on its way."""

_ON_ITS_WAY = Sent(delivery=Delivery.LATER, reason="its file is on its way")
_log = logging.getLogger(__name__)


async def as_it_is(drawn: Drawn, stored: Stored) -> Drawn | None:  # noqa: ARG001 - as an `Enclose` is called
    """For a single platform that knows its files for ever."""
    return drawn


class Carrier:
    """Knows the platforms and the words; the rows are the outbox's."""

    def __init__(
        self,
        clock: Time,
        *,
        platforms: Mapping[str, Platform],
        draw: Draw,
        enclose: Enclose,
        jitter: Callable[[], float],
    ) -> None:
        self._clock, self._platforms, self._jitter = clock, platforms, jitter
        self._draw, self._enclose = draw, enclose

    async def carry(self, load: Load) -> tuple[Verdict, Sent]:
        """What becomes of a parcel that is under way; whatever goes wrong, there is a verdict."""
        parcel, stored, called = load.parcel, load.stored, False
        if load.needless:
            return Verdict(fate=Fate.NEEDLESS, reason=load.needless), Sent(delivery=Delivery.NEVER)
        if load.lost or parcel.where.platform not in self._platforms:
            return Verdict(fate=Fate.LOST, reason=OUT_OF_REACH), Sent(delivery=Delivery.LOST)
        try:
            drawn = await self._drawn(parcel, stored)
            called = drawn is not None
            sent = await self._call(parcel, stored, drawn) if drawn is not None else _ON_ITS_WAY
        except Exception as error:
            _log.error("parcel %d: %s", parcel.id, trouble(error))
            verdict = broken(parcel, called=called, now=self._clock.now(), jitter=self._jitter)
            return verdict, Sent(delivery=Delivery.LATER)
        return judge(parcel, sent, now=self._clock.now(), jitter=self._jitter), sent

    async def _drawn(self, parcel: Parcel, stored: Stored) -> Drawn | None:
        if parcel.kind not in (Kind.SEND, Kind.EDIT):
            return Drawn(text="")
        serial = f"{stored.id}-{stored.version}-{parcel.kind.value[0]}{parcel.tries}"
        drawn = replace(self._draw(stored, parcel.resent), priority=parcel.priority, serial=serial)
        if parcel.resent:
            drawn = replace(drawn, first=self._draw(stored, not parcel.resent).text)
        return await self._enclose(drawn, stored) if drawn.file and parcel.kind is Kind.SEND else drawn

    async def _call(self, parcel: Parcel, stored: Stored, drawn: Drawn) -> Sent:
        platform = self._platforms[parcel.where.platform]
        match parcel.kind:
            case Kind.SEND:
                return await platform.send(parcel.where, drawn)
            case Kind.EDIT:
                return await platform.edit(parcel.where, stored.message, drawn)
            case Kind.PIN | Kind.UNPIN:
                return await platform.pin(parcel.where, stored.message, pinned=parcel.kind is Kind.PIN)
            case Kind.LEAVE:
                await platform.leave(parcel.where)
                return Sent(delivery=Delivery.SENT)
