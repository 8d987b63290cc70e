"""`zhiban recognise` on the command line: what it takes, and one sentence for what can't be done."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any


def add_recognise(commands: Any) -> None:
    """The subcommand."""
    parser = commands.add_parser("recognise", help='what messages say: JSON lines {"text": ...} in, one answer a line')
    parser.add_argument("--why", action="store_true", help="add which words decided")
    parser.add_argument("--review", action="store_true", help="instead: reports that people had to put right")
    parser.add_argument(
        "--config", type=Path, help="settings whose roster names buildings; --review: default zhiban.toml"
    )
    parser.set_defaults(do=_recognise)


def _recognise(wanted: argparse.Namespace) -> int:
    from bot.read.fault import FaultsError

    try:
        return _answered(wanted)
    except FaultsError as error:
        print("\n".join(map(str, error.faults)), file=sys.stderr)
    return 1


def _answered(wanted: argparse.Namespace) -> int:
    from bot.recognition.lines import Reader, answer_lines

    return answer_lines(sys.stdin, sys.stdout, Reader(names=_names(wanted.config), why=wanted.why))


def _names(config: Path | None) -> dict[str, str]:
    """What the roster calls its buildings; nothing without settings."""
    if config is None:
        return {}
    from bot.read.roster import read_roster
    from bot.settings import load

    return read_roster(load(config, os.environ).roster.file).building_names
