"""Checks the keyboard below a message the way Telegram does."""

from __future__ import annotations

from typing import Any

from bot.sandbox.wire import Json, bad_request

ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
BUTTON = ACTIONS | {"text", "icon_custom_emoji_id", "style"}
REPLY_BUTTON = frozenset(
    [
        "text",
        "icon_custom_emoji_id",
        "style",
        "request_users",
        "request_chat",
        "request_managed_bot",
        "request_contact",
        "request_location",
        "request_poll",
        "web_app",
    ]
)
OTHERS = {
    "keyboard": frozenset(
        ["keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective"]
    ),
    "remove_keyboard": frozenset({"remove_keyboard", "selective"}),
    "force_reply": frozenset({"force_reply", "input_field_placeholder", "selective"}),
}
STYLES = frozenset({"primary", "success", "danger"})
ADDRESSES = ("http://", "https://", "tg://", "ton://")
MOST_BUTTONS = 100
MOST_IN_ROW = 8
DATA_BYTES = 64


def inline_markup(markup: Json) -> Json | None:
    """The inline keyboard as it stays on the message; None when there is no row."""
    if set(markup) - {"inline_keyboard"}:
        raise bad_request("can't parse inline keyboard markup JSON object")
    rows = _rows(markup["inline_keyboard"])
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def any_markup(markup: Json) -> Json | None:
    """The same for a message that may also bring a reply keyboard, which leaves no trace on the message."""
    if "inline_keyboard" in markup:
        return inline_markup(markup)
    kind = next((kind for kind in OTHERS if kind in markup), None)
    if kind is None or set(markup) - OTHERS[kind]:
        raise bad_request("object expected as reply markup")
    if kind == "keyboard":
        for row in _rows(markup["keyboard"]):
            for button in row:
                if isinstance(button, str):
                    button = {"text": button}
                _check_label(button, REPLY_BUTTON)
    elif markup[kind] is not True:
        raise bad_request(f'field "{kind}" must be true')
    return None


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("field of reply markup must be an Array of Arrays")
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [row for row in rows if row]


def _check_label(button: object, keys: frozenset[str]) -> None:
    if not isinstance(button, dict) or set(button) - keys:
        raise bad_request("can't parse keyboard button: unknown field")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("can't parse keyboard button: text must be non-empty")
    if button.get("style", "primary") not in STYLES:
        raise bad_request("can't parse keyboard button: invalid style")


def _check_button(button: Json) -> None:
    _check_label(button, BUTTON)
    if len(ACTIONS & set(button)) != 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be given")
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif "url" in button and not str(button["url"]).startswith(ADDRESSES):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid")
    elif "copy_text" in button:
        copied = button["copy_text"]
        text = copied.get("text") if isinstance(copied, dict) and set(copied) == {"text"} else None
        if not isinstance(text, str) or not 1 <= len(text) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
