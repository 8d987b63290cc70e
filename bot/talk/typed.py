"""How people type commands: the patterns of a message that is a command, a word with a number, or an ordinal."""

from __future__ import annotations

import re

from bot.talk.work import Asked

WIDE = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B), 0xFF03, 0xFF0F)}
WIDE[0x3000] = 0x20
"""Full-width digits, letters, # and / as people type them; Chinese punctuation stays as it was written."""
SLASH = re.compile(r"^/([A-Za-z_]+)\s*(.*)$", re.DOTALL)
WORDS = tuple(
    re.compile(
        rf"^(?P<word>[^\s#\d/@,，。!！~～]+(?:\s[A-Za-z]+){{{more}}})\s*#?\s*(?P<number>\d{{1,6}})?"
        r"(?:\s+(?P<rest>.+)|(?<=\d)[,，:：、]\s*(?P<after>.+)|[。.!！~～]*)$",
        re.DOTALL,
    )
    for more in (3, 2, 1, 0)
)
"""The longest first: `take over 7` is not `take` with words behind it."""
NAMED = re.compile(
    r"^(?P<word>[^\s#\d/@,，。!！~～]+?(?:\s[A-Za-z]+?){0,3}?)\s*#?\s*(?P<name>[NR]\d{1,6})\b"
    r"(?:\s+(?P<rest>.+)|[,，:：、]\s*(?P<after>.+)|[。.!！~～]*)$",
    re.DOTALL | re.IGNORECASE,
)
"""批准 N3: a word and the name of a notice or report."""
_NAME = re.compile(r"^#?\s*([NR]\d{1,6})\b[,，:：、]?\s*(.*)$", re.DOTALL | re.IGNORECASE)
ORDINAL = re.compile(r"(\d{1,2})[.。、)）]?")
_NUMBER = re.compile(r"^#?\s*(\d{1,9})\b\s*(.*)$", re.DOTALL)


def asked_in(words: str) -> Asked:
    """What follows a command: the name of a notice or report, or a number; then a reason, a name, words."""
    name = _NAME.match(words.strip())
    if name:
        return Asked(name=name[1].upper(), rest=name[2].strip(), facts={}, typed=True)
    number = _NUMBER.match(words.strip())
    if number:
        return Asked(number=int(number[1]), rest=number[2].strip(), facts={}, typed=True)
    return Asked(rest=words.strip(), facts={}, typed=True)
