"""The methods of the Bot API that the sandbox knows: name, type and need of each parameter, and their check."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.wire import Refusal, bad_request

TARGET = "business_connection_id:text chat_id:chat! message_thread_id:whole direct_messages_topic_id:whole"
MANNER = "disable_notification:flag protect_content:flag message_effect_id:text"
PAID = "allow_paid_broadcast:flag suggested_post_parameters:object"
ANSWER = "reply_parameters:object reply_markup:object"
SEND = f"{TARGET} {MANNER} {PAID} {ANSWER}"
CAPTION = "caption:text parse_mode:text caption_entities:list"
EDITED = "business_connection_id:text chat_id:chat message_id:whole inline_message_id:text"

TABLE: dict[str, str] = {
    "getMe": "",
    "getUpdates": "offset:whole limit:whole timeout:whole allowed_updates:list",
    "setWebhook": "url:text! certificate:file ip_address:text max_connections:whole allowed_updates:list"
    " drop_pending_updates:flag secret_token:text",
    "deleteWebhook": "drop_pending_updates:flag",
    "getWebhookInfo": "",
    "sendMessage": f"{SEND} text:text! parse_mode:text entities:list link_preview_options:object",
    "editMessageText": f"{EDITED} text:text parse_mode:text entities:list link_preview_options:object"
    " rich_message:object reply_markup:object",
    "editMessageReplyMarkup": f"{EDITED} reply_markup:object",
    "deleteMessage": "chat_id:chat! message_id:whole!",
    "answerCallbackQuery": "callback_query_id:text! text:text show_alert:flag url:text cache_time:whole",
    "pinChatMessage": "business_connection_id:text chat_id:chat! message_id:whole! disable_notification:flag",
    "unpinChatMessage": "business_connection_id:text chat_id:chat! message_id:whole",
    "sendPhoto": f"{SEND} {CAPTION} photo:file! show_caption_above_media:flag has_spoiler:flag",
    "sendVoice": f"{SEND} {CAPTION} voice:file! duration:whole",
    "sendSticker": f"{SEND} sticker:file! emoji:text",
    "sendDocument": f"{SEND} {CAPTION} document:file! thumbnail:file disable_content_type_detection:flag",
    "sendMediaGroup": f"{TARGET} {MANNER} allow_paid_broadcast:flag media:list! reply_parameters:object",
    "forwardMessage": "chat_id:chat! message_thread_id:whole direct_messages_topic_id:whole from_chat_id:chat!"
    f" message_id:whole! video_start_timestamp:whole {MANNER} suggested_post_parameters:object",
    "copyMessage": "chat_id:chat! message_thread_id:whole direct_messages_topic_id:whole from_chat_id:chat!"
    f" message_id:whole! video_start_timestamp:whole {CAPTION} show_caption_above_media:flag {MANNER} {PAID} {ANSWER}",
    "getFile": "file_id:text!",
    "getChat": "chat_id:chat!",
    "getChatMember": "chat_id:chat! user_id:whole!",
    "getChatAdministrators": "chat_id:chat! return_bots:flag",
    "getChatMemberCount": "chat_id:chat!",
    "leaveChat": "chat_id:chat!",
    "setMyCommands": "commands:list! scope:object language_code:text",
    "getMyCommands": "scope:object language_code:text",
    "deleteMyCommands": "scope:object language_code:text",
    "sendLocation": f"{SEND} latitude:number! longitude:number! horizontal_accuracy:number live_period:whole"
    " heading:whole proximity_alert_radius:whole",
    "sendChatAction": "business_connection_id:text chat_id:chat! message_thread_id:whole action:text!",
}

WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
FLAGS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that came with a request."""

    filename: str
    content: bytes


Raw = Mapping[str, object]
Check = Callable[[str, object], object]


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise bad_request(f'parameter "{name}" must be a String')
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return value


def _whole(name: str, value: object) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    raise bad_request(f'parameter "{name}" must be an Integer')


def _number(name: str, value: object) -> float:
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
    raise bad_request(f'parameter "{name}" must be a Float')


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in FLAGS:
        return FLAGS[value]
    raise bad_request(f'parameter "{name}" must be a Boolean')


def _chat(name: str, value: object) -> int | str:
    if type(value) is int:
        return value
    if isinstance(value, str):
        if WHOLE.fullmatch(value):
            return int(value)
        if value.startswith("@"):
            return value
        if not value:
            raise bad_request("chat_id is empty")
    raise bad_request(f'parameter "{name}" must be an Integer or a @username')


def _nested(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f'can\'t parse parameter "{name}": it must be JSON') from None


def _object(name: str, value: object) -> object:
    value = _nested(name, value)
    if not isinstance(value, dict):
        raise bad_request(f'parameter "{name}" must be an Object')
    return value


def _list(name: str, value: object) -> object:
    value = _nested(name, value)
    if not isinstance(value, list):
        raise bad_request(f'parameter "{name}" must be an Array')
    return value


def _file(name: str, value: object) -> object:
    if isinstance(value, (Upload, str)):
        return value
    raise bad_request(f'parameter "{name}" must be a file, a file_id or an address')


CHECKS: dict[str, Check] = {
    "text": _text,
    "whole": _whole,
    "number": _number,
    "flag": _flag,
    "chat": _chat,
    "object": _object,
    "list": _list,
    "file": _file,
}


@dataclass(frozen=True, kw_only=True)
class Signature:
    """The parameters of one method."""

    checks: Mapping[str, Check]
    required: tuple[str, ...]


def _signature(line: str) -> Signature:
    words = [word.partition(":") for word in line.split()]
    return Signature(
        checks={name: CHECKS[kind.rstrip("!")] for name, _, kind in words},
        required=tuple(name for name, _, kind in words if kind.endswith("!")),
    )


SIGNATURES = {method: _signature(line) for method, line in TABLE.items()}
MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "sticker": "there is no sticker in the request",
}


def check(method: str, given: Raw) -> dict[str, object]:
    """The given parameters with their proper types; attached files stay under their own names."""
    signature = SIGNATURES[method]
    checks = signature.checks
    checked: dict[str, object] = {}
    for name, value in given.items():
        if name in checks:
            checked[name] = checks[name](name, value)
        elif isinstance(value, Upload):
            checked[name] = value
        else:
            raise bad_request(f'unknown parameter "{name}"')
    for name in signature.required:
        if name not in checked:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return checked


def method_unknown() -> Refusal:
    """404 for a method that is not in the table."""
    return Refusal(404, "Not Found: method not found")
