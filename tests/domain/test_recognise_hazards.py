"""Earthquake, water, rain, blasts and gas as people type them, which type wins, and the talk that only sounds so."""

from __future__ import annotations

import pytest

from tests.domain.estate import recognise
from tests.domain.test_recognise import rows

EARTHQUAKE = """
地震了快跑                                  | . . . . |
3号楼楼在晃                                 | 3 . . . | shaking=now
刚才震了一下吊灯晃得厉害                    | . . . . | shaking=stopped
墙震裂了 3号楼                              | 3 . . . | damage=cracks
earthquake just now, cracks in building 3   | 3 . . . | damage=cracks
"""
FLOOD = """
小区内涝水淹到大腿                          | . . . . | depth=deep
一楼进洪水                                  | . . 1 . | inside=homes
3号楼被水围住出不去                         | 3 . . . | trapped=cut_off
水位还在涨                                  | . . . . | depth=rising
cut off by water at building 5              | 5 . . . | trapped=cut_off
"""
RAINSTORM = """
暴雨橙色预警                                | . . . . | signal=orange
雨太大路面全是水                            | . . . . |
下大雨 车库口要进水                         | . . . . | inside=garage
雷击伤人 3号楼门口                          | 3 . . . | people=lightning
井盖冒水                                    | . . . . | drain=street
heavy rain, water in the garage             | . . . . | inside=garage
"""
EXPLOSION = """
3号楼爆炸了                                 | 3 . . . |
煤气罐炸了 3号楼4楼                         | 3 . 4 . | what=gas
3号楼煤气爆炸 着火了 有人受伤               | 3 . . . | what=gas fire_gas=fire people=hurt
变压器炸了                                  | . . . . | what=ground
an explosion in building 2                  | 2 . . . |
"""
GAS = """
3号楼2单元煤气味                            | 3 2 . . |
楼道里燃气味好重 3号楼                      | 3 . . . | strong=strong
燃气管子嘶嘶响 5号楼                        | 5 . . . | strong=hiss
挖断燃气管了                                | . . . . | where=outdoor
化学品洒了 有人头晕                         | . . . . | what=chemical people=dizzy
I smell gas in block B                      | B . . . |
"""
FIRE = """
厨房燃气灶着火 3号楼                        | 3 . . . | burning=gas
"""
TRAPPED = """
地震 电梯困人 3号楼                         | 3 . . . |
"""
TALK = """
日本地震了看新闻
信息爆炸的时代
热得爆炸 3号楼空调坏了没
炸鸡店开业 3号楼楼下
今天下雨
暴雨天外卖都晚点
明天下大雨记得收衣服
燃气公司入户安检通知 3号楼
轮胎漏气了
blocked drain in the kitchen of building 3
training room is flooded with paper
explosion drill tomorrow, building 3
"""


@pytest.mark.parametrize(
    ("said", "type", "place", "answers"),
    [
        *rows(EARTHQUAKE, "earthquake"),
        *rows(FLOOD, "flood"),
        *rows(RAINSTORM, "rainstorm"),
        *rows(EXPLOSION, "explosion"),
        *rows(GAS, "gas_leak"),
        *rows(FIRE, "fire"),
        *rows(TRAPPED, "elevator_trapped"),
    ],
)
def test_a_line_is_understood(said: str, type: str, place: tuple[str, ...], answers: dict[str, str]) -> None:
    understood = recognise(said)
    found = understood.place
    assert understood.type == type
    assert (found.building, found.unit, found.floor, found.room) == place
    assert understood.answers == answers


@pytest.mark.parametrize("said", TALK.strip().splitlines())
def test_talk_is_none_of_them(said: str) -> None:
    assert recognise(said).type not in {"earthquake", "flood", "rainstorm", "explosion", "gas_leak"}
