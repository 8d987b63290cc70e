"""What a piece of work sees of the database, the same on every kind of it: protocols, and the error people read."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Value = str | int | float | bytes | None
Args = Mapping[str, Value]


class StoreError(Exception):
    """The database cannot be used as it is; the text is one sentence that says what to do."""


class ForeignAwaitError(RuntimeError):
    """A work awaited something other than the database inside a transaction; it alone was rolled back."""


class Row(Protocol):
    """One row, read by column name."""

    def __getitem__(self, column: str, /) -> Any: ...


class Reads(Protocol):
    """What both a transaction and the database itself can do."""

    async def all(self, sql: str, /, **args: Value) -> Sequence[Row]:
        """Every row of the answer."""
        ...

    async def one(self, sql: str, /, **args: Value) -> Row | None:
        """The first row of the answer, if there is one."""
        ...


class Tx(Reads, Protocol):
    """One transaction. A work awaits these methods and nothing else, and may be run again from its beginning."""

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgres`, for the few statements that differ."""
        ...

    async def run(self, sql: str, /, **args: Value) -> int:
        """Carry out one statement and tell how many rows it touched."""
        ...

    async def batch(self, items: Iterable[tuple[str, Args]], /) -> None:
        """Carry out many statements in order."""
        ...

    async def attempt(self, job: "Job[T]", /) -> T:
        """Run a part that may fail alone: when it raises, only what it wrote is taken back."""
        ...


Job = Callable[[Tx], Coroutine[Any, Any, T]]


class Database(Reads, Protocol):
    """A database: writes in transactions of its one writer, reads beside them."""

    @property
    def path(self) -> Path | None:
        """The file it is, if it is one."""
        ...

    async def write(self, job: Job[T], /) -> T:
        """Run a work in a transaction and return its result after the commit; what raises has written nothing.

        Cancelled while it waits it has not happened; once begun it happens whole.
        """
        ...

    async def read(self, job: Job[T], /) -> T:
        """Run a work that only reads, on one unchanging state of the database."""
        ...

    async def backup(self, target: Path, /) -> None:
        """Copy everything committed into a new file."""
        ...

    async def close(self) -> None:
        """Finish what waits, then let go of the database; a program that forgets this never ends."""
        ...
