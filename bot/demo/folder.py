"""The folder a stage works in, gone afterwards; what a killed demo has left behind is removed by the next to look."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "zhiban-demo-"
_LOCK = "in-use"


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """A fresh folder, held for as long as this process lives and no longer than the block."""
    remove_left_behind()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        folder = Path(name)
        lock = _held(folder)
        try:
            yield folder
        finally:
            os.close(lock)


def remove_left_behind() -> None:
    """Removes the folders of this user's demos that were killed; those of living ones are held."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # somebody else's, held, or gone meanwhile
            if folder.lstat().st_uid == os.getuid():
                _remove(folder)


def _remove(folder: Path) -> None:
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(lock)


def _held(folder: Path) -> int:
    """The lock of a folder, which nobody sees before it is held."""
    fresh = folder / f"{_LOCK}.new"
    lock = os.open(fresh, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    fresh.replace(folder / _LOCK)
    return lock
