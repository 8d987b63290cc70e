"""Files to and from WeCom: uploaded as what they are when WeCom takes them so, else as a plain file."""

from __future__ import annotations

from dataclasses import replace

from bot.platforms.wecom_answer import FILE_BYTES
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import Act, ApiError
from bot.talk.message import Content
from bot.talk.platform import GoneError, PlatformError

PLATFORM = "wecom"
LEAST_BYTES = 5
"""A smaller file is refused (WD 90253)."""
WORDS = ("location", "contact")
"""What travels like a file and is sent as words."""

_MEGABYTE = 1024 * 1024
_KINDS = {"photo": "image", "voice": "voice", "video": "video"}
_TAKEN: dict[str, tuple[int, tuple[bytes, ...]]] = {
    "image": (10 * _MEGABYTE, (b"\xff\xd8\xff", b"\x89PNG")),
    "voice": (2 * _MEGABYTE, (b"#!AMR\n",)),
    "video": (10 * _MEGABYTE, ()),
}
"""The most bytes of a kind, and how those begin that WeCom shows (WD 90253): a voice message of Telegram is no AMR."""


def own_media(file: str) -> str:
    """The media id in `kind:wecom/id`; empty when the id is another platform's."""
    home, _, media = file.partition(":")[2].partition("/")
    return media if home == PLATFORM else ""


def msgtype(kind: str, content: Content | None = None) -> str:
    """As what a file is sent: what WeCom would not show as its kind goes as a file."""
    taken = _KINDS.get(kind, "file")
    if content is None or taken == "file":
        return taken
    most, starts = _TAKEN[taken]
    if len(content.data) > most or (starts and not content.data.startswith(starts)):
        return "file"
    if taken == "video" and b"ftyp" not in content.data[4:12]:
        return "file"
    return taken


async def upload(api: Api, kind: str, content: Content) -> tuple[str, str]:
    """Gives WeCom the file: its msgtype and media id."""
    if not LEAST_BYTES <= len(content.data) <= FILE_BYTES:
        raise ApiError(0, Act.CONTENT, "WeCom takes files of 5 bytes to 20 MB only")
    taken = msgtype(kind, content)
    name = content.name if "." in content.name else f"{content.name or taken}{_ending(taken, content)}"
    return taken, await api.upload(taken, replace(content, name=name))


def _ending(taken: str, content: Content) -> str:
    """A name without an ending gets one: by it a phone knows what opens the file."""
    if taken == "image":
        return ".png" if content.data.startswith(b"\x89PNG") else ".jpg"
    return {"voice": ".amr", "video": ".mp4"}.get(taken, "")


async def fetch(api: Api, file: str, *, secret: str = "app", platform: str = PLATFORM) -> Content:
    """The file behind `kind:platform/id`; `GoneError` when it has expired."""
    home, _, media = file.partition(":")[2].partition("/")
    if home != platform or not media:
        raise PlatformError(f"the file is none of {platform}")
    try:
        return await api.download(media, secret=secret)
    except ApiError as error:
        too_long = (
            error.act is Act.CONTENT and not error.code
        )  # found by us; what a code means that we don't know may pass
        if error.act is Act.GONE or too_long:
            raise GoneError(error.words) from error
        raise
