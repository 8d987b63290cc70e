"""`zhiban playbooks` on the command line: what it takes, and one sentence for what can't be done."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LANGUAGES = ("zh", "en")
_SETTINGS = Path("zhiban.toml")


def add_playbooks(commands: Any) -> None:
    """The subcommand and what stands below it."""
    playbooks = commands.add_parser("playbooks", help="read the plans: all of them, or one as on paper")
    below = playbooks.add_subparsers(title="commands", required=True, metavar="COMMAND")
    table = below.add_parser("list", help="all playbooks, one a line")
    table.set_defaults(do=_list)
    table.add_argument("--json", action="store_true", help="for programs, with the documents each comes from")
    one = below.add_parser("show", help="one playbook as people read it on paper")
    one.set_defaults(do=_show)
    one.add_argument("id", metavar="ID", help="as `zhiban playbooks list` names it, such as fire")
    one.add_argument("--language", choices=_LANGUAGES, help="default: the company's, else zh")
    one.add_argument("--config", type=Path, help="settings that name the language; default: ./zhiban.toml, if any")
    schema = below.add_parser("schema", help="the form of a playbook file as a JSON schema, for editors")
    schema.set_defaults(do=_schema)


def _list(wanted: argparse.Namespace) -> int:
    from bot.playbooks.commands import listed

    return _printed(lambda: listed(for_programs=wanted.json))


def _show(wanted: argparse.Namespace) -> int:
    from bot.playbooks.commands import shown

    return _printed(lambda: shown(wanted.id, wanted.language or _language(wanted.config)))


def _schema(wanted: argparse.Namespace) -> int:  # noqa: ARG001  (every command is given what was typed)
    from bot.playbooks.commands import schema

    return _printed(schema)


def _language(config: Path | None) -> str:
    """The company's; settings that are not named need not be there."""
    if config is None and not _SETTINGS.exists():
        return _LANGUAGES[0]
    from bot.settings import load

    return load(config or _SETTINGS, os.environ).company.language


def _printed(words: Callable[[], str]) -> int:
    """0 when there was something to print, 1 with a sentence on standard error when there was not."""
    from bot.playbooks.commands import UnknownTypeError
    from bot.read.fault import FaultsError

    try:
        print(words())
    except FaultsError as error:
        print("\n".join(map(str, error.faults)), file=sys.stderr)
    except UnknownTypeError as error:
        print(f"zhiban playbooks: {error}", file=sys.stderr)
    else:
        return 0
    return 1
