"""What has to hold across the playbooks of a folder; and that one faulty file hides nothing of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.read import yaml_lines
from bot.read.fault import Fault, FaultsError
from bot.read.playbook import read_playbooks
from tests.read.files import SAMPLE, broken, faults_of, line_of, only_fault
from tests.read.lift import LIFT

PLAYBOOKS = SAMPLE.parent / "playbooks"
OTHER = (
    LIFT.replace("id: lift\n", "id: other\n", 1)
    .replace("🛗", "❗", 1)
    .replace("any_of: [困电梯, stuck in the lift]", "any_of: [出事了, something happened]", 1)
)
QUAKE = (
    LIFT.replace("id: lift\n", "id: quake\n", 1)
    .replace("🛗", "🌏", 1)
    .replace("any_of: [困电梯, stuck in the lift]", "any_of: [地震了, earthquake]", 1)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sound playbooks."""
    for name, text in (("lift", LIFT), ("other", OTHER), ("quake", QUAKE)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, *, old: str, new: str) -> Path:
    """Breaks one of them."""
    path = folder / f"{name}.yaml"
    return broken(path, path.read_text(encoding="utf-8"), old=old, new=new)


def gives_way(folder: Path, name: str, *to: str) -> Path:
    """Lets one of them give way to others."""
    return change(folder, name, old="  none_of: [年检]", new=f"  none_of: [年检]\n  yields_to: [{', '.join(to)}]")


def test_a_folder_gives_every_playbook_by_id_or_every_fault(folder: Path) -> None:
    assert list(read_playbooks(folder)) == ["lift", "other", "quake"]
    changed = [change(folder, "lift", old="limit: 1m", new="limit: x"), change(folder, "other", old="icon", new="ikon")]
    assert {fault.file for fault in faults_of(read_playbooks, folder)} == {str(path) for path in changed}
    changed[1].unlink()
    missing = [fault for fault in faults_of(read_playbooks, folder) if fault.file == str(folder)]
    assert [fault.problem for fault in missing] == ["the playbook other.yaml is missing"]


@pytest.mark.parametrize("word", ["stuck in the lift", "STUCK in the Lift", "ｓtuck in the lift"])
def test_a_word_of_two_types_is_named_with_both_places(folder: Path, word: str) -> None:
    path = change(folder, "quake", old="[地震了, earthquake]", new=f"\n    - 地震了\n    - {word}")
    fault = only_fault(read_playbooks, folder)
    first = folder / "lift.yaml"
    assert fault.where == f"{path}:{line_of(path, f'- {word}')}"
    assert fault.problem == f'the word "{word}" already calls lift, in {first}:{line_of(first, "any_of")}'


def test_a_word_may_be_part_of_anothers(folder: Path) -> None:
    change(folder, "quake", old="earthquake]", new="stuck in the lift after an earthquake]")
    assert len(read_playbooks(folder)) == 3


def test_an_icon_of_two_types_is_named_with_both_places(folder: Path) -> None:
    path = change(folder, "quake", old="🌏", new="❗")
    fault = only_fault(read_playbooks, folder)
    other = folder / "other.yaml"
    assert fault.where == f"{path}:{line_of(path, 'icon')}"
    assert fault.problem == f"the icon ❗ already stands for other, in {other}:{line_of(other, 'icon')}"


@pytest.mark.parametrize(("type", "remedy"), [("quakes", '"quake"'), ("none", "known are: lift, other, quake")])
def test_a_type_that_is_named_exists(folder: Path, type: str, remedy: str) -> None:
    attached = change(folder, "lift", old="level: 2", new=f"attach: {type}")
    yielding = gives_way(folder, "other", type)
    faults = faults_of(read_playbooks, folder)
    assert [fault.where for fault in faults] == [
        f"{attached}:{line_of(attached, 'attach')}",
        f"{yielding}:{line_of(yielding, 'yields_to')}",
    ]
    assert all(fault.problem == f'there is no type "{type}"' and remedy in fault.remedy for fault in faults)


def test_a_type_whose_file_is_faulty_exists_all_the_same(folder: Path) -> None:
    change(folder, "lift", old="level: 2", new="attach: quake")
    path = change(folder, "quake", old="limit: 1m", new="limit: x")
    assert only_fault(read_playbooks, folder).file == str(path)


def test_one_faulty_file_lets_the_others_be_checked(folder: Path) -> None:
    change(folder, "lift", old="limit: 1m", new="limit: x")
    change(folder, "quake", old="🌏", new="❗")
    problems = [fault.problem for fault in faults_of(read_playbooks, folder)]
    assert len(problems) == 2
    assert "the icon ❗ already stands for other" in problems[1]


def test_types_that_give_way_to_each_other_are_a_fault(folder: Path) -> None:
    assert _rings(folder) == ()
    gives_way(folder, "lift", "other", "quake")
    gives_way(folder, "other", "quake")
    assert _rings(folder) == ()
    gives_way(folder, "quake", "lift")
    (fault,) = _rings(folder)
    lift = folder / "lift.yaml"
    assert fault.where == f"{lift}:{line_of(lift, 'yields_to')}"
    assert fault.problem == "these types give way to each other: lift → quake → lift"


def test_a_type_does_not_give_way_to_itself(folder: Path) -> None:
    gives_way(folder, "lift", "lift")
    assert only_fault(read_playbooks, folder).problem == "these types give way to each other: lift → lift"


def _rings(folder: Path) -> tuple[Fault, ...]:
    try:
        read_playbooks(folder)
    except FaultsError as error:
        return error.faults
    return ()


def test_the_shipped_playbooks_are_sound() -> None:
    playbooks = read_playbooks(PLAYBOOKS)
    assert {"elevator_trapped", "fire", "other", "typhoon"} <= set(playbooks)


def test_they_read_the_same_without_the_loader_in_c(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_playbooks(PLAYBOOKS)
    assert yaml_lines._FAST is not None
    monkeypatch.setattr(yaml_lines, "_FAST", None)
    assert read_playbooks(PLAYBOOKS) == quick


def test_of_a_fire_nothing_is_asked_twice() -> None:
    """An e-bike battery that burns is answered already when it is asked what lies beside it."""
    burning, danger = (read_playbooks(PLAYBOOKS)["fire"].question(one) for one in ("burning", "danger"))
    assert burning is not None
    assert danger is not None
    assert any("锂电池" in answer.text["zh"] for answer in burning.answers)
    assert "锂电池" not in danger.text["zh"]
    assert "batteries" not in danger.text["en"]
    assert danger.answer("lithium") is not None, "it can still be said"
