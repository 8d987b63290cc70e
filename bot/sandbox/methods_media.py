"""Methods that send files, and the one that fetches them."""

from __future__ import annotations

from bot.sandbox.draft import Params, caption_part, enter_chat, write
from bot.sandbox.files import PHOTO_LIMIT, UPLOAD_LIMIT, Stored, describe_file, file_answer
from bot.sandbox.parameters import Upload
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import World

ALBUM_KINDS = frozenset({"photo", "document"})
ALBUM_KEYS = frozenset(
    [
        "type",
        "media",
        "thumbnail",
        "caption",
        "parse_mode",
        "caption_entities",
        "show_caption_above_media",
        "has_spoiler",
        "disable_content_type_detection",
    ]
)
ADDRESSES = ("http://", "https://")


def send_photo(world: World, params: Params) -> Json:
    """sendPhoto."""
    return _send_file(world, params, "photo")


def send_voice(world: World, params: Params) -> Json:
    """sendVoice."""
    return _send_file(world, params, "voice")


def send_sticker(world: World, params: Params) -> Json:
    """sendSticker."""
    return _send_file(world, params, "sticker")


def send_document(world: World, params: Params) -> Json:
    """sendDocument."""
    return _send_file(world, params, "document")


def _send_file(world: World, params: Params, kind: str) -> Json:
    chat = enter_chat(world, params)
    caption = caption_part(world, params)
    stored = _take(world, kind, params[kind], params)
    content = describe_file(stored, duration=params.get("duration", 0), emoji=params.get("emoji", "")) | caption
    if caption and params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return write(world, chat, params, content).body


def _take(world: World, kind: str, given: object, params: Params) -> Stored:
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get(given.removeprefix("attach://"))
        if not isinstance(given, Upload):
            raise bad_request(f"there is no {kind} in the request")
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        if len(given.content) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
            raise bad_request("file is too big")
        return world.files.keep(kind, given.content, name=given.filename)
    if not isinstance(given, str) or not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(ADDRESSES):
        raise bad_request("failed to get HTTP URL content")
    return world.files.find(given, kind)


def send_media_group(world: World, params: Params) -> list[Json]:
    """sendMediaGroup."""
    chat = enter_chat(world, params)
    media = params["media"]
    if not 2 <= len(media) <= 10:
        raise bad_request("group send must include 2-10 items")
    kinds = {one.get("type") if isinstance(one, dict) else None for one in media}
    if len(kinds) != 1 or not kinds <= ALBUM_KINDS:
        raise bad_request("the sandbox takes albums of photos or of documents only")
    if any(set(one) - ALBUM_KEYS for one in media):
        raise bad_request("can't parse InputMedia: unknown field")
    contents = []
    for one in media:
        caption = caption_part(world, one)
        contents.append(describe_file(_take(world, one["type"], one.get("media"), params)) | caption)
    group = {"media_group_id": str(world.next_album())}
    return [write(world, chat, params, content | group).body for content in contents]


def get_file(world: World, params: Params) -> Json:
    """getFile."""
    stored = world.files.by_id.get(params["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return file_answer(stored)
