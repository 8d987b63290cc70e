"""Which type wins where one line says two: playbooks.md §0.3, over every pair it puts in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

import pytest

from bot.domain.playbook import Urgency
from tests.domain.estate import PLAYBOOKS, recognise

WORDS = {
    "elevator_trapped": "电梯困人",
    "explosion": "变压器炸了",
    "fire": "冒烟",
    "gas_leak": "煤气味很大",
    "earthquake": "房子在摇",
    "flood": "河水倒灌",
    "typhoon": "雨棚掀了",
    "rainstorm": "雨水倒灌",
    "elevator_fault": "电梯异响",
    "equipment_fault": "道闸坏了",
    "power_outage": "跳闸了",
    "water_intrusion": "爆管了",
    "pipe_blockage": "马桶堵了",
    "environment": "半夜电钻",
    "it_fault": "蓝屏了",
    "theft": "遭贼了",
    "fight": "有人打架",
    "suspicious_person": "有可疑人员",
    "drunk_disorder": "有个醉汉",
    "neighbor_dispute": "抢车位",
    "domestic_violence": "家暴",
    "lost_child": "孩子走丢了",
    "traffic_accident": "追尾了",
    "sudden_illness": "有人晕倒了",
    "injury": "被狗咬了",
    "epidemic": "登革热",
    "food_poisoning": "食物中毒",
    "work_accident": "工伤",
    "complaint": "我要投诉",
    "call_surge": "热线打不通",
    "cyber_attack": "勒索病毒",
    "data_leak": "隐私被晒",
}
"""One word that only this type has."""
BEFORE_ALL = ("elevator_trapped", "explosion", "fire", "gas_leak")
DISASTERS = ("earthquake", "typhoon", "flood", "rainstorm")
HARM = ("injury", "sudden_illness", "traffic_accident", "work_accident", "equipment_fault", "elevator_fault")
CHAINS = (
    ("typhoon", "flood", "rainstorm", "pipe_blockage", "water_intrusion"),
    ("domestic_violence", "fight", "drunk_disorder", "neighbor_dispute"),
    ("neighbor_dispute", "water_intrusion"),
    ("fight", "injury", "sudden_illness"),
    ("drunk_disorder", "injury", "sudden_illness"),
    ("traffic_accident", "lost_child"),
    ("food_poisoning", "epidemic", "traffic_accident", "work_accident", "injury", "sudden_illness"),
    ("theft", "suspicious_person"),
    ("cyber_attack", "data_leak", "it_fault", "equipment_fault"),
    ("power_outage", "equipment_fault"),
    ("call_surge", "environment", "complaint"),
)
"""Of each, the first that is said wins."""


def ordered() -> Iterator[tuple[str, str]]:
    for position, first in enumerate(BEFORE_ALL):
        yield from ((first, other) for other in WORDS if other not in BEFORE_ALL[: position + 1])
    for disaster in DISASTERS:
        yield from ((disaster, one) for one in (*HARM, "power_outage", "water_intrusion"))
    for chain in CHAINS:
        yield from combinations(chain, 2)
    yield from ((one, "complaint") for one in WORDS if one != "complaint")


PAIRS = sorted(set(ordered()))


@pytest.mark.parametrize("type", sorted(WORDS))
def test_each_word_alone_means_its_type(type: str) -> None:
    assert recognise(f"3号楼{WORDS[type]}").type == type


def test_no_type_is_left_out() -> None:
    assert {*WORDS, "other"} == {*PLAYBOOKS}


@pytest.mark.parametrize(("first", "other"), PAIRS)
def test_of_two_types_the_graver_wins(first: str, other: str) -> None:
    one, two = WORDS[first], WORDS[other]
    assert recognise(f"3号楼{one}，{two}").type == first
    assert recognise(f"3号楼{two}，{one}").type == first


def urgent_first() -> Iterator[tuple[str, str]]:
    """Pairs that §0.3 leaves open, of an emergency and of what is none."""
    open_pairs = (pair for pair in permutations(sorted(WORDS), 2) if not {pair, pair[::-1]} & {*PAIRS})
    for one, two in open_pairs:
        if PLAYBOOKS[one].urgency is Urgency.EMERGENCY and PLAYBOOKS[two].urgency is Urgency.GENERAL:
            yield one, two


@pytest.mark.parametrize(("urgent", "other"), sorted(urgent_first()))
def test_an_emergency_is_not_taken_for_what_can_wait(urgent: str, other: str) -> None:
    one, two = WORDS[urgent], WORDS[other]
    assert recognise(f"3号楼{one}，{two}").type == urgent
    assert recognise(f"3号楼{two}，{one}").type == urgent


@pytest.mark.parametrize(
    ("said", "type"),
    [
        ("3号楼车库着火还有人打架", "fire"),
        ("3号楼冒烟了，有人打架", "fire"),
        ("煤气味很大，有可疑人员", "gas_leak"),
        ("电梯困人，有人喝醉了闹事", "elevator_trapped"),
        ("有人晕倒了，整栋停电了", "sudden_illness"),
        ("有人晕倒了，噪音扰民", "sudden_illness"),
        ("孩子走丢了，电梯坏了", "lost_child"),
        ("热线打不通，孩子走丢了", "lost_child"),
        ("电话打爆了，都在问停电了", "call_surge"),
        ("台风把人砸伤了，有人流血", "typhoon"),
        ("老公喝醉了打人", "domestic_violence"),
        ("3号楼楼上油烟味很大", "environment"),
        ("3号楼油烟机着火了", "fire"),
        ("3号楼厨房油烟很大", "environment"),
        ("3号楼停电了，电梯困人", "elevator_trapped"),
    ],
)
def test_a_sentence_that_says_two_things_is_the_graver(said: str, type: str) -> None:
    assert recognise(said).type == type
