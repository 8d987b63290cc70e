"""A database that is only looked at, while the program that works on it goes on."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.store.connection import Connection, connect, explain, prepare_reader
from bot.store.tx import Reads, Row, Value


class Looking:
    """`Reads` on a file that is there already."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection, self._path = connection, path

    async def all(self, sql: str, /, **args: Value) -> Sequence[Row]:
        """Every row of the answer."""
        try:
            return await self._connection.hop(lambda raw: raw.execute(sql, args).fetchall())
        except sqlite3.Error as error:
            told = explain(error, self._path)
            raise told from told.__cause__

    async def one(self, sql: str, /, **args: Value) -> Row | None:
        """The first row of the answer, if there is one."""
        rows = await self.all(sql, **args)
        return rows[0] if rows else None


@contextlib.asynccontextmanager
async def looked_at(path: Path) -> AsyncIterator[Reads]:
    """Open a file nobody has to have closed; what stands in the way is a StoreError."""
    try:
        connection = await connect(path, prepare_reader)
    except sqlite3.Error as error:
        told = explain(error, path)
        raise told from told.__cause__
    try:
        yield Looking(connection, path)
    finally:
        await connection.close()
