"""Fire and typhoon as guards and residents really type them, and the talk that only sounds like it."""

from __future__ import annotations

import pytest

from tests.domain.estate import recognise
from tests.domain.test_recognise import rows

FIRE = """
3号楼4楼冒烟 有人没出来                     | 3 . 4 . | size=smoke trapped=trapped
3号楼4楼冒烟                                | 3 . 4 . | size=smoke
3#2单元着火了!!!                            | 3 2 . . |
3栋12楼起火 有3个人没出来                   | 3 . 12 . | trapped=trapped count=3
着火了                                      | . . . . |
🔥🔥3号楼                                   | 3 . . . |
三号楼楼道全是烟                            | 3 . . . | size=stairs
3号楼浓烟滚滚                               | 3 . . . | size=smoke
3号楼烧起来了                               | 3 . . . |
5号楼走水了                                 | 5 . . . |
2号楼2单元有火苗                            | 2 2 . . | size=small
3号楼3楼烟感响了                            | 3 . 3 . | size=alarm
消防主机报警 3号楼B1                        | 3 . B1 . | size=alarm
3号楼楼道里一股焦糊味                       | 3 . . . |
B座车棚电瓶车烧着了                         | B . . . | burning=ebike
3号楼1202室厨房烧起来 油锅                  | 3 . . 1202 | burning=oil
3号楼12楼大火 往上蔓延                      | 3 . 12 . | size=spreading
3-2-1202着火,旁边有煤气罐                   | 3 2 . 1202 | danger=bottles
3号楼4楼有烟                                | 3 . 4 . | size=smoke
3号楼冒烟,有人呛到,有人困在屋里             | 3 . . . | size=smoke trapped=both
3号楼着火,没人受伤                          | 3 . . . |
3号楼着火,没人被困,没有煤气罐               | 3 . . . |
3号楼着火了 已打119                         | 3 . . . | called=yes
3号楼着火,119已打,有人没出来                | 3 . . . | trapped=trapped called=yes
3号楼着火,119已打了吗                       | 3 . . . |
3号楼着火,谁已打119？                       | 3 . . . |
3号楼着火,119打了                           | 3 . . . | called=yes
3号楼着火,谁打了119                         | 3 . . . |
3号楼着火,打119了没                         | 3 . . . |
3号楼着火,快打119                           | 3 . . . |
3号楼着火,没打119                           | 3 . . . |
3号楼着火,不知道是不是已打119               | 3 . . . |
3号楼着火,3个人在救火                       | 3 . . . |
不是演练,3号楼真着火了                      | 3 . . . |
3号楼着火 不是消防演练                      | 3 . . . |
火锅店起火了 3号楼1楼                       | 3 . 1 . |
着火车辆在3号楼门口                         | 3 . . . |
电梯机房冒烟 3号楼                          | 3 . . . | size=smoke
井道冒烟,电梯里没有人 3号楼                 | 3 . . . | size=smoke
fire in building 3, floor 4, someone still inside | 3 . 4 . | trapped=trapped
Smoke on the 4th floor of tower 3           | 3 . 4 . | size=smoke
this is not a drill, fire in block B        | B . . . |
fire alarm ringing in building 2            | 2 . . . | size=alarm
building 3 is on fire, I called 119         | 3 . . . | called=yes
building 3 on fire, has anybody called 119? | 3 . . . |
building 3 on fire, I have not called 119   | 3 . . . |
building 3 on fire, have you called 119     | 3 . . . |
building 3 on fire, I haven't called 119    | 3 . . . |
building 3 on fire, 119 has to be called    | 3 . . . |
an e-bike caught fire in the garage of building 1 | 1 . . . | burning=ebike
burning smell in building 2, unit 1         | 2 1 . . |
"""
TRAPPED = """
3号楼电梯困人,井道冒烟                      | 3 . . . | hazard=smoke
电梯里冒烟 有人困在里面 3号楼               | 3 . . . | hazard=smoke
3号楼着火,有人困在电梯里                    | 3 . . . |
"""
TYPHOON = """
台风要来了,阳台花盆怎么办                   | . . . . |
台风橙色预警                                | . . . . | signal=orange
台风红色预警已经发了                        | . . . . | signal=red
挂风球了                                    | . . . . |
八号风球                                    | . . . . |
3号楼门口的树被风刮倒了                     | 3 . . . | what=fallen
大风把3号楼的广告牌吹掉了                   | 3 . . . | what=fallen
3号楼顶楼玻璃被风吹碎                       | 3 . . . | what=broken zone=top
风大得站不住                                | . . . . |
台风预警解除                                | . . . . | signal=lifted
台风橙色预警解除                            | . . . . | signal=lifted
typhoon warning, red signal                 | . . . . | signal=red
the wind has blown down a tree at building 3 | 3 . . . | what=fallen
"""
TALK = """
一起火锅吧
看着火锅店开业
下午去坐高铁,等着火车呢
今天上火了,牙疼
灭火器年检公告
3号楼灭火器年检
消防演练今天下午3点 3号楼模拟起火
【演练】3号楼4楼冒烟
消防培训:起火怎么办
烟感测试 3号楼 明天上午
烟感响 误报已复位
热得冒烟
渴得嗓子冒烟
生意红火
楼道里禁止吸烟
fire drill at 3pm, building 3
there is a fire drill tomorrow
fire alarm test on Monday
no smoking in the lobby of building 3
你被解雇了 you are fired
这台风扇坏了
两台风机要换
高温橙色预警
今天风真大
typhoon drill next week
我在楼下等你
"""


@pytest.mark.parametrize(
    ("said", "type", "place", "answers"),
    [*rows(FIRE, "fire"), *rows(TRAPPED, "elevator_trapped"), *rows(TYPHOON, "typhoon")],
)
def test_a_line_is_understood(said: str, type: str, place: tuple[str, ...], answers: dict[str, str]) -> None:
    understood = recognise(said)
    found = understood.place
    assert understood.type == type
    assert (found.building, found.unit, found.floor, found.room) == place
    assert understood.answers == answers


@pytest.mark.parametrize("said", TALK.strip().splitlines())
def test_talk_is_no_incident(said: str) -> None:
    assert recognise(said).type is None
