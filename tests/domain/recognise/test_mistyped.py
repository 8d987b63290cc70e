"""Words typed with another sign of the same sound are read as they were meant, and others as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognise.hits import Finder
from bot.domain.recognise.sounds import Hearing
from bot.read.recogniser import sounds_of

WORDS = ("电梯", "困人", "着火", "漏水", "打架", "停电", "冒烟", "煤气", "爆炸", "smoke")
FINDER, HEARING = Finder(WORDS), Hearing(WORDS, ("打假",), sounds_of)


def mended(line: str) -> str:
    """What a line is read as."""
    return HEARING.mend(line, FINDER.find(line))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("电体困人", "电梯困人"),
        ("三号楼着货了", "三号楼着火了"),
        ("天花板楼水", "天花板漏水"),
        ("停点了", "停电了"),
        ("煤汽味", "煤气味"),
        ("暴炸了", "爆炸了"),
        ("冒咽", "冒烟"),
        ("电梯困任", "电梯困人"),
    ],
)
def test_one_wrong_sign_of_the_same_sound_is_mended(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize("line", ["电梯困人", "打假", "找货", "今天天气好", "smok", "点体", ""])
def test_what_is_right_or_wrong_altogether_stays(line: str) -> None:
    assert mended(line) == line


@given(st.text(max_size=40))
def test_a_line_keeps_its_length_and_mending_twice_changes_nothing_more(line: str) -> None:
    once = mended(line)
    assert len(once) == len(line)
    assert mended(once) == once
