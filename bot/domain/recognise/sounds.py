"""Words that were typed with another sign of the same sound: 电体 for 电梯, 着货 for 着火."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import product

from bot.domain.recognise.hits import Hit

Sounds = Callable[[str], Iterable[str]]
"""How a sign may be read, without tones; nothing for what is no Chinese sign."""
Heard = tuple[str, ...]
"""How one sign may be read, in a way that many speakers of the south do not tell apart."""
_LONGEST = 6
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDINGS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


class Hearing:
    """Finds the words that only sound right; made once for a vocabulary."""

    def __init__(self, words: Iterable[str], right: Iterable[str], sounds: Sounds) -> None:
        self._heard = lru_cache(maxsize=8192)(lambda sign: tuple(sorted({_blurred(read) for read in sounds(sign)})))
        self._right = frozenset(right)
        self._words: dict[tuple[str, str], list[tuple[str, tuple[Heard, ...]]]] = {}
        for word in sorted(set(words), key=lambda word: (-len(word), word)):
            heard = tuple(map(self._heard, word)) if 2 <= len(word) <= _LONGEST else ()
            if heard and all(heard):
                for pair in product(heard[0], heard[1]):
                    self._words.setdefault((pair[0], pair[1]), []).append((word, heard))

    def mend(self, line: str, hits: Sequence[Hit]) -> str:
        """The line with each such word written right, of the same length; what is a known word already stays."""
        taken = {at for hit in hits if hit.end - hit.start > 1 for at in range(hit.start, hit.end)}
        heard = [self._heard(sign) for sign in line]
        signs = list(line)
        for start in range(len(line) - 1):
            word = self._meant(line, heard, start, taken=taken)
            if word is not None:
                signs[start : start + len(word)] = word
                taken.update(range(start, start + len(word)))
        return "".join(signs)

    def _meant(self, line: str, heard: Sequence[Heard], start: int, *, taken: set[int]) -> str | None:
        """The longest word that sounds like what stands here and differs in half of its signs at most."""
        for pair in product(heard[start], heard[start + 1]):
            for word, sounds in self._words.get((pair[0], pair[1]), ()):
                said = line[start : start + len(word)]
                wrong = [start + at for at, sign in enumerate(said) if sign != word[at]]
                if len(said) < len(word) or not 0 < len(wrong) <= len(word) // 2 or taken.intersection(wrong):
                    continue
                if said not in self._right and all(
                    not one.isdisjoint(other) for one, other in zip(map(frozenset, sounds), heard[start:], strict=False)
                ):
                    return word
        return None


def _blurred(read: str) -> str:
    """A sound as many speakers type it: zh like z, ang like an."""
    for full, short in _ALIKE:
        read = short + read[len(full) :] if read.startswith(full) else read
    for full, short in _ENDINGS:
        read = read.removesuffix(full) + short if read.endswith(full) else read
    return read
