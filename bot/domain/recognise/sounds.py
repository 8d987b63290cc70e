"""Words that were typed with another sign of the same sound: 电体 for 电梯, 着货 for 着火."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product

from bot.domain.recognise.hits import Hit

Sounds = Callable[[str], Iterable[str]]
"""How a sign may be read, without tones; nothing for what is no Chinese sign."""
_LONGEST = 6
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDINGS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


class Hearing:
    """Finds the words that only sound right; made once for a vocabulary."""

    def __init__(self, words: Iterable[str], right: Iterable[str], sounds: Sounds) -> None:
        self._heard = lru_cache(maxsize=8192)(lambda sign: tuple(sorted({_blurred(read) for read in sounds(sign)})))
        self._right = frozenset(right)
        self._words: dict[tuple[str, ...], list[str]] = {}
        for word in sorted(set(words)):
            if 2 <= len(word) <= _LONGEST and all(self._heard(sign) for sign in word):
                for heard in product(*(self._heard(sign) for sign in word)):
                    self._words.setdefault(heard, []).append(word)

    def mend(self, line: str, hits: Sequence[Hit]) -> str:
        """The line with each such word written right, of the same length; what is a known word already stays."""
        taken = {at for hit in hits if hit.end - hit.start > 1 for at in range(hit.start, hit.end)}
        signs = list(line)
        for size in range(_LONGEST, 1, -1):
            for start in range(len(line) - size + 1):
                span = range(start, start + size)
                meant = None if taken.issuperset(span) else self._meant(line[start : start + size])
                if meant is not None and not taken.intersection(
                    at for at, sign in zip(span, meant, strict=True) if signs[at] != sign
                ):
                    signs[start : start + size] = meant
                    taken.update(span)
        return "".join(signs)

    def _meant(self, said: str) -> str | None:
        """The word that sounds like this and differs in one sign, or in two of four and more."""
        if said in self._right or not all(self._heard(sign) for sign in said):
            return None
        for heard in product(*(self._heard(sign) for sign in said)):
            for word in self._words.get(heard, ()):
                wrong = sum(one != other for one, other in zip(said, word, strict=True))
                if 0 < wrong <= len(word) // 2:
                    return word
        return None


def _blurred(read: str) -> str:
    """A sound as many speakers type it: zh like z, ang like an."""
    for full, short in _ALIKE:
        read = short + read[len(full) :] if read.startswith(full) else read
    for full, short in _ENDINGS:
        read = read.removesuffix(full) + short if read.endswith(full) else read
    return read
