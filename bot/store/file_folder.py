"""The bytes of kept files: a folder beside the database, each file under the hash of what it holds."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

FOLDER = "files"
_FRESH = ".new"


def folder_beside(database: Path) -> Path:
    """Where the files lie that belong to a database."""
    return database.parent / FOLDER


class FileFolder:
    """Bytes by their SHA-256. Its calls wait for the disk: they belong into a thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def beside(cls, database: Path) -> FileFolder:
        """The folder that belongs to a database."""
        return cls(folder_beside(database))

    def put(self, data: bytes) -> str:
        """Keeps bytes, outliving a power cut once this returns, and tells their hash."""
        digest = hashlib.sha256(data).hexdigest()
        place = self._place(digest)
        if self.get(digest) is not None:
            return digest
        for folder in (self._path, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = place.with_name(f"{digest}.{secrets.token_hex(4)}{_FRESH}")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)
        for folder in (place.parent, self._path, self._path.parent):
            _sync(folder)
        return digest

    def get(self, digest: str) -> bytes | None:
        """The bytes with this hash; None when they are not here, or not as they were."""
        try:
            data = self._place(digest).read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def tidy(self) -> None:
        """Removes what a crash left half written."""
        for left in self._path.glob(f"*/*{_FRESH}"):
            with contextlib.suppress(FileNotFoundError):
                left.unlink()

    def _place(self, digest: str) -> Path:
        return self._path / digest[:2] / digest


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
