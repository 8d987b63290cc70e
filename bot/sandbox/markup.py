"""Telegram's HTML: a marked-up text becomes plain text and entities, or the refusal Telegram would give."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.entities import units
from bot.sandbox.wire import Json, Refusal, bad_request

Who = Callable[[int], Json | None]

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
KNOWN = frozenset({*SIMPLE, "a", "span", "blockquote", "tg-emoji"})
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPECIAL = re.compile(r"[<&]")
REFERENCE = re.compile(r"&(?:#(?P<decimal>\d+)|#x(?P<hex>[0-9a-fA-F]+)|(?P<name>[A-Za-z][A-Za-z0-9]*));")
OPENING = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)>")
CLOSING = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)\s*>")
ATTRIBUTE = re.compile(r"""\s*([A-Za-z][A-Za-z0-9-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>=]+))?""")
PERSON = re.compile(r"tg://user\?id=(\d{1,19})/?")
ADDRESS = re.compile(r"(?:https?|tg|ton|mailto|tel):\S+|[\w-]+(?:\.[\w-]+)+(?:[/:?]\S*)?")


@dataclass(frozen=True, kw_only=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int
    offset: int


@dataclass(kw_only=True)
class _Reader:
    source: str
    who: Who
    pieces: list[str] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    length: int = 0

    def take(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += units(text)

    def refuse(self, reason: str, place: int | None = None) -> Refusal:
        where = "" if place is None else f" at byte offset {len(self.source[:place].encode())}"
        return bad_request(f"can't parse entities: {reason}{where}")

    def read(self) -> None:
        place = 0
        while match := SPECIAL.search(self.source, place):
            self.take(self.source[place : match.start()])
            place = self.read_reference(match.start()) if match.group() == "&" else self.read_tag(match.start())
        self.take(self.source[place:])
        if self.stack:
            raise self.refuse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')

    def read_reference(self, place: int) -> int:
        match = REFERENCE.match(self.source, place)
        if match is None:
            self.take("&")
            return place + 1
        if match["name"]:
            if match["name"] not in NAMED:
                raise self.refuse(f'Unsupported character reference "{match.group()}"', place)
            self.take(NAMED[match["name"]])
            return match.end()
        code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
        if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
            raise self.refuse(f'Wrong character reference "{match.group()}"', place)
        self.take(chr(code))
        return match.end()

    def read_tag(self, place: int) -> int:
        if closing := CLOSING.match(self.source, place):
            self.close(closing[1].lower(), place)
            return closing.end()
        opening = OPENING.match(self.source, place)
        if opening is None:
            raise self.refuse("Unsupported start tag", place)
        tag = opening[1].lower()
        if tag not in KNOWN:
            raise self.refuse(f'Unsupported start tag "{tag}"', place)
        attributes = self.read_attributes(opening[2], place)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.refuse('Tag "span" must have class "tg-spoiler"', place)
        self.stack.append(_Open(tag=tag, attributes=attributes, start=place, offset=self.length))
        return opening.end()

    def read_attributes(self, text: str, place: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        at = 0
        text = text.rstrip()
        while at < len(text):
            match = ATTRIBUTE.match(text, at)
            if match is None:
                raise self.refuse("Wrong attribute of a start tag", place)
            value = (match[2] or "").strip("\"'")
            attributes[match[1].lower()] = re.sub(REFERENCE, _replaced, value)
            at = match.end()
        return attributes

    def close(self, tag: str, place: int) -> None:
        if not self.stack:
            raise self.refuse("Unexpected end tag", place)
        opened = self.stack.pop()
        if opened.tag != tag:
            raise self.refuse(f'Unmatched end tag, expected "</{opened.tag}>", found "</{tag}>"', place)
        if self.length > opened.offset:
            self.mark(opened)

    def mark(self, opened: _Open) -> None:
        entity: Json = {"type": SIMPLE.get(opened.tag, ""), "offset": opened.offset}
        entity["length"] = self.length - opened.offset
        if opened.tag == "a":
            if not self.link(entity, opened.attributes.get("href", "")):
                return
        elif opened.tag == "span":
            entity["type"] = "spoiler"
        elif opened.tag == "blockquote":
            entity["type"] = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
        elif opened.tag == "tg-emoji":
            if not opened.attributes.get("emoji-id", "").isdecimal():
                raise self.refuse("Invalid custom emoji identifier specified")
            entity |= {"type": "custom_emoji", "custom_emoji_id": opened.attributes["emoji-id"]}
        elif opened.tag == "code" and self.stack and self.stack[-1].tag == "pre":
            return
        self.entities.append(entity)

    def link(self, entity: Json, address: str) -> bool:
        if person := PERSON.fullmatch(address):
            user = self.who(int(person[1]))
            entity |= {"type": "text_mention", "user": user}
            return user is not None
        entity |= {"type": "text_link", "url": address}
        return bool(ADDRESS.fullmatch(address))


def _replaced(match: re.Match[str]) -> str:
    if match["name"]:
        return NAMED.get(match["name"], match.group())
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return chr(code) if 0 < code < 0x110000 else match.group()


def parse_html(source: str, who: Who) -> tuple[str, list[Json]]:
    """Text and entities of a message in HTML; `who` finds a person for a mention by number."""
    if not SPECIAL.search(source):
        return source, []
    reader = _Reader(source=source, who=who)
    reader.read()
    return "".join(reader.pieces), reader.entities


def trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without blanks at both ends, as the server keeps it; entities are moved and cut along."""
    kept = text.strip()
    if len(kept) == len(text):
        return text, entities
    skipped = units(text[: len(text) - len(text.lstrip())])
    end = units(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - skipped, 0)
        stop = min(entity["offset"] + entity["length"] - skipped, end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, moved
