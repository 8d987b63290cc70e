"""`zhiban check` is not green as long as those the plans call can press nothing, having no account."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.check.finding import Finding, Level, exit_code
from tests.check.test_offline import check, program
from tests.read.files import line_of

__all__ = ["program"]

OF_OFFICE = ("nobody of office", "nobody of hr")
"""Plans call both, and in the sample the manager is all there is of them."""
OF_SERVICE = ("nobody of service", "nobody of logistics", "nobody of cleaning")
OF_PROPERTY = "nobody of property"


def without(folder: Path, *keep: int, of: str = r"\d+") -> Path:
    """The sample roster without the numbers of everybody, or of some, but these."""
    roster = folder / "templates/sample/roster.toml"
    text = roster.read_text(encoding="utf-8")
    for number in re.findall(rf"telegram = ({of})\n", text):
        if int(number) not in keep:
            text = text.replace(f"telegram = {number}\n", "")
    roster.write_text(text, encoding="utf-8")
    return roster


def failing(folder: Path) -> list[Finding]:
    return [finding for finding in check(folder) if finding.level is Level.FAIL]


def test_a_company_of_which_only_the_manager_has_a_number_is_not_on_duty(program: Path) -> None:
    roster = without(program, 1007)
    found = failing(program)
    assert exit_code(found) == 1
    assert {finding.subject for finding in found} == {"account"}
    said = [finding.remedy for finding in found]
    for lacking, names in (
        ("nobody of control, whom domestic_violence, drunk_disorder, earthquake and ", "孙岚"),
        ("nobody of engineering, whom earthquake, elevator_fault, elevator_trapped and ", "李电, 陈工"),
        ("nobody of property, whom complaint, epidemic, food_poisoning calls,", "赵班, 陈主管"),
        ("nobody of firefighting, whom fire calls,", "王强"),
        ("only 罗经理 of those who write and approve notices, and it takes two: nobody else", "周敏, 赵班, 陈主管"),
    ):
        (one,) = [finding for finding in found if lacking in finding.remedy]
        assert f"/whoami: {names}; the number goes into the roster" in one.remedy
        first = names.split(",", maxsplit=1)[0]
        assert one.where == f"{roster}:{line_of(roster, first) - 2}"
    assert not any("who can command" in remedy for remedy in said), "the manager can"
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("numbers", "lacking"),
    [
        ("1005|1006|1007", ["nobody who can command", *OF_OFFICE, OF_PROPERTY, "nobody who may approve a notice"]),
        ("1006|1007", [*OF_OFFICE, "nobody who may approve a notice"]),
        ("1004|1005|1006", [*OF_SERVICE, OF_PROPERTY, "takes two"]),
        ("1001|1002|1009", ["nobody of security", "nobody of firefighting"]),
        ("1002|1004|1009", [*OF_SERVICE, "nobody of first_aid"]),
        ("1003|1005|1006", [OF_PROPERTY]),
        ("1003|1005", []),
    ],
)
def test_who_has_to_be_reached(program: Path, numbers: str, lacking: list[str]) -> None:
    without(program, of=numbers)
    said = [finding.remedy for finding in failing(program)]
    assert len(said) == len(lacking), said
    assert all(any(words in remedy for remedy in said) for words in lacking), said


def test_without_a_residents_group_nobody_has_to_write_notices(program: Path) -> None:
    roster = without(program, of="1006|1007")
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace('kind = "resident"', 'kind = "command"'), encoding="utf-8")
    said = [finding.remedy for finding in failing(program)]
    assert len(said) == len(OF_OFFICE), said
    assert all(any(words in remedy for remedy in said) for words in OF_OFFICE), said
