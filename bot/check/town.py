"""One community and everything that `zhiban check` looks at with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.check.finding import place
from bot.domain.people import Person, Role
from bot.domain.places import Community
from bot.domain.playbook import Called, Playbook
from bot.domain.roster import Roster
from bot.read.document import Document


@dataclass(frozen=True, kw_only=True)
class Town:
    """A community, the roster it stands in, and what is asked of it."""

    community: Community
    roster: Roster
    playbooks: Mapping[str, Playbook]
    order: tuple[Role, ...]
    platforms: Collection[str]
    document: Document
    """The roster file."""

    @property
    def where(self) -> str:
        """Where the roster file begins with it."""
        return place(self.document, ("community", self.roster.communities.index(self.community)))

    def where_of(self, person: Person) -> str:
        """Where the roster file begins with somebody."""
        return place(self.document, ("person", self.roster.people.index(person)))

    def reaches(self, person: Person) -> bool:
        """Whether somebody has an account the bot can write to."""
        return any(platform in person.accounts for platform in self.platforms)

    def callers(self) -> Mapping[Called, Sequence[str]]:
        """Each department and skill the playbooks call, with the ids of those that do."""
        callers: dict[Called, list[str]] = {}
        for playbook in self.playbooks.values():
            for called in playbook.called:
                who = Called(department=called.department, skill=called.skill)
                callers.setdefault(who, []).append(playbook.id)
        return callers
