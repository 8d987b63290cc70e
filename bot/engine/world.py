"""What the engine knows beside the rows: the company, the roster as it is now, the playbooks and the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.domain.people import Person
from bot.domain.playbook import Playbook
from bot.domain.recognise import Recogniser
from bot.domain.roster import Roster
from bot.talk.message import Address, Toast
from bot.talk.platform import Shape
from bot.talk.work import Account, Company, Vocabulary

Moved = Mapping[tuple[str, str], str]
"""The newest id of each chat that moved, by (platform, old id)."""


class Wording(Vocabulary, Protocol):
    """The words people type, and the short answers they get."""

    def toast(self, toast: Toast, language: str) -> str:
        """The short answer to a press, as plain text."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Swapped as a whole; a piece of work sees one of them from its beginning to its end."""

    company: Company
    roster: Roster
    playbooks: Mapping[str, Playbook]
    recogniser: Recogniser
    words: Wording
    moved: Moved = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """What each platform that is set up can do."""

    def with_roster(self, roster: Roster, moved: Moved) -> World:
        """The same world with another roster, its groups under the ids they have by now."""
        for (platform, old), new in moved.items():
            roster = roster.moved(platform, old, new)
        return replace(self, roster=roster, moved=dict(moved))

    def shape(self, platform: str) -> Shape:
        """What a platform can do; of one that is not set up any more it does not matter."""
        return self.shapes.get(platform, Shape())

    def opens(self, platform: str, account: str) -> bool:
        """Whether an account that never wrote can be written to: it is on the roster, and the platform lets us."""
        return self.shape(platform).writes_first and self.roster.account(platform, account) is not None

    def follow(self, where: Address) -> Address:
        """The address under the id the chat has by now."""
        new = self.moved.get((where.platform, where.chat))
        return replace(where, chat=new) if new else where


def spoken(client: str) -> str:
    """The language for somebody whose client speaks this: Chinese for any Chinese, English for all others."""
    if not client:
        return ""
    return "zh" if client.lower().startswith("zh") else "en"


def account_on(person: Person, platform: str) -> str:
    """The id of a person's account on a platform; empty when they have none there."""
    return person.accounts.get(platform, "")


def preferred(person: Person | None, account: Account | None) -> str:
    """The language somebody reads: what they chose themselves, else the roster's, else what their client spoke."""
    if account is not None and account.chosen:
        return account.language
    return (person.language if person else "") or (account.language if account else "")
