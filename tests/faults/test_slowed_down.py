"""429 on one chat: that chat waits as it was told, and nobody else waits with it."""

from __future__ import annotations

from tests.faults.trouble import draft_of
from tests.stories.town import STAFF, Town

WAIT = 2


async def test_a_chat_that_was_told_to_wait_delays_nobody_else(town: Town) -> None:
    """With one queue for all, everybody's call would come after the group's message; without heeding the wait the
    server would count somebody impatient."""
    draft = await draft_of(town)
    await town.world.fault("429", method="sendMessage", chat=STAFF, count=1, retry_after=WAIT)
    await town.wang.presses(draft, "上报")
    live = await town.staff.heard("#1 电梯困人 · 3号楼2单元", "前到场", "收到", after=draft)
    (refused,) = [call for call in await town.world.calls("sendMessage") if call["fault"] == "429"]
    assert live.t - refused["t"] >= WAIT
    for person in (town.li, town.sun, town.zhou, town.zhao):
        called = await person.heard("#1 电梯困人", after=0)
        assert called.t - refused["t"] < 1.0
    assert (await town.world.state())["impatient"] == 0
    assert len(await town.staff.said("#1 电梯困人 · 3号楼2单元", "前到场")) == 1
