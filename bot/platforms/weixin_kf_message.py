"""A drawn card as the service account can send it: words, a menu of what can be tapped, a file; all counted in bytes.

Each message is one of the few a resident may be sent, so words and menu are one message wherever they fit in one.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from bot.platforms.wecom_text import MORE, TEXT_BYTES, cut, plain, size
from bot.talk.message import Button, Drawn

MENU_BYTES = 1024
"""Of the words above a menu, and as many below it (WD 94677)."""
MENU_ITEMS = 10
LABEL_BYTES = 128
NAME_BYTES = 32
"""Of a message's own name."""

_TRY = re.compile(r"-[a-z]\d+$")
_NAME = re.compile(r"[0-9A-Za-z_-]{1,30}")

Body = dict[str, Any]
"""`msgtype`, and what stands under that name."""


def fit(text: str, most: int) -> str:
    """At most so many bytes from the front, no sign in half, ending with … when something is missing."""
    return text if size(text) <= most else cut(text, most - size(MORE)) + MORE


def name_of(serial: str) -> str:
    """The name of a message, the same for every try of it: the platform takes none twice."""
    name = _TRY.sub("", serial)
    return name if _NAME.fullmatch(name) else hashlib.sha256(name.encode()).hexdigest()[:30]


def card_in(name: str) -> str:
    """The card a message's name begins with."""
    return name.partition("-")[0]


def bodies(drawn: Drawn, *, room: int) -> list[Body]:
    """The messages of a card, as many as there is room for; with buttons the last one bears them."""
    text = plain(drawn.text)
    buttons = [button for row in drawn.buttons for button in row]
    if not buttons:
        return [_words(text)] if text else []
    long = size(text) > MENU_BYTES
    if long and room > 1:
        return [_words(text), _menu(text.splitlines()[0], "", buttons)]
    head, tail = _halves(text) if long else (text, "")
    return [_menu(head, tail, buttons)]


def _words(text: str) -> Body:
    return {"msgtype": "text", "text": {"content": fit(text, TEXT_BYTES)}}


def _menu(head: str, tail: str, buttons: list[Button]) -> Body:
    """What does not fit among the buttons is named below them: a label that is typed means the same."""
    taps = [
        {"type": "click", "click": {"id": one.data, "content": fit(one.text, LABEL_BYTES)}}
        for one in buttons[:MENU_ITEMS]
    ]
    rest = " · ".join(one.text for one in buttons[MENU_ITEMS:])
    below = "\n".join(one for one in (tail, rest) if one)
    menu: Body = {"head_content": fit(head, MENU_BYTES), "list": taps}
    if below:
        menu["tail_content"] = fit(below, MENU_BYTES)
    return {"msgtype": "msgmenu", "msgmenu": menu}


def _halves(text: str) -> tuple[str, str]:
    """What stands above a menu and what below it, cut at the end of a line where there is one."""
    front = cut(text, MENU_BYTES)
    head = front.rpartition("\n")[0] or front
    return head, text[len(head) :].lstrip("\n")
