"""What can stand in the way of starting: a database somebody works on, a port that is taken, a clock file."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot import web
from bot.settings import Settings
from bot.store.db import StoreError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class StartError(Exception):
    """The program can't start; the text is one sentence that says what to do."""


@contextlib.contextmanager
def alone(database: Path) -> Iterator[None]:
    """Keeps a second process off the same database: it would take the first one's messages for its own."""
    taken = f"another zhiban works on {database.name} already: stop it first"
    with _locked(_lock_of(database.resolve()), fcntl.LOCK_EX, taken=taken):
        yield


@contextlib.contextmanager
def beside_others(database: Path) -> Iterator[None]:
    """Keeps a restore off while a command looks at the database, or decides, beside the bot; others may too."""
    with _locked(_folder_of(database), fcntl.LOCK_SH, taken=f"a restore of {database.name} is under way: wait for it"):
        yield


@contextlib.contextmanager
def off_limits(database: Path) -> Iterator[None]:
    """Keeps the bot off and every command beside it, while another database takes the place of this one."""
    busy = f"another command of zhiban works on {database.name}: wait for it"
    with alone(database), _locked(_folder_of(database), fcntl.LOCK_EX, taken=busy):
        yield


@contextlib.contextmanager
def _locked(opened: int, how: int, *, taken: str) -> Iterator[None]:
    try:
        try:
            fcntl.flock(opened, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StartError(taken) from error
        yield
    finally:
        os.close(opened)


def _lock_of(database: Path) -> int:
    """The file that says somebody works on the database; root makes it for whom the database is."""
    file = database.with_name(f"{database.name}.lock")
    try:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        if os.geteuid() == 0:
            owner = (database if database.exists() else database.parent).stat()
            os.fchown(lock, owner.st_uid, owner.st_gid)
    except OSError as error:
        if os.path.lexists(file):
            raise StoreError(f"{file} can't be opened ({error.strerror}): give it to this user") from error
        raise StoreError(f"{database.parent} can't be written to ({error.strerror}): change [store] url") from error
    return lock


def _folder_of(database: Path) -> int:
    """The folder itself bears the second lock: a file would need an owner, and room on the disk."""
    folder = database.resolve().parent
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise StoreError(f"{folder} can't be opened ({error.strerror}): change [store] url") from error


def open_door(settings: Settings) -> socket.socket:
    """Our web port, open before anything else is done."""
    try:
        return web.open_door(settings.web.host, settings.web.port)
    except OSError as error:
        place = f"{settings.web.host}:{settings.web.port}"
        raise StartError(f"{place} can't be opened ({error.strerror}): change [web] port, or set it to 0") from error


def moved_by(settings: Settings, environment: Mapping[str, str]) -> Path | None:
    """The file that moves the clock; honoured only while every address is loopback (DESIGN §10)."""
    file = environment.get("ZHIBAN_CLOCK_FILE")
    addresses = [one.base_url for one in (settings.telegram, settings.wecom) if one is not None]
    hosts = [urlsplit(address).hostname for address in addresses]
    return Path(file) if file and all(host in _LOOPBACK for host in hosts) else None
