"""The notices, roll calls, reports and residents of one piece of work: seen as it has left them, written at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.hand_over import HandOver
from bot.domain.notice import Notice
from bot.domain.report import Report
from bot.domain.roll_call import Answer, Resident
from bot.store import hand_overs, notices, reports, residents, roll_calls
from bot.store.tx import Tx

OneOf = Callable[[str, str], tuple[str, str]]
"""The (platform, account) that stands for all of the same person."""


class KnownNotices:
    """`Notices` over a transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._now: dict[tuple[int, int], Notice] = {}
        self._given = 0

    async def get(self, number: int) -> Notice | None:
        """The newest version of this notice, as this work has left it."""
        stored = await notices.get(self._tx, number)
        mine = max((version for one, version in self._now if one == number), default=0)
        return stored if stored is not None and stored.version > mine else self._now.get((number, mine))

    async def version(self, number: int, version: int) -> Notice | None:
        """One version of it."""
        return self._now.get((number, version)) or await notices.version(self._tx, number, version)

    async def put(self, notice: Notice) -> None:
        """Keeps a version, new or changed."""
        self._now[notice.number, notice.version] = notice

    async def next_number(self) -> int:
        """The number a new notice gets; each call gives another."""
        mine = (number for number, _ in self._now)
        self._given = max(self._given, await notices.newest(self._tx), *mine) + 1
        return self._given

    async def token(self, number: int) -> str:
        """What the link to the private chat carries, so that only who has read the notice can follow it."""
        return await notices.token(self._tx, number)

    async def newest_of(self, community: str) -> Sequence[Notice]:
        """Of every notice of a community the newest version that is being written, waits or holds; oldest first."""
        known = {(one.number, one.version): one for one in await notices.in_hand(self._tx, community)} | self._now
        found = [known[key] for key in sorted(known)]
        return tuple({one.number: one for one in found if one.community == community and notices.waits(one)}.values())

    async def flush(self) -> None:
        """Writes what has changed, in order; the incidents they are about are written before."""
        for key in sorted(self._now):
            await notices.put(self._tx, self._now[key])
        self._now.clear()


class KnownRollCalls:
    """`RollCalls` over a transaction; an answer is written at once, for it has nothing to wait for.

    A person of the roster answers as one, on whichever of their accounts.
    """

    def __init__(self, tx: Tx, *, one_of: OneOf) -> None:
        self._tx, self._one_of = tx, one_of

    async def answers(self, notice: int) -> Sequence[Answer]:
        """Every person's and flat's newest answer, oldest first."""
        return await roll_calls.answers(self._tx, notice)

    async def get(self, notice: int, account: tuple[str, str], family: str = "") -> Answer | None:
        """The answer of whoever has this (platform, account), for themselves or for a flat."""
        return await roll_calls.get(self._tx, notice, self._one_of(*account), family)

    async def put(self, answer: Answer) -> None:
        """Keeps an answer in place of the same person's earlier one."""
        platform, account = self._one_of(answer.platform, answer.account)
        await roll_calls.put(self._tx, replace(answer, platform=platform, account=account))


class KnownHandOvers:
    """`HandOvers` over a transaction; what becomes of one is written at once."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    async def of_version(self, about: str) -> Sequence[HandOver]:
        """Of a version of a notice (`N3/1`) and of what hangs on it, oldest first."""
        return await hand_overs.of_version(self._tx, about)

    async def put(self, one: HandOver) -> None:
        """Keeps one, new or changed."""
        await hand_overs.put(self._tx, one)


class KnownReports:
    """`Reports` over a transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._now: dict[int, Report] = {}
        self._given = 0

    async def get(self, number: int) -> Report | None:
        """The report with this number, as this work has left it."""
        return self._now.get(number) or await reports.get(self._tx, number)

    async def put(self, report: Report) -> None:
        """Keeps it, new or changed."""
        self._now[report.number] = report

    async def next_number(self) -> int:
        """The number a new report gets; each call gives another."""
        self._given = max(self._given, await reports.newest(self._tx), *self._now) + 1
        return self._given

    async def of_incident(self, incident: int) -> Sequence[Report]:
        """The reports of an incident, oldest first."""
        found = await self._all({*await reports.of_incident(self._tx, incident), *self._now})
        return tuple(one for one in found if one.incident == incident)

    async def waiting_of(self, community: str) -> Sequence[Report]:
        """Those of a community that are owed or wait for an approval, oldest first."""
        found = await self._all({*await reports.in_hand(self._tx, community), *self._now})
        return tuple(one for one in found if one.community == community and reports.waits(one))

    async def flush(self) -> None:
        """Writes what has changed, in order of number; the incidents they are about are written before."""
        for number in sorted(self._now):
            await reports.put(self._tx, self._now[number])
        self._now.clear()

    async def _all(self, numbers: set[int]) -> list[Report]:
        found = [await self.get(number) for number in sorted(numbers)]
        return [one for one in found if one is not None]


class KnownResidents:
    """`Residents` over a transaction; what somebody has said is written at once, for all accounts of theirs."""

    def __init__(self, tx: Tx, *, one_of: OneOf) -> None:
        self._tx, self._one_of = tx, one_of

    async def get(self, platform: str, account: str, community: str) -> Resident | None:
        """Where whoever has this account lives in a community, when they have said so."""
        return await residents.get(self._tx, *self._one_of(platform, account), community)

    async def put(self, resident: Resident) -> None:
        """Keeps it in place of what the account said before."""
        platform, account = self._one_of(resident.platform, resident.account)
        await residents.put(self._tx, replace(resident, platform=platform, account=account))

    async def of_building(self, community: str, building: str) -> Sequence[Resident]:
        """Everybody known to live in a building, in order of their flats."""
        return await residents.of_building(self._tx, community, building)
