"""Chinese numerals as Arabic digits, through cn2an."""

from __future__ import annotations

from functools import lru_cache

from cn2an import cn2an

SIGNS = "零〇一二两三四五六七八九十百廿"
"""The signs numerals of buildings, floors, rooms and people are written in."""
NUMBER = rf"(\d{{1,4}}|[{SIGNS}]{{1,6}})"
"""A number in either way of writing, as one group of a regular expression."""


@lru_cache(maxsize=4096)
def number_of(text: str) -> str:
    """三, 十二 and 12 as Arabic digits; letters in capitals."""
    if not text or text[0] not in SIGNS:
        return text.upper()
    try:
        return str(int(cn2an(text, "smart")))
    except ValueError:  # 十十: no number in any way of counting
        return text
