"""Every word names one command, however it is typed; every fault of the file is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.people import Department, Person, Role
from bot.read.commands import read_commands
from bot.talk.vocabulary import Audience, Takes
from tests.read.files import SAMPLE, broken, line_of, only_fault

COMMANDS = SAMPLE.parent / "commands.yaml"
FILE = """\
ack:
  zh: [收到]
  en: [ack, got it]
  takes: [number]
  for: staff
  about: {zh: 收到, en: Got it}
help:
  zh: [帮助]
  en: [help]
  for: anybody
  about: {zh: 能做什么, en: What you can do}
"""


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("收到", "ack"),
        ("ack", "ack"),
        ("ACK", "ack"),
        ("ＡＣＫ", "ack"),
        ("/ack", "ack"),
        (" Got  it ", "ack"),
        ("到场", "arrive"),
        ("已到场", "arrive"),
        ("误报", "false"),
        ("false alarm", "false"),
        ("结案", "close"),
        ("我是谁", "whoami"),
        ("收", None),
        ("", None),
        ("hello", None),
    ],
)
def test_a_word_names_a_command(word: str, name: str | None) -> None:
    assert read_commands(COMMANDS).command(word) == name


def test_a_command_knows_what_follows_it() -> None:
    escalate = read_commands(COMMANDS).get("escalate")
    assert escalate is not None
    assert escalate.takes == (Takes.NUMBER, Takes.REASON)
    assert escalate.audience is Audience.STAFF


def test_the_menu_depends_on_the_person() -> None:
    commands = read_commands(COMMANDS)
    guard = Person(id="g", name="g", department=Department.SECURITY)
    desk = Person(id="d", name="d", department=Department.SERVICE)
    lead = Person(id="l", name="l", department=Department.SECURITY, roles=frozenset({Role.DUTY_LEAD}))
    admin = Person(id="a", name="a", department=Department.OFFICE, roles=frozenset(), admin=True)
    menus = [{command.name for command in commands.shown_to(who)} for who in (None, admin, guard, desk, lead)]
    assert menus[0] == menus[1] == {"report", "cancel", "help", "whoami", "language"}
    assert menus[2] - menus[0] >= {"ack", "done", "takeover"}
    plan = {"add", "assign", "attach", "level", "skip"}
    assert menus[3] - menus[2] == {"verify", "notice", "update", "allclear"} | plan
    assert menus[4] - menus[3] == {"false", "controlled", "close", "approve", "reject", "override"}


@pytest.mark.parametrize(
    ("old", "new", "mark", "problem", "remedy"),
    [
        ("en: [help]", "en: [help, Got it]", "en: [help", 'the word "Got it" already means ack', "another"),
        ("zh: [帮助]", "zh: [ACK]", "zh: [ACK", 'the word "ACK" already means ack', "another"),
        ("  zh: [帮助]\n", "", "help:", "zh is missing", "add zh"),
        ("for: anybody", "for: everybody", "everybody", 'unknown for "everybody"', "anybody"),
        ("takes: [number]", "takes: [numbr]", "numbr", 'unknown word "numbr" in takes', '"number"'),
        ("zh: 能做什么", "zh: " + "能" * 61, "能能", "the line has 61 characters", "60 or fewer"),
        ("help:", "he-lp:", "he-lp:", '"he-lp" can\'t be a command', "a-z 0-9 _"),
        ("for: staff", "for: staff\n  rights: x", "rights", 'unknown key "rights"', "known are"),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, mark: str, problem: str, remedy: str
) -> None:
    path = broken(tmp_path / "commands.yaml", FILE, old=old, new=new)
    fault = only_fault(read_commands, path)
    assert (fault.file, fault.line) == (str(path), line_of(path, mark))
    assert problem in fault.problem
    assert remedy in fault.remedy
