"""Which line right behind a report completes it, and which is talk or a report of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.intake import Intake
from bot.domain.places import NOWHERE, Place
from bot.domain.recognise import Recognised
from handlers.second_line import SOON, completed
from tests.domain.estate import NOW
from tests.talk.desk import Desk, said

WORK = Desk().work
LIFT = Intake(
    id=3,
    platform="telegram",
    chat="-1",
    account="11",
    community="anju",
    type="elevator_trapped",
    place=Place(building="3"),
    words="3号楼电梯困人",
    at=NOW,
)


def behind(text: str, before: Intake = LIFT, **more: Any) -> Recognised | None:
    return completed(WORK, before, replace(said(text), **more))


@pytest.mark.parametrize(
    ("text", "place", "answers"),
    [
        ("4楼", Place(floor="4"), {}),
        ("2单元", Place(unit="2"), {}),
        ("3号楼2单元", Place(building="3", unit="2"), {}),
        ("里面2个人", NOWHERE, {"count": "2"}),
        ("有孕妇", NOWHERE, {"special": "pregnant"}),
    ],
)
def test_more_of_the_same(text: str, place: Place, answers: dict[str, str]) -> None:
    found = behind(text)
    assert found is not None
    assert (found.type, found.place, found.answers) == ("elevator_trapped", place, answers)


@pytest.mark.parametrize(
    "text",
    ["吃饭了吗", "我叫了3个人", "B座", "B座着火了", "我去5号楼看看", "3号楼电梯困人", "", "4楼" * 20],
)
def test_talk_another_place_and_a_report_of_its_own(text: str) -> None:
    assert behind(text) is None


def test_only_within_a_minute() -> None:
    assert behind("4楼", at=NOW + SOON) is not None
    assert behind("4楼", at=NOW + SOON + timedelta(seconds=1)) is None
    assert behind("4楼", at=NOW - timedelta(seconds=1)) is None
    assert behind("4楼", replace(LIFT, words="")) is None, "a report by buttons has no line before"


def test_both_lines_together_may_say_something_more_certain() -> None:
    unclear = replace(LIFT, type=None, place=NOWHERE, words="有人被困")
    found = behind("电梯里", unclear)
    assert found is not None
    assert (found.type, found.likely) == ("elevator_trapped", ())


def test_what_somebody_has_pressed_stays() -> None:
    pressed = replace(LIFT, type="injury", words="有人被困")
    assert behind("电梯里", pressed) is None


def test_what_belongs_to_the_fire_does_not_become_the_report() -> None:
    fire = replace(LIFT, type="fire", words="3号楼着火了")
    found = behind("有人受伤了", fire)
    assert found is None or found.type == "fire"
