"""Settings from variables of the environment, laid over those of a file, and secrets from files of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.read.document import Document, Trail, read_text
from bot.read.fault import FaultsError
from bot.read.table import Table

_VARIABLE = re.compile(r"ZHIBAN_([A-Z0-9_]+?)__([A-Z0-9_]+)")


def with_environment(document: Document, environment: Mapping[str, str]) -> Document:
    """`ZHIBAN_SECTION__KEY` stands above the file; an empty variable counts as not set."""
    data: dict[str, object] = dict(document.data)
    variables: dict[Trail, str] = {}
    for variable, value in sorted(environment.items()):
        found = _VARIABLE.fullmatch(variable)
        if found is None or not value.strip():
            continue
        section, key = found[1].lower(), found[2].lower()
        table = data.get(section, {})
        if section not in data:
            variables[(section,)] = variable
        if isinstance(table, dict):
            data[section] = {**table, key: value}
            variables[(section, key)] = variable
    return replace(document, data=data, variables=variables)


def secret(table: Table, key: str, folder: Path) -> str | None:
    """A secret, given itself or as `<key>_file`; None when it is not given at all. No fault ever shows it."""
    from_file = f"{key}_file"
    table.raw(key)
    table.raw(from_file)
    if key in table and from_file in table:
        table.fault(from_file, f"both {key} and {from_file} are given", "keep one of the two")
        return ""
    if from_file not in table:
        return table.text(key, secret=True) if key in table else None
    name = table.text(from_file)
    return _content(table, key, folder / name) if name else ""


def given(table: Table, key: str) -> str:
    """Under which of its two names a secret stands."""
    return key if key in table else f"{key}_file"


def _content(table: Table, key: str, path: Path) -> str:
    try:
        value = read_text(path).strip()
    except FaultsError as error:
        table.fault(f"{key}_file", f"{path}: {error.faults[0].problem}", error.faults[0].remedy)
        return ""
    if not value:
        table.fault(f"{key}_file", f"{path} is empty", f"write the {key} into it")
    return value
