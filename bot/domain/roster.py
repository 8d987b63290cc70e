"""The roster as a whole: which people, chats and communities there are, and who is on duty when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from bot.domain.people import Department, Person, Role, Skill
from bot.domain.places import Community


class ChatKind(StrEnum):
    """What a chat of the roster is for."""

    STAFF = "staff"
    """Staff of one community; free text is read as a report."""
    COMMAND = "command"
    """Those in charge of one community."""
    RESIDENT = "resident"
    """People who live there; never a name, never a chase."""


@dataclass(frozen=True, kw_only=True)
class Chat:
    """A group of the roster."""

    platform: str
    id: str
    kind: ChatKind
    community: str
    topic: str = ""
    buildings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    owner: str = ""
    """Roster id of the person who has to press send for every message to this group, where only a person can."""
    deputy: str = ""
    """Roster id of who does it in the owner's place; empty: whoever leads the shift."""

    @property
    def spread(self) -> bool:
        """Whether it is no group of the platform: each of those who would be in it reads it in private."""
        return self.id.startswith("@")


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Hours in which a person is on duty; `to` before `start` runs past midnight. Days are 1 (Monday) to 7."""

    person: str
    days: frozenset[int]
    start: time
    to: time

    def covers(self, at: datetime) -> bool:
        """Whether the local moment lies in these hours."""
        day, now = at.isoweekday(), at.time()
        if self.start < self.to:
            return day in self.days and self.start <= now < self.to
        yesterday = (at - timedelta(days=1)).isoweekday()
        return (day in self.days and now >= self.start) or (yesterday in self.days and now < self.to)


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Everything of the roster file, in its order."""

    communities: tuple[Community, ...] = ()
    people: tuple[Person, ...] = ()
    duties: tuple[Duty, ...] = ()
    chats: tuple[Chat, ...] = ()

    @cached_property
    def building_names(self) -> dict[str, str]:
        """What buildings are called, to their number: 翠园阁 is 7."""
        return {building.name: building.number for one in self.communities for building in one.buildings}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _accounts(self) -> dict[tuple[str, str], Person]:
        return {(platform, account): p for p in self.people for platform, account in p.accounts.items()}

    @cached_property
    def _communities(self) -> dict[str, Community]:
        return {community.id: community for community in self.communities}

    @cached_property
    def _staff(self) -> dict[str, tuple[Person, ...]]:
        return {one.id: tuple(p for p in self.people if p.works_in(one.id)) for one in self.communities}

    @cached_property
    def _chats(self) -> dict[tuple[str, str], Chat]:
        return {(chat.platform, chat.id): chat for chat in reversed(self.chats)}

    def person(self, id: str) -> Person | None:
        """The person with this roster id."""
        return self._people.get(id)

    def account(self, platform: str, account: str) -> Person | None:
        """The person behind a platform account; None for residents and strangers."""
        return self._accounts.get((platform, account))

    def first_account(self, platform: str, account: str) -> tuple[str, str]:
        """The account that stands for all of the same person: who has several is one; others have but their own."""
        person = self.account(platform, account)
        return min(person.accounts.items()) if person is not None else (platform, account)

    def community(self, id: str) -> Community | None:
        """The community with this roster id."""
        return self._communities.get(id)

    def chat(self, platform: str, id: str) -> Chat | None:
        """The group with this platform id."""
        return self._chats.get((platform, id))

    def chats_of(self, community: str, kind: ChatKind) -> tuple[Chat, ...]:
        """The groups of one kind in a community, in roster order."""
        return tuple(chat for chat in self.chats if chat.community == community and chat.kind is kind)

    def moved(self, platform: str, old: str, new: str) -> Roster:
        """The same roster after a group got a new id."""
        chats = (replace(c, id=new) if c.platform == platform and c.id == old else c for c in self.chats)
        return replace(self, chats=tuple(chats))

    def staff(self, community: str) -> tuple[Person, ...]:
        """Everybody who works in the community."""
        return self._staff.get(community, ())

    def department(self, community: str, department: Department, *, at: datetime) -> tuple[Person, ...]:
        """Who of a department is on duty, in roster order."""
        return self._on_duty((p for p in self.staff(community) if p.department is department), community, at=at)

    def skilled(self, community: str, skill: Skill, *, at: datetime) -> tuple[Person, ...]:
        """Who with a skill is on duty, in roster order."""
        return self._on_duty((p for p in self.staff(community) if p.can(skill)), community, at=at)

    def leaders(self, community: str, order: Iterable[Role], *, at: datetime) -> tuple[Person, ...]:
        """Those who may command, in the order of `command.order`, then of the roster; each once."""
        found: dict[str, Person] = {}
        for role in order:
            for person in self._on_duty((p for p in self.staff(community) if role in p.roles), community, at=at):
                found.setdefault(person.id, person)
        return tuple(found.values())

    def readers(self, chat: Chat, *, at: datetime) -> tuple[Person, ...]:
        """Who reads what is for a spread chat: of staff everybody on duty, of those in charge whoever leads."""
        if chat.kind is ChatKind.COMMAND:
            found = self.leaders(chat.community, (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER), at=at)
        else:
            found = tuple(p for one in Department for p in self.department(chat.community, one, at=at))
        return tuple(person for person in found if chat.platform in person.accounts)

    def admins(self) -> tuple[Person, ...]:
        """Who keeps the roster."""
        return tuple(person for person in self.people if person.admin)

    def named(self, who: str, community: str) -> tuple[Person, ...]:
        """Staff of the community with this name or roster id."""
        return tuple(p for p in self.staff(community) if who in (p.id, p.name))

    def same_people(self, ids: Iterable[str]) -> frozenset[str]:
        """These people under every id the roster gives them: two entries with one telephone are one person."""
        known = {one: self.person(one) for one in ids}
        phones = {bare_phone(person.phone) for person in known.values() if person} - {""}
        return frozenset([*known, *(one.id for one in self.people if bare_phone(one.phone) in phones)])

    def _on_duty(self, group: Iterable[Person], community: str, *, at: datetime) -> tuple[Person, ...]:
        """Those listed for the hour; when nobody of the group is listed, all of them (DESIGN §8)."""
        people = tuple(group)
        home = self.community(community)
        local = at.astimezone(home.zone) if home else at
        listed = {duty.person for duty in self.duties if duty.covers(local)}
        return tuple(p for p in people if p.id in listed) or people


def bare_phone(phone: str) -> str:
    """The last eleven digits: +86 138-0000-0001 and 13800000001 are the same."""
    return "".join(sign for sign in phone if sign.isdigit())[-11:]
