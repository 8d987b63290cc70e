"""The incidents, reports, conversations and accounts of one piece of work: read once, seen as it has left them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.deadline import Conversation
from bot.domain.incident import Incident
from bot.domain.intake import Intake
from bot.store import accounts, conversations, incidents, intakes, service_windows
from bot.store.tx import Tx
from bot.talk.message import Address
from bot.talk.platform import Allowance
from bot.talk.work import Account, Room


class KnownIncidents:
    """`Incidents` over a transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._stored: dict[int, Incident | None] = {}
        self._now: dict[int, Incident] = {}
        self._given = 0

    async def get(self, number: int) -> Incident | None:
        """The incident with this number, as this work has left it."""
        return self._now.get(number) or await self._load(number)

    async def put(self, incident: Incident) -> None:
        """Keeps the incident, new or changed."""
        await self._load(incident.number)
        self._now[incident.number] = incident

    async def next_number(self) -> int:
        """The number a new incident gets; each call gives another."""
        self._given = max(self._given, await incidents.newest(self._tx), *self._now) + 1
        return self._given

    async def open_of(self, community: str) -> Sequence[Incident]:
        """The open incidents of a community, oldest first."""
        numbers = {*await incidents.in_hand(self._tx, community), *self._now}
        found = [await self.get(number) for number in sorted(numbers)]
        return tuple(one for one in found if one and one.community == community and one.state.open)

    async def recent_of(self, account: tuple[str, str], *, since: datetime) -> Sequence[Incident]:
        """Those this (platform, account) reported since then, newest first."""
        numbers = {*await incidents.reported(self._tx, *account, since=since), *self._now}
        found = [await self.get(number) for number in sorted(numbers, reverse=True)]
        return tuple(
            one
            for one in found
            if one and (one.reporter.platform, one.reporter.account) == account and one.opened >= since
        )

    @property
    def changed(self) -> Sequence[Incident]:
        """Those this work has put."""
        return [*self._now.values()]

    async def flush(self) -> None:
        """Writes what has changed, in order of number."""
        for number in sorted(self._now):
            incident, before = self._now[number], self._stored[number]
            if incident != before:
                await incidents.put(self._tx, incident, before=before)
                self._stored[number] = incident

    async def _load(self, number: int) -> Incident | None:
        if number not in self._stored:
            self._stored[number] = await incidents.get(self._tx, number)
        return self._stored[number]


class KnownIntakes:
    """`Intakes` over a transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._changed: dict[int, Intake] = {}

    async def get(self, id: int) -> Intake | None:
        """The intake with this id."""
        return self._changed.get(id) or await intakes.get(self._tx, id)

    async def put(self, intake: Intake) -> Intake:
        """Keeps it and returns it with its id; only a new one is written at once, for the sake of that id."""
        if not intake.id:
            bare = await intakes.add(self._tx, replace(intake, incident=None))  # its incident may not be written yet
            intake = replace(intake, id=bare.id)
            if intake == bare:
                return intake
        self._changed[intake.id] = intake
        return intake

    async def latest(self, where: Address, account: str) -> Intake | None:
        """The newest one of this account in this chat."""
        found = await intakes.latest(self._tx, where.platform, where.chat, account)
        return self._changed.get(found.id, found) if found else None

    async def flush(self) -> None:
        """Writes what has changed; the incidents they became are written before."""
        for intake in self._changed.values():
            await intakes.change(self._tx, intake)
        self._changed.clear()


class KnownConversations:
    """`Conversations` over a transaction."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._now: dict[tuple[str, str, str], Conversation | None] = {}

    async def get(self, where: Address, account: str) -> Conversation | None:
        """What this account is being asked in this chat."""
        key = (where.platform, where.chat, account)
        return self._now[key] if key in self._now else await conversations.get(self._tx, *key)

    async def put(self, conversation: Conversation) -> None:
        """Keeps it in place of the one before."""
        self._now[(conversation.platform, conversation.chat, conversation.account)] = conversation

    async def end(self, where: Address, account: str) -> None:
        """Nothing is asked any more."""
        self._now[(where.platform, where.chat, account)] = None

    async def flush(self) -> None:
        """Writes what has changed."""
        for key, conversation in self._now.items():
            if conversation is None:
                await conversations.end(self._tx, *key)
            else:
                await conversations.put(self._tx, conversation)
        self._now.clear()


class KnownAccounts:
    """`Accounts` over a transaction."""

    def __init__(
        self,
        tx: Tx,
        *,
        now: datetime,
        opens: Callable[[str, str], bool],
        allowed: Callable[[str], Allowance | None],
    ) -> None:
        self._tx, self._now, self._opens, self._allowed = tx, now, opens, allowed
        self._known: dict[tuple[str, str], Account | None] = {}

    async def get(self, platform: str, id: str) -> Account | None:
        """The account, when it has been met, or may be written to before it is; its private chat bears its id."""
        if (platform, id) not in self._known:
            found = await accounts.get(self._tx, platform, id)
            if found is None and self._opens(platform, id):
                return Account(platform=platform, id=id, chat=id)
            self._known[platform, id] = await self._with_room(found) if found else None
        return self._known[platform, id]

    async def put(self, account: Account) -> None:
        """Keeps what is known of it, when that is new."""
        if account != await self.get(account.platform, account.id):
            await accounts.put(self._tx, account, now=self._now)
            self._known[account.platform, account.id] = account

    async def lose(self, platform: str, id: str) -> None:
        """It can't be written to in private, until it writes again."""
        known = await self.get(platform, id)
        if known is not None:
            await self.put(replace(known, chat=""))

    async def _with_room(self, account: Account) -> Account:
        """With what may still be written to it, where a platform lets us only answer."""
        allowance = self._allowed(account.platform)
        if allowance is None:
            return account
        window = await service_windows.get(self._tx, account.platform, account.id)
        nothing = Room(left=0, until=self._now)
        return replace(account, room=window.room(allowance, now=self._now) or nothing)
