"""The program's own files, read as trees for the rules that hold them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ("bot", "handlers")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, kw_only=True)
class File:
    """One Python file."""

    path: Path
    """Relative to the folder that was looked at."""
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """Its dotted name."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def functions(self) -> Iterator[Function]:
        """Every function in it, also those inside others."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of everything it imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)

    def texts(self) -> Iterator[ast.Constant]:
        """Its strings, without docstrings and sentences about the name above them."""
        said = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield node


def files(*folders: str, root: Path = ROOT) -> list[File]:
    """Every Python file below some folders."""
    found = (path for folder in folders for path in sorted((root / folder).rglob("*.py")))
    return [_read(path, root) for path in found]


@cache
def _read(path: Path, root: Path) -> File:
    text = path.read_text(encoding="utf-8")
    return File(path=path.relative_to(root), text=text, tree=ast.parse(text))
