"""What a handler sees of the world. The engine opens, flushes and commits it; whatever raises has written nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.domain.deadline import Conversation, Deadline, Times
from bot.domain.events import Event
from bot.domain.incident import Incident
from bot.domain.intake import Intake
from bot.domain.notice import Notice
from bot.domain.people import Person, Role
from bot.domain.playbook import Playbook
from bot.domain.recognise import Recognised, Recogniser
from bot.domain.report import Report
from bot.domain.roster import Chat, Roster
from bot.talk.message import Address, Card, Choice, Facts, Incoming, Priority, Toast
from bot.talk.papers import Deliveries, HandOvers, Notices, Past, Reports, Residents, RollCalls


class Incidents(Protocol):
    """The incidents there are."""

    async def get(self, number: int) -> Incident | None:
        """The incident with this number, as this work has left it."""

    async def put(self, incident: Incident) -> None:
        """Keeps the incident, new or changed."""

    async def next_number(self) -> int:
        """The number a new incident gets."""

    async def open_of(self, community: str) -> Sequence[Incident]:
        """The open incidents of a community, oldest first."""

    async def recent_of(self, account: tuple[str, str], *, since: datetime) -> Sequence[Incident]:
        """Those this (platform, account) reported since then, newest first."""


class Intakes(Protocol):
    """The reports that have come in."""

    async def get(self, id: int) -> Intake | None:
        """The intake with this id."""

    async def put(self, intake: Intake) -> Intake:
        """Keeps it and returns it with its id."""

    async def latest(self, where: Address, account: str) -> Intake | None:
        """The newest one of this account in this chat."""


class Conversations(Protocol):
    """What people are being asked: one conversation for each person in each chat."""

    async def get(self, where: Address, account: str) -> Conversation | None:
        """What this account is being asked in this chat."""

    async def put(self, conversation: Conversation) -> None:
        """Keeps it in place of the one before."""

    async def end(self, where: Address, account: str) -> None:
        """Nothing is asked any more."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A card as it stands: what its buttons mean now."""

    id: str
    about: str
    where: Address
    person: str | None
    card: Card


class Cards(Protocol):
    """The cards that were sent."""

    async def get(self, id: str) -> Shown | None:
        """The card with this public id."""

    async def of_message(self, where: Address, message: str) -> Shown | None:
        """The card behind a message of the bot."""

    async def live(self, where: Address, about: str) -> Shown | None:
        """The live card of a thing in a chat, as this work has left it."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """What may still be written to somebody before they write again."""

    left: int
    """Messages."""
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is known of a platform account."""

    platform: str
    id: str
    chat: str = ""
    """Its private chat with the bot; empty when it never wrote there or has blocked the bot."""
    language: str = ""
    chosen: bool = False
    """Whether they have said themselves which language they want; the roster gives way to that."""
    name: str = ""
    room: Room | None = None
    """What may still be written to it; None: as much as needed."""


class Accounts(Protocol):
    """The accounts that have been met."""

    async def get(self, platform: str, id: str) -> Account | None:
        """The account, when it has been met."""

    async def put(self, account: Account) -> None:
        """Keeps what is known of it."""


class Vocabulary(Protocol):
    """The words people type."""

    def command(self, word: str) -> str | None:
        """The command a word names in any language: 收到 and ack are `ack`."""

    def labels(self, choice: Choice) -> frozenset[str]:
        """What a choice's button says in each language, bare of emoji and in lower case."""

    def write(self, template: str, facts: Facts, language: str) -> str:
        """A template as plain text: words that are kept as a fact and from then on only copied."""


@dataclass(frozen=True, kw_only=True)
class Company:
    """What the settings say that handlers need."""

    name: str
    language: str
    timezone: str
    times: Times
    order: tuple[Role, ...]
    """`command.order`."""
    second_language: str = ""
    """Notices say everything in it once more; empty: in one language only."""
    per_second: int = 25
    """Messages of a broadcast in a second (`limits.telegram_per_second`); 0: as many as there are."""
    duty_roll: bool = True
    """Whether everybody on duty is asked once a week to answer (`command.duty_roll`)."""


