"""The work was done and the answer was lost: at most two copies, the second one marked, then a person is told."""

from __future__ import annotations

import pytest

from tests.faults.trouble import copies, draft_of, states
from tests.stories.town import STAFF, Town

CARD = ("电梯困人", "3号楼2单元", "上报")


async def test_without_a_fault_there_is_one_copy_and_no_mark(town: Town) -> None:
    """The control of all tests here: the marks are not simply always there."""
    await draft_of(town)
    await town.world.quiet()
    assert await copies(town.staff, *CARD) == ["plain"]


@pytest.mark.parametrize("fault", ["drop_after", "cut", "hang_after"])
async def test_a_lost_answer_makes_a_second_copy_that_says_so(town: Town, fault: str) -> None:
    """Without the mechanism: one copy whose button leads nowhere, or a second one without a mark."""
    await town.world.fault(fault, method="sendMessage", chat=STAFF, count=1)
    first = await draft_of(town)
    await town.world.heal()  # what hangs is dropped now
    second = await town.staff.heard(*CARD, "重发", after=first)
    assert await copies(town.staff, *CARD) == ["plain", "resent"]
    toast = await town.wang.presses(second, "上报")
    assert toast.text.startswith("已上报 #1")
    await town.staff.heard("已上报 #1", after=second.seq)
    assert (await town.staff.look(second)).labels == []


async def test_two_lost_answers_are_uncertain_and_a_person_is_told(town: Town) -> None:
    """Without the cap a third copy would follow; without the telling nobody would know."""
    await town.world.fault("drop_after", method="sendMessage", chat=STAFF, count=2)
    await draft_of(town)
    await town.luo.heard("不知道发到没有", after=0)
    await town.world.quiet()
    assert await copies(town.staff, *CARD) == ["plain", "resent"]
    assert states(town)["uncertain"] == 1
    assert states(town)["todo"] + states(town)["sending"] == 0


async def test_a_lost_answer_to_a_change_changes_it_once_more_and_makes_no_copy(town: Town) -> None:
    """A change done twice is done once: treated like a message it would end as uncertain or leave the old card."""
    draft = await draft_of(town)
    await town.world.fault("drop_after", method="editMessageText", chat=STAFF, count=2)
    await town.wang.presses(draft, "上报")
    await town.li.heard("#1 电梯困人", after=0)
    await town.world.quiet(within=20, calm=1.5)
    assert "已上报 #1" in (await town.staff.look(draft)).text
    assert states(town)["uncertain"] == 0
