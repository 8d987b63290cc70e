"""Whether a pattern holds in a line, and which words of the line fulfil it."""

from __future__ import annotations

from collections.abc import Iterable, KeysView, Sequence

from bot.domain.recognise.hits import Hit, widths
from bot.domain.recognise.pattern import Joint, Part, Pattern

_NEAR = 22.0
"""Chinese signs between the outermost words of a pattern: further apart they belong to different sentences."""
_SOON = 7.0
"""Chinese signs between a word and the one that has to follow it."""


class Line:
    """A line with the words found in it: what patterns are held against."""

    def __init__(self, text: str, hits: Sequence[Hit]) -> None:
        self.text = text
        self.hits = hits
        self._wide = widths(text)
        self._words: dict[str, list[Hit]] = {}
        for hit in hits:
            self._words.setdefault(hit.word, []).append(hit)
        self._found: dict[str, list[Hit]] = {}

    @property
    def words(self) -> KeysView[str]:
        """The words that stand in it."""
        return self._words.keys()

    def without(self, aside: Sequence[Hit]) -> Line:
        """The line without what lies inside, or overlaps, any of these."""
        if not aside:
            return self
        kept = [hit for hit in self.hits if not any(_inside(hit, one) for one in aside)]
        return self if len(kept) == len(self.hits) else Line(self.text, kept)

    def of(self, part: Part) -> list[Hit]:
        """Where a part's words stand and are not denied."""
        if part.written not in self._found:
            present = part.words.intersection(self._words)
            found = [hit for word in present for hit in self._words[word] if not hit.denied]
            self._found[part.written] = sorted(found) if len(found) > 1 else found
        return self._found[part.written]

    def wide(self, start: int, end: int) -> float:
        """How many Chinese signs lie between two places."""
        return self._wide[end] - self._wide[start]


def fulfilled(pattern: Pattern, line: Line) -> tuple[Hit, ...]:
    """The words of the line that fulfil it, in the order of the pattern; empty when it does not hold."""
    for part in pattern.parts:
        if bool(line.of(part)) is (part.joint is Joint.NOT):
            return ()
    return _complete((), [part for part in pattern.parts if part.joint is not Joint.NOT], line)


def weight(found: Sequence[Hit], line: Line) -> float:
    """How much of the line some hits explain, in Chinese signs; what two of them share counts once."""
    covered, total = 0, 0.0
    for hit in sorted(found):
        start = max(hit.start, covered)
        if hit.end > start:
            total += line.wide(start, hit.end)
            covered = hit.end
    return total


class Patterns:
    """Patterns found by the words of their rarest part: only those are tried that can hold."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._starting: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            for word in _rarest(pattern).words:
                self._starting.setdefault(word, []).append(pattern)

    @property
    def telling(self) -> frozenset[str]:
        """The words that point to any of them."""
        return frozenset(self._starting)

    @property
    def words(self) -> frozenset[str]:
        """Every word any of them asks for."""
        tried = {id(one): one for ones in self._starting.values() for one in ones}
        wanted = [part.words for one in tried.values() for part in one.parts if part.joint is not Joint.NOT]
        return frozenset().union(*wanted)

    def holding(self, line: Line) -> list[tuple[str, tuple[Hit, ...]]]:
        """Each that holds, as it stands in the file, with the words of the line that fulfil it."""
        present = self._starting.keys() & line.words
        if not present:
            return []
        tried = {one.written: one for word in present for one in self._starting[word]}
        return [(name, hits) for name in sorted(tried) if (hits := fulfilled(tried[name], line))]


def _rarest(pattern: Pattern) -> Part:
    """The part whose words are least likely to stand in any line: few of them, and long ones."""
    wanted = [part for part in pattern.parts if part.joint is not Joint.NOT]
    return min(wanted, key=lambda part: sum(4.0 ** -min(len(word), 9) for word in part.words))


def _complete(begun: tuple[Hit, ...], rest: Sequence[Part], line: Line) -> tuple[Hit, ...]:
    if not rest:
        return begun
    for hit in line.of(rest[0]):
        if _fits(hit, begun, rest[0].joint, line):
            whole = _complete((*begun, hit), rest[1:], line)
            if whole:
                return whole
    return ()


def _fits(hit: Hit, begun: tuple[Hit, ...], joint: Joint, line: Line) -> bool:
    if not begun:
        return True
    if any(hit.start < one.end and one.start < hit.end for one in begun):
        return False
    if joint is Joint.THEN:
        return hit.start >= begun[-1].end and line.wide(begun[-1].end, hit.start) <= _SOON
    start = min(hit.start, *(one.start for one in begun))
    return line.wide(start, max(hit.end, *(one.end for one in begun))) <= _NEAR


def _inside(hit: Hit, aside: Hit) -> bool:
    return hit.start < aside.end and aside.start < hit.end and hit.end - hit.start <= aside.end - aside.start
