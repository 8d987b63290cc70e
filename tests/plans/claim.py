"""Who says that a requirement is fulfilled: a place in a playbook, which a story walks, or a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.playbook import Playbook
from bot.read.fault import FaultsError
from bot.read.playbook import read_playbook
from tests.rules.source import ROOT, File, Function, files

PLAYBOOKS = ROOT / "templates" / "playbooks"
MARKER = "pytest.mark.covers"
_MAY_NOT_RUN = ("pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """That one place fulfils one requirement."""

    id: str
    by: str
    """As people read it: `fire A/call_119`, `fire ?trapped=both`, `tests/stories/test_lift.py::test_a_lift`."""
    file: str


@dataclass(frozen=True, kw_only=True)
class Claims:
    """Everything that is claimed, and what could not be read or counted."""

    claims: tuple[Claim, ...] = ()
    faults: tuple[str, ...] = ()

    def __add__(self, other: Claims) -> Claims:
        return Claims(claims=self.claims + other.claims, faults=self.faults + other.faults)


def all_claims() -> Claims:
    """Those of the playbooks as they are shipped and those of all tests."""
    return claims_of_playbooks() + claims_of_tests()


def claims_of_playbooks(folder: Path = PLAYBOOKS) -> Claims:
    """What the playbooks claim; a faulty file is named and hides no other."""
    claims: list[Claim] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            playbook = read_playbook(path)
        except FaultsError as error:
            faults.extend(str(fault).removeprefix(f"{ROOT}/") for fault in error.faults)
            continue
        file = str(path).removeprefix(f"{ROOT}/")
        claims.extend(Claim(id=one, by=by, file=file) for by, covers in _places(playbook) for one in covers)
    return Claims(claims=tuple(claims), faults=tuple(faults))


def _places(playbook: Playbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every place that may claim, and what it claims."""
    yield playbook.id, playbook.covers
    for question in playbook.questions:
        yield f"{playbook.id} ?{question.id}", question.covers
        for answer in question.answers:
            yield f"{playbook.id} ?{question.id}={answer.id}", answer.covers
    for lane in playbook.lanes:
        for step in lane.steps:
            yield f"{playbook.id} {lane.id}/{step.id}", step.covers


def claims_of_tests(root: Path = ROOT) -> Claims:
    """What the markers of the tests claim; one where no test can fail counts nothing and is named."""
    return sum((_claims_of_file(file) for file in files("tests", root=root)), Claims())


def _claims_of_file(file: File) -> Claims:
    if MARKER.rpartition(".")[2] not in file.text:
        return Claims()
    markers = {id(mark): mark for mark in ast.walk(file.tree) if _name(mark) == MARKER and isinstance(mark, ast.Call)}
    claims: list[Claim] = []
    for test in _tests(file):
        for mark in test.decorator_list:
            if id(mark) in markers and (ids := _ids(markers[id(mark)])):
                del markers[id(mark)]
                claims.extend(Claim(id=one, by=f"{file.path}::{test.name}", file=str(file.path)) for one in ids)
    faults = (f"{file.path}:{mark.lineno}: this marks no test that runs, or names no id" for mark in markers.values())
    return Claims(claims=tuple(claims), faults=tuple(faults))


def _tests(file: File) -> Iterator[Function]:
    """The tests of a file that run and may fail."""
    if not file.path.name.startswith("test_") or _skipped_whole(file):
        return
    for node in file.tree.body:
        if not isinstance(node, Function) or not node.name.startswith("test_"):
            continue
        if not any(_name(mark) in _MAY_NOT_RUN for mark in node.decorator_list):
            yield node


def _skipped_whole(file: File) -> bool:
    """Whether the file says of all its tests that they need not run."""
    return any(
        isinstance(node, ast.Assign)
        and any(_name(target) == "pytestmark" for target in node.targets)
        and any(_name(mark) in _MAY_NOT_RUN for mark in ast.walk(node.value))
        for node in file.tree.body
    )


def _name(node: ast.AST) -> str:
    """The dotted name of what is called or named; empty for anything else."""
    if isinstance(node, ast.Call):
        node = node.func
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def _ids(mark: ast.Call) -> tuple[str, ...]:
    """The ids as they are written out; none when any is not."""
    written = tuple(arg.value for arg in mark.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
    return written if len(written) == len(mark.args) and not mark.keywords else ()
