"""403: who cannot be written to in private is called by name in the group, and those in charge hear of it."""

from __future__ import annotations

import pytest

from tests.faults.trouble import draft_of
from tests.stories.town import Town


async def test_who_can_be_reached_is_not_called_in_the_group(town: Town) -> None:
    """The control: the mention is not simply always there."""
    await town.wang.presses(await draft_of(town), "上报")
    await town.li.heard("#1 电梯困人", "李电，现在做")
    await town.world.quiet()
    assert not [one for one in await town.staff.said() if f"tg://user?id={town.li.id}" in one.html]


@pytest.mark.parametrize("known", [True, False], ids=["blocked before", "refused when sent"])
async def test_a_blocked_call_goes_to_the_group_by_mention(town: Town, known: bool) -> None:  # noqa: FBT001 - a case
    """Without it the call would end as a line in the log, and nobody would go."""
    if known:
        await town.li.blocks()
    else:
        await town.world.fault("403", method="sendMessage", chat=town.li.id)
    await town.wang.presses(await draft_of(town), "上报")
    call = await town.staff.heard("李电", "现在做")
    assert f"tg://user?id={town.li.id}" in call.html
    assert not call.silent
    if not known:
        await town.zhao.heard("李电的私聊发不到", after=0)
    assert (await town.li.presses(call, "收到")).text == "#1 收到"
    assert not await town.li.said("#1 电梯困人")
