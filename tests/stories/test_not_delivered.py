"""A group of residents can't be written to: the next ways are tried, and staff hear where to knock."""

from __future__ import annotations

from bot.sandbox.seen import Message
from tests.stories.test_evacuation import estate, group, open_fire, submit_evacuation, words_of
from tests.stories.test_typhoon import STATION, coast, write_signal
from tests.stories.town import Town

__all__ = ["coast", "estate"]


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
    await town.forward(4 / 60)
    await town.command.heard("N1 疏散", "发完 1/2群 · 1个群没送到", after=0)


async def test_every_group_is_lost_between_submission_and_approval(town: Town) -> None:
    """Nothing is on its way then, and nobody is left waiting for it."""
    asked = await submit_evacuation(town)
    await town.residents.bot_becomes("kicked", by=town.zhu)
    await town.zhao.heard("业主群", after=0)
    assert (await town.zhu.presses(asked, "批准")).text == "N1 已批准，1个群发不进去：叫人去敲门"
    await town.staff.heard("N1 没发到：3号楼的群", "敲门", after=asked)
    await town.forward(4 / 60)
    await town.command.heard("N1 疏散", "发完 0/1群 · 1个群没送到", after=asked)
    later = await town.forward(60)
    await town.world.quiet()
    assert len(await town.staff.said("N1 没发到", after=asked)) == 1, "and it is not late as well"
    assert await town.residents.said("【真实】", after=later) == []


async def test_a_lost_group_is_told_its_own_words(coast: Town) -> None:
    """Low-lying homes have a paragraph of their own: who lives elsewhere does not move for it."""
    town, high = coast, group(coast, -1007)
    await town.zhu.presses(await write_signal(town, STATION.format(at="今日00时05分")), "提交")
    await town.zhao.presses(await town.zhao.heard("N1 等你批准", after=0), "批准")
    resident = await town.world.person(6001, "张三")
    pressed = await resident.presses(await high.heard("【真实】", after=0), "我安全")
    await resident.opens(pressed.url)
    await resident.heard("几零几", after=pressed)
    await resident.says("1-402")
    await resident.heard("402", "安全", after=pressed)

    await town.world.fault("403", method="sendMessage", chat=high.id)
    second = await update_signal(town)
    other = await town.zhao.heard("N1 另一种文字", "2号楼的群", after=second)
    await town.zhao.presses(await town.zhao.heard("N1 等你批准", after=second), "批准")
    await own_words(town, other)

    third = await update_signal(town)
    other = await town.zhao.heard("N1 另一种文字", "2号楼的群", after=third)
    await town.zhao.presses(await town.zhao.heard("N1 等你批准", after=third), "批准")
    await own_words(town, other)
    await town.residents.heard("【真实】", "搬到中心花园", "第3版", after=third)


async def update_signal(town: Town) -> Message:
    """陈主管 submits the next version of the signal; a message before the approver is asked."""
    begun = await town.zhu.says("更新 N1")
    asked = await town.zhu.heard("什么颜色", after=begun)
    await town.zhu.presses(asked, "橙色")
    await town.zhu.heard("气象台原文贴这里", after=asked)
    said = await town.zhu.says(STATION.format(at="今日00时08分"))
    by = await town.zhu.heard("几点前要准备好", after=said)
    await town.zhu.presses(by, by.labels[1])
    by = await town.zhu.heard("他们几点前要搬好", after=by)
    await town.zhu.presses(by, by.labels[0])
    await town.zhu.presses(await town.zhu.heard("N1 台风通知", "提交", after=by), "提交")
    return begun


async def own_words(town: Town, shown: Message) -> None:
    """The resident of building 2 and the staff read what the approver saw for that group."""
    words = words_of(shown)
    assert "搬到" not in words
    resident = await town.world.person(6001, "张三")
    told = await resident.heard("【真实】", after=shown)
    assert told.text == words
    assert (await town.staff.heard("N1 没发到：2号楼的群", "已私聊 1 户", after=shown)).text.endswith(words)
    assert await resident.said("搬到", after=0) == []


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
