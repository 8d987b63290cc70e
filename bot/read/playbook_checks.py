"""What has to hold within a playbook beyond its form: people who are called, life first, calls that can be made."""

from __future__ import annotations

import re

from bot.domain.playbook import EMERGENCY_NUMBERS, Call, Evidence, Lane, Playbook, Step
from bot.read.fault import suggest
from bot.read.playbook_floor import check_floor
from bot.read.playbook_ids import ID, ID_FORM, LANE, LANE_FORM, unique
from bot.read.playbook_questions import BLANKS, check_questions, check_when
from bot.read.playbook_signs import BLANK, check_signs
from bot.read.table import Table

CONTACT = re.compile(r"[a-z][a-z0-9_]*")
NUMBER = re.compile(r"\+?[0-9][0-9-]{2,14}")


def check_playbook(table: Table, playbook: Playbook, *, file_name: str) -> None:
    """Notes a fault for each thing that does not fit."""
    if playbook.id and playbook.id != file_name:
        table.fault(
            "id", f'id "{playbook.id}" is not the name of the file', f'write id: "{file_name}" or rename the file'
        )
    check_signs(table)
    check_questions(table, playbook)
    check_floor(table, playbook)
    for below, called in zip(table.tables("called"), playbook.called, strict=False):
        if called.department is None and called.skill is None:
            below.fault(None, "neither department nor skill is called", "add department or skill")
    lanes = table.tables("lanes")
    unique(lanes, [lane.id for lane in playbook.lanes], LANE, form=LANE_FORM)
    for lane_table, lane in zip(lanes, playbook.lanes, strict=False):
        steps = lane_table.tables("steps")
        unique(steps, [step.id for step in lane.steps], ID, form=ID_FORM)
        _check_life_first(steps, lane.steps)
        for step_table, step in zip(steps, lane.steps, strict=False):
            _check_step(step_table, step, playbook)
            _check_after(step_table, step, lane)


def _check_step(table: Table, step: Step, playbook: Playbook) -> None:
    check_when(table, step.when, playbook.questions)
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


def _check_after(table: Table, step: Step, lane: Lane) -> None:
    """What a step comes after stands before it in its lane, whenever the step itself counts."""
    if not step.after:
        return
    before = lane.steps[: lane.steps.index(step)]
    earlier = next((one for one in before if one.id == step.after), None)
    if earlier is None:
        remedy = suggest(step.after, [one.id for one in before], otherwise="name an earlier step of this lane")
        table.fault("after", f'there is no step "{step.after}" before "{step.id}" in this lane', remedy)
    elif step.life or step.anybody:
        table.fault("after", f'the life-safety step "{step.id}" waits', "leave after out: it waits for nothing")
    elif not _counts_with(step, earlier):
        problem = f'"{step.id}" counts where "{earlier.id}" does not, and could never be done'
        table.fault("after", problem, f'give it the condition of "{earlier.id}" as well')


def _counts_with(step: Step, earlier: Step) -> bool:
    """Whether the earlier step counts whenever the step does."""
    mine = step.when.answers
    return all(asked in mine and mine[asked] <= wanted for asked, wanted in earlier.when.answers.items())


def _check_call(table: Table, call: Call, playbook: Playbook) -> None:
    if call.to and call.to not in EMERGENCY_NUMBERS and not CONTACT.fullmatch(call.to):
        remedy = f"write {', '.join(EMERGENCY_NUMBERS)} or the kind of a contact, such as lift_maintenance"
        table.fault("to", f'nobody can be called at "{call.to}"', remedy)
    if call.otherwise and not NUMBER.fullmatch(call.otherwise):
        table.fault("otherwise", f'"{call.otherwise}" is no telephone number', 'write digits, such as "95598"')
    known = (*BLANKS, *(question.id for question in playbook.questions))
    for language, words in call.say.items():
        for blank in sorted({*BLANK.findall(words)} - {*known}):
            table.fault(("say", language), f'nothing fills the blank "{{{blank}}}"', suggest(blank, known))


def _is_called(step: Step, playbook: Playbook) -> bool:
    if step.commander:
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
