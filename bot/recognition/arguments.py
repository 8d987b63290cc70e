"""`zhiban recognise` on the command line: what it takes, and one sentence for what can't be done."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

_SETTINGS = Path("zhiban.toml")


def add_recognise(commands: Any) -> None:
    """The subcommand."""
    parser = commands.add_parser("recognise", help='what messages say: JSON lines {"text": ...} in, one answer a line')
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--why", action="store_true", help="add which words decided")
    either.add_argument("--review", action="store_true", help="instead: the reports people had to put right")
    parser.add_argument("--config", type=Path, help=f"settings with roster and database; --review: default {_SETTINGS}")
    parser.set_defaults(do=_recognise)


def _recognise(wanted: argparse.Namespace) -> int:
    from bot.read.fault import FaultsError
    from bot.store.tx import StoreError

    try:
        return asyncio.run(_reviewed(wanted.config or _SETTINGS)) if wanted.review else _answered(wanted)
    except FaultsError as error:
        print("\n".join(map(str, error.faults)), file=sys.stderr)
    except StoreError as error:
        print(f"zhiban recognise: {error}", file=sys.stderr)
    except BrokenPipeError:
        raise  # who reads along has read enough: `main` knows that
    except OSError as error:
        print(f"zhiban recognise: can't write the answers ({error.strerror})", file=sys.stderr)
    return 1


def _answered(wanted: argparse.Namespace) -> int:
    from bot.recognition.lines import Reader, answer_lines

    if isinstance(sys.stdin, io.TextIOWrapper):  # JSON lines are UTF-8, whatever the terminal speaks
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    return answer_lines(sys.stdin, sys.stdout, Reader(names=_names(wanted.config), why=wanted.why))


async def _reviewed(config: Path) -> int:
    """Each report that was put right as a JSON line, and how many of them would be read right today."""
    from bot.read.roster import read_roster
    from bot.recognition.lines import recogniser
    from bot.recognition.review import reviewed
    from bot.settings import load

    settings = load(config, os.environ)
    names = read_roster(settings.roster.file).building_names
    found = right = 0
    async for row in reviewed(settings.store.path, recogniser(), names=names):
        print(json.dumps(row, ensure_ascii=False))
        found, right = found + 1, right + bool(row["right_now"])
    print(f"{found} put right by people, {right} of them would be read right now", file=sys.stderr)
    return 0


def _names(config: Path | None) -> dict[str, str]:
    """What the roster calls its buildings; nothing without settings."""
    if config is None:
        return {}
    from bot.read.roster import read_roster
    from bot.settings import load

    return read_roster(load(config, os.environ).roster.file).building_names
