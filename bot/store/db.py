"""The address in [store] url becomes an open database, or one sentence that says why not."""

import os
import stat
from pathlib import Path

from bot.store.sqlite import Sqlite
from bot.store.tx import Database, ForeignAwaitError, Job, Reads, Row, StoreError, Tx

__all__ = ["Database", "ForeignAwaitError", "Job", "Reads", "Row", "StoreError", "Tx", "database_file", "open_database"]

_EXAMPLE = "sqlite:///zhiban.db"


async def open_database(url: str, *, base: Path | None = None) -> Database:
    """Open the database of an address; a relative path starts at `base`. Close it in a `finally`."""
    path = database_file(url, base=base)
    try:
        _check_place(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be opened ({error.strerror}): change [store] url") from error
    return await Sqlite.open(path)


def database_file(url: str, *, base: Path | None = None) -> Path:
    """The file an address names."""
    scheme, found, rest = url.partition("://")
    if scheme.split("+")[0] in ("postgres", "postgresql"):
        raise StoreError(f"PostgreSQL is not supported yet: set [store] url to {_EXAMPLE}")
    if not found or scheme != "sqlite":  # the address itself is not repeated: it may hold a password
        raise StoreError(f"[store] url is not the address of a database: write sqlite:/// and a path, as in {_EXAMPLE}")
    name = rest.removeprefix("/")
    if name == rest or not name or "\0" in name or name == ":memory:":
        raise StoreError(f"[store] url names no file: write sqlite:/// and a path, as in {_EXAMPLE}")
    return (base or Path()) / name


def _check_place(path: Path) -> None:
    """Refuse what SQLite would refuse in fewer words, and make a new file readable by its owner alone.

    An existing file is only looked at, never opened: closing it would drop the locks of this process on it.
    """
    folder = path.parent
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name a file in it, as in sqlite:///{path / 'zhiban.db'}")
    if path.exists() and not path.is_file():
        raise StoreError(f"{path} is not a file: name another in [store] url")
    if not folder.is_dir():
        raise StoreError(f"the folder {folder} does not exist: make it, or change [store] url")
    for place in (folder, path) if path.exists() else (folder,):
        if not _writable(place):
            raise StoreError(f"{place} may not be written to: give this user the right to, or change [store] url")
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _writable(place: Path) -> bool:
    anybody = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH  # without it even root should take the hint
    return bool(place.stat().st_mode & anybody) and os.access(place, os.W_OK)
