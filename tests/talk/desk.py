"""A small stand-in for `Work`: what routing and forms read of the world, kept in dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from bot.domain.deadline import Conversation, Times
from bot.domain.incident import Incident
from bot.domain.intake import Intake
from bot.domain.people import Department, Role
from bot.domain.playbook import Playbook
from bot.domain.roster import Chat, ChatKind, Roster
from bot.read.commands import read_commands
from bot.talk.message import Address, Card, Incoming
from bot.talk.work import Company, Shown, Work
from bot.words import Words
from tests.domain.estate import ANJU, NOW, PLAYBOOKS, RECOGNISER, person, recognise

TEMPLATES = Path(__file__).parents[2] / "templates"
WORDS = Words(TEMPLATES, read_commands(TEMPLATES / "commands.yaml"), timezone="Asia/Shanghai")
STAFF = Address(platform="telegram", chat="-1")
RESIDENTS = Address(platform="telegram", chat="-2")
PRIVATE = Address(platform="telegram", chat="11")
STRANGER = Address(platform="telegram", chat="99")
YUAN = replace(ANJU, id="yuan", name="园", buildings=())
ROSTER = Roster(
    communities=(ANJU, YUAN),
    people=(
        person("wang", accounts={"telegram": "11"}),
        person("boss", Department.OFFICE, Role.COMMANDER, accounts={"telegram": "12"}),
    ),
    chats=(
        Chat(platform="telegram", id="-1", kind=ChatKind.STAFF, community="anju"),
        Chat(platform="telegram", id="-2", kind=ChatKind.RESIDENT, community="anju"),
        Chat(platform="telegram", id="-3", kind=ChatKind.COMMAND, community="anju"),
    ),
)


@dataclass
class Desk:
    """What lies on the desk; it plays all the repositories of `Work` at once."""

    shown: list[tuple[str, Shown]] = field(default_factory=list)
    """The platform's id of a message and the card behind it."""
    asking: Conversation | None = None
    found: dict[int, Incident] = field(default_factory=dict)
    reports: dict[int, Intake] = field(default_factory=dict)

    @property
    def work(self) -> Work:
        """The same, as routing takes it."""
        return cast(Work, _Pieces(self))


class _Pieces:
    """One repository a name, as `Work` has them."""

    def __init__(self, desk: Desk) -> None:
        self.now = NOW
        self.roster = ROSTER
        self.words, self.recogniser = WORDS, RECOGNISER
        self.recognise = recognise
        self.playbooks: Mapping[str, Playbook] = PLAYBOOKS
        self.company = Company(name="安居", language="zh", timezone="Asia/Shanghai", times=Times(), order=())
        self.cards, self.conversations = _Cards(desk), _Conversations(desk)
        self.incidents, self.intakes = _Incidents(desk), _Intakes(desk)


@dataclass
class _Cards:
    desk: Desk

    async def get(self, id: str) -> Shown | None:
        return next((one for _, one in self.desk.shown if one.id == id), None)

    async def of_message(self, where: Address, message: str) -> Shown | None:
        return next((one for number, one in self.desk.shown if number == message and one.where == where), None)

    async def live(self, where: Address, about: str) -> Shown | None:
        return next((one for _, one in self.desk.shown if one.about == about and one.where == where), None)


@dataclass
class _Conversations:
    desk: Desk

    async def get(self, where: Address, account: str) -> Conversation | None:
        asked = self.desk.asking
        return asked if asked and (asked.chat, asked.account) == (where.chat, account) else None

    async def put(self, conversation: Conversation) -> None:
        self.desk.asking = conversation

    async def end(self, where: Address, account: str) -> None:
        if await self.get(where, account) is not None:
            self.desk.asking = None


@dataclass
class _Incidents:
    desk: Desk

    async def get(self, number: int) -> Incident | None:
        return self.desk.found.get(number)

    async def open_of(self, community: str) -> Sequence[Incident]:
        return [one for one in self.desk.found.values() if one.community == community and one.state.open]


@dataclass
class _Intakes:
    desk: Desk

    async def get(self, id: int) -> Intake | None:
        return self.desk.reports.get(id)


def said(text: str = "", *, where: Address = STAFF, account: str = "11", **more: Any) -> Incoming:
    """A message; private in a conversation of one's own."""
    private = not where.chat.startswith("-")
    at = NOW + timedelta(seconds=1)
    return Incoming(key="1", at=at, where=where, account=account, text=text, private=private, message="m9", **more)


def card_of(about: str, card: Card, *, where: Address = STAFF, id: str = "c1") -> Shown:
    """A card as it stands in a chat."""
    return Shown(id=id, about=about, where=where, person=None, card=card)
