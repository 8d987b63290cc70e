"""`zhiban playbooks list`, `show` and `schema`: what each prints."""

from __future__ import annotations

import json
from pathlib import Path

from bot.domain.playbook import Playbook
from bot.playbooks.listing import as_json, as_table
from bot.playbooks.sheet import sheet
from bot.read.commands import read_commands
from bot.read.fault import nearest
from bot.read.playbook import read_playbooks
from bot.read.playbook_schema import playbook_schema
from bot.words import Words

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class UnknownTypeError(Exception):
    """There is no playbook of that name; the text says which was probably meant."""


def listed(*, for_programs: bool) -> str:
    """All playbooks, as a table or as JSON."""
    playbooks = read_playbooks(TEMPLATES / "playbooks")
    return as_json(playbooks) if for_programs else as_table(playbooks)


def shown(name: str, language: str) -> str:
    """One playbook as people read it on paper."""
    playbooks = read_playbooks(TEMPLATES / "playbooks")
    playbook = playbooks.get(name)
    if playbook is None:
        raise UnknownTypeError(_not_found(name, playbooks))
    words = Words(TEMPLATES, read_commands(TEMPLATES / "commands.yaml"), timezone="UTC")
    names = {one.id: one.names for one in playbooks.values()}
    return words.write("playbook/sheet", sheet(playbook, names=names), language)


def schema() -> str:
    """The schema for editors, as it stands beside the playbooks."""
    return json.dumps(playbook_schema(), ensure_ascii=False, indent=2)


def _not_found(name: str, playbooks: dict[str, Playbook]) -> str:
    """By its id or by what it is called."""
    called = {word: one.id for one in playbooks.values() for word in (one.id, *one.names.values())}
    close = nearest(name, called)
    hint = f"did you mean {called[close]}?" if close else "`zhiban playbooks list` names all"
    return f'there is no playbook "{name}"; {hint}'
