"""A fire: the desk drafts the evacuation notice, another person approves it, the right groups and only those get it."""

from __future__ import annotations

from bot.sandbox.seen import Message
from tests.stories.town import Town

FIRE = "3号楼4楼冒烟 有人没出来"


async def open_fire(town: Town, line: str = FIRE) -> int:
    """周敏 reports a fire and presses 上报; the mark to look behind."""
    said = await town.zhou.says(town.staff, line)
    draft = await town.staff.heard("上报", after=said)
    await town.zhou.presses(draft, "上报")
    return said


async def submit_evacuation(town: Town) -> Message:
    """From the offer to 提交; what the supervisor is asked."""
    await open_fire(town)
    offer = await town.zhou.heard("要不要通知3号楼疏散", after=0)
    await town.zhou.presses(offer, "看通知")
    preview = await town.zhou.heard("N1 疏散通知", "提交", after=0)
    await town.zhou.presses(preview, "提交")
    return await town.zhu.heard("N1 等你批准", after=0)


async def test_an_approved_notice_reaches_the_building_and_only_it(town: Town) -> None:
    asked = await submit_evacuation(town)
    print(asked.text)
    assert "#1 火灾" in asked.text
    assert "周敏写的" in asked.text
    await town.zhu.presses(asked, "批准")
    notice = await town.residents.heard("【真实】请3号楼所有人马上走楼梯下楼，到中心花园集合。")
    print(notice.text)
    await town.staff.heard("N1 已批准", after=0)
