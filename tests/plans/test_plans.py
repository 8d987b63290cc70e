"""Nothing the company's documents ask for first is open where it is called finished; what would be wrong is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plans import __main__ as command
from tests.plans.claim import Claim, Claims, all_claims
from tests.plans.overview import Overview
from tests.plans.requirement import Requirement, read_finished, read_requirements

_ASKED = (
    Requirement(id="FIRE-02", priority=1, tag="AUTH", text="Call 119.", sources="D13 §1(1)1"),
    Requirement(id="GEN-06", priority=2, tag="AUTH", text="Ask how it was.", sources="D8 §1; D12 §1"),
    Requirement(id="DRILL-01", priority=1, tag="DRILL", text="Hold drills.", sources="D1 §4.1"),
)
_CALL = Claim(id="FIRE-02", by="fire A/call_119", file="templates/playbooks/fire.yaml")


def overview(*claims: Claim, faults: tuple[str, ...] = ()) -> Overview:
    """Three requirements, AUTH finished, and these claims."""
    return Overview(requirements=_ASKED, claims=Claims(claims=claims, faults=faults), finished=frozenset({"AUTH"}))


def as_it_is() -> Overview:
    """The project itself."""
    return Overview(requirements=read_requirements(), claims=all_claims(), finished=read_finished())


def test_nothing_of_the_first_priority_is_open_where_it_is_called_finished() -> None:
    assert list(as_it_is().complaints()) == []


def test_what_is_covered_is_told_with_what_covers_it_and_counted() -> None:
    lines = list(overview(_CALL).lines())
    assert lines[0].split(maxsplit=3) == ["FIRE-02", "P1", "AUTH", "fire A/call_119"]
    assert lines[1].split() == ["GEN-06", "P2", "AUTH", "open"]
    totals = {line.split()[0]: line.split()[1:] for line in lines[4:] if line}
    assert totals["D13"] == ["1", "of", "1"]
    assert totals["D12"] == ["0", "of", "1"]
    assert totals["AUTH"] == ["P1", "1", "of", "1", "P2", "0", "of", "1", "P3", "-", "finished"]
    assert totals["all"] == ["P1", "1", "of", "2", "P2", "0", "of", "1", "P3", "-"]


def test_many_places_are_told_in_short() -> None:
    places = (Claim(id="FIRE-02", by=f"fire A/step_{number}", file="fire.yaml") for number in range(6))
    assert next(overview(*places).lines()).endswith("fire A/step_0, fire A/step_1, fire A/step_2, 3 more")


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        (overview(), "open: FIRE-02 P1, and AUTH is called finished: Call 119."),
        (
            overview(_CALL, Claim(id="FIRE-99", by="fire ?size=smoke", file="plans/fire.yaml")),
            "plans/fire.yaml: fire ?size=smoke claims FIRE-99, which is not in tests/plans/requirements.csv",
        ),
        (overview(_CALL, faults=("fire.yaml:3: is wrong",)), "fire.yaml:3: is wrong"),
    ],
)
def test_what_must_not_stay_so_is_named_last_and_ends_with_1(
    told: Overview, complaint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert overview(_CALL).fine
    monkeypatch.setattr(command, "all_claims", lambda: told.claims)
    monkeypatch.setattr(command, "read_requirements", lambda: told.requirements)
    monkeypatch.setattr(command, "read_finished", lambda: told.finished)
    assert command.main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == complaint
    monkeypatch.setattr(command, "all_claims", lambda: overview(_CALL).claims)
    assert command.main() == 0


def test_what_loses_its_claims_is_open() -> None:
    whole = as_it_is()
    asked = {one.id for one in whole.requirements if one.priority == 1 and one.tag in whole.finished} & whole.covered
    assert asked
    for one_id in asked:
        kept = tuple(claim for claim in whole.claims.claims if claim.id != one_id)
        without = replace(whole, claims=Claims(claims=kept))
        assert [one.id for one in without.missing if one not in whole.missing] == [one_id]
