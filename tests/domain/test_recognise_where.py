"""Where and how many, as people type it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognise import only_place, parts_of, places_in
from bot.domain.recognise.people import Counts, counts_in

NAMES = {"翠园阁": "7", "翠园": "8", "3号楼": "3", "Tower East": "9"}
PLACES = """
三号搂2单元 | 3 2 . .
3东2单元 | 3 2 . .
3栋2-1202 | 3 2 . 1202
3#-2-1202 | 3 2 . 1202
3-2单元 | 3 2 . .
A-1202漏水 | A . . 1202
12号701室 | 12 . . 701
五栋一二零四 | 5 . . 1204
2单元九零三 | . 2 . 903
T3 12/F | 3 . 12 .
building three, twelfth floor | 3 . 12 .
flat 802, block 3 | 3 . . 802
level -2 | . . B2 .
basement 2 | . . B2 .
-2有人拉车门 | . . B2 .
五六楼中间 | . . 5-6 .
十楼十一楼当中 | . . 10-11 .
B1和1楼之间 | . . B1-1 .
stuck between the fifth and sixth floor | . . 5-6 .
翠园阁12楼 | 7 . 12 .
翠园12楼 | 8 . 12 .
tower east lobby | 9 . . .
3号楼着火 | 3 . . .
三号楼B座负二 | 3 B B2 .
3号楼 B座2203漏水 | 3 B . 2203
对门1604冒烟 | . . . 1604
802家漏水 | . . . 802
3楼2单元 | . 2 3 .
"""
NOWHERE = """
A区123号车位
14:30
2026-11-23
快打119
1208元
粤A·D12345
13812345678
往下掉了三层
积了一层水
两栋楼都停电
报错502
please don't block a car
"""
COUNTS = """
elevator_trapped | 电梯困了俩老人 | 2 .
elevator_trapped | 我和同事在电梯里出不来 | 2 .
elevator_trapped | 里面一家三口 | 3 .
elevator_trapped | 里面七个,有个阿伯胸口痛 | 7 1
elevator_fault | 电梯坏了里面没人 | 0 .
fire | 有人困在里面 | . .
fire | 两个老人一个小孩困在屋里 | 3 .
fight | 两个保安在看,一个小伙子头破了流血 | . 1
fight | 吵架,没人受伤 | . 0
injury | 有个小孩摔了额头流血 | . 1
sudden_illness | 我妈晕倒了 | . 1
food_poisoning | 我们九个人都在抢厕所还有一个叫不醒了 | . 9
epidemic | 好几个人发烧 | . .
lost_child | 小孩不见了 | . .
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("said", "known"), rows(PLACES))
def test_a_place_is_read_however_it_is_written(said: str, known: str) -> None:
    place = places_in(said, NAMES)[0]
    assert [part or "." for part in (place.building, place.unit, place.floor, place.room)] == known.split()


@pytest.mark.parametrize("said", NOWHERE.strip().splitlines())
def test_other_numbers_are_no_place(said: str) -> None:
    assert places_in(said) == ()


@pytest.mark.parametrize(("type", "said", "known"), rows(COUNTS))
def test_people_are_counted_by_what_is_said_of_them(type: str, said: str, known: str) -> None:
    trapped, injured = (None if part == "." else int(part) for part in known.split())
    assert counts_in(said, type=type) == Counts(trapped=trapped, injured=injured)


_SIGNS = "一二三两十俩仨0123456789ABb#-、, /楼层号栋座单元室负地下之间中和跟我你有个人位名困伤没了里面"


@given(st.text(st.sampled_from(_SIGNS), max_size=40) | st.text(max_size=60))
def test_any_signs_are_read_and_their_width_does_not_matter(said: str) -> None:
    plain = unicodedata.normalize("NFKC", said)
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in plain)
    assert places_in(wide) == places_in(plain)
    assert only_place(wide) == only_place(plain)
    assert parts_of(said)
    for kind in ("fire", "elevator_trapped", "epidemic", "injury"):
        counts = counts_in(plain, type=kind)
        assert all(number is None or number >= 0 for number in (counts.trapped, counts.injured))
