"""Whether what each typhoon signal asks of residents is there, for every colour and in both languages."""

from __future__ import annotations

from pathlib import Path

from bot.check.finding import Finding, faulty, fine
from bot.domain.notice_form import COLOURS
from bot.read.fault import Fault, FaultsError
from bot.read.known import LANGUAGES
from bot.read.table import Table
from bot.read.yaml_lines import read_yaml

_MOST = 5
"""Steps of a notice (DESIGN §6): nobody remembers more at night."""


def signals(file: Path) -> list[Finding]:
    """One finding when all is well, else one for each thing that is not."""
    faults: list[Fault] = []
    try:
        table = Table(read_yaml(file), faults)
        _read(table)
    except FaultsError as error:
        return faulty("signals", error)
    if faults:
        return faulty("signals", FaultsError(faults))
    return [fine("signals", str(file), ", ".join(COLOURS))]


def _read(table: Table) -> None:
    for key in ("source", "edition"):
        _said(table.table(key, required=True))
    typhoon = table.table("typhoon", required=True)
    for colour in COLOURS:
        steps = typhoon.tables(colour, required=True)
        for step in steps:
            _said(step)
        if colour in typhoon and not 1 <= len(steps) <= _MOST:
            typhoon.fault(colour, f"{colour} has {len(steps)} steps", f"write 1 to {_MOST}")
    typhoon.finish()
    table.finish()


def _said(table: Table) -> None:
    for language in LANGUAGES:
        table.text(language)
    table.finish()
