"""A claim is found where it stands, and only where something would fail without what it claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans.claim import claims_of_playbooks, claims_of_tests

_PLAN = """\
id: pipe
names: {zh: 管道, en: Pipe}
icon: 🚰
family: accident
urgency: general
words: {any_of: [管道爆了, a pipe burst]}
covers: [EQ-01]
questions:
  - id: wet
    text: {zh: 有水吗？, en: "Is there water?"}
    covers: [INTAKE-13]
    answers:
      - {id: "no", text: {zh: 没有, en: "No"}}
      - {id: "yes", text: {zh: 有, en: "Yes"}, covers: [WATER-02]}
      - {id: unsure, text: {zh: 不清楚, en: Not sure}}
called:
  - {department: engineering}
lanes:
  - id: A
    name: {zh: 抢修, en: Repair}
    steps:
      - id: close
        department: engineering
        text: {zh: 关阀, en: Close the valve}
        covers: [EQ-03, WATER-02]
closing:
  - {zh: 不漏了, en: It holds}
reports: [R1]
sources: ["D6 §2"]
"""
_TEST = """\
import pytest


@pytest.mark.covers("ORG-07", "ORG-09")
async def test_at_night() -> None:
    assert by_night()
"""


def test_a_playbook_claims_on_the_very_place(tmp_path: Path) -> None:
    (tmp_path / "pipe.yaml").write_text(_PLAN, encoding="utf-8")
    found = claims_of_playbooks(tmp_path)
    assert found.faults == ()
    assert [(claim.id, claim.by) for claim in found.claims] == [
        ("EQ-01", "pipe"),
        ("INTAKE-13", "pipe ?wet"),
        ("WATER-02", "pipe ?wet=yes"),
        ("EQ-03", "pipe A/close"),
        ("WATER-02", "pipe A/close"),
    ]
    (tmp_path / "pipe.yaml").write_text(_PLAN.replace("        covers: [EQ-03, WATER-02]\n", ""), encoding="utf-8")
    assert "EQ-03" not in {claim.id for claim in claims_of_playbooks(tmp_path).claims}


def test_a_faulty_playbook_is_named_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    (tmp_path / "pipe.yaml").write_text(_PLAN, encoding="utf-8")
    found = claims_of_playbooks(tmp_path)
    assert len(found.claims) == 5
    (fault,) = found.faults
    assert fault.startswith(f"{tmp_path / 'broken.yaml'}:1: ")


def test_a_test_claims_by_its_marker(tmp_path: Path) -> None:
    found = claims_of_tests(project(tmp_path, _TEST))
    assert found.faults == ()
    assert [(claim.id, claim.by) for claim in found.claims] == [
        ("ORG-07", "tests/stories/test_night.py::test_at_night"),
        ("ORG-09", "tests/stories/test_night.py::test_at_night"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@pytest.mark.covers", '@pytest.mark.skip(reason="later")\n@pytest.mark.covers'),
        ("@pytest.mark.covers", '@pytest.mark.skipif(True, reason="later")\n@pytest.mark.covers'),
        ("@pytest.mark.covers", "@pytest.mark.xfail\n@pytest.mark.covers"),
        ("import pytest", "import pytest\n\npytestmark = [pytest.mark.slow, pytest.mark.skip]"),
        ("def test_at_night", "def at_night"),
        ("async def", "class TestNight:\n  async def"),
        ('"ORG-07", "ORG-09"', ""),
        ('"ORG-07", "ORG-09"', '"ORG-07", NIGHT'),
        ('"ORG-07", "ORG-09"', 'ids="ORG-07"'),
        ("    assert", '    later = pytest.mark.covers("GEN-06")\n    assert'),
    ],
)
def test_a_marker_where_nothing_would_fail_counts_nothing_and_is_named(tmp_path: Path, old: str, new: str) -> None:
    text = _TEST.replace(old, new, 1)
    assert text != _TEST
    found = claims_of_tests(project(tmp_path, text))
    assert {claim.id for claim in found.claims} <= ({"ORG-07", "ORG-09"} if "later = " in text else set())
    (fault,) = found.faults
    mark = "later = " if "later = " in text else "@pytest.mark.covers"
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if mark in line)
    assert fault.startswith(f"tests/stories/test_night.py:{line}: ")


def test_a_marker_in_a_file_that_holds_no_tests_is_named(tmp_path: Path) -> None:
    found = claims_of_tests(project(tmp_path, _TEST, name="night.py"))
    assert found.claims == ()
    assert len(found.faults) == 1


def project(root: Path, text: str, *, name: str = "test_night.py") -> Path:
    """A project with one file of tests."""
    file = root / "tests" / "stories" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return root
