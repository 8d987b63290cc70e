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
    try:
        lock = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"{database.parent} can't be written to ({error.strerror}): change [store] url") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StartError(f"another zhiban works on {database.name} already: stop it first") from error
    finally:
        os.close(lock)


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
    hosts = [urlsplit(settings.telegram.base_url).hostname] if settings.telegram else []
    return Path(file) if file and all(host in _LOOPBACK for host in hosts) else None
