"""What platforms delivered: kept before it is acknowledged, handled oldest first, set aside when it cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store.tx import Reads, Tx
from bot.store.values import micros, moment, plain
from bot.talk.platform import Raw

ADD = """INSERT INTO inbox (platform, key, chat, at, body) VALUES (:platform, :key, :chat, :at, :body)
    ON CONFLICT (platform, key) DO NOTHING"""
OLDEST = """SELECT id, platform, key, chat, at, body, tries FROM inbox
    WHERE state = 'new' ORDER BY id LIMIT :count"""
DONE = "UPDATE inbox SET state = 'done' WHERE id = :id"
FAILED = "UPDATE inbox SET tries = tries + 1, problem = :problem WHERE id = :id"
ASIDE = "UPDATE inbox SET tries = tries + 1, problem = :problem, state = 'aside' WHERE id = :id"
WAITING = "SELECT count(*) AS waiting FROM inbox WHERE state = 'new'"


@dataclass(frozen=True, kw_only=True)
class Message:
    """An update that waits to be handled."""

    id: int
    platform: str
    key: str
    chat: str
    at: datetime
    body: bytes
    tries: int


async def add(tx: Tx, platform: str, rows: Sequence[Raw]) -> None:
    """Keeps updates in the order given; one that is there already is left as it is."""
    for row in rows:
        await tx.run(ADD, platform=platform, key=row.key, chat=plain(row.chat), at=micros(row.at), body=row.body)


async def oldest(reads: Reads, count: int) -> list[Message]:
    """The next to be handled, oldest first."""
    return [
        Message(
            id=row["id"],
            platform=row["platform"],
            key=row["key"],
            chat=row["chat"],
            at=moment(row["at"]),
            body=row["body"],
            tries=row["tries"],
        )
        for row in await reads.all(OLDEST, count=count)
    ]


async def done(tx: Tx, id: int) -> None:
    """It was handled."""
    await tx.run(DONE, id=id)


async def failed(tx: Tx, id: int, problem: str) -> None:
    """One more try has failed."""
    await tx.run(FAILED, id=id, problem=problem)


async def set_aside(tx: Tx, id: int, problem: str) -> None:
    """It will not be tried again; a person has to look at it."""
    await tx.run(ASIDE, id=id, problem=problem)


async def waiting(reads: Reads) -> int:
    """How many have not been handled yet."""
    row = await reads.one(WAITING)
    return int(row["waiting"]) if row else 0
