"""The file of commands as the vocabulary people type; a word may name one command only."""

from __future__ import annotations

import re
from pathlib import Path

from bot.read.fault import Fault, FaultsError
from bot.read.known import LANGUAGES
from bot.read.table import Table, by_value
from bot.read.yaml_lines import read_yaml
from bot.talk.vocabulary import Audience, Command, Commands, Takes, fold

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_LONGEST_LINE = 60


def read_commands(path: Path) -> Commands:
    """The commands, or FaultsError with everything that is wrong in the file."""
    faults: list[Fault] = []
    top = Table(read_yaml(path), faults)
    commands = [_command(top.table(name), name) for name in top.rest()]
    _check_words(top, commands)
    if faults:
        raise FaultsError(faults)
    return Commands(commands)


def _command(table: Table, name: str) -> Command:
    if not _NAME.fullmatch(name):
        table.fault(None, f'"{name}" can\'t be a command', "use up to 32 of a-z 0-9 _, beginning with a letter")
    command = Command(
        name=name,
        words={language: table.texts(language, required=True) for language in LANGUAGES},
        takes=table.words("takes", by_value(Takes)),
        audience=table.word("for", by_value(Audience)),
        about=_about(table.table("about", required=True)),
    )
    table.finish()
    return command


def _about(table: Table) -> dict[str, str]:
    said = {language: table.text(language) for language in LANGUAGES}
    for language, line in said.items():
        if len(line) > _LONGEST_LINE:
            table.fault(language, f"the line has {len(line)} characters", f"say it in {_LONGEST_LINE} or fewer")
    table.finish()
    return said


def _check_words(top: Table, commands: list[Command]) -> None:
    owners = {fold(command.name): command.name for command in commands}
    for command in commands:
        for language, words in command.words.items():
            for position, word in enumerate(words):
                owner = owners.setdefault(fold(word), command.name)
                if word and owner != command.name:
                    problem = f'the word "{word}" already means {owner}'
                    top.fault((command.name, language, position), problem, "choose another word")
