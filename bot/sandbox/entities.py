"""Lengths in UTF-16 units, the marks Telegram finds by itself in a text, and a text with its marks as HTML again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from bot.sandbox.wire import Json

SPACES = re.compile(r"[\x00-\x08\x0b-\x1f]")
DROPPED = re.compile("[\r\u2028-\u202e]")
LIKELY = re.compile(r"[/@#+]|://")
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<email>(?<![\w.+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"
    r"|(?P<url>https?://[^\s<>\"]*[\w/])"
    r"|(?P<phone_number>(?<![\w+])\+[0-9]{7,15}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#(?=\w*[^\W\d])\w{1,256})"
)
CLOSED = frozenset({"pre", "code", "text_link", "text_mention"})
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """The text as the server keeps it: control characters as blanks, direction overrides gone."""
    if DROPPED.search(text):
        text = DROPPED.sub("", text)
    return SPACES.sub(" ", text) if SPACES.search(text) else text


def find_marks(text: str, known: Sequence[Json] = ()) -> list[Json]:
    """Commands, mentions, addresses and so on of a text, where no code or link stands."""
    if not LIKELY.search(text):
        return []
    found: list[Json] = []
    for match in FOUND.finditer(text):
        mark = {"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(match.group())}
        if not any(_overlaps(mark, other) for other in known if other["type"] in CLOSED):
            found.append(mark)
    return found


def in_order(marks: Iterable[Json]) -> list[Json]:
    """Marks as the server lists them: by place, the longer first."""
    return sorted(marks, key=lambda mark: (mark["offset"], -mark["length"]))


def _overlaps(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def as_html(text: str, marks: Sequence[Mapping[str, object]]) -> str:
    """The text with its marks as the HTML a bot would have written."""
    wide = text.encode("utf-16-le", "surrogatepass")
    edges: dict[int, list[str]] = {}
    for mark in in_order(dict(mark) for mark in marks):
        opening, closing = _tag(mark)
        if opening:
            edges.setdefault(mark["offset"], []).append(opening)
            edges.setdefault(mark["offset"] + mark["length"], []).insert(0, closing)
    pieces, last = [], 0
    for place in sorted(edges):
        pieces.append(escape(wide[last * 2 : place * 2].decode("utf-16-le", "surrogatepass"), quote=False))
        pieces.extend(sorted(edges[place], key=lambda tag: not tag.startswith("</")))
        last = place
    pieces.append(escape(wide[last * 2 :].decode("utf-16-le", "surrogatepass"), quote=False))
    return "".join(pieces)


def _tag(mark: Json) -> tuple[str, str]:
    kind = mark["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>", f"</{TAGS[kind]}>"
    if kind == "text_link":
        return f'<a href="{escape(mark["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={mark["user"]["id"]}">', "</a>"
    if kind == "pre":
        return "<pre>", "</pre>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    return "", ""
