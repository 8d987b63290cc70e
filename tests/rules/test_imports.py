"""Who may import whom (DESIGN §3). The list is read from the top: a part knows what stands on its right, no more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.rules.source import ROOT, File, files

MAY_IMPORT: dict[str, frozenset[str]] = {
    "bot.domain": frozenset(),
    "bot.talk": frozenset({"bot.domain"}),
    "handlers": frozenset({"bot.talk", "bot.domain"}),
    "bot.platforms": frozenset({"bot.talk"}),
    "bot.store": frozenset({"bot.talk", "bot.domain"}),
    "bot.read": frozenset({"bot.talk", "bot.domain"}),
    "bot.words": frozenset({"bot.talk", "bot.domain"}),
    "bot.settings": frozenset({"bot.domain", "bot.read", "bot.settings_wecom"}),
    "bot.settings_wecom": frozenset({"bot.read"}),
    "bot.clock": frozenset(),
    "bot.logs": frozenset(),
    "bot.web": frozenset(),
    "bot.engine": frozenset({"bot.talk", "bot.domain", "bot.store", "bot.clock"}),
    "bot.roster_watch": frozenset({"bot.domain", "bot.read", "bot.store"}),
    "bot.menus": frozenset({"bot.domain", "bot.talk", "bot.platforms", "bot.words"}),
    "bot.check": frozenset(
        {"bot.domain", "bot.talk", "bot.read", "bot.settings", "bot.store", "bot.platforms", "bot.words"}
    ),
    "bot.founding": frozenset({"bot.domain", "bot.talk", "bot.read", "bot.settings", "bot.platforms"}),
    "bot.sandbox": frozenset(),
    "bot.demo": frozenset({"bot.domain", "bot.read", "bot.check", "bot.store", "bot.sandbox"}),
    "bot.keeping": frozenset({"bot.domain", "bot.settings", "bot.start", "bot.store", "bot.engine"}),
    "bot.wechat": frozenset({"bot.domain", "bot.talk", "bot.read", "bot.settings", "bot.platforms"}),
    "bot.playbooks": frozenset({"bot.domain", "bot.talk", "bot.read", "bot.settings", "bot.words"}),
    "bot.recognition": frozenset({"bot.domain", "bot.read", "bot.settings", "bot.store"}),
    "bot.start": frozenset({"bot.settings", "bot.store", "bot.web"}),
    "bot.wecom_connection": frozenset(
        {"bot.clock", "bot.domain", "bot.engine", "bot.platforms", "bot.settings", "bot.store", "bot.talk"}
    ),
    "bot.connections": frozenset(
        {
            "bot.clock", "bot.engine", "bot.platforms", "bot.settings", "bot.store", "bot.talk", "bot.web",
            "bot.wecom_connection",
        }
    ),
    "bot.app": frozenset(
        {
            "bot.connections", "bot.wecom_connection",
            "bot.domain", "bot.talk", "bot.read", "bot.settings", "bot.store", "bot.platforms", "bot.engine",
            "bot.clock", "bot.web", "bot.words", "bot.menus", "bot.roster_watch", "bot.start", "handlers",
        }
    ),
    "bot.__main__": frozenset(
        {
            "bot.app", "bot.start", "bot.settings", "bot.read", "bot.logs", "bot.store", "bot.talk", "bot.check",
            "bot.keeping", "bot.demo", "bot.founding", "bot.playbooks", "bot.recognition", "bot.wechat",
        }
    ),
}  # fmt: skip

LIBRARIES: dict[str, frozenset[str]] = {
    "bot.domain": frozenset({"cn2an"}),
    "bot.talk": frozenset(),
    "handlers": frozenset(),
    "bot.platforms": frozenset({"telegram", "aiohttp", "wechatpy", "xmltodict"}),
    "bot.store": frozenset({"aiosqlite"}),
    "bot.read": frozenset({"yaml", "pypinyin"}),
    "bot.words": frozenset({"jinja2", "markupsafe", "yaml"}),
    "bot.engine": frozenset({"apscheduler"}),
    "bot.web": frozenset({"starlette", "uvicorn"}),
    "bot.check": frozenset({"jinja2"}),
    "bot.founding": frozenset({"jinja2", "yaml"}),
    "bot.sandbox": frozenset({"aiohttp", "cryptography"}),
    "bot.demo": frozenset({"yaml"}),
    "bot.wechat": frozenset({"segno"}),
}
"""Which libraries a part knows; nobody else knows that they exist."""


def part_of(name: str) -> str:
    """The part of the program a dotted name belongs to."""
    head, *rest = name.split(".")
    return "handlers" if head == "handlers" else ".".join([head, *rest[:1]])


def wrong_imports(root: Path = ROOT) -> list[str]:
    """Every import that breaks the list, with file and line."""
    return [
        f"{file.path}:{line}: {part_of(file.module)} may not import {name}"
        for file in files("bot", "handlers", root=root)
        for line, name in file.imports()
        if not _may(file, name)
    ]


def _may(file: File, name: str) -> bool:
    part, top = part_of(file.module), name.partition(".")[0]
    if top in ("bot", "handlers"):
        if name in MAY_IMPORT:  # `from bot import web`
            return name in MAY_IMPORT.get(part, frozenset())
        return part_of(name) == part or part_of(name) in MAY_IMPORT.get(part, frozenset())
    if top == "tests":
        return False
    return top in sys.stdlib_module_names or top in LIBRARIES.get(part, frozenset())


def test_nobody_imports_what_is_behind_a_wall() -> None:
    assert wrong_imports() == []


def test_every_part_of_the_program_stands_in_the_list() -> None:
    parts = {part_of(file.module) for file in files("bot", "handlers")} - {"bot"}
    assert parts == set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("handlers/duty.py", "from bot.store.db import open_database"),
        ("handlers/duty.py", "import bot.engine.work"),
        ("bot/domain/incident.py", "from bot.talk.message import Card"),
        ("bot/domain/incident.py", "import yaml"),
        ("bot/talk/route.py", "from handlers import duty"),
        ("bot/platforms/telegram.py", "from bot.domain.incident import Incident"),
        ("bot/engine/inbox.py", "from bot.platforms.telegram import Telegram"),
        ("bot/engine/inbox.py", "import telegram"),
        ("bot/store/inbox.py", "from bot.words import Words"),
        ("bot/sandbox/server.py", "from bot.words import Words"),
        ("bot/words.py", "from bot import web"),
        ("bot/words.py", "from tests.rules import source"),
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, file: str, line: str) -> None:
    wrong = tmp_path / file
    wrong.parent.mkdir(parents=True)
    wrong.write_text(f"{(ROOT / file).read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    found = wrong_imports(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{file}:")
