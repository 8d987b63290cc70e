"""No lift is stopped or parked before its car was seen empty, whatever is put first, skipped or typed (X-30)."""

from __future__ import annotations

from tests.stories.test_change_plan import commands, refused
from tests.stories.town import Town


async def test_no_lift_is_stopped_before_its_car_was_seen_empty(town: Town) -> None:
    said = await town.zhou.says("3号楼2单元电梯异响")
    await town.zhou.presses(await town.zhou.heard("电梯故障", "上报", after=said), "上报")
    await commands(town)
    said = await town.zhao.says("/skip 1")
    plan = await town.zhao.heard("#1 改预案", "A1 看监控", "A2 看过没人：停梯", after=said)
    await town.zhao.presses(plan, "A2")
    chosen = await town.zhao.heard("A 查人停梯：看过没人：停梯")
    refusal = await town.zhao.presses(chosen, "先做")
    assert refusal.alert
    assert refusal.text.startswith("#1 先：看监控")
    said = await town.zhou.says("/add 1 A 先把梯停了")
    await town.zhou.heard("#1 A 加了一步", after=said)
    await town.shows("→ 看监控")
    said = await town.zhou.says("/skip 1 A 监控坏了")
    await town.zhou.heard("#1 跳过 A", after=said)
    await town.restart()
    said = await town.sun.says("完成 1 A")
    await town.sun.heard("#1 完成 A", after=said)
    await town.shows("→ 看过没人：停梯")
    await refused(town.li, "/done 1 A", "#1 先：看监控", "；或者跳过这一步")
    await town.shows("→ 看过没人：停梯", "⏭ 看监控")
    said = await town.zhou.says("跳过 1 A 看不到，没停")
    await town.zhou.heard("#1 跳过 A", after=said)
    await town.shows("⏭ 看过没人：停梯")
