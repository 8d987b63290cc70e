"""What a line of chat says: one row a line, as guards and residents really type."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.recognise import parts_of, places_in
from bot.domain.recognise.numerals import number_of
from tests.domain.estate import PLAYBOOKS, recognise

TRAPPED = """
3号楼2单元电梯困人,里面有个孕妇              | 3 2 . . | special=pregnant
3号楼2单元电梯困人                          | 3 2 . . |
3 号楼 2 单元 电梯 困人                     | 3 2 . . |
3 # 楼 2 单元 电 梯 困 人                   | 3 2 . . |
３号楼２单元电梯困人                        | 3 2 . . |
３＃２单元电梯困人！！！                    | 3 2 . . |
3#2单元电梯困人了                           | 3 2 . . |
3#楼2单元电梯困人                           | 3 2 . . |
三号楼二单元电梯困人                        | 3 2 . . |
十二号楼电梯困人                            | 12 . . . |
二十三号楼十二层电梯困人                    | 23 . 12 . |
一二号楼电梯困人                            | 12 . . . |
103号楼电梯困人                             | 103 . . . |
B座电梯困人                                 | B . . . |
b座电梯困了两个人                           | B . . . | count=2
Ｂ座电梯困了两个人                          | B . . . | count=2
C座12楼电梯困人                             | C . 12 . |
3栋电梯困人                                 | 3 . . . |
3幢2单元12楼电梯困人                        | 3 2 12 . |
3號樓2單元電梯困人                          | 3 2 . . |
3-2-1202电梯困人                            | 3 2 . 1202 |
３－２－１２０２电梯困人                    | 3 2 . 1202 |
3-1202门口电梯困人                          | 3 . . 1202 |
3号楼2单元1202室门口电梯困人                | 3 2 . 1202 |
3号楼2单元1202房业主说电梯困人              | 3 2 . 1202 |
3号楼12楼和13楼之间电梯困人                 | 3 . 12-13 . |
3号楼12-13层之间电梯卡住人了                | 3 . 12-13 . |
3号楼电梯卡在12-13楼,里面有3人出不来        | 3 . 12-13 . | count=3
3号楼电梯卡在五楼六楼中间,困了两个人        | 3 . 5-6 . | count=2
3号楼12楼中间那部电梯困人                   | 3 . 12 . |
3号楼十二楼中间那部电梯困人                 | 3 . 12 . |
3号楼负一层电梯困人                         | 3 . B1 . |
3号楼负1楼电梯困人                          | 3 . B1 . |
3号楼B1电梯困人                             | 3 . B1 . |
3号楼地下二层电梯困人                       | 3 . B2 . |
3号楼-1层电梯困人                           | 3 . B1 . |
3号楼电梯停在-2楼 有人出不来                | 3 . B2 . |
3号楼电梯12F困人                            | 3 . 12 . |
12楼电梯困人                                | . . 12 . |
3号电梯困人                                 | . . . . |
2021-11-22电梯困人                          | . . . . |
010-12345678 电梯困人                       | . . . . |
3号楼电梯困人,电话13800001111               | 3 . . . |
3号楼电梯里面有人出不来了                   | 3 . . . |
3号楼有人困在电梯里                         | 3 . . . |
3号楼有人被关在电梯里了                     | 3 . . . |
有人被困3号楼电梯                           | 3 . . . |
我被困在电梯里了,3号楼2单元                 | 3 2 . . |
有人被困在电梯3号楼2单元，请速来！          | 3 2 . . |
3号楼电梯把人困里面了                       | 3 . . . |
电梯停了人在里面 3号楼                      | 3 . . . |
3号楼电梯警铃按了没人理                     | 3 . . . |
电梯困人了                                  | . . . . |
困梯 3号楼                                  | 3 . . . |
🛗3号楼电梯困人🆘                           | 3 . . . |
3号楼货梯困人                               | 3 . . . |
3号楼二单元12层电梯有人拍门                 | 3 2 12 . |
3号楼轿厢里有人喊救命                       | 3 . . . |
救命,3号楼电梯困人                          | 3 . . . |
3号楼2单元电梯困人,俩老人                   | 3 2 . . | special=old count=2
3号楼2单元电梯困人 五个人 有小孩            | 3 2 . . | special=child count=more
3号楼2单元电梯困人,一人                     | 3 2 . . | count=1
3号楼电梯困3人                              | 3 . . . | count=3
电梯困仨人 3栋                              | 3 . . . | count=3
3号楼电梯困人,十几个人                      | 3 . . . | count=more
3号楼电梯困人,20多人                        | 3 . . . | count=more
3号楼电梯困人,好多人                        | 3 . . . |
三号楼二单元电梯里困了俩人，有个孕妇不舒服  | 3 2 . . | count=2 special=pregnant state=ill
3号楼电梯困人,喊了没人应                    | 3 . . . | state=no_answer
3号楼电梯困人,没反应                        | 3 . . . | state=no_answer
3号楼电梯困人,有人晕倒了                    | 3 . . . | state=ill
3号楼电梯困人,有人呼吸困难                  | 3 . . . | state=ill
3号楼电梯困人,井道冒烟                      | 3 . . . | hazard=smoke
3号楼电梯困人,井道进水了                    | 3 . . . | hazard=water
3号楼电梯夹人了                             | 3 . . . | hazard=caught
3号楼停电了电梯困人                         | 3 . . . | power=out
3号楼电梯困人,没停电                        | 3 . . . |
3号楼电梯困人,没有孕妇                      | 3 . . . |
3号楼电梯困人,没有老人小孩,有个孕妇         | 3 . . . | special=pregnant
3号楼电梯困人,没有烟                        | 3 . . . |
3号楼电梯困人,没人应,没人不舒服             | 3 . . . | state=no_answer
3号楼困𨋢                                   | 3 . . . |
lift entrapment building 3 unit 2           | 3 2 . . |
Building 3, Unit 2: lift entrapment         | 3 2 . . |
bldg3 lift entrapment, no smoke or water    | 3 . . . |
Someone is trapped in the lift, Tower B     | B . . . |
Block 5 unit 1, 2 people stuck in the elevator, 12th floor | 5 1 12 . | count=2
Bldg. 3 lift, two people can't get out      | 3 . . . | count=2
building 3, can’t get out of the lift       | 3 . . . |
A man is stuck in the lift in building 12, not answering | 12 . . . | state=no_answer
elevator stopped, kid trapped, building 2 floor 7 room 702 | 2 . 7 702 | special=child
3rd floor, unit 2, Tower 2: lift entrapment | 2 2 3 . |
unit #2 of building 3, lift entrapment      | 3 2 . . |
lift entrapment in tower 2A, room 702       | 2A . . 702 |
12楼的电梯困人了 3号楼                      | 3 . 12 . |
B1栋2单元电梯困人                           | B1 2 . . |
3A座电梯困人                                | 3A . . . |
lift3号楼困人                               | 3 . . . |
lift in block B between the 12th and 13th floor, 3 persons inside | B . 12-13 . | count=3
"""
OTHERS = """
出事了,3号楼                 | 3 . . . |
救命啊3号楼                  | 3 . . . | danger=yes
快来人!5栋2单元              | 5 2 . . |
快来人 有人受伤 3号楼大厅    | 3 . . . | danger=yes
有紧急情况 2号楼3楼          | 2 . 3 . |
need help now, block B       | B . . . |
emergency here, someone is hurt, building 3 | 3 . . . | danger=yes
"""
TALK = """
电梯年检公告:3号楼2单元电梯明日检验
3号楼电梯困人演练下午3点
【演练】3号楼电梯困人
电梯维保公告:3号楼电梯停梯2小时
电梯好慢
3号楼电梯好慢啊
电梯配件采购有困难
今天好困,电梯还等半天
困死了
火锅店开业啦
大家早上好
收到
今晚谁值班
3号楼2单元1202业主要求换锁
1202
救命恩人,谢谢
消防演练:有紧急情况时走楼梯
elevator is slow
lift drill at 3pm building 3
good morning
"""


def rows(table: str, type: str) -> list[tuple[str, str, tuple[str, ...], dict[str, str]]]:
    found = []
    for line in table.strip().splitlines():
        said, place, answers = (part.strip() for part in line.split("|"))
        known = tuple("" if part == "." else part for part in place.split())
        found.append((said, type, known, dict(pair.split("=") for pair in answers.split())))
    return found


@pytest.mark.parametrize(
    ("said", "type", "place", "answers"), [*rows(TRAPPED, "elevator_trapped"), *rows(OTHERS, "other")]
)
def test_a_line_is_understood(said: str, type: str, place: tuple[str, ...], answers: dict[str, str]) -> None:
    understood = recognise(said)
    found = understood.place
    assert understood.type == type
    assert (found.building, found.unit, found.floor, found.room) == place
    assert understood.answers == answers


@pytest.mark.covers("TYPE-03")
@pytest.mark.parametrize("said", TALK.strip().splitlines())
def test_talk_is_no_incident(said: str) -> None:
    assert recognise(said).type is None


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("3号楼电梯困人,5号楼电梯也困人", ("3号楼电梯困人,", "5号楼电梯也困人")),
        ("快来!3号楼和5号楼电梯都困人", ("快来!3号楼和", "5号楼电梯都困人")),
        ("A座困人,B座冒烟,A座没事", ("A座困人,", "B座冒烟,A座没事")),
        ("3-2-1202和5-1-301电梯都困人", ("3-2-1202和", "5-1-301电梯都困人")),
        ("3号楼电梯困人,3栋2单元", ("3号楼电梯困人,3栋2单元",)),
        ("电梯困人", ("电梯困人",)),
        ("", ("",)),
    ],
)
def test_a_line_about_two_buildings_is_cut_in_two(said: str, parts: tuple[str, ...]) -> None:
    assert parts_of(said) == parts


def test_each_building_keeps_what_was_said_of_it() -> None:
    first, second = places_in("3号楼2单元12楼电梯困人,B座1单元5楼冒烟")
    assert (first.building, first.unit, first.floor) == ("3", "2", "12")
    assert (second.building, second.unit, second.floor) == ("B", "1", "5")
    assert [place.building for place in places_in("3-2-1202和5-1-301")] == ["3", "5"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", "3"),
        ("三", "3"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("二十三", "23"),
        ("一二", "12"),
        ("b", "B"),
        ("", ""),
    ],
)
def test_numbers_are_read_however_they_are_written(written: str, number: str) -> None:
    assert number_of(written) == number


_SIGNS = (
    "一二两三四五六七八九十0123456789ABbF负地下层楼号栋座单元室房之间中和、-#＃ "
    "个位名几多人俩电梯困没有孕妇烟\x00\u202e🛗"
)
_ENGLISH = ("building ", "unit ", "between ", "floor ", "and ", "12th ", "people ", "lift ", "no ", "smoke ", "3")


@example("十十号楼电梯困人")
@example("二十十楼 十十十单元")
@given(st.text(st.sampled_from(_SIGNS), max_size=24) | st.lists(st.sampled_from(_ENGLISH)).map("".join) | st.text())
def test_whatever_is_typed_is_read_without_a_fault(said: str) -> None:
    understood = recognise(said)
    place = understood.place
    assert all(part.isascii() and len(part) <= 7 for part in (place.building, place.unit, place.floor, place.room))
    known = PLAYBOOKS[understood.type] if understood.type else None
    for question, answer in understood.answers.items():
        asked = known.question(question) if known else None
        assert asked is not None
        assert asked.answer(answer) is not None
    parts = parts_of(said)
    assert len(parts) == 1 or all(places_in(part) for part in parts)


@given(st.sampled_from([row[0] for row in rows(TRAPPED, "")]), st.sampled_from(["🆘", "!!!", " 快来", "\n", "  "]))
def test_what_stands_around_a_report_changes_nothing(said: str, noise: str) -> None:
    plain = replace(recognise(said), read="", because=())
    assert replace(recognise(f"{noise}{said}{noise}"), read="", because=()) == plain
