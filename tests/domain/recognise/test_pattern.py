"""The small language of words: what holds in a line, what does not, and what is wrong with a pattern."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognise.hits import Finder
from bot.domain.recognise.matching import Line, fulfilled
from bot.domain.recognise.pattern import PatternError, read_pattern
from tests.domain.estate import PLAYBOOKS, RECOGNISER

CLASSES = {"lift": ("电梯", "轿厢", "lift"), "child": ("孩子", "son")}


def words(written: str, line: str) -> list[str]:
    """The words of a line that fulfil a pattern, as they stand in it."""
    pattern = read_pattern(written, CLASSES)
    finder = Finder(word for part in pattern.parts for word in part.words)
    return [hit.word for hit in fulfilled(pattern, Line(line, finder.find(line)))]


@pytest.mark.parametrize(
    ("written", "line", "found"),
    [
        ("困|卡 + @lift", "电梯困了人", ["困", "电梯"]),
        ("困|卡 + @lift", "电梯坏了", []),
        ("困|卡 + @lift", "困在轿厢", ["困", "轿厢"]),
        ("@lift + @lift", "电梯和轿厢", ["电梯", "轿厢"]),
        ("@lift + 电梯", "电梯", []),  # one word is not two
        ("门 > 打不开", "门又打不开", ["门", "打不开"]),
        ("门 > 打不开", "打不开的门", []),
        ("门 > 打不开", "门卫说我们单元的快递柜打不开", []),
        ("@lift ! 年检|inspection", "电梯坏了", ["电梯"]),
        ("@lift ! 年检|inspection", "电梯年检", []),
        ("fire + lift", "a fire near the lift", ["fire", "lift"]),
        ("fire", "fireworks tonight", []),
        ("fire", "gunfire", []),
        ("lift", "3号lift坏了", ["lift"]),
    ],
)
def test_what_holds(written: str, line: str, found: list[str]) -> None:
    assert words(written, line) == found


@pytest.mark.parametrize("line", ["没有冒烟", "没冒烟", "没见冒烟", "无冒烟", "未发现冒烟", "不是冒烟", "没有人冒烟"])
def test_what_is_denied_is_not_said(line: str) -> None:
    assert words("冒烟", line) == []


@pytest.mark.parametrize("line", ["冒烟了", "有没有人管冒烟", "是不是冒烟了", "没人管,冒烟了", "没电,冒烟"])
def test_what_only_follows_a_no_is_said(line: str) -> None:
    assert words("冒烟", line) == ["冒烟"]


@pytest.mark.parametrize("line", ["no smoke here", "there is not any smoke", "without smoke", "i don't see; no smoke"])
def test_what_is_denied_in_english_is_not_said(line: str) -> None:
    assert words("smoke", line) == []


def test_words_far_apart_belong_to_different_sentences() -> None:
    assert words("困 + 电梯", "困" + "啊" * 19 + "电梯") == ["困", "电梯"]
    assert words("困 + 电梯", "困" + "啊" * 20 + "电梯") == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [("困| + 梯", "a word is missing"), ("@lifts + 困", 'no class "@lifts"'), ("", "a word is missing")],
)
def test_a_pattern_that_cannot_be_read_says_why(written: str, problem: str) -> None:
    with pytest.raises(PatternError, match=problem):
        read_pattern(written, CLASSES)


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=6))
def test_every_word_found_stands_where_it_says(line: str, vocabulary: list[str]) -> None:
    found = Finder(vocabulary).find(line)
    assert all(line[hit.start : hit.end] == hit.word for hit in found)
    assert len(set(found)) == len(found)
    chinese = [word for word in set(vocabulary) if not any(sign.isascii() and sign.isalpha() for sign in word)]
    assert {word for word in chinese if word in line} == {hit.word for hit in found} & {*chinese}


def test_a_copy_that_names_a_class_that_is_gone_still_answers() -> None:
    lift = PLAYBOOKS["elevator_trapped"]
    kept = replace(lift, marks={"special": {"pregnant": ("@gone + 孕妇", "孕妇")}})
    assert RECOGNISER.answers("里面有孕妇", kept)["special"] == "pregnant"
