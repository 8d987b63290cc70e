"""Numerals as Arabic digits: Chinese ones through cn2an, and the few English words people count in."""

from __future__ import annotations

from functools import lru_cache

SIGNS = "零〇一二两三四五六七八九十百廿"
"""The signs numerals of buildings, floors, rooms and people are written in."""
_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
)
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_ENGLISH = {word: str(at) for words in (_WORDS, _ORDINALS) for at, word in enumerate(words, 1)} | {"twenty": "20"}
WORD = "|".join(sorted(_WORDS, key=len, reverse=True)) + "|twenty"
"""The English words for numbers, as a part of a regular expression; the longest first."""
ORDINAL = "|".join(_ORDINALS)
"""The English words for floors by their order, the same way."""
_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")


@lru_cache(maxsize=4096)
def number_of(text: str) -> str:
    """三, 十二, three and 12 as Arabic digits; letters in capitals."""
    if not text or text[0] not in SIGNS:
        return _ENGLISH.get(text.lower(), text.upper())
    from cn2an import cn2an  # a quarter of a second to import, and many lines hold no Chinese numeral

    try:
        return str(int(cn2an(text, "smart")))
    except ValueError:  # 十十: no number in any way of counting
        return text


def digits_of(text: str) -> str:
    """A number that is read out sign by sign: 九零三 is 903."""
    return text.translate(_SPOKEN)
