"""What a reporter is told to do now: by the last answer, and by every earlier one with a life at stake."""

from __future__ import annotations

from bot.domain.playbook import Answer, Answers, Playbook, Said, Urgency

_MOST = 3
_GRAVE = 2
"""Answers of this level and graver (level 1 is the gravest) stay on the card."""


def told_now(playbook: Playbook, answers: Answers, *, fresh: Answers) -> list[Said]:
    """The gravest first, no sentence twice; what one of the `fresh` answers says is always among them."""
    given = [
        (question.id, answer)
        for question in playbook.questions
        if question.when.holds(answers) and (answer := question.answer(answers.get(question.id, "")))
    ]
    told = [(asked, answer) for asked, answer in given if answer.tell and (asked in fresh or _at_stake(answer))]
    gravest = sorted(told, key=lambda one: _rank(one[1]))
    first = gravest[:_MOST]
    late = [one for one in gravest[_MOST:] if one[0] in fresh]
    if late and not any(asked in fresh for asked, _ in first):
        first = [*first[:-1], late[0]]
    return list({str(answer.tell): dict(answer.tell or {}) for _, answer in first}.values())


def newly(answers: Answers, before: Answers) -> Answers:
    """The answers that were not given before."""
    return {question: chosen for question, chosen in answers.items() if before.get(question) != chosen}


def _at_stake(answer: Answer) -> bool:
    return answer.urgency is Urgency.EMERGENCY or (answer.level is not None and answer.level <= _GRAVE)


def _rank(answer: Answer) -> tuple[int, bool]:
    return (answer.level or _GRAVE + 1, answer.urgency is not Urgency.EMERGENCY)
