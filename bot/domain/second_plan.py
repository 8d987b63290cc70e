"""A second plan on a running incident: the two joined in one copy, the second's behind the first's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import TypeVar

from bot.domain.playbook import ALWAYS, EXTRA, Answer, Call, Called, Lane, Playbook, Question, Said, Step, When
from bot.domain.refused import Impossible

T = TypeVar("T")
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class _Renamed:
    """What the second plan's own lanes and questions are called in the joined one."""

    lanes: Mapping[str, str]
    questions: Mapping[str, str]
    only: When = ALWAYS
    """What has to be answered for any of it to count."""


def joined(plan: Playbook, other: Playbook, *, only: When = ALWAYS) -> Playbook:
    """One plan with everything of both. Type, names and urgency stay the first's, and so do all its ids.

    `only`: the answer that calls for the second; with another answer later its open steps and questions go again.
    """
    if other.id in (plan.id, *plan.attached):
        raise Impossible("plan_there", type=dict(other.names))
    lanes = _letters(plan, other)
    questions, names = _questions(plan, other, lanes, only)
    renamed = _Renamed(lanes=lanes, questions=names, only=only)
    return replace(
        plan,
        lowers=plan.lowers and other.lowers,
        marks=_marks(plan, other, names),
        anyone=_united(plan.anyone, other.anyone),
        questions=questions,
        called=_called(plan, other),
        lanes=_lanes(plan, other, renamed),
        closing=_united(plan.closing, other.closing),
        reports=_united(plan.reports, other.reports),
        covers=_united(plan.covers, other.covers),
        sources=_united(plan.sources, other.sources),
        all_hands=plan.all_hands or other.all_hands,
        attached=(*plan.attached, other.id, *other.attached),
    )


def fits(plan: Playbook, other: Playbook) -> bool:
    """Whether there is a letter left for each lane of the second plan."""
    return len(_free_letters(plan)) >= len(other.lanes)


def freed(plan: Playbook, type: str, *, keep: str = "") -> Playbook:
    """The plan beside it of this type counts whatever is answered from now on, but for what `keep` asks."""
    gates = {one.id: frozenset(answer.id for answer in one.answers if answer.attach == type) for one in plan.questions}
    closed = {question: answers for question, answers in gates.items() if answers and question != keep}

    def opened(when: When) -> When:
        return When(answers={one: wanted for one, wanted in when.answers.items() if closed.get(one) != wanted})

    name = name_of_plan(plan, type)
    lanes = (
        replace(lane, steps=tuple(replace(step, when=opened(step.when)) for step in lane.steps))
        if lane.of == name
        else lane
        for lane in plan.lanes
    )
    questions = (replace(question, when=opened(question.when)) for question in plan.questions)
    return replace(plan, lanes=tuple(lanes), questions=tuple(questions))


def names_of_attached(plan: Playbook) -> tuple[Said, ...]:
    """What the plans beside the first are called, in the order they came."""
    return _united((), tuple(lane.of for lane in plan.lanes if lane.of is not None))


def name_of_plan(plan: Playbook, type: str) -> Said:
    """What the plan beside it of this type is called; the id itself when there is none."""
    return dict(zip(plan.attached, names_of_attached(plan), strict=False)).get(type, {"zh": type, "en": type})


def _letters(plan: Playbook, other: Playbook) -> dict[str, str]:
    if not fits(plan, other):
        raise Impossible("no_room_for_plan", type=dict(other.names))
    return {lane.id: letter for lane, letter in zip(other.lanes, _free_letters(plan), strict=False)}


def _free_letters(plan: Playbook) -> list[str]:
    """In order; the lane of what a person adds keeps its own."""
    taken = {EXTRA, *(lane.id for lane in plan.lanes)}
    return [letter for letter in ascii_uppercase if letter not in taken]


def _questions(
    plan: Playbook, other: Playbook, lanes: Mapping[str, str], only: When
) -> tuple[tuple[Question, ...], dict[str, str]]:
    """All questions, the same one once, and under which id each of the second's stands."""
    questions = {question.id: question for question in plan.questions}
    own = {question.id for question in other.questions}
    names: dict[str, str] = {}
    for question in (one for one in other.questions if not _idle(one, plan, other)):
        moved = _question(question, _Renamed(lanes=lanes, questions=names))
        known = plan.question(question.id)
        if known is not None and _bare(known) == _bare(moved):
            names[question.id] = question.id
            questions[question.id] = _shared(known, moved)
            continue
        names[question.id] = _free(question.id, taken={*questions, *(own - {question.id})})
        when = When(answers={**only.answers, **moved.when.answers})
        questions[names[question.id]] = replace(moved, id=names[question.id], when=when)
    return tuple(questions.values()), names


