"""The content of a message by its msgtype: what is refused of it, and what a person sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.sandbox.wecom_card import buttons_of, check_card, words_of
from bot.sandbox.wecom_media import check_media
from bot.sandbox.wecom_wire import WecomRefusal, size, wrong
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

TEXT_BYTES = 2048
CARD_TITLE, CARD_WORDS, CARD_BUTTON = 128, 512, 4
MEDIA = ("image", "voice", "video", "file")
SHOWN_AS = {"image": "photo", "voice": "voice", "video": "video", "file": "document"}
BY_APP = ("text", *MEDIA, "textcard", "news", "markdown", "template_card")
IN_ROOMS = ("text", *MEDIA, "textcard", "news", "markdown")
"""No template cards in the groups of an app (WD 90248)."""

Drawn = tuple[str, str, Json]


def drawn(corp: Corp, body: Json, allowed: tuple[str, ...]) -> Drawn:
    """Sort, text and all else of a message; the refusal when it is not as its page says."""
    sort = body["msgtype"]
    if sort not in allowed:
        raise WecomRefusal(40008, sort)
    if sort not in body:
        raise wrong(f"missing field {sort}")
    others = [name for name in (*BY_APP, "msgmenu", "link", "location") if name in body and name != sort]
    if others:
        raise wrong(f"{others[0]} is not the msgtype")
    text, more = _DRAW[sort](corp, body)
    return sort, text, more


def check_text(content: str, most: int = TEXT_BYTES) -> str:
    """A text that is there and not longer than so many bytes."""
    if not content:
        raise WecomRefusal(44004)
    if size(content) > most:
        raise WecomRefusal(45002, f"{size(content)} bytes")
    return content


def _text(corp: Corp, body: Json) -> tuple[str, Json]:
    del corp
    return check_text(body[body["msgtype"]]["content"]), {}


def _media(corp: Corp, body: Json) -> tuple[str, Json]:
    kind = body["msgtype"]
    return body[kind].get("description", ""), {"media": SHOWN_AS[kind], "file": check_media(corp, body)}


def _textcard(corp: Corp, body: Json) -> tuple[str, Json]:
    del corp
    card = body["textcard"]
    if size(card["title"]) > CARD_TITLE or size(card["description"]) > CARD_WORDS:
        raise WecomRefusal(45002)
    button = card.get("btntxt", "Details")
    if not card["url"].startswith(("http://", "https://")) or len(button) > CARD_BUTTON:
        raise wrong("textcard")
    rows = [[{"text": button, "data": None, "url": card["url"]}]]
    return f"{card['title']}\n{card['description']}", {"buttons": rows}


def _news(corp: Corp, body: Json) -> tuple[str, Json]:
    del corp
    articles = body["news"]["articles"]
    if not 1 <= len(articles) <= 8:
        raise wrong("articles takes 1 to 8")
    return "\n".join(article["title"] for article in articles), {}


def _card(corp: Corp, body: Json) -> tuple[str, Json]:
    del corp
    card = body["template_card"]
    check_card(card)
    return words_of(card), {"card": card, "task": card.get("task_id", ""), "buttons": buttons_of(card)}


_DRAW: dict[str, Callable[[Corp, Json], tuple[str, Json]]] = {
    "text": _text,
    "markdown": _text,
    **dict.fromkeys(MEDIA, _media),
    "textcard": _textcard,
    "news": _news,
    "template_card": _card,
}
