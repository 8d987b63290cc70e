"""Which questions of a plan's card a line has answered already, and how urgent that makes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.playbook import BOTH, Answer, Playbook, Urgency
from bot.domain.recognise.matching import Line, Patterns

_ASKS = re.compile(r"[?吗么没未谁]|是否|不知|不确定|n't|\b(?:not|nobody|who|has|did|you|if|please|should|to)\b")
_PARTS = re.compile(r"[,;!。\n]|(?<=[\u4e00-\u9fff])\s+")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The words that give one answer of a question."""

    question: str
    answer: str
    patterns: Patterns


def answers_in(line: Line, playbook: Playbook, marks: Sequence[Mark], *, people: int | None) -> dict[str, str]:
    """The answers of the question card that the words already give."""
    given: dict[str, str] = {}
    for question in playbook.questions:
        found = [
            mark.answer
            for mark in marks
            if mark.question == question.id and _says(question.answer(mark.answer), mark.patterns, line)
        ]
        if found:
            given[question.id] = BOTH if len(found) > 1 and question.answer(BOTH) else found[-1]
    count = next((one for one in playbook.questions if one.counts and one.when.holds(given)), None)
    if count is not None and people is not None:
        given[count.id] = count.counted(people)
    return given


def urgency_of(playbook: Playbook, given: Mapping[str, str]) -> Urgency:
    """How urgent a report of this type with these answers is (playbooks.md §0.2)."""
    said = [
        answer.urgency
        for question in playbook.questions
        if (answer := question.answer(given.get(question.id, ""))) is not None and answer.urgency is not None
    ]
    if Urgency.EMERGENCY in said:
        return Urgency.EMERGENCY
    return Urgency.GENERAL if Urgency.GENERAL in said and playbook.lowers else playbook.urgency


def _says(answer: Answer | None, patterns: Patterns, line: Line) -> bool:
    """Whether words give an answer; that something is done already is only believed where nobody asks or denies it."""
    found = [hits for _, hits in patterns.holding(line)]
    if answer is None or not answer.done:
        return bool(found)
    return any(not _ASKS.search(_part_around(line.text, hits[0].start)) for hits in found)


def _part_around(text: str, at: int) -> str:
    """The part of a line between two stops that holds a place."""
    start = 0
    for stop in _PARTS.finditer(text):
        if stop.start() >= at:
            return text[start : stop.start()]
        start = stop.end()
    return text[start:]
