"""Text as Telegram counts and marks it: cleaned on the way in, cut without breaking its HTML on the way out."""

from __future__ import annotations

import html
import re
import unicodedata

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
TOAST_CHARACTERS = 200

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # direction marks and invisible ones
    "\ud800-\udfff]"  # halves of a pair
)
_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-z-]+)[^<>]*>|&#?\w+;|.", re.DOTALL | re.IGNORECASE)
_COMMAND = re.compile(r"\s*(/[A-Za-z0-9_]+)@([A-Za-z0-9_]+)")


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int) -> str:
    """At most `limit` units from the front, no character in half."""
    if units(text) <= limit:
        return text
    encoded = text.encode("utf-16-le", "surrogatepass")[: limit * 2]
    return encoded.decode("utf-16-le", "ignore")


def storable(text: str) -> str:
    """The same text without what a store or a screen chokes on."""
    return _UNWANTED.sub("", text)


def clean(text: str) -> str:
    """What a person wrote without control, direction and broken characters; composed, of bounded length."""
    text = storable(_LINE_ENDS.sub("\n", text))
    return cut(unicodedata.normalize("NFC", text), TEXT_UNITS)


def clean_line(text: str) -> str:
    """A name or a title: cleaned, on one line."""
    return " ".join(clean(text).split())


def split_address(text: str, username: str) -> tuple[str, bool, bool]:
    """The text without this bot's own name; was it meant for this bot; was it a command for another."""
    to_bot = to_other = False
    command = _COMMAND.match(text)
    if command:
        to_bot = command[2].lower() == username.lower()
        to_other = not to_bot
        text = command[1] + text[command.end() :] if to_bot else text
    # Chinese is written without spaces, so a letter of it may touch the name on either side.
    name = re.compile(rf"[ \t]?(?<![A-Za-z0-9_./])@{re.escape(username)}(?![A-Za-z0-9_])", re.IGNORECASE)
    text, found = name.subn("", text)
    return text.strip(), to_bot or found > 0, to_other


def shorten(text: str, limit: int) -> str:
    """Plain text of at most `limit` characters, ending with … when something is missing."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fit(marked: str, limit: int) -> str:
    """HTML whose visible part is at most `limit` units: cut at a line break if one is near, tags closed, then …."""
    if units(marked) <= limit:
        return marked
    room = limit - 2
    seen = 0
    tags: list[str] = []
    line: tuple[int, int, list[str]] | None = None
    hard: tuple[int, list[str]] | None = None
    for piece in _PIECE.finditer(marked):
        if piece["tag"]:
            _nest(tags, piece["tag"], ends=bool(piece["end"]))
            continue
        size = units(html.unescape(piece[0]))
        if hard is None and piece[0] == "\n":
            line = (piece.start(), seen, list(tags))
        if hard is None and seen + size > room:
            hard = (piece.start(), list(tags))
        seen += size
    if hard is None or seen <= limit:
        return marked
    if line is not None and line[1] >= room // 2:
        return _closed(marked[: line[0]], line[2]) + "\n…"
    return _closed(marked[: hard[0]], hard[1]) + "…"


def _nest(tags: list[str], tag: str, *, ends: bool) -> None:
    if not ends:
        tags.append(tag)
    elif tags:
        tags.pop()


def _closed(marked: str, tags: list[str]) -> str:
    return marked + "".join(f"</{tag}>" for tag in reversed(tags))
