"""Every kind of incident the documents name has a plan, and a line somebody types leads to it."""

from __future__ import annotations

from functools import cache

import pytest

from bot.domain.playbook import Playbook
from bot.read.playbook import FALLBACK, read_playbooks
from tests.domain.estate import recognise
from tests.plans.claim import PLAYBOOKS

_NAMED = {
    "natural": {
        "earthquake": ("地震了，楼在晃", "earthquake, the building is shaking"),
        "flood": ("河水漫进小区了，发洪水了", "flood water in the basement, the river has burst its banks"),
        "typhoon": ("台风橙色预警，今晚登陆", "typhoon warning orange, landfall tonight"),
        "rainstorm": ("暴雨红色预警，车库口在进水", "heavy rain, water in the garage"),
    },
    "accident": {
        "fire": ("3号楼4楼着火了", "fire in building 3, floor 4"),
        "explosion": ("3号楼爆炸了，玻璃全碎了", "explosion in building 3"),
        "gas_leak": ("3号楼楼道里煤气味很大", "strong smell of gas in building 3"),
        "elevator_trapped": ("3号楼电梯困人", "people trapped in the lift, building 3"),
        "elevator_fault": ("3号楼电梯坏了，里面没人", "lift out of order in building 3, nobody inside"),
        "equipment_fault": ("西门道闸坏了，抬不起来", "the barrier is broken at the west gate"),
        "power_outage": ("3号楼整栋停电了", "power outage in building 3"),
        "water_intrusion": ("3号楼水管爆了，走廊全是水", "burst pipe in building 3"),
        "pipe_blockage": ("3号楼下水道堵了，返水", "blocked drain in building 3, sewage backflow"),
        "environment": ("2号楼半夜装修，噪音扰民", "noise complaint, loud music at night in building 2"),
        "traffic_accident": ("车库出口两辆车撞了", "car accident at the garage exit"),
        "work_accident": ("施工工人从脚手架上摔下来了", "a worker fell from the scaffolding"),
    },
    "social": {
        "theft": ("3号楼1202家里被偷了", "burglary in building 3, flat 1202"),
        "fight": ("大堂有人打架", "two people are fighting in the lobby"),
        "suspicious_person": ("3号楼有个可疑人员在拉门把手", "suspicious person trying door handles in building 3"),
        "drunk_disorder": ("大堂有人喝醉了闹事", "a drunk man is making trouble in the lobby"),
        "neighbor_dispute": ("3号楼邻居因为漏水吵了好几天，要物业调解", "neighbour dispute in building 3"),
        "domestic_violence": ("3号楼1202老公打老婆", "domestic violence in building 3, flat 1202"),
        "lost_child": ("我家孩子走丢了，6岁", "a little girl of six is lost, please help"),
    },
    "health": {
        "sudden_illness": ("大堂有个老人突然晕倒了", "an old man collapsed in the lobby, unconscious"),
        "injury": ("有人在台阶上摔伤了，腿在流血", "somebody fell on the steps and hurt her leg"),
        "epidemic": ("3号楼有人确诊传染病", "a case of an infectious disease is confirmed in building 3"),
        "food_poisoning": ("食堂吃完饭好几个人食物中毒", "food poisoning, several people after lunch"),
    },
    "service": {
        "complaint": ("我要投诉，报修三天没人来", "I want to complain, nobody came for three days"),
        "call_surge": ("前台电话被打爆了，接不过来", "the desk phones are overwhelmed, too many calls"),
        "it_fault": ("物业系统打不开了，监控平台离线", "the property system is down"),
        "cyber_attack": ("电脑中了勒索病毒", "ransomware on the office computers"),
        "data_leak": ("业主信息被泄露了，名单在群里传", "owners' data leak, a list is going round"),
    },
}  # fmt: skip
"""Family to type to how people say it; our own lines."""
_LINES = [(named, line) for types in _NAMED.values() for named, lines in types.items() for line in lines]


@cache
def plans() -> dict[str, Playbook]:
    """The playbooks as they are shipped."""
    return read_playbooks(PLAYBOOKS)


@pytest.mark.covers("TYPE-01")
def test_each_family_has_its_types() -> None:
    families = {plan.id: plan.family for plan in plans().values()}
    assert families == {named: family for family, types in _NAMED.items() for named in types} | {FALLBACK: "other"}


@pytest.mark.covers("TYPE-02", "TYPE-09")
@pytest.mark.parametrize(("type", "line"), _LINES)
def test_a_line_leads_to_the_plan_of_its_type(type: str, line: str) -> None:
    assert recognise(line).type == type
