"""Text as WeCom takes it: plain, counted in bytes, cut where no sign is broken."""

from __future__ import annotations

import html
import re
import unicodedata

from bot.platforms.telegram_text import storable

TEXT_BYTES = 2048
"""Of one text message (WD 90236); what is longer is cut by WeCom without a word."""
MOST_TEXTS = 7
"""Parts of one message: as many as the longest card of the templates needs in Chinese, 4,096 characters."""
MORE = "…"

_LINK = re.compile(r"<a\s[^<>]*?href=[\"']?(?P<href>[^\"'<>\s]+)[^<>]*>(?P<label>.*?)</a>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z-]*(?:\s[^<>]*)?>", re.IGNORECASE)
_OPENS_LINK = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)
_JOINER, _KEYCAP = "\u200d", "\u20e3"


def size(text: str) -> int:
    """The length as WeCom counts it, in bytes."""
    return len(text.encode("utf-8", "replace"))


def plain(marked: str) -> str:
    """The words of our HTML. Links of the web stand behind their words; what somebody typed makes no link."""
    text = _TAG.sub("", _LINK.sub(_address, marked))
    return _OPENS_LINK.sub("‹", storable(html.unescape(text))).strip()  # WeCom reads <a href> in plain text


def _address(link: re.Match[str]) -> str:
    href, label = link["href"], link["label"]
    is_web = href.lower().startswith(("http://", "https://"))
    return f"{label} {href} " if is_web and html.unescape(href) not in html.unescape(label) else label


def cut(text: str, limit: int) -> str:
    """At most `limit` bytes from the front, no sign in half."""
    if size(text) <= limit:
        return text
    kept = text.encode("utf-8", "replace")[: max(0, limit)].decode("utf-8", "ignore")
    end = len(kept)
    while end > 0 and _is_inside(text, end):
        end -= 1
    return text[:end]


def shorten(text: str, most: int) -> str:
    """Plain text of at most `most` characters, ending with … when something is missing."""
    if len(text) <= most:
        return text
    end = most - len(MORE)
    while end > 0 and _is_inside(text, end):
        end -= 1
    return text[:end] + MORE


def parts(text: str, *, limit: int = TEXT_BYTES, most: int = MOST_TEXTS) -> tuple[str, ...]:
    """The text as several, cut at the ends of lines where there are some; the last ends with … when words are lost."""
    found: list[str] = []
    rest = text.strip()
    while rest:
        if size(rest) <= limit:
            return (*found, rest)
        if len(found) == most - 1:
            return (*found, _front(rest, limit - size(MORE)).rstrip() + MORE)
        front = _front(rest, limit)
        found.append(front.rstrip())
        rest = rest[len(front) :].lstrip()
    return tuple(found)


def _front(text: str, limit: int) -> str:
    """What fits: up to the last line end, else the last gap, of its second half, else up to the last sign."""
    front = cut(text, limit)
    if text[len(front) :][:1].isspace():
        return front
    for end in ("\n", " "):
        at = front.rfind(end)
        if at >= len(front) // 2:
            return front[:at]
    return front


def _is_inside(text: str, at: int) -> bool:
    """Whether a cut there would go through what is one sign to the eye: an emoji of several characters, an accent."""
    before, after = text[at - 1], text[at : at + 1]
    if not after:
        return False
    if before == _JOINER or after in (_JOINER, _KEYCAP) or unicodedata.combining(after):
        return True
    if "\ufe00" <= after <= "\ufe0f" or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if not (_is_flag(before) and _is_flag(after)):
        return False
    run = 0
    while run < at and _is_flag(text[at - 1 - run]):
        run += 1
    return run % 2 == 1


def _is_flag(letter: str) -> bool:
    """Half of a flag: two of these make one."""
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
