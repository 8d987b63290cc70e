"""What has to hold within a playbook beyond its form: ids, answers that exist, people who are called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.people import Department
from bot.domain.playbook import UNSURE, Call, Evidence, Playbook, Question, Step, Urgency, When
from bot.read.fault import suggest
from bot.read.table import Table

EMERGENCY_NUMBERS = ("119", "110", "120", "122")
_FEWEST_QUESTIONS, _MOST_QUESTIONS = 3, 6
_ID = re.compile(r"[a-z0-9_-]{1,24}")
_MOST_LETTERS = 40
"""Of a question's and an answer's id together: both stand in a button, beside the card, in 64 bytes."""
_LANE = re.compile(r"[A-Z]")
_BLANK = re.compile(r"\{(\w+)\}")
_BLANKS = ("place", "gate", "words", "address", "community", "phone", "name")
_CONTACT = re.compile(r"[a-z][a-z0-9_]*")
_ALWAYS_THERE = (Department.SERVICE, Department.CONTROL)
"""The desk and the control room hear of every incident, called or not."""


def check_playbook(table: Table, playbook: Playbook, *, file_name: str) -> None:
    """Notes a fault for each thing that does not fit."""
    if playbook.id and playbook.id != file_name:
        table.fault(
            "id", f'id "{playbook.id}" is not the name of the file', f'write id: "{file_name}" or rename the file'
        )
    _check_questions(table, playbook)
    _check_done(table, playbook)
    _check_marks(table.table("marks"), playbook)
    for below, called in zip(table.tables("called"), playbook.called, strict=False):
        if called.department is None and called.skill is None:
            below.fault(None, "neither department nor skill is called", "add department or skill")
    lanes = table.tables("lanes")
    _unique(lanes, [lane.id for lane in playbook.lanes], _LANE, form="one capital letter")
    for lane_table, lane in zip(lanes, playbook.lanes, strict=False):
        steps = lane_table.tables("steps")
        _unique(steps, [step.id for step in lane.steps], _ID, form="up to 24 of a-z 0-9 _ -")
        _check_life_first(steps, lane.steps)
        for step_table, step in zip(steps, lane.steps, strict=False):
            _check_step(step_table, step, playbook)


def _check_questions(table: Table, playbook: Playbook) -> None:
    count = len(playbook.questions)
    fewest = _FEWEST_QUESTIONS if playbook.urgency is Urgency.EMERGENCY else 0
    if not fewest <= count <= _MOST_QUESTIONS:
        remedy = f"ask {_FEWEST_QUESTIONS} to {_MOST_QUESTIONS}" if fewest else f"ask {_MOST_QUESTIONS} or fewer"
        table.fault("questions", f"there are {count} questions", remedy)
    questions = table.tables("questions")
    _unique(questions, [question.id for question in playbook.questions], _ID, form="up to 24 of a-z 0-9 _ -")
    for position, (below, question) in enumerate(zip(questions, playbook.questions, strict=False)):
        ids = [answer.id for answer in question.answers]
        _unique(below.tables("answers"), ids, _ID, form="up to 24 of a-z 0-9 _ -")
        for answer_table, id in zip(below.tables("answers"), ids, strict=False):  # noqa: A001 - as playbooks call it
            if len(question.id) + len(id) > _MOST_LETTERS:
                problem = f'the ids "{question.id}" and "{id}" are too long for one button'
                answer_table.fault("id", problem, f"use {_MOST_LETTERS} characters or fewer for both together")
        if UNSURE not in ids or len(ids) < 2:
            below.fault(
                "answers", f'"{question.id}" has no answer "{UNSURE}" beside another', f"add the answer {UNSURE}"
            )
        _check_when(below, question.when, playbook.questions[:position])


def _check_done(table: Table, playbook: Playbook) -> None:
    """An answer may only say of a step there is that it is done."""
    steps = {f"{lane.id}/{step.id}" for lane in playbook.lanes for step in lane.steps}
    for below, question in zip(table.tables("questions"), playbook.questions, strict=False):
        for answer_table, answer in zip(below.tables("answers"), question.answers, strict=False):
            if answer.done and answer.done not in steps:
                remedy = suggest(answer.done, steps, otherwise="write lane and step, such as A/call_119")
                answer_table.fault("done", f'there is no step "{answer.done}"', remedy)


def _check_marks(table: Table, playbook: Playbook) -> None:
    for question, answers in playbook.marks.items():
        for answer in answers or ("",):
            _check_answer(table, (question, answer) if answer else (question,), playbook.questions)


def _check_when(table: Table, when: When, questions: Iterable[Question]) -> None:
    """A condition may only name what has been asked before."""
    for question, answers in when.answers.items():
        for answer in sorted(answers):
            _check_answer(table.table("when"), (question, answer), questions)


def _check_answer(table: Table, names: tuple[str, ...], questions: Iterable[Question]) -> None:
    by_id = {question.id: question for question in questions}
    question = by_id.get(names[0])
    if question is None:
        table.fault(names[0], f'there is no question "{names[0]}" before this', suggest(names[0], by_id))
    elif len(names) > 1 and names[1] and question.answer(names[1]) is None:
        known = [answer.id for answer in question.answers]
        table.fault(names, f'the question "{names[0]}" has no answer "{names[1]}"', suggest(names[1], known))


def _check_step(table: Table, step: Step, playbook: Playbook) -> None:
    _check_when(table, step.when, playbook.questions)
    if step.department is None and step.skill is None and not step.commander:
        table.fault(None, f'the step "{step.id}" is nobody\'s', "add department, skill or commander: true")
    elif step.commander and (step.department or step.skill):
        table.fault("commander", f'the step "{step.id}" is two people\'s', "leave department and skill out")
    elif not _is_called(step, playbook):
        who = step.department or step.skill
        table.fault("department" if step.department else "skill", f"{who} is not called", f"add {who} to called")
    if step.anybody and step.call is None:
        table.fault("anybody", f'anybody may do "{step.id}", and nobody is called', "add call, with the words to say")
    if step.anybody and step.evidence is not Evidence.NONE:
        table.fault("evidence", f'anybody may do "{step.id}" with one press', "leave evidence out")
    if step.notice and step.life:
        table.fault("life", f'"{step.id}" waits for an approval', "leave life out; life safety waits for nobody")
    if step.call:
        _check_call(table.table("call"), step.call, playbook)


def _check_call(table: Table, call: Call, playbook: Playbook) -> None:
    if call.to and call.to not in EMERGENCY_NUMBERS and not _CONTACT.fullmatch(call.to):
        remedy = f"write {', '.join(EMERGENCY_NUMBERS)} or the kind of a contact, such as lift_maintenance"
        table.fault("to", f'nobody can be called at "{call.to}"', remedy)
    known = (*_BLANKS, *(question.id for question in playbook.questions))
    for language, words in call.say.items():
        for blank in sorted({*_BLANK.findall(words)} - {*known}):
            table.fault(("say", language), f'nothing fills the blank "{{{blank}}}"', suggest(blank, known))


def _is_called(step: Step, playbook: Playbook) -> bool:
    if step.commander or step.department in _ALWAYS_THERE:
        return True
    departments = {called.department for called in playbook.called} - {None}
    skills = {called.skill for called in playbook.called} - {None}
    return step.department in departments or step.skill in skills


def _check_life_first(tables: list[Table], steps: tuple[Step, ...]) -> None:
    other_before = False
    for table, step in zip(tables, steps, strict=False):
        if step.life and other_before:
            table.fault("life", f'the life-safety step "{step.id}" comes after others', "put it first in its lane")
        other_before = other_before or not step.life


def _unique(tables: list[Table], ids: list[str], shape: re.Pattern[str], *, form: str) -> None:
    seen: set[str] = set()
    for table, found in zip(tables, ids, strict=False):
        if found and not shape.fullmatch(found):
            table.fault("id", f'id "{found}" can\'t be an id here', f"use {form}")
        elif found and found in seen:
            table.fault("id", f'id "{found}" stands twice', "give each its own")
        seen.add(found)
