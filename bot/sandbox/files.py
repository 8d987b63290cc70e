"""Files that people and the bot have sent: their numbers, their bytes and the objects that describe them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from bot.sandbox.wire import Json, bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
FOLDERS = {"photo": "photos", "voice": "voice", "sticker": "stickers", "document": "documents"}
ENDINGS = {"photo": ".jpg", "voice": ".oga", "sticker": ".webp"}


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One file: `size` may be more than the bytes that are kept."""

    kind: str
    file_id: str
    path: str
    name: str
    mime: str
    content: bytes
    size: int

    @property
    def unique(self) -> str:
        """The same for the same bytes, whatever the file_id."""
        return "Un" + hashlib.sha256(self.content).hexdigest()[:14]


@dataclass(kw_only=True)
class Files:
    """All files of one world."""

    by_id: dict[str, Stored] = field(default_factory=dict)
    by_path: dict[str, Stored] = field(default_factory=dict)

    def keep(self, kind: str, content: bytes, *, name: str = "", mime: str = "", size: int | None = None) -> Stored:
        """Takes a file in."""
        number = len(self.by_id) + 1
        ending = ENDINGS.get(kind) or "." + (name.rpartition(".")[2] or "bin")
        stored = Stored(
            kind=kind,
            file_id=f"AgAC{kind[:3]}{number:08d}",
            path=f"{FOLDERS[kind]}/file_{number}{ending}",
            name=name or f"file_{number}{ending}",
            mime=mime or "application/octet-stream",
            content=content,
            size=len(content) if size is None else size,
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored

    def path_of(self, body: Json) -> str:
        """Where the bytes of a message's file are; empty when it carries none."""
        part = (
            body["photo"][-1] if "photo" in body else body.get("document") or body.get("voice") or body.get("sticker")
        )
        stored = self.by_id.get(part["file_id"]) if part else None
        return stored.path if stored else ""

    def find(self, file_id: str, kind: str) -> Stored:
        """A file that was sent before."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"type of file mismatch: can't use file of type {stored.kind} as {kind}")
        return stored


def describe_file(stored: Stored, *, duration: int = 0, emoji: str = "") -> Json:
    """The part of a message that says which file it carries."""
    told: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique, "file_size": stored.size}
    if stored.kind == "photo":
        small = {**told, "file_id": stored.file_id, "width": 90, "height": 67}
        return {"photo": [small, {**told, "width": 1280, "height": 960}]}
    if stored.kind == "voice":
        return {"voice": {**told, "duration": duration, "mime_type": "audio/ogg"}}
    if stored.kind == "sticker":
        shape: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": {**told, **shape, **({"emoji": emoji} if emoji else {})}}
    return {"document": {**told, "file_name": stored.name, "mime_type": stored.mime}}


def file_answer(stored: Stored) -> Json:
    """What getFile answers."""
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique,
        "file_size": stored.size,
        "file_path": stored.path,
    }
