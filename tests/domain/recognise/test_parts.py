"""A message that tells of several incidents, cut; and one that tells of one in several sentences, whole."""

from __future__ import annotations

import pytest

from bot.domain.recognise import Recognised, only_count, told_in
from tests.domain.estate import recognise


def told(text: str) -> list[tuple[str | None, str]]:
    return [(one.said.type, one.said.place.building) for one in told_in(text, recognise)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3号楼电梯困人,5号楼有烟", [("elevator_trapped", "3"), ("fire", "5")]),
        ("3号楼电梯困人，另外车库还有人打架", [("elevator_trapped", "3"), ("fight", "")]),
        ("1号楼和2号楼电梯困人", [("elevator_trapped", "1"), ("elevator_trapped", "2")]),
        ("3号楼停电了，5号楼也是", [("power_outage", "3"), ("power_outage", "5")]),
        ("3号楼着火了。大门口有人打架", [("fire", "3")]),
        ("3号楼2单元电梯困人，3号楼1单元有人打架", [("elevator_trapped", "3"), ("fight", "3")]),
        ("车库着火，大门口有人打架", [("fire", ""), ("fight", "")]),
        ("3号楼停电，地库也漏水了", [("power_outage", "3"), ("water_intrusion", "")]),
        ("车库着火 大门口有人打架", [("fire", ""), ("fight", "")]),
        ("3号楼停电了。大门口有人打起来了", [("power_outage", "3"), ("fight", "")]),
        (
            "Someone stuck in the lift, building 3. Also there is a fight in the garage",
            [("elevator_trapped", "3"), ("fight", "")],
        ),
    ],
)
def test_each_incident_is_told_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "3号楼着火了，有人受伤了",
        "3号楼着火了还有人没出来",
        "3号楼电梯困人，里面老人晕倒了",
        "3号楼电梯困人，5号楼的李师傅去看看",
        "3号楼3单元电梯困人，3号楼物业快来",
        "3号楼着火，大堂里有人受伤",
        "车库有人打架，车库门口一个人头破了，3号楼的保安快来",
        "三号楼B座负二停电",
        "有烟",
    ],
)
def test_one_incident_stays_one(text: str) -> None:
    assert len(told(text)) == 1


def test_talk_and_the_whole_estate_are_one_without_a_place() -> None:
    buildings = "、".join(f"{number}号楼" for number in range(1, 11))
    assert told(f"{buildings}电梯困人") == [("elevator_trapped", "")]
    assert told(f"通知：{buildings}明天上午检修，请提前储水") == [(None, "")]
    assert told("") == [(None, "")]


@pytest.mark.parametrize("sentence", ["3号楼着火了。", "电梯困人另外着火了还有漏水，", "着火了!!!!!"])
def test_a_message_of_hundreds_of_sentences_is_not_read_hundreds_of_times(sentence: str) -> None:
    reads = 0

    def counted(text: str) -> Recognised:
        nonlocal reads
        reads += 1
        return recognise(text)

    assert told_in(sentence * 600, counted)
    assert reads < 80


def test_stops_side_by_side_end_one_sentence() -> None:
    assert told(f"3号楼停电了{'！' * 50}大门口有人打起来了") == [("power_outage", "3"), ("fight", "")]


def test_the_words_of_each_part_are_its_own() -> None:
    first, second = told_in("3号楼电梯困人，另外车库还有人打架", recognise)
    assert (first.text, second.text) == ("3号楼电梯困人", "另外车库还有人打架")
    first, second = told_in("3号楼电梯困人，另外5号楼着火了", recognise)
    assert (first.text, second.text) == ("3号楼电梯困人", "5号楼着火了")


@pytest.mark.parametrize(
    ("text", "is_count"),
    [
        ("2个人", True),
        ("里面两个人", True),
        ("大概三四个", True),
        ("俩", True),
        ("一共5人被困", True),
        ("two people inside", True),
        ("3", True),
        ("我叫了3个人", False),
        ("3号楼", False),
        ("3个人去吃饭", False),
        ("I have 3 people coming", False),
        ("", False),
    ],
)
def test_a_number_of_people_and_nothing_else(text: str, *, is_count: bool) -> None:
    assert only_count(text) is is_count
