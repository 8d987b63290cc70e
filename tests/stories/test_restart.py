"""The process is killed in the middle, at every point; nothing of the course changes."""

from __future__ import annotations

import signal
from collections import Counter

import pytest

from tests.stories.platforms import everywhere
from tests.stories.town import Town


@pytest.mark.slow
@everywhere
async def test_killed_after_every_step_the_course_goes_on(town: Town) -> None:
    said = await town.he.says(town.staff, "3号楼2单元电梯困人")
    draft = await town.staff.heard("上报", after=said)
    await town.restart()
    await town.he.presses(draft, "上报")
    live = await town.staff.heard("#1", "前到场", after=said)
    call = await town.li.heard("李电，现在做")
    question = await town.he.heard("里面几个人")
    await town.restart()
    await town.he.presses(question, "3")
    await town.he.heard("不舒服吗")
    await town.restart()
    await town.he.says("没有")
    await town.he.heard("井道里有烟")
    assert "维保几点到？" in (await town.li.presses(call, "完成 B")).text
    await town.li.heard("维保几点到")
    await town.restart()
    await town.li.says("10:30")
    await town.shows("断电挂锁", "3人")
    await town.stop()
    at_three = await town.forward(4)
    await town.start()
    await town.staff.heard("赵班没应答，现在指挥是陈主管", after=at_three)
    await town.he.heard("王强没应答，换你", after=at_three)
    await town.restart()
    assert (await town.zhu.presses(live, "结案")).text == "#1 已结案"
    await town.staff.heard("#1 已结案", "陈主管结案")
    for copies in (await town.he.said("换你"), await town.staff.said("#1 已结案", "陈主管结案")):
        firsts = Counter(town.reader(message) for message in copies if "重发" not in message.text)
        assert set(firsts.values()) == {1}
        twice = Counter(map(town.reader, copies))
        assert max(twice.values()) <= 2, "what a kill left in doubt is sent once more, marked, and never a third time"


async def test_what_was_missed_while_it_was_down_rings_once(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
    await town.li.heard("李电，现在做")
    await town.stop()
    mark = await town.forward(11)
    await town.li.says("出发 1")  # waits at the platform until the bot is back
    await town.start()
    await town.li.heard("#1 出发了", after=mark)
    overdue = await town.staff.heard("到场超时", after=mark)
    assert "在路上：李电" in overdue.text
    await town.restart(signal.SIGTERM)
    await town.li.says("到场 1")
    await town.wang.heard("有人到场了")
    assert len(await town.staff.said("到场超时")) == 1
