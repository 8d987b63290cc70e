"""A line as it is read: one way of writing each sign, no markup, nothing unseen, no blanks between Chinese signs."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.recognise.lexicon import Lexicon

MOST = 1_000
"""Signs of a message that are read for what it is about: whoever reports says so in the first of them."""
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|&(?:nbsp|amp|lt|gt|quot);")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff])")
_BLANKS = re.compile(r"[^\S\n]+")


class Plain:
    """Writes lines plainly; made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._signs = str.maketrans(
            {sign: read for sign, read in lexicon.written.items() if len(sign) == 1} | {ord("’"): "'"}
        )
        turns = sorted((turn for turn in lexicon.written if len(turn) > 1), key=lambda turn: (-len(turn), turn))
        self._turns = re.compile("|".join(map(re.escape, turns))) if turns else None
        self._written = lexicon.written

    def __call__(self, text: str) -> str:
        """The line in lower case; what it reads as is what `--why` shows."""
        said = _MARKUP.sub(" ", unicodedata.normalize("NFKC", text[: 4 * MOST]))
        said = "".join(sign for sign in said if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
        said = said.casefold().translate(self._signs)
        if self._turns is not None:
            said = self._turns.sub(lambda found: self._written[found[0]], said)
        return _BLANKS.sub(" ", _SPACED.sub("", said))[:MOST].strip()
