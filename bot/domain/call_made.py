"""Words that say that a number was telephoned: 110已打, 打了119, 120叫了, called 110."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_PARTS = re.compile(r"[,;!。\n]")
_ASKS = re.compile(
    r"[?吗么呢没未不谁]|别(?![人的])|是否|如果|要是|万一|准备|马上|正在|记得|等[他她你我会下]"
    r"|n't|\b(?:not|nobody|who|did|you|if|when|once|unless|please|should|must|will|going)\b"
    r"|\bha(?:s|ve)\s+(?:any|some|we)",
    re.IGNORECASE,
)
"""What asks whether, denies, or says what is yet to be done: 打了吗, 没打, please call."""
_BY = r"(?:我们|我|他|她|也|帮|都)*"
_DIAL = r"(?:拨打|[打叫拨报])"
_BACK = r"(?!过?来|电话|给|我|你|他|她)"
_SAID = (
    rf"{{n}}\s*(?:电话)?\s*{_BY}(?:已经|已|刚刚|刚){_BY}{_DIAL}",
    rf"{{n}}\s*(?:电话)?\s*{_BY}{_DIAL}[过好完通了]+{_BACK}",
    rf"已经?{_DIAL}[过好完通了]*(?:电话|给)*\s*{{n}}",
    rf"{_DIAL}[过好完通了]+(?:电话|给)*\s*{{n}}",
    rf"(?<![要快去该想得再来]){_DIAL}(?:电话|给)*\s*{{n}}\s*(?:电话)?了",
    r"{n}\s+(?:is\s+|was\s+|has\s+been\s+|already\s+)*(?:called|phoned|rung)\b(?!\s+(?:us|me|back))",
    r"\b(?:called|phoned|rang)\s+(?:the\s+)?{n}",
)
"""`{n}` is the number; each form says that the call has been made, not that somebody is to make it."""


def says_called(text: str, numbers: Iterable[str]) -> bool:
    """Whether a line says that one of these numbers was called; a question or a denial does not."""
    said = unicodedata.normalize("NFKC", text)
    parts = [part for part in _PARTS.split(said) if not _ASKS.search(part)]
    return any(_made(number).search(part) for number in numbers for part in parts)


@cache
def _made(number: str) -> re.Pattern[str]:
    whole = rf"(?<!\d){re.escape(number)}(?!\d)"
    return re.compile("|".join(one.replace("{n}", whole) for one in _SAID), re.IGNORECASE)
