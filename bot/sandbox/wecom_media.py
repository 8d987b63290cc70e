"""Files of qyapi: each has an id that is worth something for three days (WD 90253, 90254)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.wecom_wire import WecomRefusal, wrong
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

KEPT = 3 * 24 * 3600
MEGABYTE = 1024 * 1024
MOST = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "file": 20 * MEGABYTE}
"""Bytes of each kind (WD 90253)."""
SMALLEST = 6
"""All files are larger than 5 bytes (WD 90253)."""
TYPES = {"image": "image/jpeg", "voice": "audio/amr", "video": "video/mp4", "file": "application/octet-stream"}


@dataclass(frozen=True, kw_only=True)
class Media:
    """One file."""

    id: str
    kind: str
    name: str
    content: bytes
    created: float


@dataclass(kw_only=True)
class MediaShelf:
    """All files of one corp."""

    kept: dict[str, Media] = field(default_factory=dict)

    def keep(self, kind: str, content: bytes, *, name: str, now: float) -> Media:
        """Takes a file in."""
        media = Media(id=f"3a{kind[0]}{len(self.kept) + 1:08d}Q_-x", kind=kind, name=name, content=content, created=now)
        self.kept[media.id] = media
        return media

    def find(self, media_id: str, *, now: float, kinds: tuple[str, ...] = ()) -> Media:
        """The file behind an id, or 40007: never there, of another kind, or more than three days old."""
        media = self.kept.get(media_id)
        if media is None or now - media.created >= KEPT or (kinds and media.kind not in kinds):
            raise WecomRefusal(40007)
        return media


def upload(corp: Corp, kind: str, name: str, content: bytes) -> Json:
    """media/upload."""
    if kind not in MOST:
        raise wrong(f"type {kind}")
    if not content:
        raise WecomRefusal(44001)
    if len(content) < SMALLEST or len(content) > MOST[kind]:
        raise WecomRefusal(45001)
    if not name:
        raise wrong("filename missing")
    media = corp.media.keep(kind, content, name=name, now=corp.now())
    return {"type": kind, "media_id": media.id, "created_at": str(int(media.created))}


def check_media(corp: Corp, body: Json) -> str:
    """The id of the file a message carries; it must be there and of that kind."""
    kind = body["msgtype"]
    return corp.media.find(body[kind]["media_id"], now=corp.now(), kinds=(kind,)).id