class Work(Protocol):
    """One message or one deadline at work."""

    @property
    def now(self) -> datetime:
        """The time; nobody else asks for it."""

    @property
    def company(self) -> Company: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def playbooks(self) -> Mapping[str, Playbook]:
        """By type id, as the files have them now: for new incidents."""

    @property
    def recogniser(self) -> Recogniser:
        """What reads reports with the words of the playbooks."""

    @property
    def words(self) -> Vocabulary: ...
    @property
    def alarms(self) -> Sequence[Address]:
        """Where what nobody may miss is said as well; none on most platforms."""

    @property
    def incidents(self) -> Incidents: ...
    @property
    def intakes(self) -> Intakes: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def roll_calls(self) -> RollCalls: ...
    @property
    def residents(self) -> Residents: ...
    @property
    def hand_overs(self) -> HandOvers: ...
    @property
    def reports(self) -> Reports: ...

    def recognise(self, text: str) -> Recognised:
        """What a line says, with the names of buildings as the roster has them now."""

    async def playbook(self, incident: Incident) -> Playbook:
        """The copy the incident started with."""

    async def start(self, playbook: Playbook) -> str:
        """Keeps a copy of a playbook for a new incident and returns its digest."""

    async def history(self, incident: int, *, without: str = "") -> Sequence[Past]:
        """What has happened to an incident before this work, oldest first, but for one kind of event."""

    async def reaches(self, chat: Chat) -> bool:
        """Whether a group of the roster can be written to."""

    async def deliveries(self, about: str) -> Deliveries:
        """What became of the messages of a version of a notice (`N3/1`), as it was before this work."""

    async def recall(self, fact: str) -> object:
        """A small durable fact by its name; None when it was never kept."""

    async def keep(self, fact: str, value: object) -> None:
        """Keeps a small durable fact."""

    def happened(self, *events: Event) -> None:
        """Timeline rows; who hears of it is decided before the commit."""

    def send(
        self,
        to: Address | Person,
        card: Card,
        *,
        key: str,
        priority: Priority,
        about: str = "",
        until: datetime | None = None,
    ) -> None:
        """A message. A person is written to in private, else by mention in the staff group of `about`'s community.

        `key` is said once: a second send with it is ignored. `until`: after that it is dropped, not sent late.
        """

    def live(
        self,
        to: Address | Person,
        card: Card,
        *,
        about: str,
        priority: Priority = Priority.EMERGENCY,
        fresh: bool = False,
        until: datetime | None = None,
    ) -> None:
        """The one card of this thing and chat; the newest wins. `fresh`: a new duty, so a new message with sound.

        `until`: what has not been sent by then is dropped.
        """

    def due(self, kind: str, *, about: str, at: datetime | None, round: int = 0) -> None:
        """A deadline row; None: it is met, and its unsent chases are dropped. `about` ending in `/*`: all below it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is wanted, once routing has understood it: the same for a press, a command and a word."""

    number: int | None = None
    """Of the incident."""
    incident: Incident | None = None
    """The incident itself, once the gate has let it through."""
    name: str = ""
    """Of a notice or report, as it was typed: `N3`, `R5`."""
    paper: Notice | Report | None = None
    """The notice or report itself, once the gate has let it through."""
    rest: str = ""
    """What follows the number: a reason, a name, words."""
    facts: Facts
    """Of the pressed choice; empty for words."""
    typed: bool = False
    """Words, not a press."""


Handler = Callable[[Work, Person | None, Incoming, Asked], Awaitable[Card | Toast | None]]
Tell = Callable[[Work, Any], Awaitable[None]]
"""For one type of event, as the table TELL says."""
Chase = Callable[[Work, Deadline], Awaitable[None]]
