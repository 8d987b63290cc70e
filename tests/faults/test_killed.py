"""The process is killed with a message on its way: it counts as unclear, never as sent and never as not sent."""

from __future__ import annotations

import signal

from tests.faults.trouble import copies, draft_of, states
from tests.stories.town import STAFF, Town

CARD = ("电梯困人", "3号楼2单元", "上报")


async def test_killed_between_sending_and_writing_down(town: Town) -> None:
    """Without the state `sending` the copy would come unmarked; if it counted as sent, its button would be dead."""
    await town.world.fault("hang_after", method="sendMessage", chat=STAFF, count=1)
    first = await draft_of(town)
    await town.restart(signal.SIGKILL)
    second = await town.staff.heard(*CARD, "重发", after=first)
    assert await copies(town.staff, *CARD) == ["plain", "resent"]
    assert (await town.wang.presses(second, "上报")).text.startswith("已上报 #1")


async def test_killed_twice_over_the_same_message_is_uncertain(town: Town) -> None:
    """Without the cap over restarts every kill would add a copy."""
    await town.world.fault("hang_after", method="sendMessage", chat=STAFF, count=2)
    first = await draft_of(town)
    await town.restart(signal.SIGKILL)
    await town.staff.heard(*CARD, "重发", after=first)
    await town.restart(signal.SIGKILL)
    await town.luo.heard("不知道发到没有", after=0)
    await town.world.quiet()
    assert await copies(town.staff, *CARD) == ["plain", "resent"]
    assert states(town)["uncertain"] == 1


async def test_killed_before_anything_was_sent_is_sent_without_a_mark(town: Town) -> None:
    """The control: what is only in line is no copy of anything."""
    await town.stop(signal.SIGKILL)
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
    await town.start()
    await town.staff.heard(*CARD, after=said)
    await town.world.quiet()
    assert await copies(town.staff, *CARD) == ["plain"]
