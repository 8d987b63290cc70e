"""Small durable facts by name."""

from collections.abc import Mapping
from datetime import datetime

from bot.store.tx import Reads, Tx
from bot.store.values import from_json, micros, to_json

GET = "SELECT value FROM fact WHERE name = :name ORDER BY name"
PUT = """INSERT INTO fact (name, value, at) VALUES (:name, :value, :at)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at"""
NAMED = "SELECT name, value FROM fact WHERE name >= :low AND name < :high ORDER BY name"
FORGET = "DELETE FROM fact WHERE name = :name"


async def get(reads: Reads, name: str) -> object:
    """The value of a fact; None when it was never kept."""
    row = await reads.one(GET, name=name)
    return None if row is None else from_json(row["value"])


async def put(tx: Tx, name: str, value: object, *, now: datetime) -> None:
    """Keeps a fact in place of the one before."""
    await tx.run(PUT, name=name, value=to_json(value), at=micros(now))


async def named(reads: Reads, beginning: str) -> Mapping[str, object]:
    """The facts whose names begin so; the beginning ends in a colon."""
    rows = await reads.all(NAMED, low=beginning, high=f"{beginning[:-1]};")
    return {row["name"]: from_json(row["value"]) for row in rows}


async def forget(tx: Tx, name: str) -> None:
    """It does not hold any more."""
    await tx.run(FORGET, name=name)
