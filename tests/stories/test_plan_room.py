"""What is typed while a plan is being added, and what an answer is worth when no plan fits any more."""

from __future__ import annotations

from tests.stories.platforms import everywhere_at_length
from tests.stories.test_second_plan import answers_until, refused, report
from tests.stories.town import Town, open_lift


@everywhere_at_length
async def test_an_emergency_typed_while_the_menu_stands_is_a_report_of_its_own(town: Town) -> None:
    await open_lift(town)
    await town.zhao.presses(await town.zhao.heard("你是指挥", after=0), "收到")
    said = await town.zhao.says("/attach 1")
    await town.zhao.heard("再加哪个预案", after=said)
    said = await town.zhao.says("1号楼2单元3楼厨房着火了，快来人")
    draft = await town.zhao.heard("火灾", "1号楼2单元3层", "上报", after=said)
    assert "火灾" not in (await town.shows("#1 电梯困人 · 3号楼2单元")).text
    await town.restart()
    await town.zhao.presses(draft, "上报")
    await town.staff.heard("#2 火灾 · 1号楼2单元3层", after=said)
    assert await town.staff.said("#1 电梯困人＋火灾") == []
    said = await town.zhao.says("/attach 1 不是火灾")
    await town.zhao.heard("没有叫“不是火灾”的预案", after=said)
    said = await town.zhao.says("/attach 1 其他")
    await town.zhao.heard("没有叫“其他”的预案", after=said)


async def test_an_answer_counts_when_its_plan_has_no_room_any_more(town: Town) -> None:
    await report(town, "3号楼5楼燃气味很重")
    card = await town.zhou.heard("？", after=0)
    for name in ("盗窃", "人员走失", "安全生产事故"):
        said = await town.zhou.says(town.staff, f"加预案 1 {name}")
        await town.staff.heard("#1 加上了", after=said)
    asked = await answers_until(town.zhou, "已经着了吗？", card)
    mark = await town.world.clock(0)
    await town.zhou.presses(asked, "已经着火")
    await town.restart()
    for person in (town.zhao, town.zhou):
        told = await person.heard("预案太多，加不下火灾", "另报一件", after=mark)
        assert not told.silent
        assert len(told.text.splitlines()) == 2, "which incident, and one line"
    await town.zhou.heard("已经着了吗？ → 已经着火", after=0)
    await town.shows("着火", "#1 燃气泄漏＋")
    assert await town.staff.said("＋火灾") == []
    await refused(town.zhou, town.staff, "加预案 1 火灾", "预案太多，火灾加不下了。另报一件")
