"""T12: a group can't be written to any more: said once, nothing is sent there, and what it was to read goes on."""

from __future__ import annotations

import pytest

from bot.sandbox.places import Place
from tests.faults.trouble import draft_of, states
from tests.stories.town import COMMAND, STAFF, Town

NOTES = 10
WAYS = ["kicked", "403", "gone"]


async def notes_in(place: Place, *, after: int) -> list[str]:
    """The notes a chat has got, by their number."""
    return sorted(one.text[-4:] for one in await place.said("李电补充", after=after))


async def let_notes_wait(town: Town) -> int:
    """The first note is on its way to the staff group, the others wait behind it; the place in the ledger before."""
    await town.wang.presses(await draft_of(town), "上报")
    await town.staff.heard("#1", "前到场", after=0)
    await town.world.quiet()
    mark = await town.world.mark()
    await town.world.fault("late", method="sendMessage", chat=STAFF, count=1)
    for number in range(NOTES):
        await town.li.says(f"/note 1 第{number:02d}条")
    await town.command.heard(f"第{NOTES - 1:02d}条", after=mark)
    assert await town.world.ledger(after=mark, kinds=["call"], chat=STAFF, wait=5)
    return mark


@pytest.mark.parametrize("way", WAYS)
async def test_what_waits_for_a_lost_group_is_read_in_the_next(town: Town, way: str) -> None:
    """Else every waiting message would be refused by itself, and what only the group was to read would be lost."""
    mark = await let_notes_wait(town)
    if way == "kicked":
        await town.staff.bot_becomes("kicked", by=town.he)
        await town.zhao.heard("安居苑的员工群发不进去了", after=mark)
    else:
        await town.world.fault(way, chat=STAFF)
    await town.world.heal("late")
    told = await town.zhao.heard("安居苑的员工群发不进去了", after=mark)
    assert not told.silent
    await town.world.quiet()
    assert await notes_in(town.command, after=mark) == [f"第{number:02d}条" for number in range(NOTES)]
    refused = [call["status"] for call in await town.world.calls(after=mark, chat=STAFF) if call["fault"] != "late"]
    assert len(refused) <= 2, "the one on its way, and the one that was refused"
    assert len(await town.zhao.said("发不进去了")) == 1
    after = await town.world.mark()
    await town.li.says("/escalate 1 人手不够")
    await town.command.heard("#1 升级", "人手不够", after=after)
    await town.world.quiet()
    assert len(await town.command.said("#1 升级", after=after)) == 1
    assert not await town.world.calls(after=after, chat=STAFF)
    await let_in_again(town, way)


async def let_in_again(town: Town, way: str) -> None:
    """Whether Telegram says so, or somebody is heard there."""
    await town.world.heal()
    if way == "kicked":
        await town.staff.bot_becomes("administrator", by=town.he)
    await town.wang.says(town.staff, "在吗")
    asked = await town.li.says("/note 1 第99条")
    await town.li.heard("记下了", after=asked)
    await town.staff.heard("李电补充", "第99条", after=asked.seq)
    await town.world.quiet()
    assert states(town)["todo"] + states(town)["sending"] == 0
    assert len(await town.zhao.said("发不进去了")) == 1


@pytest.mark.parametrize("known", [True, False], ids=["kicked before", "refused when sent"])
async def test_with_no_group_left_each_of_those_called_reads_it_alone(town: Town, known: bool) -> None:  # noqa: FBT001
    """Without it the last group to go would take every new duty with it."""
    await town.wang.presses(await draft_of(town), "上报")
    await town.li.heard("#1 电梯困人", after=0)
    await town.world.quiet()
    mark = await town.world.mark()
    for group in (town.staff, town.command):
        if known:
            await group.bot_becomes("kicked", by=town.zhao)
        else:
            await town.world.fault("403", chat=group.id)
    if known:
        await town.zhao.heard("指挥群发不进去了", after=mark)
    await town.li.says("/escalate 1 人手不够")
    called = (town.li, town.sun, town.zhou, town.wang)
    for person in called:
        await person.heard("#1", "升级", "人手不够", after=mark)
    await town.world.quiet()
    for person in (*called, town.zhao, town.zhu):
        assert len(await person.said("升级", "人手不够", after=mark)) == 1, person.name
    for kind in ("员工群", "指挥群"):
        assert len(await town.zhao.said(f"{kind}发不进去了")) == 1
    assert not await town.residents.said(after=mark)
    for chat in (STAFF, COMMAND):
        sent = [call for call in await town.world.calls("sendMessage", after=mark, chat=chat) if call["status"] == 200]
        assert sent == []
