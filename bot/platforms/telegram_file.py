"""Files to and from Telegram: fetched from its servers, and sent as themselves where it knows them by no id."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, TelegramError

from bot.platforms.telegram_result import outcome, readable
from bot.platforms.telegram_transport import Transport
from bot.talk.message import Content
from bot.talk.platform import GoneError, PlatformError

LARGEST = 20 * 1024 * 1024
"""Of a file a bot may fetch (Bot API, getFile)."""
LARGEST_PHOTO = 10 * 1024 * 1024
"""Of a photo a bot may send; what is larger goes as a document (Bot API, sendPhoto)."""
UPLOADED = ("photo", "voice", "audio", "video", "document")
_PLAYED = (b"OggS", b"ID3", b"\xff\xfb")
"""How voice messages begin that Telegram plays: OGG and MP3. WeChat's AMR goes as a document."""


def kind_for(kind: str, content: Content) -> str:
    """As what these bytes can be sent."""
    is_large = kind == "photo" and len(content.data) > LARGEST_PHOTO
    is_mute = kind == "voice" and not content.data.startswith(_PLAYED)
    return kind if kind in UPLOADED and not is_large and not is_mute else "document"


def upload(content: Content) -> InputFile:
    """The file itself, in place of its id."""
    return InputFile(content.data, filename=content.name or None)


async def fetch(transport: Transport, asked: Callable[[str], Awaitable[Any]], file: str) -> Content:
    """The file behind `kind:id`; `asked` tells where the server has it, by id."""
    try:
        found = await readable(asked(file.partition(":")[2]))
        path = found.get("file_path") if isinstance(found, dict) else None
        if not isinstance(path, str) or not path:
            raise PlatformError("Telegram did not say where it has a file")
        data = await transport.download(path, most=LARGEST)
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise GoneError("Telegram gives no bot a file over 20 MB") from error
        raise PlatformError("Telegram does not have a file, or not now") from error
    except TelegramError as error:
        raise PlatformError(f"a file of Telegram: {outcome(error).reason}") from error
    return Content(name=path.rpartition("/")[2], data=data)
