"""The use pages are true: every button and every word they tell people to press or type exists, in that language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.deadline import Times
from bot.domain.playbook import Playbook
from bot.domain.report_due import AGAIN
from bot.domain.response import TAKE_BACK
from bot.read.commands import read_commands
from bot.read.playbook import read_playbooks
from bot.talk.typed import NAMED, SLASH, WORDS
from bot.talk.vocabulary import Command, Commands, Takes
from bot.words import LANGUAGES, bare
from handlers.chase_notice import REVIEWED_IN
from handlers.filing_clock import FIRST
from tests.domain.estate import answers_in, recognise
from tests.rules.source import ROOT

TEMPLATES = ROOT / "templates"
PAGES = tuple(sorted((ROOT / "docs" / "use").glob("*.md")))
COMMANDS = read_commands(TEMPLATES / "commands.yaml")
PLAYBOOKS = tuple(read_playbooks(TEMPLATES / "playbooks").values())
_SPAN = re.compile(r"`([^`\n]+)`")
_SOMETIMES = re.compile(r"{% if .*?%}.*?{% endif %}")
"""What a label says only where it is needed, as which of two calls."""
_BLANK = re.compile(r"\{\{.*?\}\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NAMES_OF_THINGS = frozenset({"R5", "402"})
"""A report and a flat, which people read about; nobody types them alone but as an answer."""
DURATIONS = (
    ("guard", "三分钟没按", "After three minutes without it", Times().acknowledge, timedelta(minutes=3)),
    ("guard", "60 秒内", "within 60 seconds", TAKE_BACK, timedelta(seconds=60)),
    ("guard", "过半小时", "after half an hour", AGAIN, timedelta(minutes=30)),
    ("desk", "两分钟没人批", "After two minutes", Times().approval, timedelta(minutes=2)),
    ("desk", "十五分钟", "After fifteen", Times().approval_valid, timedelta(minutes=15)),
    ("supervisor", "24 小时内", "after 24 hours", REVIEWED_IN, timedelta(hours=24)),
    ("supervisor", "四小时没批", "After four hours", FIRST, timedelta(hours=4)),
)
"""What the pages say, and what holds unless the settings say otherwise."""
_SAID_BY_PEOPLE = frozenset({"李电到了", "马上", "尽快", "soon", "开始"})
_SIGNS = 6
_TAG = re.compile(r"\{%.*?%\}|<[^>]*>", re.DOTALL)
_NUMBER = re.compile(r"^(?:#|N|R)\d+ ")
_OF_THE_CALLED_OUT = ("safe", "help")
"""Buttons whose words count when they are typed under a notice, with what is needed behind them."""


def pages() -> list[tuple[Path, str]]:
    """Every page in each language."""
    return [(page, language) for page in PAGES for language in LANGUAGES]


def half(page: Path, language: str) -> str:
    """The Chinese half stands above the line, the English one below."""
    above, below = page.read_text(encoding="utf-8").split("\n---\n")
    return above if language == "zh" else below


def spans(page: Path, language: str) -> list[str]:
    """What stands as a button or as words to type."""
    return [span for span in _SPAN.findall(half(page, language)) if span not in _NAMES_OF_THINGS]


def texts(of: str, language: str) -> Mapping[str, str]:
    """The labels of buttons in a language."""
    labels: Mapping[str, str] = yaml.safe_load((TEMPLATES / language / f"{of}.yaml").read_text(encoding="utf-8"))
    return labels


def is_button(label: str, language: str) -> bool:
    """Whether a button says this: fixed in labels.yaml, or an answer of a playbook."""
    if any(bare(label) == bare(answer) for answer in _answers(language)):
        return True
    templates = texts("labels", language).values()
    return any(_fits(label, part) for template in templates for part in (template, _SOMETIMES.sub("", template)))


def _fits(label: str, template: str) -> bool:
    fixed = [bare(part) for part in _BLANK.split(template)]
    if not any(fixed):
        return False  # only blanks: fits everything
    blank = ".+" if _BLANK.search(template) else ""
    return re.fullmatch(blank.join(re.escape(part) for part in fixed), bare(label)) is not None


def _templates(language: str) -> list[str]:
    files = [*(TEMPLATES / language).rglob("*.j2"), *(TEMPLATES / language).glob("*.yaml")]
    return [file.read_text(encoding="utf-8") for file in sorted(files)]


def _answers(language: str) -> list[str]:
    chosen = [answer for playbook in PLAYBOOKS for question in playbook.questions for answer in question.answers]
    return [answer.text[language] for answer in chosen]


@pytest.mark.parametrize(("page", "language"), pages(), ids=lambda one: getattr(one, "stem", one))
def test_every_button_exists(page: Path, language: str) -> None:
    buttons = [span[1:-1] for span in spans(page, language) if span.startswith("[")]
    assert len(buttons) >= 5
    assert [label for label in buttons if not is_button(label, language)] == []


@pytest.mark.parametrize(("page", "language"), pages(), ids=lambda one: getattr(one, "stem", one))
def test_every_word_to_type_means_something(page: Path, language: str) -> None:
    typed = [span for span in spans(page, language) if not span.startswith("[")]
    assert typed
    assert [words for words in typed if not means_something(words, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_can_fail(language: str) -> None:
    assert not is_button("收倒", language)
    assert is_button({"zh": "我去 402", "en": "Going to 402"}[language], language)
    assert not is_button({"zh": "Got it", "en": "收到"}[language], language), "the other language"
    for wrong in ("批淮 N1", "批准 1", "/aprove N1", "/approve 1", {"zh": "approve N1", "en": "批准 N1"}[language]):
        assert not means_something(wrong, language), wrong


@pytest.mark.parametrize(("page", "language"), pages(), ids=lambda one: getattr(one, "stem", one))
def test_what_the_bot_is_quoted_with_is_what_it_says(page: Path, language: str) -> None:
    """By the first signs, for names and numbers differ."""
    said = bare("".join(_TAG.sub("", text) for text in _templates(language)))
    quoted = [words for words in re.findall("“([^”]+)”", half(page, language)) if words not in _SAID_BY_PEOPLE]
    assert [words for words in quoted if bare(_NUMBER.sub("", words))[:_SIGNS] not in said] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.stem)
def test_both_halves_tell_the_same(page: Path) -> None:
    parts = [re.findall(r"^#+", half(page, language), re.MULTILINE) for language in LANGUAGES]
    assert parts[0] == parts[1]
    names = re.compile(r"(?<!\w)[A-Z] |\d号楼")
    assert not _HAN.search(names.sub("", _SPAN.sub("", re.sub(r"\]\([^)]*\)", "", half(page, "en")))))


@pytest.mark.parametrize(("page", "chinese", "english", "program", "told"), DURATIONS)
def test_the_durations_are_those_of_the_program(
    page: str, chinese: str, english: str, program: timedelta, told: timedelta
) -> None:
    file = ROOT / "docs" / "use" / f"{page}.md"
    assert chinese in half(file, "zh")
    assert english in re.sub(r"\s+", " ", half(file, "en"))
    assert program == told


def test_the_buttons_of_the_page_exist() -> None:
    """Those of the browser, in the paragraph on practising."""
    named = set(re.findall(r"`\[([^\]]+)\]`", _entry()))
    words = [json.loads((TEMPLATES / "page" / f"{one}.json").read_text(encoding="utf-8")) for one in LANGUAGES]
    assert named
    assert named <= {word for one in words for word in one.values()}


def test_there_is_a_page_for_everybody() -> None:
    assert {page.stem for page in PAGES} == {"guard", "desk", "supervisor", "resident"}
    entries = [(ROOT / name).read_text(encoding="utf-8") for name in ("docs/use.md", "docs/README.md")]
    assert all(f"use/{page.name})" in entry for page in PAGES for entry in entries)


@pytest.mark.parametrize("command", COMMANDS.all, ids=lambda one: one.name)
def test_every_command_stands_in_the_list(command: Command) -> None:
    listed, name = _listed(), command.name
    row = next((line for line in _entry().splitlines() if re.match(rf"\| `/{name}\b", line)), "")
    words = [*listed[name]["zh"], *listed[name]["en"], listed[name]["for"]]
    assert [word for word in words if word not in row] == [], f"/{name} in docs/use.md"


def test_the_list_has_no_command_that_is_not_built() -> None:
    assert set(re.findall(r"^\| `/(\w+)", _entry(), re.MULTILINE)) == set(_listed())


def means_something(words: str, language: str) -> bool:
    """A command with what it takes, a line that is recognised as a report, or words that answer or call for help."""
    if slash := SLASH.match(words):
        named = COMMANDS.get(slash[1])
        return named is not None and _takes(named, slash[2])
    for pattern in (NAMED, *WORDS):
        typed = pattern.match(words)
        command = _command(typed["word"], language, COMMANDS) if typed else None
        if typed and command:
            return _takes(command, words.removeprefix(typed["word"]).strip())
    labels = texts("labels", language)
    if any(bare(words).startswith(bare(labels[key])) for key in _OF_THE_CALLED_OUT):
        return True
    return _is_said(words, language, PLAYBOOKS)


def _command(word: str, language: str, commands: Commands) -> Command | None:
    command = commands.get(commands.command(word) or "")
    return command if command and word.casefold() in _listed()[command.name][language] else None


def _is_said(words: str, language: str, playbooks: Sequence[Playbook]) -> bool:
    if bool(_HAN.search(words)) is not (language == "zh"):
        return False
    return recognise(words).type is not None or any(answers_in(words, one) for one in playbooks)


def _takes(command: Command, rest: str) -> bool:
    """Whether what follows begins as what the command takes first."""
    if not rest:
        return Takes.PAPER not in command.takes
    form = r"[NR]\d+\b" if Takes.PAPER in command.takes else r"\d+\b"
    return re.match(form, rest) is not None


def _listed() -> Mapping[str, Mapping[str, Any]]:
    listed: Mapping[str, Mapping[str, Any]] = yaml.safe_load((TEMPLATES / "commands.yaml").read_text(encoding="utf-8"))
    return listed


def _entry() -> str:
    return (ROOT / "docs" / "use.md").read_text(encoding="utf-8")
