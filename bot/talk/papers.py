"""What a handler sees of notices, their roll calls and reports, and of what has happened to an incident so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.hand_over import HandOver
from bot.domain.notice import Notice
from bot.domain.report import Report
from bot.domain.roll_call import Answer, Resident
from bot.talk.message import Facts


class Notices(Protocol):
    """The notices there are; of each number the newest version counts."""

    async def get(self, number: int) -> Notice | None:
        """The newest version of this notice, as this work has left it."""

    async def version(self, number: int, version: int) -> Notice | None:
        """One version of it."""

    async def put(self, notice: Notice) -> None:
        """Keeps a version, new or changed."""

    async def next_number(self) -> int:
        """The number a new notice gets."""

    async def token(self, number: int) -> str:
        """What the link to the private chat carries, so that only who has read the notice can follow it."""

    async def newest_of(self, community: str) -> Sequence[Notice]:
        """Of every notice of a community the newest version that is being written, waits or holds; oldest first.

        While a later version was dropped, that is the one before it, which holds.
        """


class HandOvers(Protocol):
    """The messages that wait for the owner of a group to send them on, or did."""

    async def of_version(self, about: str) -> Sequence[HandOver]:
        """Of a version of a notice (`N3/1`) and of what hangs on it, oldest first."""

    async def put(self, one: HandOver) -> None:
        """Keeps one, new or changed; what the platform has to know of it, it is told after the commit."""


class RollCalls(Protocol):
    """The answers to notices."""

    async def answers(self, notice: int) -> Sequence[Answer]:
        """Every person's and flat's newest answer, oldest first."""

    async def get(self, notice: int, account: tuple[str, str], family: str = "") -> Answer | None:
        """The answer of whoever has this (platform, account), for themselves or for a flat.

        A person of the roster is one on all their accounts; the answer then names one of these.
        """

    async def put(self, answer: Answer) -> None:
        """Keeps an answer in place of the same person's earlier one."""


class Residents(Protocol):
    """Which flat people have said they live in."""

    async def get(self, platform: str, account: str, community: str) -> Resident | None:
        """Where this account lives in a community, when it has said so."""

    async def put(self, resident: Resident) -> None:
        """Keeps it in place of what the account said before."""

    async def of_building(self, community: str, building: str) -> Sequence[Resident]:
        """Everybody known to live in a building, in order of their flats."""


class Reports(Protocol):
    """The reports that are owed, written and filed."""

    async def get(self, number: int) -> Report | None:
        """The report with this number, as this work has left it."""

    async def put(self, report: Report) -> None:
        """Keeps it, new or changed."""

    async def next_number(self) -> int:
        """The number a new report gets."""

    async def of_incident(self, incident: int) -> Sequence[Report]:
        """The reports of an incident, oldest first."""

    async def waiting_of(self, community: str) -> Sequence[Report]:
        """Those of a community that are owed or wait for an approval, oldest first."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """One thing that has happened, from the timeline: the name of its event and the facts of it."""

    kind: str
    facts: Facts
    person: str | None
    at: datetime


Deliveries = Mapping[tuple[str, str], str]
"""What became of one message in each (platform, chat) it was meant for: `todo`, `sent`, `failed`, `uncertain`, ...

Where the owner of the group has to send it on: `handed`, then `confirmed` or `pasted`, `refused` or `cancelled`.
"""
