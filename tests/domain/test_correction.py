"""What counts as put right in a report, and how a place is written down for that."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.correction import IntakeCorrected, corrections, in_short
from bot.domain.intake import Intake
from bot.domain.places import NOWHERE, Place
from tests.domain.estate import NOW

LIFT = Intake(
    id=3,
    platform="telegram",
    chat="-1",
    account="11",
    type="elevator_trapped",
    place=Place(building="3"),
    words="3号楼电梯困人",
    at=NOW,
)


def pairs(before: Intake, after: Intake, *, thought: str = "") -> list[tuple[str, str, str]]:
    return [(one.field, one.said, one.meant) for one in corrections(before, after, thought=thought)]


def test_another_type_and_another_place() -> None:
    after = replace(LIFT, type="elevator_fault", place=Place(building="2", unit="1"))
    assert pairs(LIFT, after) == [
        ("type", "elevator_trapped", "elevator_fault"),
        ("place", "building 3", "building 2, unit 1"),
    ]
    assert corrections(LIFT, replace(LIFT, type="fire"), by="wang") == (
        IntakeCorrected(intake=3, field="type", said="elevator_trapped", meant="fire", by="wang"),
    )


def test_what_was_missing_is_no_correction() -> None:
    assert pairs(LIFT, LIFT) == []
    assert pairs(LIFT, replace(LIFT, place=Place(building="3", unit="2", floor="12"))) == []
    assert pairs(replace(LIFT, place=NOWHERE), LIFT) == []
    empty = replace(LIFT, type=None, words="")
    assert pairs(empty, LIFT) == [], "a report by buttons alone"


def test_words_that_gave_no_type_are_told_with_what_they_were_nearest_to() -> None:
    untyped = replace(LIFT, type=None)
    assert pairs(untyped, LIFT) == [("type", "", "elevator_trapped")]
    assert pairs(untyped, LIFT, thought="fire") == [("type", "fire", "elevator_trapped")]
    assert pairs(untyped, LIFT, thought="elevator_trapped") == []


def test_a_building_nobody_knows_and_the_one_that_was_meant() -> None:
    unknown = replace(LIFT, place=Place(unit="2"), unknown="9")
    assert pairs(unknown, replace(LIFT, place=Place(building="3", unit="2"))) == [
        ("place", "building 9, unit 2", "building 3, unit 2")
    ]
    assert pairs(unknown, replace(unknown, place=Place(unit="1"), unknown="8")) == []
    assert pairs(LIFT, replace(LIFT, place=NOWHERE, nowhere=True)) == [("place", "building 3", "")]


def test_a_place_in_one_short_text() -> None:
    whole = Place(building="3", unit="2", floor="12", room="1202")
    assert in_short(whole) == "building 3, unit 2, floor 12, room 1202"
    assert in_short(Place(spot="南门")) == "spot 南门"
    assert in_short(NOWHERE) == ""