def _idle(question: Question, plan: Playbook, other: Playbook) -> bool:
    """Whether all it could do is to start a plan that runs already: a lift entrapment needs no 电梯里有人吗."""
    there = (plan.id, *plan.attached, other.id)
    others = [one for one in question.answers if one.attach not in there]
    if len(others) == len(question.answers):
        return False
    if any(one.urgency or one.level or one.done or one.command or one.attach for one in others):
        return False
    steps = [step for lane in other.lanes for step in lane.steps]
    conditions = [*(step.when for step in steps), *(one.when for one in other.questions)]
    said = [words for step in steps if step.call for words in step.call.say.values()]
    return not any(question.id in one.answers for one in conditions) and not any(
        f"{{{question.id}}}" in words for words in said
    )


def _free(id: str, *, taken: set[str]) -> str:
    """This id, or the first of `id_2`, `id_3` … that nothing else has."""
    tries = (id, *(f"{id}_{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)


def _bare(question: Question) -> Question:
    """What is asked, without what the plan around it makes of it."""
    return replace(
        question, covers=(), answers=tuple(replace(answer, done="", covers=()) for answer in question.answers)
    )


def _shared(first: Question, second: Question) -> Question:
    """Asked once for both: an answer says of the steps of both plans that they are done."""
    pairs = zip(first.answers, second.answers, strict=True)
    answers = (
        replace(one, done=" ".join(filter(None, (one.done, two.done))), covers=_united(one.covers, two.covers))
        for one, two in pairs
    )
    return replace(first, answers=tuple(answers), covers=_united(first.covers, second.covers))


def _question(question: Question, renamed: _Renamed) -> Question:
    answers = tuple(_answer(answer, renamed) for answer in question.answers)
    return replace(question, answers=answers, when=_when(question.when, renamed))


def _answer(answer: Answer, renamed: _Renamed) -> Answer:
    keys = (key.partition("/") for key in answer.done.split())
    return replace(answer, done=" ".join(f"{renamed.lanes[lane]}/{step}" for lane, _, step in keys))


def _when(when: When, renamed: _Renamed) -> When:
    return When(answers={renamed.questions[question]: wanted for question, wanted in when.answers.items()})


def _lanes(plan: Playbook, other: Playbook, renamed: _Renamed) -> tuple[Lane, ...]:
    """The second's lanes behind the first's; where two would be called the same, it says whose it is."""
    names = {said for lane in plan.lanes for said in lane.name.items()}
    moved = (_lane(lane, other, renamed) for lane in other.lanes)
    return (*plan.lanes, *(replace(one, name=one.full_name) if names & {*one.name.items()} else one for one in moved))


def _lane(lane: Lane, other: Playbook, renamed: _Renamed) -> Lane:
    steps = tuple(_step(step, renamed) for step in lane.steps)
    return replace(lane, id=renamed.lanes[lane.id], steps=steps, of=lane.of or dict(other.names))


def _step(step: Step, renamed: _Renamed) -> Step:
    call = _call(step.call, renamed) if step.call else None
    when = When(answers={**renamed.only.answers, **_when(step.when, renamed).answers})
    return replace(step, when=when, call=call)


def _call(call: Call, renamed: _Renamed) -> Call:
    """The words to say, their blanks filled by the answers to the second plan's own questions."""
    say = {
        language: _BLANK.sub(lambda blank: f"{{{renamed.questions.get(blank[1], blank[1])}}}", words)
        for language, words in call.say.items()
    }
    return replace(call, say=say)


def _marks(plan: Playbook, other: Playbook, names: Mapping[str, str]) -> dict[str, Mapping[str, tuple[str, ...]]]:
    marks = {**plan.marks}
    for question, answers in ((one, answers) for one, answers in other.marks.items() if one in names):
        known = marks.get(names[question], {})
        both = {answer: _united(known.get(answer, ()), words) for answer, words in answers.items()}
        marks[names[question]] = {**known, **both}
    return marks


def _called(plan: Playbook, other: Playbook) -> tuple[Called, ...]:
    """Each department and skill once; to the place when either plan wants it there."""
    called = {(one.department, one.skill): one for one in plan.called}
    for one in other.called:
        known = called.get((one.department, one.skill), one)
        called[one.department, one.skill] = replace(known, scene=known.scene or one.scene)
    return tuple(called.values())


def _united(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    """Everything of both, each once, in order."""
    found: list[T] = []
    found.extend(one for one in (*first, *second) if one not in found)
    return tuple(found)
