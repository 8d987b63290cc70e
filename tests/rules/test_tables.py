"""The tables are whole: each event told, each deadline chased, each command routed; no wording missing or unused."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
import yaml

import bot.domain.turned_down as turned_down
from bot.domain import change_events, correction, events, overdue, paper_events, plan_events, restored
from bot.domain import duty_roll as duty_rolls
from bot.domain import staffing as staffings
from bot.domain.people import Refusal
from bot.read.commands import read_commands
from bot.words import LANGUAGES
from handlers import (
    CHASES,
    TABLES,
    TELL,
    chase_hand_over,
    chase_help,
    chase_notice,
    duty_roll,
    filing_clock,
    ladder,
    roll_card,
    staffing,
    waiting,
)
from tests.rules.source import PROGRAM, ROOT, files

TEMPLATES = ROOT / "templates"
_HAPPEN = (
    change_events,
    correction,
    duty_rolls,
    events,
    overdue,
    paper_events,
    plan_events,
    restored,
    staffings,
    turned_down,
)
"""The modules that name events."""
_RING = (ladder, waiting, duty_roll, chase_hand_over, chase_help, chase_notice, filing_clock, roll_card, staffing)
"""The modules that name kinds of deadlines."""
MADE_UP = ("change_", "refused_", "language_", "needs_", "toast/", "kind_", "flaw_", "notice/words/")
"""Names that are put together from one of these and a value."""


def strings() -> frozenset[str]:
    """Every string of the program."""
    return frozenset(str(text.value) for file in files(*PROGRAM) for text in file.texts())


def named(call: str, position: int, keyword: str) -> Iterator[tuple[str, str]]:
    """Where and what: the strings given to a call as a keyword argument, else as a positional one."""
    for file in files(*PROGRAM):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == call:
                chosen = [k.value for k in node.keywords if k.arg == keyword]
                for value in chosen or node.args[position : position + 1]:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield f"{file.path}:{node.lineno}", value.value


def texts(language: str, file: str) -> frozenset[str]:
    """The names of the short texts in a file."""
    return frozenset(yaml.safe_load((TEMPLATES / language / file).read_text(encoding="utf-8")))


def cards(language: str) -> frozenset[str]:
    """The names of the templates of cards."""
    folder = TEMPLATES / language
    found = (file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.j2"))
    return frozenset(name for name in found if not name.startswith("_"))


def test_every_event_is_told_or_said_to_be_silent() -> None:
    kinds = {
        one
        for module in _HAPPEN
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, events.Event) and not one.__subclasses__()
    } - {turned_down.Refused}  # a refusal is answered to whoever was refused, and kept
    assert kinds - set(TELL) == set()


def test_every_deadline_is_chased() -> None:
    names = [pair for module in _RING for pair in vars(module).items()]
    kinds = {value for name, value in names if name.isupper() and isinstance(value, str)}
    assert kinds == set(CHASES)


def test_every_command_of_the_menu_is_routed() -> None:
    listed = {command.name for command in read_commands(TEMPLATES / "commands.yaml").all}
    assert set(TABLES.commands) - {"start"} == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_is_named_is_there(language: str) -> None:
    toasts = texts(language, "toasts.yaml")
    asked = [*named("Toast", 0, "template"), *named("Impossible", 0, "reason")]
    asked += [("bot/domain/people.py", f"refused_{refusal.value}") for refusal in Refusal]
    assert len(asked) > 30
    assert [(place, name) for place, name in asked if name not in toasts] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_that_is_named_is_there(language: str) -> None:
    asked = [*named("Card", 0, "template"), *named("to_chats", 2, "template"), *named("to_people", 3, "template")]
    assert len(asked) > 30
    assert [(place, name) for place, name in asked if name not in cards(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_that_is_named_is_there(language: str) -> None:
    labels = texts(language, "labels.yaml")
    asked = [*named("button", 0, "label"), *named("Choice", 9, "label")]
    assert len(asked) > 20
    assert [(place, name) for place, name in asked if name not in labels] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_is_left_over(language: str) -> None:
    used = strings()
    every = texts(language, "toasts.yaml") | texts(language, "labels.yaml") | cards(language)
    assert {name for name in every if name not in used and not name.startswith(MADE_UP)} == set()
