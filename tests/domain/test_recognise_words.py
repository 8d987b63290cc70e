"""The first words of every type behind a place, whole sentences of emergencies, and the talk around each word."""

from __future__ import annotations

import pytest

from tests.domain.estate import PLAYBOOKS, recognise
from tests.domain.first_words import REFUSED, TAKEN

WORDS = [(kind, word) for kind, words in TAKEN.items() for word in words.split(" · ")]
OUT = [(kind, word) for kind, words in REFUSED.items() for word in words]
SENTENCES = """
explosion | 东门爆炸了
water_intrusion | 3号楼漏水
water_intrusion | 我家漏水，快来
drunk_disorder | 有人想跳楼
lost_child | 人员走失 3号楼
sudden_illness   | 3号楼大堂有人没意识
sudden_illness   | 3号楼大堂有个大爷没有意识
sudden_illness   | 5号楼门口老人抽搐
sudden_illness   | old man in the lobby of building 3 is not conscious
injury           | 3号楼大堂有人流血
injury           | 3号楼有人被砸到
injury           | 3号楼电梯口有人被狗咬了
injury           | 3号楼楼下小孩摔伤了
injury           | 老人在2单元门口摔断了腿,骨折了
injury           | bleeding man in building 3 lobby
injury           | somebody fell on the steps and is injured, bleeding
gas_leak         | 3号楼漏气了
gas_leak         | 3号楼2单元厨房管道漏气
gas_leak         | 3号楼管子嘶嘶响
gas_leak         | gas smell in building 3
gas_leak         | 3号楼轮胎店旁边燃气泄漏
water_intrusion  | 3号楼地下室水浸
water_intrusion  | 3号楼1层淹了
water_intrusion  | 3号楼车库都淹了
water_intrusion  | 3号楼地下室水浸传感器报警,爆管了
water_intrusion  | basement is flooded, building 3
elevator_fault   | 3号楼电梯门关不上
elevator_fault   | 3号楼2单元电梯门关不上
elevator_trapped | 3号楼电梯卡在5楼6楼中间
elevator_trapped | stuck in lift, building 3
fight            | 3号楼有人动手了
fire             | fire on floor 4 of building 3
fire             | 3号楼楼道里一股烟味
fire             | 3号楼抽油烟机着火
fire             | 3号楼有人抽烟把沙发烧着了
environment      | 3号楼楼上油烟味很大
lost_child       | a child is lost, six years old
flood            | flood, the river is coming into the estate
equipment_fault  | the barrier at the west gate is broken
equipment_fault  | 西门道闸坏了
cyber_attack     | 前台电脑中病毒了
epidemic         | 3号楼有人阳了
fight            | 是他先动手,打完还骂
fire             | 3号楼楼梯间有烟
elevator_trapped | 3号楼电梯困人,楼梯间没人
elevator_trapped | 3号楼梯困人
work_accident    | 有人从高处掉下来了,外墙那边
typhoon          | 3号楼阳台花盆要掉了
"""
TALK = """
防盗门爆炸性降价
这款手机想跳楼价清仓
屋面防水层不漏水
业主没意识到垃圾要分类
保安没有意识到时间过了
小心摔伤,地面刚拖过
请各位注意摔伤
意外摔伤险怎么买
烫伤膏放在前台
搬东西小心砸到脚
关门小心夹到手
把手摔断的那个柜子搬走了
椅子腿摔断了
手机摔了
快递打骨折价
早上起不来
轮胎漏气了
气球漏气了
水浸传感器到货了
地下室水浸探头明天装
群里消息都淹了
防渗水材料到了
厨房抽油烟机清洗预约
谁在楼道抽烟
3号楼门口禁止吸烟
烟花晚会在会所
跟3号楼业主打交道很累
卡在5楼6楼中间
门嘭的一声关了
这部电影太差劲
空气中病毒检测合格
出太阳了
重阳节快乐
今天嘴角抽搐,笑死
扶梯停车场那边见
噪音大小怎么量
车漆划伤怎么补
他精神有问题吧
我们先动手了
大家踩点打卡
密接触的紧密接洽
今年没有疫情
儿童水痘疫苗
泼水节放假
孩子放学接不过来
游戏登不上去
裁判又被黑了
昨天直播翻车
我手机占线
bleeding edge phones
the company is bleeding money
no barrier to entry
we cannot find the gate key
fire the printer up on Monday
the new film about a river
gas bill of building 3
3号楼没有烟
3号楼没有震感
3号楼没有小偷
3号楼没有噪音了
厨房大火收汁
3号楼严禁明火
3号楼消除火灾隐患
3号楼没电梯,走上去的
3号楼停电梯检修两小时
电动车卡在1楼楼梯口
孩子找不到工作
大家动手打扫卫生
我老公动手打扫
no smoke in building 3
"""


@pytest.mark.parametrize(("type", "word"), WORDS)
def test_a_first_word_behind_a_place_means_its_type(type: str, word: str) -> None:
    assert recognise(f"3号楼2单元{word}").type == type


@pytest.mark.parametrize(("type", "word"), OUT)
def test_a_word_of_everyday_talk_opens_nothing_unasked(type: str, word: str) -> None:
    assert REFUSED[type][word], "with its reason"
    said = recognise(f"3号楼2单元{word}")
    assert said.type is None or said.likely
    assert recognise(word).type is None


def test_every_type_has_first_words() -> None:
    assert {*TAKEN, "other"} == {*PLAYBOOKS}
    assert len(WORDS) + len(OUT) == 413


@pytest.mark.parametrize("row", SENTENCES.strip().splitlines())
def test_a_whole_sentence_is_understood(row: str) -> None:
    wanted, said = (part.strip() for part in row.split("|"))
    assert recognise(said).type == wanted


@pytest.mark.parametrize("said", TALK.strip().splitlines())
def test_talk_around_the_words_is_no_incident(said: str) -> None:
    assert recognise(said).type is None
