"""What `zhiban check` has found out, one line each, and how the whole of it is printed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.read.document import Document, Trail
from bot.read.fault import FaultsError


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    """Proved to work."""
    WARN = "warn"
    """Works, but not as well as people will expect."""
    FAIL = "FAIL"
    """Does not work: nobody should rely on this installation."""


_LEVELS = (Level.FAIL, Level.WARN, Level.OK)
_STEPS = (
    "settings", "roster", "words", "playbook", "commands", "templates", "signals", "migrations", "database", "timeline",
    "token", "people", "command", "approval", "account", "admin", "group", "privacy", "write", "residents",
)  # fmt: skip
"""In which order somebody who begins gets things right: what a later one needs stands before it."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    subject: str
    where: str
    """`file:line`, or what was asked."""
    remedy: str
    """What to do; of what is fine: what was found."""

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.subject}  {self.where}  {self.remedy}"


def fine(subject: str, where: str, found: str) -> Finding:
    """It works."""
    return Finding(level=Level.OK, subject=subject, where=where, remedy=found)


def doubtful(subject: str, where: str, remedy: str) -> Finding:
    """It works, but."""
    return Finding(level=Level.WARN, subject=subject, where=where, remedy=remedy)


def failed(subject: str, where: str, remedy: str) -> Finding:
    """It does not work."""
    return Finding(level=Level.FAIL, subject=subject, where=where, remedy=remedy)


def faulty(subject: str, error: FaultsError) -> list[Finding]:
    """Every fault of a file."""
    return [failed(subject, fault.where, f"{fault.problem}; {fault.remedy}") for fault in error.faults]


def place(document: Document, trail: Trail) -> str:
    """Where an entry stands; a variable of the environment has no lines."""
    file, line = document.where(trail)
    return f"{file}:{line}" if line else file


def exit_code(findings: Iterable[Finding]) -> int:
    """1 when anything fails."""
    return int(any(finding.level is Level.FAIL for finding in findings))


def as_lines(findings: Sequence[Finding]) -> str:
    """One line a finding, what has to be done first on top; then the counts, and what to do next."""
    counts = ", ".join(f"{n} {level}" for level, n in _counts(findings).items())
    ordered = in_order(findings)
    return "\n".join([*map(str, ordered), counts, _next(ordered[0])] if ordered else [counts])


def as_json(findings: Sequence[Finding]) -> str:
    """The same for programs."""
    whole = {"findings": [asdict(finding) for finding in in_order(findings)], "counts": _counts(findings)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What fails before what is doubtful, and of both what others wait for first."""
    return sorted(findings, key=lambda finding: (_LEVELS.index(finding.level), _step(finding)))


def _step(finding: Finding) -> int:
    if finding.level is Level.OK or finding.subject not in _STEPS:
        return len(_STEPS)
    return _STEPS.index(finding.subject)


def _next(first: Finding) -> str:
    if first.level is Level.FAIL:
        return f"next: {first.where}: {first.remedy}; then check again"
    if first.level is Level.WARN:
        return f"next: nothing fails; it would be better still with {first.where}: {first.remedy}"
    return "next: nothing; it is on duty as long as zhiban run runs"


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    counted = Counter(finding.level for finding in findings)
    return {level.value: counted[level] for level in Level}


_SHOWN = 3
"""Plans named in one line; a department that most plans call would fill the screen."""


def some_of(playbooks: Sequence[str]) -> str:
    """The first of them by name, and how many more there are."""
    more = len(playbooks) - _SHOWN
    return ", ".join(playbooks[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
