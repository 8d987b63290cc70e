"""The documents are true: commands exist, examples load, links lead somewhere, and every command is explained."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from bot.__main__ import _parser
from bot.check.coverage import coverage
from bot.check.finding import Level
from bot.check.notices import notices
from bot.playbooks.sheet import sheet
from bot.read.commands import read_commands
from bot.read.playbook import read_playbooks
from bot.read.roster import read_roster
from bot.read.said import LENGTHS
from bot.read.toml_lines import read_toml
from bot.settings import Limits, Settings, load
from bot.words import Words
from tests.rules.source import ROOT
from tests.rules.test_imports import MAY_IMPORT

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "benchmarks/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_BLOCK = re.compile(r"^ *```(\w*) ?(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?<![\w./-])(?:[\w./-]*/)?zhiban ([a-z-][^#`|\n]*)")
_LINK = re.compile(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)")
_TEXT = {".py", ".md", ".toml", ".yaml", ".j2", ".sql", ".lock", ".service", ".js", ".css", ".html", ".svg", ""}
_NOTICE = {
    "name": "N1", "version": 1, "before": None, "news": "", "smoke": True, "zone": "Asia/Shanghai",
    "buildings": ["3号楼"], "others": ["1号楼", "2号楼"], "assembly": "中心花园", "hazard": "4层起火，烟在往上走。",
    "leave_by": {"at": "2026-11-21T18:50:00+00:00", "day": False}, "company": "安居物业", "who": "赵班",
    "next_at": {"at": "2026-11-21T19:10:00+00:00", "day": False}, "phone": "0755-1234567",
    "by_hand": False,
}  # fmt: skip
"""Of the notice in the README."""


def blocks(document: Path, language: str, kind: str = "") -> list[str]:
    """The examples of a language in a document."""
    found = _BLOCK.findall(document.read_text(encoding="utf-8"))
    return [text for of, named, text in found if of == language and named == kind]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_of_the_program_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    quoted = [*re.findall(r"`([^`\n]+)`", text), *(block[2] for block in _BLOCK.findall(text))]
    for words in (words for piece in quoted for words in _COMMAND.findall(piece)):
        assert _parses(words), f"{document.name}: zhiban {words}"


def test_every_command_of_the_program_is_told_in_setting_it_up() -> None:
    (commands,) = (action.choices for action in _parser()._actions if action.choices)
    rows = set(re.findall(r"^\| `zhiban (\w+)", _text("docs/set-up.md"), re.MULTILINE))
    assert rows == set(commands)


def test_the_rule_of_commands_can_fail() -> None:
    assert _parses("check --offline")
    assert not _parses("chekc")
    assert not _parses("check --ofline")


def _parses(words: str) -> bool:
    """Whether the program takes it, or it is only named; capitals stand for something, brackets for what may go."""
    plain = words.replace("[", "").replace("]", "").split()
    plain += ["--help"] if len(plain) == 1 else []
    try:
        _parser().parse_args([re.sub(r"^[A-Z]+$", "1", word) for word in plain])
    except SystemExit as refused:
        return refused.code == 0
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"`make ([\w-]+)|^make ([\w-]+)", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert {one or other for one, other in named} <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert [link for link, _ in _LINK.findall(text) if link and not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_exist(document: Path) -> None:
    named = re.findall(
        r"`((?:bot|handlers|templates|migrations|tests|benchmarks|docs)/[\w./-]*)`",
        document.read_text(encoding="utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_place_of_one_machine(document: Path) -> None:
    assert not re.search(r"/(home|root|tmp|Users)/", document.read_text(encoding="utf-8"))


def test_no_file_names_a_machine_or_a_registry() -> None:
    """This checkout, this home folder, and where packages are fetched from: by what they look like, not by name."""
    here, home = re.escape(str(ROOT)), re.escape(str(Path.home()))
    foreign = re.compile(rf"{here}/|{home}/\.|--(extra-)?index" + r"-url|--find" + r"-links|file:///\w")
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "handlers", "templates", "migrations", "tests", "docs", "benchmarks", "deploy", ".ci", "")
        for path in ((ROOT / folder).rglob("*") if folder else ROOT.glob("*"))
        if path.is_file() and path.suffix in _TEXT
        if foreign.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_settings_example_loads_and_names_every_key(tmp_path: Path) -> None:
    (example,) = blocks(ROOT / "docs" / "set-up.md", "toml", "settings")
    file = tmp_path / "zhiban.toml"
    file.write_text(example, encoding="utf-8")
    settings = load(file, {})
    assert isinstance(settings, Settings)
    given, shipped = (tomllib.loads(text) for text in (example, _sample("zhiban.toml")))
    assert {name: set(table) for name, table in given.items()} == {name: set(table) for name, table in shipped.items()}


def test_the_roster_example_loads(tmp_path: Path) -> None:
    (example,) = blocks(ROOT / "docs" / "set-up.md", "toml", "roster")
    file = tmp_path / "roster.toml"
    file.write_text(example, encoding="utf-8")
    roster = read_roster(file)
    lacking = notices(roster, roster.communities[0], document=read_toml(file), position=0)
    assert [finding.subject for finding in lacking] == ["residents"], "its group is of one unit"
    assert [person.name for person in roster.admins()] == ["罗经理"]
    assert roster.chats[0].topic == "12"


def test_the_examples_of_wecom_load_and_fit_together(tmp_path: Path) -> None:
    (tables,), (people,) = (blocks(ROOT / "docs" / "set-up-wecom.md", "toml", kind) for kind in ("wecom", "people"))
    (tmp_path / "wecom-secret.txt").write_text("s3cret\n", encoding="utf-8")
    (tmp_path / "zhiban.toml").write_text(f'[company]\nname = "安居物业"\n{tables}', encoding="utf-8")
    settings = load(tmp_path / "zhiban.toml", {})
    assert settings.wecom is not None
    assert settings.wecom.secret == "s3cret"
    assert "" not in (settings.wecom.contact_secret, settings.wecom.robot_key)
    assert settings.weixin_kf is not None
    start = tomllib.loads(_sample("zhiban.toml"))["limits"]
    assert start.keys() | tomllib.loads(tables)["limits"].keys() == {entry.name for entry in fields(Limits)}
    (place, *_) = re.split(
        r"^\[\[contact", blocks(ROOT / "docs" / "set-up.md", "toml", "roster")[0], flags=re.MULTILINE
    )
    (tmp_path / "roster.toml").write_text(f"{place}\n{people}", encoding="utf-8")
    roster = read_roster(tmp_path / "roster.toml")
    assert [chat.platform for chat in roster.chats] == ["wecom", "wecom", "weixin_group"]
    about = ("wecom", "group", "robot", "account")
    lacking = [one for one in coverage(roster, {}, settings) if one.subject in about]
    assert [finding for finding in lacking if finding.level is not Level.OK] == []


def test_the_playbook_example_fits_into_the_library(tmp_path: Path) -> None:
    (example,) = blocks(ROOT / "docs" / "write-a-playbook.md", "yaml", "playbook")
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "templates" / "playbooks", folder)
    shutil.copy(ROOT / "templates" / "words.yaml", tmp_path)
    name = yaml.safe_load(example)["id"]
    file = folder / f"{name}.yaml"
    assert not file.exists(), "it is a new type"
    file.write_text(example, encoding="utf-8")
    playbooks = read_playbooks(folder)
    assert len(playbooks) == len(read_playbooks(ROOT / "templates" / "playbooks")) + 1
    steps = [step for lane in playbooks[name].lanes for step in lane.steps]
    assert {True, False} == {step.commander for step in steps}
    words = Words(ROOT / "templates", read_commands(ROOT / "templates" / "commands.yaml"), timezone="Asia/Shanghai")
    names = {one.id: one.names for one in playbooks.values()}
    for language in ("zh", "en"):
        shown = words.write("playbook/sheet", sheet(playbooks[name], names=names), language)
        assert all(step.text[language] in shown for step in steps)


def test_the_lengths_that_are_told_are_those_that_are_checked() -> None:
    text = _text("docs/write-a-playbook.md")
    told = {(int(zh), int(en)) for zh, en in re.findall(r"\| (\d+) \| (\d+) (?=\|)", text)}
    assert told == {(most["zh"], most["en"]) for most in LENGTHS.values()}


def test_every_example_is_held_by_a_test() -> None:
    kinds = {
        (of, kind) for document in DOCUMENTS for of, kind, _ in _BLOCK.findall(document.read_text(encoding="utf-8"))
    }
    assert kinds == {
        ("text", ""), ("text", "notice"), ("sh", ""),
        ("toml", "settings"), ("toml", "roster"), ("toml", "wecom"), ("toml", "people"), ("yaml", "playbook"),
    }  # fmt: skip


def test_the_table_of_imports_is_the_rule() -> None:
    rows = re.findall(
        r"^\| `((?:bot/|handlers)[\w/]*)(?:\.py)?` \| ([^|]*) \|", _text("docs/how-it-works.md"), re.MULTILINE
    )
    told = {part.replace("/", "."): knows for part, knows in rows if part != "bot/app"}
    folders = {f"bot.{path.name}" for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()}
    assert folders | {"handlers"} <= set(told)
    for part, knows in told.items():
        listed = set() if knows == "nothing" else set(knows.split(", "))
        assert listed == {name.removeprefix("bot.") for name in MAY_IMPORT[part]}, part


def test_the_first_example_of_the_readme_is_the_demo() -> None:
    (shown, *_) = blocks(ROOT / "README.md", "text")
    assert shown.startswith("—— 10:02 ——")
    assert len(shown.splitlines()) > 20


def test_the_notice_of_the_readme_is_what_residents_read() -> None:
    (shown,) = blocks(ROOT / "README.md", "text", "notice")
    words = Words(ROOT / "templates", read_commands(ROOT / "templates" / "commands.yaml"), timezone="Asia/Shanghai")
    assert shown.strip() == words.write("notice/words/evacuation", _NOTICE, "zh")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _sample(name: str) -> str:
    return _text(f"templates/sample/{name}")
