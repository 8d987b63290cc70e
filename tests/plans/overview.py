"""What covers each requirement, how much is covered of each document and tag, and what must not stay so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.plans.claim import Claim, Claims
from tests.plans.requirement import DOCUMENTS, Requirement

OPEN = "open"
_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The requirements held against the claims."""

    requirements: tuple[Requirement, ...]
    claims: Claims
    finished: frozenset[str]
    """Tags under which nothing of the first priority may be open."""

    def by(self, requirement: Requirement) -> tuple[str, ...]:
        """What covers it."""
        return tuple(dict.fromkeys(claim.by for claim in self.claims.claims if claim.id == requirement.id))

    @property
    def covered(self) -> frozenset[str]:
        """The ids that somebody claims."""
        return frozenset(claim.id for claim in self.claims.claims)

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """The first priority that is open under a tag called finished."""
        return tuple(
            one
            for one in self.requirements
            if one.priority == 1 and one.tag in self.finished and one.id not in self.covered
        )

    @property
    def unknown(self) -> tuple[Claim, ...]:
        """Claims of what no document asks for."""
        known = {requirement.id for requirement in self.requirements}
        return tuple(claim for claim in self.claims.claims if claim.id not in known)

    @property
    def fine(self) -> bool:
        """Whether nothing stands among the complaints."""
        return not any(True for _ in self.complaints())

    def lines(self) -> Iterator[str]:
        """A line a requirement, the totals, and last what must not stay so."""
        for one in self.requirements:
            yield f"{one.id:<10} P{one.priority}  {one.tag:<9} {_shortened(self.by(one)) or OPEN}"
        yield ""
        yield from self._by_document()
        yield ""
        yield from self._by_tag()
        complaints = tuple(self.complaints())
        if complaints:
            yield ""
        yield from complaints

    def complaints(self) -> Iterator[str]:
        """What could not be read, what nobody asked for, what is open and must not be."""
        yield from self.claims.faults
        for claim in self.unknown:
            yield f"{claim.file}: {claim.by} claims {claim.id}, which is not in tests/plans/requirements.csv"
        for one in self.missing:
            yield f"open: {one.id} P{one.priority}, and {one.tag} is called finished: {one.text}"

    def _by_document(self) -> Iterator[str]:
        for document in DOCUMENTS:
            asked = [one for one in self.requirements if document in one.documents]
            yield f"{document:<10} {self._share(asked)}"

    def _by_tag(self) -> Iterator[str]:
        for tag in (*dict.fromkeys(one.tag for one in self.requirements), ""):
            under = [one for one in self.requirements if tag in ("", one.tag)]
            shares = (f"P{level} {self._share([one for one in under if one.priority == level])}" for level in (1, 2, 3))
            yield f"{tag or 'all':<10} {'   '.join(shares)}{'   finished' if tag in self.finished else ''}".rstrip()

    def _share(self, requirements: list[Requirement]) -> str:
        covered = sum(one.id in self.covered for one in requirements)
        return f"{covered:>3} of {len(requirements):>3}" if requirements else "  -       "


def _shortened(by: tuple[str, ...]) -> str:
    more = len(by) - _SHOWN
    return ", ".join(by if more <= 1 else (*by[:_SHOWN], f"{more} more"))
