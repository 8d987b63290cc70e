"""A line as it is read: one way of writing each sign, no markup, nothing unseen, no blanks between Chinese signs."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.recognise.lexicon import Lexicon

MOST = 600
"""Signs of a message that are read for what it is about: whoever reports says so in the first of them."""
_QUOTED = re.compile(r"\A「[^」]*」\s*\n(?:-\s*){5,}\n")
"""What WeChat puts above an answer: the message it answers."""
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|&(?:nbsp|amp|lt|gt|quot);|https?://[!-~]+|\]\([!-~]*\)|[*_~`]{2,}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Me"})
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff])")
_BLANKS = re.compile(r"[^\S\n]+")


class Plain:
    """Writes lines plainly; made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._signs = str.maketrans({pair[0]: pair[1:] for pair in lexicon.signs} | {"’": "'"})
        turns = sorted(lexicon.written, key=lambda turn: (-len(turn), turn))
        self._turns = re.compile("|".join(map(re.escape, turns)) or r"(?!)")
        self._written = lexicon.written

    def __call__(self, text: str) -> str:
        """The line in lower case; what it reads as is what `--why` shows."""
        said = _MARKUP.sub(" ", _QUOTED.sub("", _seen(text[: 4 * MOST])))
        return _BLANKS.sub(" ", _SPACED.sub("", self.word(said)))[:MOST].strip()

    def word(self, word: str) -> str:
        """A word as it stands in lines: in lower case, and what is written in dialect as it is read."""
        return self._turns.sub(lambda found: self._written[found[0]], word.casefold().translate(self._signs))


def _seen(text: str) -> str:
    """What is seen of a text: each sign in its plain form, without accents, controls and signs of no width."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    signs = (" " if sign.isspace() and sign != "\n" else sign for sign in text)
    return unicodedata.normalize("NFKC", "".join(sign for sign in signs if _is_seen(sign)))


def _is_seen(sign: str) -> bool:
    return sign == "\n" or unicodedata.category(sign) not in _UNSEEN
