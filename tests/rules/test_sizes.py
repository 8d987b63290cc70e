"""A file holds one idea and a function one step; everything public says what it is for; nothing is half-built."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.rules.source import PROGRAM, ROOT, File, Function, files

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
LONGER: dict[str, int] = {}
"""Files that may be longer, each with its reason behind it; better none."""
_UNFINISHED = re.compile(r"(#|--|<!--|\{#).*\b(TODO|FIXME|XXX|HACK)\b")
_NAMES = ("utils", "helpers", "service", "manager", "common", "misc")


@pytest.mark.parametrize("file", files(*PROGRAM, "tests"), ids=lambda file: str(file.path))
def test_sizes(file: File) -> None:
    length = file.text.count("\n")
    assert length <= LONGER.get(str(file.path), LONGEST_FILE)
    long = {
        function.name: size
        for function in file.functions()
        if (size := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_exceptions_are_still_needed() -> None:
    sizes = {str(file.path): file.text.count("\n") for file in files(*PROGRAM, "tests")}
    assert all(LONGEST_FILE < sizes[name] <= most for name, most in LONGER.items())


def test_everything_public_says_what_it_is_for() -> None:
    assert [name for file in files(*PROGRAM) for name in undocumented(file)] == []


def undocumented(file: File) -> Iterator[str]:
    """Public things without a docstring; a module may be empty, and what a protocol describes is described once."""
    if file.tree.body and not ast.get_docstring(file.tree):
        yield str(file.path)
    for node in file.tree.body:
        yield from _undocumented(node, str(file.path))


def _undocumented(node: ast.stmt, above: str) -> Iterator[str]:
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
        return
    name = f"{above}:{node.name}"
    if not ast.get_docstring(node) and node.name not in DESCRIBED and not _says_only_its_type(node):
        yield name
    if isinstance(node, ast.ClassDef):
        for inner in node.body:
            yield from _undocumented(inner, name)


def _says_only_its_type(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return len(node.body) == 1 and ast.unparse(node.body[0]) == "..."


def _described() -> frozenset[str]:
    """The methods that stand with a docstring in a protocol."""
    protocols = (
        node
        for file in files(*PROGRAM)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).startswith("Protocol") for base in node.bases)
    )
    methods = (method for one in protocols for method in one.body if isinstance(method, Function))
    return frozenset(method.name for method in methods if ast.get_docstring(method))


DESCRIBED = _described()


def test_nothing_is_left_for_later() -> None:
    unfinished = [
        f"{name}:{number}"
        for name in _tracked()
        if name != "tests/rules/test_sizes.py"
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), start=1)
        if _UNFINISHED.search(line)
    ]
    assert unfinished == []


def test_files_are_called_after_what_they_hold() -> None:
    assert [name for name in _tracked() if name.rpartition("/")[2].partition(".")[0] in _NAMES] == []


def _tracked() -> list[str]:
    """The text files of the project; a copy without git is walked."""
    kinds = ("*.py", "*.j2", "*.yaml", "*.toml", "*.sql", "*.md", "Makefile")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *kinds], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode == 0:
        return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    places = (*PROGRAM, "tests", "templates", "migrations", "docs")
    found = (path for place in places for kind in kinds for path in (ROOT / place).rglob(kind))
    return sorted(str(path.relative_to(ROOT)) for path in found)
