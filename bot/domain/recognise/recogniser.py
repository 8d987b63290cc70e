"""Reads a line: written plainly, mistyped words mended, words found, type chosen, talk told apart, place and counts."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.domain.places import NOWHERE
from bot.domain.playbook import Playbook, Urgency
from bot.domain.recognise.answers import Mark, answers_in, urgency_of
from bot.domain.recognise.chatter import Chatter, talk_in
from bot.domain.recognise.features import Features
from bot.domain.recognise.hits import Finder
from bot.domain.recognise.kinds import Kind, Kinds
from bot.domain.recognise.lexicon import Lexicon, Talk
from bot.domain.recognise.matching import Line, Patterns
from bot.domain.recognise.pattern import Joint, Part, Pattern, PatternError, read_pattern
from bot.domain.recognise.people import counts_in, people_in
from bot.domain.recognise.place import NO_NAMES, only_place, places_in
from bot.domain.recognise.plain import Plain
from bot.domain.recognise.recognised import Recognised
from bot.domain.recognise.sounds import Hearing, Sounds
from bot.domain.recognise.verdict import judge
from bot.domain.recognise.weights import NO_WEIGHTS, Weights

_LITTLE = 5.0
"""Chinese signs; what is shorter says what its words say and nothing more."""
_FEW = 2
"""Different signs; 门门门门门门 says nothing."""
_PLACE = 20.0
"""Chinese signs; nobody takes more of them to say where and nothing else."""


class Recogniser:
    """Everything that is known of words, made ready once: deterministic, no network, the same line the same answer."""

    def __init__(
        self, playbooks: Iterable[Playbook], lexicon: Lexicon, *, sounds: Sounds, weights: Weights = NO_WEIGHTS
    ) -> None:
        self._playbooks = {one.id: one for one in playbooks}
        self._lexicon = lexicon
        self._plain = Plain(lexicon)
        self._word = cache(self._plain.word)
        self._patterns: dict[str, Pattern] = {}
        self._plain_words: dict[str, frozenset[str]] = {}
        self._kinds = Kinds(map(self._kind, self._playbooks.values()))
        self._marks = {one.id: self._marks_of(one) for one in self._playbooks.values()}
        self._talk = [self._chatter(name, one) for name, one in lexicon.talk.items()]
        self._aside = self._words("aside", lexicon.aside)
        classes = {name: tuple(map(self._word, words)) for name, words in lexicon.classes.items()}
        self._features = Features(classes, {name: self._kinds.words_of(name) for name in self._playbooks})
        self._finder = Finder(self._vocabulary() | {word for words in classes.values() for word in words})
        self._hearing = Hearing(lexicon.heard, lexicon.right, sounds)
        self._weights = weights
        self._urgent = {one.id for one in self._playbooks.values() if one.urgency is Urgency.EMERGENCY}

    def read(
        self, text: str, *, only: Collection[str] | None = None, names: Mapping[str, str] = NO_NAMES
    ) -> Recognised:
        """What a line says; `only` these types, when others are out of the question.

        `names`: what the roster calls a building, to its number.
        """
        line = self._line(text)
        because = self._kinds.evidence(line, only=only)
        talk, talk_words = talk_in(line, self._talk, type=because[0].type if because else "")
        points = {} if _says_little(text, line) else self._weights.points(self._features.of(line))
        allowed = self._playbooks.keys() if only is None else self._playbooks.keys() & only
        places = places_in(text, names)
        placed = any(place.building for place in places)
        verdict = judge(because, points, talk=bool(talk), placed=placed, urgent=self._urgent, only=allowed)
        said = Recognised(
            likely=verdict.likely,
            place=places[0] if places else NOWHERE,
            talk=talk,
            talk_words=talk_words,
            read=line.text,
            because=tuple(because),
        )
        return self._filled(said, verdict.type, line)

    def answers(self, text: str, playbook: Playbook) -> dict[str, str]:
        """The answers of a plan's question card that the words already give; also of an incident's own copy."""
        return self._answers(self._line(text), playbook)

    def features(self, text: str) -> set[str]:
        """What a line consists of for the weights."""
        return self._features.of(self._line(text))

    def _filled(self, said: Recognised, type: str | None, line: Line) -> Recognised:
        """The same with what a report of its type says beside; talk says nothing more."""
        if type is None:
            return said
        playbook = self._playbooks[type]
        counts = counts_in(line.text, type=type)
        answers = self._answers(line, playbook)
        return replace(
            said,
            type=type,
            talk="",
            talk_words=(),
            trapped=counts.trapped,
            injured=counts.injured,
            answers=answers,
            urgency=urgency_of(playbook, answers),
        )

    def wording(self, text: str, types: Iterable[str]) -> dict[str, list[str]]:
        """For each of these types the features of a text that speak loudest for it."""
        found = self.features(text)
        return {name: self._weights.weightiest(found, name) for name in types}

    def _answers(self, line: Line, playbook: Playbook) -> dict[str, str]:
        shipped = self._playbooks.get(playbook.id)
        same = shipped is not None and shipped.marks == playbook.marks  # mostly, also of the copy an incident keeps
        marks = self._marks[playbook.id] if same else self._marks_of(playbook)
        return answers_in(line, playbook, marks, people=people_in(line.text))

    def _line(self, text: str) -> Line:
        said = self._plain(text)
        hits = self._finder.find(said)
        mended = self._hearing.mend(said, hits)
        line = Line(mended, hits if mended == said else self._finder.find(mended))
        return line.without(line.of(self._aside.parts[0]))

    def _vocabulary(self) -> set[str]:
        """Every word that anything looks for; all patterns have been read by now."""
        parts = [part for pattern in self._patterns.values() for part in pattern.parts]
        return {word for part in parts for word in part.words}

    def _pattern(self, written: str) -> Pattern:
        if written not in self._patterns:
            read = read_pattern(written, self._lexicon.classes)
            parts = tuple(replace(part, words=self._plainly(part)) for part in read.parts)
            self._patterns[written] = replace(read, parts=parts)
        return self._patterns[written]

    def _plainly(self, part: Part) -> frozenset[str]:
        """The words of a part as they stand in lines; many parts are written alike."""
        if part.written not in self._plain_words:
            self._plain_words[part.written] = frozenset(map(self._word, part.words))
        return self._plain_words[part.written]

    def _words(self, name: str, words: Iterable[str]) -> Pattern:
        """Plain words, any of them, as a pattern of one part."""
        part = Part(joint=Joint.NEAR, words=frozenset(map(self._word, words)), written=name)
        self._patterns[name] = Pattern(written=name, parts=(part,))
        return self._patterns[name]

    def _kind(self, playbook: Playbook) -> Kind:
        words = playbook.words
        return Kind(
            id=playbook.id,
            urgency=playbook.urgency,
            any_of=self._words(f"{playbook.id} any_of", words.any_of),
            together=Patterns(map(self._pattern, words.together)),
            hints=Patterns(map(self._pattern, words.hints)),
            none_of=Patterns(map(self._pattern, words.none_of)),
            aside=self._words(f"{playbook.id} aside", words.aside),
            yields_to=frozenset(words.yields_to),
        )

    def _chatter(self, name: str, talk: Talk) -> Chatter:
        return Chatter(
            name=name,
            says=Patterns(map(self._pattern, talk.says)),
            unless=Patterns(map(self._pattern, talk.unless)),
            keeps=frozenset(talk.keeps),
        )

    def _readable(self, patterns: Iterable[str]) -> Iterator[Pattern]:
        """Those that can be read: the copy an incident keeps may name a class that is gone by now."""
        for written in patterns:
            with contextlib.suppress(PatternError):
                yield self._pattern(written)

    def _marks_of(self, playbook: Playbook) -> Sequence[Mark]:
        return [
            Mark(question=question, answer=answer, patterns=Patterns(self._readable(patterns)))
            for question, answers in playbook.marks.items()
            for answer, patterns in answers.items()
        ]


def _says_little(text: str, line: Line) -> bool:
    """Whether a line is too short for its wording to speak: 4楼 is a place and 有孕妇 half a report."""
    wide = line.wide(0, len(line.text))
    return wide < _LITTLE or len({*line.text}) < _FEW or (wide < _PLACE and only_place(text))
