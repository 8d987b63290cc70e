"""The menu of the app fits what WeCom takes, and each entry is a command that is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.read.commands import read_commands
from bot.read.wecom_menu import Entry, read_wecom_menu
from tests.read.files import SAMPLE, broken, line_of, only_fault

TEMPLATES = SAMPLE.parent
COMMANDS = read_commands(TEMPLATES / "commands.yaml")
SHIPPED = (TEMPLATES / "wecom_menu.yaml").read_text(encoding="utf-8")


def read(path: Path) -> tuple[Entry, ...]:
    return read_wecom_menu(path, COMMANDS)


def test_the_menu_we_ship_begins_with_the_report() -> None:
    first, *lists = read(TEMPLATES / "wecom_menu.yaml")
    assert (first.command, first.names["zh"], first.below) == ("report", "上报", ())
    named = [entry.command for group in lists for entry in group.below]
    assert {"ack", "incidents", "status", "help"} <= set(named)
    assert len(named) == len(set(named))


FAULTS = [
    # old, new, on the line with, problem, remedy
    ("command: report", "command: reprot", "reprot", 'unknown command "reprot"', '"report"'),
    ("zh: 上报", "zh: 现在就来上报", "现在就来上报", '"现在就来上报" has 18 bytes', "WeCom takes 16"),
    ("zh: 收到, en: Got it", "zh: 收到", "zh: 收到}", "en is missing", "add en"),
    (
        "{command: report, zh: 上报, en: Report}",
        "{command: report, zh: 上报, en: Report}\n  - {command: go, zh: 出发, en: Go}",
        "menu:",
        "the menu has 4 entries",
        "WeCom takes 3",
    ),
    (
        "      - {command: ack",
        "      - {command: verify, zh: 属实, en: Real}\n      - {command: ack",
        "below:",
        "the list has 6 entries",
        "WeCom takes 5",
    ),
    ("    en: More\n", "    en: More\n    command: help\n", "    command: help", "is no command", "delete one"),
    ("  - zh: 更多", "  - name: 更多\n    zh: 更多", "name:", 'unknown key "name"', ""),
]


@pytest.mark.parametrize(("old", "new", "mark", "problem", "remedy"), FAULTS, ids=lambda value: str(value)[:20])
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, mark: str, problem: str, remedy: str
) -> None:
    path = broken(tmp_path / "wecom_menu.yaml", SHIPPED, old=old, new=new)
    fault = only_fault(read, path)
    assert fault.line == line_of(path, mark)
    assert problem in fault.problem
    assert remedy in fault.remedy
