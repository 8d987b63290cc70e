"""The file with the menu of the app in WeCom: what stands under the chat, and which command each entry is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.read.fault import Fault, FaultsError, suggest
from bot.read.known import LANGUAGES
from bot.read.table import Table
from bot.read.yaml_lines import read_yaml
from bot.talk.vocabulary import Commands

_ENTRIES, _BELOW = 3, 5
_BYTES, _BYTES_BELOW = 16, 40
"""What WeCom takes (WD 90231)."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry: a command, or a list of entries below it."""

    names: Mapping[str, str]
    """By language."""
    command: str = ""
    below: tuple[Entry, ...] = ()


def read_wecom_menu(path: Path, commands: Commands) -> tuple[Entry, ...]:
    """The entries, or FaultsError with everything that is wrong in the file."""
    faults: list[Fault] = []
    top = Table(read_yaml(path), faults)
    tables = top.tables("menu", required=True)
    entries = tuple(_entry(table, commands) for table in tables)
    if len(entries) > _ENTRIES:
        top.fault("menu", f"the menu has {len(entries)} entries", f"WeCom takes {_ENTRIES}")
    top.finish()
    if faults:
        raise FaultsError(faults)
    return entries


def _entry(table: Table, commands: Commands) -> Entry:
    names = _names(table, _BYTES)
    below = tuple(_command(one, commands, _BYTES_BELOW) for one in table.tables("below"))
    if len(below) > _BELOW:
        table.fault("below", f"the list has {len(below)} entries", f"WeCom takes {_BELOW}")
    if below and "command" in table:
        table.fault("command", "an entry with a list below it is no command", "delete one of the two")
    if below:
        table.raw("command")
        table.finish()
        return Entry(names=names, below=below)
    return _command(table, commands, _BYTES)


def _command(table: Table, commands: Commands, most: int) -> Entry:
    command = table.text("command")
    if command and commands.get(command) is None:
        known = [one.name for one in commands.all]
        table.fault("command", f'unknown command "{command}"', suggest(command, known))
    entry = Entry(names=_names(table, most), command=command)
    table.finish()
    return entry


def _names(table: Table, most: int) -> dict[str, str]:
    names = {language: table.text(language) for language in LANGUAGES}
    for language, name in names.items():
        if len(name.encode()) > most:
            table.fault(language, f'"{name}" has {len(name.encode())} bytes', f"WeCom takes {most}")
    return names
