"""What the program imports is what it asks for, and what is installed for it is that, pinned, and nothing else."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.rules.source import ROOT, files
from tests.rules.test_imports import LIBRARIES

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_COMES_WITH = {"markupsafe": "jinja2", "cryptography": "wechatpy", "xmltodict": "wechatpy"}
"""Imported and not asked for: part of the interface of what is."""
_NOT_IMPORTED = {"tzdata"}
"""Asked for and not imported: data that is read by the standard library."""


def imported() -> set[str]:
    """The packages that hold what the program imports from others."""
    names = {name.partition(".")[0] for file in files("bot", "handlers") for _, name in file.imports()}
    libraries = names - sys.stdlib_module_names - {"bot", "handlers"}
    holds = metadata.packages_distributions()
    return {canonicalize_name(one) for name in libraries for one in holds.get(name, [f"nobody holds {name}"])}


def test_the_program_asks_for_what_it_imports_and_nothing_else() -> None:
    assert imported() - _COMES_WITH.keys() == wanted(PROJECT["dependencies"]) - _NOT_IMPORTED
    for name, other in _COMES_WITH.items():
        assert name in imported()
        assert name in closed(one for one in PROJECT["dependencies"] if Requirement(one).name == other)


def test_the_list_of_libraries_names_no_other() -> None:
    holds = metadata.packages_distributions()
    listed = {canonicalize_name(one) for names in LIBRARIES.values() for name in names for one in holds[name]}
    assert listed == imported()


def locked(lock: str) -> dict[str, str]:
    """What a lock pins, each with its hashes; the words on who wanted it are left out."""
    pins = re.split(r"^(?=[a-z])", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    split = [pin.partition("==") for pin in pins]
    return {name: " ".join([given.split()[0], *re.findall(r"--hash=\S+", given)]) for name, _, given in split}


def wanted(requirements: Iterable[str]) -> set[str]:
    """The packages that requirements name on this machine, by their normalised names."""
    asked = [Requirement(one) for one in requirements]
    return {canonicalize_name(one.name) for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})}


def test_the_lock_of_the_run_is_part_of_the_lock_and_holds_no_tool() -> None:
    run, everything = locked("requirements-run.lock"), locked("requirements.lock")
    assert {name: everything.get(name) for name in run} == run, "the same versions and hashes as were tested"
    assert run.keys().isdisjoint({"pytest", "mypy", "ruff", "aiogram", "hypothesis", "hatchling"})


def closed(requirements: Iterable[str]) -> set[str]:
    """These packages and all that they need on this machine, each with the extras it is asked for with."""
    needed, fresh = set[tuple[str, str]](), asked(requirements, extra="")
    while fresh:
        needed |= fresh
        fresh = {one for name, extra in fresh for one in asked(metadata.requires(name) or (), extra=extra)} - needed
    return {name for name, _ in needed}


def asked(requirements: Iterable[str], *, extra: str) -> set[tuple[str, str]]:
    """Each package that requirements name, once as it is and once for each extra."""
    named = [Requirement(one) for one in requirements]
    now = [one for one in named if one.marker is None or one.marker.evaluate({"extra": extra})]
    return {(canonicalize_name(one.name), wanted_extra) for one in now for wanted_extra in ("", *one.extras)}


def test_the_lock_of_the_run_is_closed_over_what_the_program_needs() -> None:
    needed = closed(PROJECT["dependencies"])
    assert "cryptography" in needed, "an extra counts"
    text = (ROOT / "requirements-run.lock").read_text(encoding="utf-8")
    assert needed == wanted(re.findall(r"^[a-z].*(?= \\$)", text, re.MULTILINE))
