"""A group of residents can't be written to: the next ways are tried, and staff hear where to knock."""

from __future__ import annotations

from bot.sandbox.seen import Message
from tests.stories.test_evacuation import estate, group, open_fire, submit_evacuation, words_of
from tests.stories.town import Town

__all__ = ["estate"]


async def with_a_known_resident(town: Town) -> Message:
    """张三 of 3号楼402 has answered an earlier notice; the next notice of the building waits for 陈主管."""
    await town.zhu.presses(await submit_evacuation(town), "批准")
    notice = await town.residents.heard("【真实】", after=0)
    resident = await town.world.person(6001, "张三")
    pressed = await resident.presses(notice, "我安全")
    await resident.opens(pressed.url)
    await resident.heard("几零几", after=pressed)
    await resident.says("1-402")
    await resident.heard("402", "安全", after=pressed)
    said = await town.zhou.says("更新 N1")
    asked = await town.zhou.heard("有什么新情况", after=said)
    await town.zhou.says("3层也有烟了")
    await town.zhou.presses(await town.zhou.heard("3层也有烟了", "提交", after=asked), "提交")
    return await town.zhu.heard("N1 等你批准", "3层也有烟了", after=asked)


async def test_a_group_that_is_lost_in_the_middle(estate: Town) -> None:
    town = estate
    second = await with_a_known_resident(town)
    await town.world.fault("403", method="sendMessage", chat=town.residents.id)
    await town.zhu.presses(second, "批准")
    await group(town, -1006).heard("3层也有烟了", after=second)
    resident = await town.world.person(6001, "张三")
    told = await resident.heard("【真实】", "3层也有烟了", after=second)
    assert told.text == words_of(second)
    assert told.labels == ["✅ 我安全", "🆘 需要帮助", "替家人报"]
    everybody = await group(town, -1005).heard("【真实】", "3层也有烟了", "只限3号楼", after=second)
    assert everybody.text == words_of(second)
    for place in (town.staff, town.zhao):
        heard = await place.heard("N1 没发到：3号楼的群", "敲门", after=second)
        assert "已私聊 1 户" in heard.text
        assert "已发到全小区的 1个群" in heard.text
    assert await group(town, -1004).said() == [], "building 1 is not woken for it"
    await town.command.heard("N1 疏散", "1/2群", after=second)


async def test_a_group_that_was_lost_before(estate: Town) -> None:
    """The preview says so; what can be reached is."""
    town = estate
    await group(town, -1006).bot_becomes("kicked", by=town.zhu)
    await town.zhao.heard("业主群", after=0)
    asked = await submit_evacuation(town)
    assert "1个群 144户" in asked.text
    assert "1个群发不进去" in asked.text
    await town.zhu.presses(asked, "批准")
    await town.residents.heard("【真实】", after=0)
    await group(town, -1005).heard("【真实】", "只限3号楼", after=0)
    await town.staff.heard("N1 没发到：3号楼的群", "敲门", after=0)


async def test_a_notice_whose_time_has_passed_is_not_sent_late(town: Town) -> None:
    """Down while it was to go out: after its time people go and knock, no group reads what is not true any more."""
    await open_fire(town)
    await town.zhou.presses(await town.zhou.heard("要不要通知3号楼疏散", after=0), "看通知")
    await town.zhou.presses(await town.zhou.heard("N1 疏散通知", "提交", after=0), "提交")
    asked = await town.zhu.heard("N1 等你批准", after=0)
    await town.world.fault("429", method="sendMessage", chat=town.residents.id, retry_after=3600)
    await town.zhu.presses(asked, "批准")
    await town.zhou.heard("N1 疏散通知 · 已批准", after=0)
    await town.forward(30)
    await town.staff.heard("N1 没发到：3号楼的群", after=asked)
    assert await town.residents.said() == []
