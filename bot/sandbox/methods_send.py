"""Methods that write text, places and copies into a chat."""

from __future__ import annotations

from bot.sandbox.chat import Chat
from bot.sandbox.draft import Params, caption_part, enter_chat, read_text, write
from bot.sandbox.hearing import service_kind
from bot.sandbox.wire import Json, bad_request
from bot.sandbox.world import World

ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
PREVIEW_KEYS = frozenset({"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"})
COPIED = frozenset(
    [
        "text",
        "entities",
        "caption",
        "caption_entities",
        "photo",
        "voice",
        "sticker",
        "document",
        "location",
        "has_media_spoiler",
    ]
)


def send_message(world: World, params: Params) -> Json:
    """sendMessage."""
    chat = enter_chat(world, params)
    if set(params.get("link_preview_options", ())) - PREVIEW_KEYS:
        raise bad_request("can't parse link preview options")
    text, entities = read_text(world, params)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if params.get("link_preview_options"):
        content["link_preview_options"] = params["link_preview_options"]
    return write(world, chat, params, content).body


def send_location(world: World, params: Params) -> Json:
    """sendLocation."""
    chat = enter_chat(world, params)
    if abs(params["latitude"]) > 90 or abs(params["longitude"]) > 180:
        raise bad_request("invalid coordinates specified")
    place = {
        name: params[name]
        for name in (
            "latitude",
            "longitude",
            "horizontal_accuracy",
            "live_period",
            "heading",
            "proximity_alert_radius",
        )
        if name in params
    }
    return write(world, chat, params, {"location": place}).body


def send_chat_action(world: World, params: Params) -> bool:
    """sendChatAction."""
    enter_chat(world, params)
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def forward_message(world: World, params: Params) -> Json:
    """forwardMessage."""
    chat, body = _source(world, params, "forward")
    if "sender_chat" in body:
        origin: Json = {"type": "chat", "sender_chat": body["sender_chat"]}
        if body["chat"]["type"] == "channel":
            origin = {"type": "channel", "chat": body["chat"], "message_id": body["message_id"]}
    else:
        origin = {"type": "user", "sender_user": body["from"]}
    content = {key: value for key, value in body.items() if key in COPIED}
    content["forward_origin"] = body.get("forward_origin", origin | {"date": body["date"]})
    return write(world, chat, params, content).body


def copy_message(world: World, params: Params) -> Json:
    """copyMessage."""
    chat, body = _source(world, params, "copy")
    content = {key: value for key, value in body.items() if key in COPIED}
    if "caption" in params and "text" not in content:
        content.pop("caption_entities", None)
        content |= caption_part(world, params)
    return {"message_id": write(world, chat, params, content).body["message_id"]}


def _source(world: World, params: Params, verb: str) -> tuple[Chat, Json]:
    chat = enter_chat(world, params)
    post = world.enter(params["from_chat_id"]).posts.get(params["message_id"])
    if post is None:
        raise bad_request(f"message to {verb} not found")
    if service_kind(post.body) or post.body.get("has_protected_content"):
        raise bad_request(f"the message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return chat, post.body
