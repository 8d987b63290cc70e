"""The weights of the wording: what is no row of them is said with its line; a plan that is not there weighs nothing."""

from __future__ import annotations

from math import hypot
from pathlib import Path

import pytest

from bot.read.fault import FaultsError
from bot.read.playbook import read_playbooks
from bot.read.recogniser import make_recogniser
from bot.read.weights import NAME, read_weights

SHIPPED = Path(__file__).parents[2] / "templates"
GOOD = "\tfire\tnone\n\t-50\t10\n烟\t200\t0:90\t1:-40\n@lift\t300\t1:20\n"


def folder_with(tmp_path: Path, text: str = GOOD) -> Path:
    """A folder with such weights."""
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_is_not_written_weighs_nothing(tmp_path: Path) -> None:
    weights = read_weights(folder_with(tmp_path))
    assert (weights.types, weights.base) == (("fire", "none"), (-50, 10))
    assert set(weights.features) == {"烟", "@lift"}
    assert weights.points({"烟", "unheard of"}) == pytest.approx({"fire": -0.05, "none": -0.1})
    assert weights.points({"烟", "@lift"})["none"] == pytest.approx(0.1 + (20 - 40) / hypot(200, 300))
    assert (weights.weightiest({"烟", "@lift"}, "fire"), weights.weightiest({"烟", "@lift"}, "none")) == (
        ["烟"],
        ["@lift"],
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\tfire\tnone\n", 1),
        (GOOD.replace("\t-50", ""), 1),
        (GOOD.replace("烟\t200", "烟\tmany"), 3),
        (GOOD.replace("1:20", "2:20"), 4),
        (GOOD.replace("1:20", "120"), 4),
        (GOOD.replace("1:20", "1:-99999"), 4),
    ],
)
def test_what_is_no_row_of_them_is_said_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(FaultsError) as found:
        read_weights(folder_with(tmp_path, text))
    (fault,) = found.value.faults
    assert (fault.line, fault.remedy) == (line, "make the file anew: python -m benchmarks.weigh")


def test_a_company_with_few_plans_reads_every_line() -> None:
    plans = read_playbooks(SHIPPED / "playbooks")
    few = make_recogniser([plans["fire"], plans["other"]], SHIPPED)
    for text in ("3号楼2单元电梯困人", "停电了整栋都黑了", "有小偷撬锁"):
        said = few.read(text)
        assert {said.type, *said.likely} <= {None, "fire", "other"}
