"""What the visitor of the page wishes, read from the ledger of the world, whichever world that is by now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.sandbox.client import World
from bot.sandbox.wire import Json

_WAIT = 25.0
_FAR = 7 * 86_400.0
"""Further than this nobody pushes the clock at once."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One wish; what does not belong to `do` is empty."""

    do: str
    course: str = ""
    language: str = ""
    person: int = 0
    seconds: float = 0.0


async def wishes(world: World) -> AsyncIterator[Wish]:
    """Every wish that can be understood, oldest first; goes on when the world is made anew under its token."""
    epoch, last = -1, 0
    while True:
        told = await world.ask("ledger", after=last, kinds=["wish"], wait=_WAIT if epoch >= 0 else 0.0)
        if told["epoch"] != epoch:
            epoch, last = told["epoch"], 0
            told = await world.ask("ledger", after=0, kinds=["wish"])
            if told["epoch"] != epoch:
                continue
        for entry in told["entries"]:
            last = entry["seq"]
            wish = understood(entry["wish"])
            if wish is not None:
                yield wish


def understood(given: Json) -> Wish | None:
    """A wish as the page writes it, if it makes sense."""
    try:
        return Wish(
            do=str(given["do"]),
            course=str(given.get("course", "")),
            language=str(given.get("language", "")),
            person=int(given.get("person", 0)),
            seconds=min(max(0.0, float(given.get("seconds", 0.0))), _FAR),
        )
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return None
