"""What words and wording add up to: who wins, who is asked about, what is talk."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.domain.recognise.kinds import Evidence
from bot.domain.recognise.verdict import Verdict, judge

TYPES = {"fire", "environment", "elevator_trapped", "power_outage", "own_plan"}
URGENT = {"fire", "elevator_trapped"}


def words(type: str, *, weight: float = 4.0, plain: bool = False, hinted: bool = False, to: str = "") -> Evidence:
    """Words found for a type that gives way `to` another."""
    ways = frozenset(to.split())
    return Evidence(type=type, weight=weight, found=(), plain=plain, hinted=hinted, gives_way=ways)


def verdict(
    *found: Evidence, points: Mapping[str, float] | None = None, talk: bool = False, placed: bool = False
) -> Verdict:
    """What these words and this wording are."""
    weighed = {"fire": -1.0, "environment": -1.0, "elevator_trapped": -1.0, "power_outage": -1.0, "none": -0.5}
    return judge(found, weighed | {**(points or {})}, talk=talk, placed=placed, urgent=URGENT, only=TYPES)


def test_words_and_wording_add_up() -> None:
    assert verdict(words("fire"), points={"fire": -0.3}) == Verdict(type="fire")
    assert verdict(words("fire"), points={"fire": -1.1}) == Verdict(type=None)
    assert verdict(points={"fire": 0.6}) == Verdict(type="fire")


def test_what_only_the_wording_says_is_asked_unless_it_says_it_loudly() -> None:
    quiet = verdict(points={"fire": 0.1, "environment": -0.4})
    assert quiet == Verdict(type="fire", likely=("fire", "environment"))


def test_an_emergency_comes_first_where_both_are_certain() -> None:
    both = verdict(words("fire"), words("power_outage"), points={"power_outage": 0.3, "fire": 0.0})
    assert both.type == "fire"
    assert "power_outage" in (verdict(words("fire"), words("power_outage"), points={"power_outage": -0.9}).likely)


def test_who_gives_way_to_plain_words_cannot_win() -> None:
    assert verdict(
        words("elevator_trapped", plain=True),
        words("power_outage", to="elevator_trapped"),
        points={"power_outage": 2, "none": -1},
    ) == Verdict(type="elevator_trapped")


def test_plain_words_at_a_building_are_a_report_unless_words_of_talk_stand_there() -> None:
    found = words("fire", weight=2.0, plain=True)
    assert verdict(found, points={"none": 1.0}).type is None
    assert verdict(found, points={"none": 1.0}, placed=True).type == "fire"
    assert verdict(found, points={"none": 1.0}, placed=True, talk=True).type is None


def test_a_plan_of_the_companys_own_is_found_by_its_words() -> None:
    assert verdict(words("own_plan", plain=True), points={"environment": 0.4, "none": -1.0}).type == "own_plan"


@pytest.mark.parametrize("points", [{}, {"none": 5.0}])
def test_nothing_said_is_nothing(points: dict[str, float]) -> None:
    assert judge([], points, talk=False, placed=True, urgent=URGENT, only=TYPES).type is None


def test_only_what_can_be_meant_is_named() -> None:
    points = {"fire": 1.0, "environment": 0.9, "none": -1.0}
    said = judge([], points, talk=False, placed=False, urgent=URGENT, only={"environment"})
    assert said == Verdict(type="environment")
