"""Ways through a question card that together give every answer it has: what a generated story answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.domain.playbook import Answer, Playbook, Question, When

Given = dict[str, str]


def walks(playbook: Playbook) -> list[Given]:
    """The answers of each walk; every answer that can be given is given in one of them, every step is open in one."""
    open_answers = {(question.id, answer.id) for question in playbook.questions for answer in question.answers}
    found: list[Given] = []
    for question, answer in _all(playbook):
        if (question.id, answer.id) in open_answers:
            given = _answered(playbook, {**_needed(playbook, question), question.id: answer.id}, open_answers)
            open_answers -= set(given.items())
            found.append(given)
    for step in (step for lane in playbook.lanes for step in lane.steps):
        if not any(step.when.holds(given) for given in found):
            found.append(_answered(playbook, _fulfilled(playbook, step.when), open_answers))
    return found or [{}]


def _all(playbook: Playbook) -> Iterator[tuple[Question, Answer]]:
    """Longest question first, so that each walk takes something new of every shorter one."""
    for question in sorted(playbook.questions, key=lambda one: -len(one.answers)):
        for answer in question.answers:
            yield question, answer


def _needed(playbook: Playbook, question: Question) -> Given:
    """What has to be answered before, so that a question is asked at all."""
    return _fulfilled(playbook, question.when)


def _fulfilled(playbook: Playbook, when: When) -> Given:
    """Answers that fulfil a condition, and those that have to be given before."""
    needed: Given = {}
    for before, wanted in when.answers.items():
        asked = playbook.question(before)
        assert asked is not None
        needed |= {**_needed(playbook, asked), before: next(one.id for one in asked.answers if one.id in wanted)}
    return needed


def _answered(playbook: Playbook, wanted: Mapping[str, str], fresh: set[tuple[str, str]]) -> Given:
    """One walk: what is wanted, and of everything else an answer that was not given yet."""
    given: Given = {}
    while question := playbook.next_question(given):
        new = (answer.id for answer in question.answers if (question.id, answer.id) in fresh)
        given[question.id] = wanted.get(question.id) or next(new, question.answers[-1].id)
    return given
