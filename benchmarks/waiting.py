"""Messages that wait in the outbox before a benchmark starts the bot: one row each, told apart by its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.process import ROOT
from bot.store import cards, outbox
from bot.store.cards import Stored
from bot.store.db import open_database
from bot.store.migrate import migrate
from bot.store.outbox import Kind
from bot.store.tx import Tx
from bot.talk.message import Address, Card, Priority

FIRST_CHAT = -7_001
"""The first of the groups; the others lie below it."""


def words(number: int) -> str:
    """What a row says; found in the ledger again."""
    return f"row{number:05d}"


def groups(chats: int) -> Sequence[Address]:
    """So many groups of Telegram."""
    return [Address(platform="telegram", chat=str(FIRST_CHAT - number)) for number in range(chats)]


async def fill(file: Path, *, rows: int, chats: int, where: Sequence[Address] = ()) -> None:
    """So many rows for so many groups, written as the program itself writes them, before it is started.

    `where`: the chats, when they are no groups of Telegram.
    """
    to = where or groups(chats)
    db = await open_database(f"sqlite:///{file}")
    try:
        await migrate(db, ROOT / "migrations", backup=False)
        for first in range(0, rows, 500):
            numbers = range(first, min(first + 500, rows))
            await db.write(lambda tx, numbers=numbers: _add(tx, numbers, to))  # type: ignore[misc]
    finally:
        await db.close()


async def _add(tx: Tx, numbers: Sequence[int], to: Sequence[Address]) -> None:
    now = datetime.now(UTC)
    for number in numbers:
        where = to[number % len(to)]
        card = Card(template="refused/unknown_command", facts={"command": words(number)})
        stored = Stored(
            id=f"c{number}", about="", where=where, person=None, card=card, live=False, version=1, shown=0, message="",
            pinned=False, language="zh", mention=None,
        )  # fmt: skip
        await cards.add(tx, stored, now=now)
        await outbox.add(
            tx, key=words(number), card=stored.id, kind=Kind.SEND, where=where, person=None, priority=Priority.ROUTINE,
            about="", due=now, now=now,
        )  # fmt: skip
