"""What the reporter and the commander are told at once: by the first line as by a press, and it stays where it is."""

from __future__ import annotations

from tests.stories.platforms import everywhere_at_length
from tests.stories.test_second_plan import answers_until
from tests.stories.town import Town

PRESS_CHEST = "按胸口中间"


@everywhere_at_length
async def test_what_the_first_line_answers_is_told_and_warned_of_at_once(town: Town) -> None:
    said = await town.zhou.says(town.staff, "1号楼大堂有人没呼吸了")
    await town.zhou.presses(await town.staff.heard("突发疾病", "上报", after=said), "上报")
    card = await town.zhou.heard("怎么了？", PRESS_CHEST, after=said)
    warned = await town.zhao.heard("‼️", "按胸口、拿AED", after=said)
    assert not warned.silent
    await town.settles()
    assert len(await town.zhao.said("‼️", "按胸口、拿AED", after=said)) == 1, "it is said once"
    await town.restart()
    await town.zhou.presses(card, "胸痛、喘不上气")
    both = await town.zhou.heard("怎么了？ → 胸痛、喘不上气", PRESS_CHEST, "靠着坐", after=said)
    assert both.text.index(PRESS_CHEST) < both.text.index("靠着坐"), "the gravest first"
    await town.zhou.presses(both, "老人")
    await town.zhou.heard("→ 老人", PRESS_CHEST, after=said)
    await town.zhao.presses(await town.shows("#1 突发疾病"), "接管")
    mark = await town.settles()
    await town.zhao.presses(await town.shows("#1 突发疾病"), "结案")
    over = await town.zhou.heard("#1 问完了", after=mark)
    assert "👉" not in over.text


async def open_in_group(town: Town, line: str, *, kind: str) -> None:
    """周敏 reports in one line and presses 上报."""
    said = await town.zhou.says(town.staff, line)
    await town.zhou.presses(await town.staff.heard(kind, "上报", after=said), "上报")


@everywhere_at_length
async def test_words_that_a_call_is_made_count_whatever_their_order(town: Town) -> None:
    await open_in_group(town, "小孩走丢了，3号楼", kind="走失")
    before = await town.shows("#1 人员走失")
    assert "已打110" in before.labels
    said = await town.li.says(town.staff, "110打了吗？")
    said = await town.li.says(town.staff, "110已打")
    after = await town.shows("#1 人员走失", "110已打 ")
    assert "已打110" not in after.labels
    notes = [one for one in await town.staff.said(after=said) if "补充：" in one.text]
    assert notes == [], "a call is no note"
    mark = await town.forward(4)
    assert await town.staff.said("110还没人打", after=mark) == []


@everywhere_at_length
async def test_a_call_of_one_department_is_told_as_well_as_pressed(town: Town) -> None:
    await open_in_group(town, "3号楼半夜电钻吵得睡不着", kind="噪音")
    card = await answers_until(town.zhou, "现在还在吗？", await town.zhou.heard("？", after=0))
    await town.zhou.presses(card, "半夜还在")
    live = await town.shows("#1 噪音")
    said = await town.zhou.replies(live, "110打了吗")
    await town.zhou.replies(live, "还没打110")
    assert await town.zhou.said("#1 完成", after=said) == []
    await town.restart()
    told = await town.zhou.replies(live, "已打110，民警十分钟到")
    await town.staff.heard("#1 完成", after=told)
    await town.shows("#1 噪音", "✅ E 报警")
    assert await town.staff.said("补充", "已打110", after=told) == [], "it is a step, not a note"
    again = await town.zhou.says("已打110，民警十分钟到")
    await town.zhou.heard("#1 记下了", after=again)


@everywhere_at_length
async def test_another_emergency_is_a_report_also_while_words_are_asked_for(town: Town) -> None:
    await open_in_group(town, "3号楼2单元电梯困人", kind="电梯困人")
    mine = await town.zhao.heard("#1 电梯困人", "你是指挥", after=0)
    for line, kind in (("东门着火了", "火灾"), ("1号楼漏水，水从天花板下来", "水"), ("1号楼电梯困人", "电梯困人")):
        mark = await town.settles()
        await town.zhao.presses(mine, "补充")
        await town.zhao.heard("补充", after=mark)
        said = await town.zhao.says(line)
        await town.zhao.heard(kind, after=said)
        assert await town.zhao.said("#1 记下了", after=said) == [], line
    await town.zhao.presses(mine, "补充")
    said = await town.zhao.says("电梯里的人说电梯又动了")
    await town.zhao.heard("#1 记下了", after=said)
