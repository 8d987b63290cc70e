"""What has to hold among the questions of a playbook: answers that exist, and none that waits for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.playbook import UNSURE, Playbook, Question, Urgency, When
from bot.read.fault import suggest
from bot.read.playbook_ids import ID, ID_FORM, unique
from bot.read.table import Table

BLANKS = ("place", "gate", "words", "address", "community", "phone", "name")
"""What fills the words to say besides the answers; no question may be called so."""
FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 6
_MOST_LETTERS = 40
"""Of a question's and an answer's id together: both stand in a button, beside the card, in 64 bytes."""


def check_questions(table: Table, playbook: Playbook) -> None:
    """Notes a fault for each thing that does not fit."""
    _check_count(table, playbook)
    questions = table.tables("questions")
    unique(questions, [question.id for question in playbook.questions], ID, form=ID_FORM)
    for position, (below, question) in enumerate(zip(questions, playbook.questions, strict=False)):
        if question.id in BLANKS:
            problem = f'the blank "{{{question.id}}}" is filled by something else'
            below.fault("id", problem, "call the question by another id")
        _check_answers(below, question)
        _check_order(below, playbook.questions, position)
    _check_done(table, playbook)
    _check_attached(table, playbook)
    _check_marks(table.table("marks"), playbook)


def check_when(table: Table, when: When, questions: Iterable[Question]) -> None:
    """A condition may only name questions and answers there are."""
    for question, answers in when.answers.items():
        for answer in sorted(answers):
            _check_answer(table.table("when"), (question, answer), questions)


def _check_count(table: Table, playbook: Playbook) -> None:
    count = len(playbook.questions)
    fewest = FEWEST_QUESTIONS if playbook.urgency is Urgency.EMERGENCY else 0
    if not fewest <= count <= MOST_QUESTIONS:
        remedy = f"ask {FEWEST_QUESTIONS} to {MOST_QUESTIONS}" if fewest else f"ask {MOST_QUESTIONS} or fewer"
        table.fault("questions", f"there are {count} questions", remedy)


def _check_answers(table: Table, question: Question) -> None:
    ids = [answer.id for answer in question.answers]
    answers = table.tables("answers")
    unique(answers, ids, ID, form=ID_FORM)
    for below, name in zip(answers, ids, strict=False):
        if len(question.id) + len(name) > _MOST_LETTERS:
            problem = f'the ids "{question.id}" and "{name}" are too long for one button'
            below.fault("id", problem, f"use {_MOST_LETTERS} characters or fewer for both together")
    if UNSURE not in ids or len(ids) < 2:
        problem = f'"{question.id}" has no answer "{UNSURE}" beside another'
        table.fault("answers", problem, f"add the answer {UNSURE}")


def _check_order(table: Table, questions: Sequence[Question], position: int) -> None:
    """A question may wait for what is asked before it, and for nothing that waits for it."""
    question, later = questions[position], {one.id: one for one in questions[position:]}
    for name, answers in question.when.answers.items():
        if name not in later:
            for answer in sorted(answers):
                _check_answer(table.table("when"), (name, answer), questions[:position])
            continue
        ring = _ring(question.id, name, {one.id: one for one in questions})
        if not ring:
            problem = f'the question "{name}" is asked after "{question.id}"'
            table.table("when").fault(name, problem, f'put "{name}" before it')
        elif set(ring) <= set(later):  # the first of a ring names it, the others are silent
            problem = f"these questions wait for each other: {' → '.join(ring)}"
            if len(ring) == 2:
                problem = f'the question "{name}" waits for itself'
            table.table("when").fault(name, problem, "take one of these conditions out, or nobody is ever asked")


def _ring(first: str, name: str, questions: Mapping[str, Question]) -> list[str]:
    """The way from a question over what it waits for back to itself; empty when there is none."""
    ways, seen = [[first, name]], {first}
    while ways:
        way = ways.pop()
        if way[-1] == first:
            return way
        if way[-1] in questions and way[-1] not in seen:
            seen.add(way[-1])
            ways.extend([*way, below] for below in questions[way[-1]].when.answers)
    return []


def _check_done(table: Table, playbook: Playbook) -> None:
    """An answer may only say of steps there are that they are done."""
    steps = {f"{lane.id}/{step.id}": step for lane in playbook.lanes for step in lane.steps}
    for below, question in zip(table.tables("questions"), playbook.questions, strict=False):
        for answer_table, answer in zip(below.tables("answers"), question.answers, strict=False):
            if answer.done and (answer.attach or answer.command):
                problem = "the answer says that a step is done, and calls for a plan or moves the command"
                answer_table.fault("done", problem, "make two questions of it: doing the step would pass the rest by")
            for done in answer.done.split():
                if done not in steps:
                    remedy = suggest(done, steps, otherwise="write lane and step, such as A/call_119")
                    answer_table.fault("done", f'there is no step "{done}"', remedy)
                elif steps[done].after:
                    problem = f'"{done}" comes after another step, and an answer would pass that by'
                    answer_table.fault("done", problem, f'leave done out, or the after of "{done}"')


def _check_attached(table: Table, playbook: Playbook) -> None:
    """A plan beside itself would begin itself anew."""
    for below, question in zip(table.tables("questions"), playbook.questions, strict=False):
        for answer_table, answer in zip(below.tables("answers"), question.answers, strict=False):
            if answer.attach and answer.attach == playbook.id:
                problem = f'the plan "{playbook.id}" is put beside itself'
                answer_table.fault("attach", problem, "name another type, or leave attach out")


def _check_marks(table: Table, playbook: Playbook) -> None:
    for question, answers in playbook.marks.items():
        for answer in answers or ("",):
            _check_answer(table, (question, answer) if answer else (question,), playbook.questions)


def _check_answer(table: Table, names: tuple[str, ...], questions: Iterable[Question]) -> None:
    by_id = {question.id: question for question in questions}
    question = by_id.get(names[0])
    if question is None:
        table.fault(names[0], f'there is no question "{names[0]}" before this', suggest(names[0], by_id))
    elif len(names) > 1 and names[1] and question.answer(names[1]) is None:
        known = [answer.id for answer in question.answers]
        table.fault(names, f'the question "{names[0]}" has no answer "{names[1]}"', suggest(names[1], known))
