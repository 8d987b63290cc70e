"""What the reporter and the commander are told at once: by the first line as by a press, and it stays where it is."""

from __future__ import annotations

from tests.stories.platforms import everywhere_at_length
from tests.stories.town import Town

PRESS_CHEST = "👉 两手叠着用力按胸口"


@everywhere_at_length
async def test_what_the_first_line_answers_is_told_and_warned_of_at_once(town: Town) -> None:
    said = await town.zhou.says(town.staff, "1号楼大堂有人没呼吸了")
    await town.zhou.presses(await town.staff.heard("突发疾病", "上报", after=said), "上报")
    card = await town.zhou.heard("怎么了？", PRESS_CHEST, after=said)
    warned = await town.zhao.heard("‼️", "人没呼吸。马上打120", after=said)
    assert not warned.silent
    await town.settles()
    assert len(await town.zhao.said("‼️", "人没呼吸。马上打120", after=said)) == 1, "it is said once"
    await town.restart()
    await town.zhou.presses(card, "胸痛、喘不上气")
    both = await town.zhou.heard("怎么了？ → 胸痛、喘不上气", PRESS_CHEST, "👉 让他靠着坐", after=said)
    assert both.text.index("两手叠着") < both.text.index("让他靠着坐"), "the gravest first"
    await town.zhou.presses(both, "老人")
    old = await town.zhou.heard("→ 老人", PRESS_CHEST, after=said)
    assert "让他靠着坐" not in old.text
    await town.zhao.presses(await town.shows("#1 突发疾病"), "接管")
    mark = await town.settles()
    await town.zhao.presses(await town.shows("#1 突发疾病"), "结案")
    over = await town.zhou.heard("#1 问完了", after=mark)
    assert "👉" not in over.text
