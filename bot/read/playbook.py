"""Playbook files as domain objects; a faulty file gives every fault with its line, and no playbook."""

from __future__ import annotations

from pathlib import Path

from bot.domain.people import Department, Role, Skill
from bot.domain.playbook import (
    Answer,
    Call,
    Called,
    Evidence,
    Group,
    Lane,
    Playbook,
    Question,
    Step,
    Urgency,
    When,
    Words,
)
from bot.read.fault import Fault, FaultsError
from bot.read.known import ROLES
from bot.read.lexicon import classes_beside
from bot.read.playbook_checks import check_playbook
from bot.read.playbook_known import FAMILIES, GROUPS, NOTICES, REPORTS
from bot.read.playbook_library import check_library
from bot.read.playbook_patterns import check_patterns
from bot.read.said import said, said_if, sayings
from bot.read.table import Table, by_value
from bot.read.times import DURATION_FORM, duration
from bot.read.yaml_lines import read_yaml

FALLBACK = "other"
"""The playbook that answers every report no other one is for."""


def read_playbooks(folder: Path) -> dict[str, Playbook]:
    """All playbooks by id, or FaultsError with everything that is wrong in any of them or between them."""
    faults: list[Fault] = []
    library = {}
    paths = sorted(folder.glob("*.yaml"))
    for path in paths:
        try:
            library[path.stem] = _read(path)
        except FaultsError as error:
            faults.extend(error.faults)
    check_library(library, types=[path.stem for path in paths])
    faults += [fault for table, _ in library.values() for fault in table.faults]
    if not (folder / f"{FALLBACK}.yaml").is_file():
        problem = f"the playbook {FALLBACK}.yaml is missing"
        faults.append(
            Fault(file=str(folder), line=0, problem=problem, remedy="put it back: no report may go unanswered")
        )
    if faults:
        raise FaultsError(faults)
    return {name: playbook for name, (_, playbook) in library.items()}


def read_playbook(path: Path) -> Playbook:
    """One playbook, or FaultsError with everything that is wrong in it."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Table, Playbook]:
    faults: list[Fault] = []
    table = Table(read_yaml(path), faults)
    playbook = _playbook(table)
    check_playbook(table, playbook, file_name=path.stem)
    check_patterns(table, playbook, classes_beside(path.parent))
    if faults:
        raise FaultsError(faults)
    return table, playbook


def _playbook(table: Table) -> Playbook:
    family = table.word("family", FAMILIES)
    playbook = Playbook(
        id=table.text("id"),
        names=said(table, "names", "name"),
        icon=table.text("icon"),
        family=family,
        group=table.word("group", by_value(Group), GROUPS.get(family, Group.OTHER).value),
        command=_role(table, "command"),
        urgency=table.word("urgency", by_value(Urgency)),
        lowers=table.flag("lowers", default=False),
        words=_words(table.table("words")),
        marks=_marks(table.table("marks")),
        anyone=sayings(table, "anyone"),
        questions=tuple(_question(below) for below in table.tables("questions")),
        called=tuple(_called(below) for below in table.tables("called", required=True)),
        lanes=tuple(_lane(below) for below in table.tables("lanes", required=True)),
        closing=sayings(table, "closing", required=True),
        reports=table.words("reports", REPORTS, required=True),
        covers=table.texts("covers"),
        sources=table.texts("sources", required=True),
        all_hands=table.flag("all_hands", default=False),
    )
    table.finish()
    return playbook


def _words(table: Table) -> Words:
    words = Words(
        any_of=table.texts("any_of"),
        together=table.texts("together"),
        hints=table.texts("hints"),
        none_of=table.texts("none_of"),
        aside=table.texts("aside"),
        yields_to=table.texts("yields_to"),
    )
    table.finish()
    return words


def _marks(table: Table) -> dict[str, dict[str, tuple[str, ...]]]:
    marks = {}
    for question in table.rest():
        below = table.table(question)
        marks[question] = {answer: below.texts(answer, required=True) for answer in below.rest()}
    return marks


def _when(table: Table) -> When:
    below = table.table("when")
    return When(answers={q: frozenset(below.texts(q, required=True, or_one=True)) for q in below.rest()})


def _question(table: Table) -> Question:
    question = Question(
        id=table.text("id"),
        text=said(table, "text", "question"),
        answers=tuple(_answer(below) for below in table.tables("answers", required=True)),
        when=_when(table),
        covers=table.texts("covers"),
        number=table.flag("number", default=False),
        private=table.flag("private", default=False),
    )
    table.finish()
    return question


def _answer(table: Table) -> Answer:
    answer = Answer(
        id=table.text("id"),
        text=said(table, "text", "answer"),
        urgency=table.word("urgency", by_value(Urgency)) if "urgency" in table else None,
        level=table.number("level", least=1, most=4) if "level" in table else None,
        brief=said_if(table, "brief", "brief"),
        warn=said_if(table, "warn", "warn"),
        tell=said_if(table, "tell", "tell"),
        done=table.text("done", ""),
        command=_role(table, "command"),
        attach=table.text("attach", ""),
        covers=table.texts("covers"),
    )
    table.raw("urgency")
    table.raw("level")
    table.finish()
    return answer


def _role(table: Table, key: str) -> Role | None:
    table.raw(key)
    return table.word(key, ROLES) if key in table else None


def _department(table: Table) -> Department | None:
    table.raw("department")
    return table.word("department", by_value(Department)) if "department" in table else None


def _skill(table: Table) -> Skill | None:
    table.raw("skill")
    return table.word("skill", by_value(Skill)) if "skill" in table else None


def _called(table: Table) -> Called:
    called = Called(department=_department(table), skill=_skill(table), scene=table.flag("scene", default=True))
    table.finish()
    return called


def _lane(table: Table) -> Lane:
    steps = tuple(_step(below) for below in table.tables("steps", required=True))
    lane = Lane(id=table.text("id"), name=said(table, "name", "name"), steps=steps)
    table.finish()
    return lane


def _step(table: Table) -> Step:
    step = Step(
        id=table.text("id"),
        text=said(table, "text", "step"),
        department=_department(table),
        skill=_skill(table),
        commander=table.flag("commander", default=False),
        limit=table.parsed("limit", duration, form=DURATION_FORM, default=None),
        life=table.flag("life", default=False),
        evidence=table.word("evidence", by_value(Evidence), "none"),
        private=table.flag("private", default=False),
        ask=said_if(table, "ask", "ask"),
        when=_when(table),
        after=table.text("after", ""),
        forbid=sayings(table, "forbid"),
        call=_call(table.table("call")) if "call" in table else None,
        anybody=table.flag("anybody", default=False),
        notice=table.word("notice", NOTICES, ""),
        suggested=table.text("suggested", ""),
        sources=table.texts("sources"),
        covers=table.texts("covers"),
    )
    table.raw("call")
    table.finish()
    return step


def _call(table: Table) -> Call:
    call = Call(to=table.text("to"), say=said(table, "say", "say"), otherwise=table.text("otherwise", ""))
    table.finish()
    return call
