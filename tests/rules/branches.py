"""Counts which branches of the templates were drawn: every `if`, `elif`, `else` and `a if b else c`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import jinja2
import pytest
from jinja2 import nodes
from markupsafe import Markup

Branch = tuple[str, int, str]
"""File, line and side."""


class Branches:
    """All branches of what was compiled, and those that were taken."""

    def __init__(self) -> None:
        self.all: set[Branch] = set()
        self.taken: set[Branch] = set()

    def take(self, branch: Branch, value: object = None) -> object:
        """Called by the template itself where a branch begins."""
        self.taken.add(branch)
        return Markup() if value is None else value

    def mark(self, tree: nodes.Template, name: str) -> nodes.Template:
        """The same template, telling of each branch it takes."""
        for node in list(tree.find_all(nodes.If)):
            node.body.insert(0, nodes.Output([self._call((name, node.lineno, f"if {_told(node.test)}"))]))
            if not any(node is one for parent in tree.find_all(nodes.If) for one in parent.elif_):
                last = node.elif_[-1] if node.elif_ else node
                node.else_.insert(0, nodes.Output([self._call((name, last.lineno, f"else of {_told(last.test)}"))]))
        for choice in list(tree.find_all(nodes.CondExpr)):
            yes, no = ((name, choice.lineno, f"{side} {_told(choice.test)}") for side in ("if", "else of"))
            choice.expr1 = self._call(yes, choice.expr1)
            choice.expr2 = self._call(no, choice.expr2 or nodes.Const(""))
        return nodes.Template(tree.body, lineno=1)

    def _call(self, branch: Branch, value: nodes.Expr | None = None) -> nodes.Call:
        self.all.add(branch)
        given = [nodes.Const(branch), *([value] if value is not None else [])]
        return nodes.Call(nodes.Name("took_branch", "load"), given, [], None, None)


def _told(test: nodes.Node) -> str:
    return repr(test)[:120]


@contextmanager
def counted() -> Iterator[Branches]:
    """Counts in every template that is compiled in this block."""
    branches = Branches()
    parse = jinja2.Environment._parse

    def marked(self: jinja2.Environment, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self.globals["took_branch"] = branches.take
        tree = branches.mark(parse(self, source, name, filename), filename or f"<{source[:40]}>")
        return tree.set_environment(self)  # type: ignore[return-value]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "_parse", marked)
        yield branches
