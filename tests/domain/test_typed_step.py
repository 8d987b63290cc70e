"""Which lane and step typed words begin with: either case, Chinese or English, and `A guard` is no lane."""

from __future__ import annotations

import pytest

from bot.domain.typed_step import TypedStep, read_step


@pytest.mark.parametrize(
    ("text", "lane", "place", "words"),
    [
        ("B 去顶楼看水箱", "B", 0, "去顶楼看水箱"),
        ("b 去顶楼看水箱", "B", 0, "去顶楼看水箱"),
        ("b去顶楼看水箱", "B", 0, "去顶楼看水箱"),
        ("A 关阀", "A", 0, "关阀"),
        ("a2 关阀", "A", 2, "关阀"),
        ("A：关阀", "A", 0, "关阀"),
        ("A guard must check the roof", "", 0, "A guard must check the roof"),
        ("a guard must check the roof", "", 0, "a guard must check the roof"),
        ("A: guard the roof", "A", 0, "guard the roof"),
        ("A2 guard the roof", "A", 2, "guard the roof"),
        ("B engineering look at the tank", "B", 0, "engineering look at the tank"),
        ("Q 不用", "", 0, "Q 不用"),
        ("Be quick", "", 0, "Be quick"),
        ("B", "B", 0, ""),
    ],
)
def test_the_lane_the_step_and_the_words(text: str, lane: str, place: int, words: str) -> None:
    assert read_step(text, "ABC") == TypedStep(lane=lane, place=place, words=words)


def test_where_a_lane_has_to_stand_an_a_is_one() -> None:
    assert read_step("a the firm is here", "ABC", named=True) == TypedStep(lane="A", words="the firm is here")
