"""What is wrong in a file somebody wrote, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong; `line` 0 means the file as a whole, or a variable of the environment."""

    file: str
    line: int
    problem: str
    remedy: str

    @property
    def where(self) -> str:
        """`file:line`, as editors and people read it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}; {self.remedy}"


class FaultsError(Exception):
    """Everything that is wrong in what was read, found in one pass and in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line)))
        super().__init__("\n".join(map(str, self.faults)))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.7)
    return by_fold[close[0]] if close else None


def suggest(word: str, known: Iterable[str], *, otherwise: str | None = None) -> str:
    """A remedy for a word that is not known: the nearest one, else all there are or what `otherwise` says."""
    names = tuple(known)
    close = nearest(word, names)
    if close is not None:
        return f'did you mean "{close}"?'
    if otherwise is not None:
        return otherwise
    return f"known are: {', '.join(names)}" if names else "there is none yet"
