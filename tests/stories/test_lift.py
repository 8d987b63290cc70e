"""The lift course, told as it happens: from one line in a group to a closed incident."""

from __future__ import annotations

from tests.stories.town import Town


async def test_one_line_one_press_opens_the_incident(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人，里面有个孕妇")
    draft = await town.staff.heard("电梯困人", "3号楼2单元", "上报", after=said)
    assert draft.reply_to == said.id
    for word in ("紧急", "有孕妇", "人数不清楚"):
        assert word in draft.text
    toast = await town.wang.presses(draft, "上报")
    assert toast.text == "已上报 #1，人在叫了"
    live = await town.staff.heard("#1 电梯困人", "前到场")
    print(live.text)
    call = await town.li.heard("#1 电梯困人", "李电，现在做")
    print(call.text)
    print((await town.wang.heard("里面几个人")).text)
    print((await town.zhao.heard("你是指挥")).text)
