"""Each incident has a group of its own on WeCom: made at opening, joined by who is called, renamed at its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.sandbox.wecom_outside import Room
from tests.stories.town import Town, open_lift

on_wecom = pytest.mark.parametrize("town", ["wecom"], indirect=True)


async def room_when(town: Town, right: Callable[[Room], bool]) -> Room:
    """The room of the incident once it is so."""
    assert town.office is not None
    seen = 0
    async with asyncio.timeout(10):
        while True:
            found = [one for one in await town.office.corp.rooms() if right(one)]
            if found:
                return found[0]
            entries = await town.world.ledger(after=seen, kinds=["qyapi"], wait=5.0)
            seen = entries[-1]["seq"] if entries else seen


@on_wecom
async def test_the_room_of_an_incident(town: Town) -> None:
    await open_lift(town)
    room = await room_when(town, lambda one: {"wang", "li", "zhao"} <= set(one.members))
    assert room.name == "#1 电梯困人 3号楼2单元"
    assert "chen" not in room.members, "nobody has called them"
    await room.heard("#1 电梯困人", "通知群", after=0)
    mark = await town.forward(3.1)
    await room_when(town, lambda one: "chen" in one.members)  # 李电 was silent: the next one is called, and comes in
    await town.restart()
    await town.zhu.says("接管 1")
    await town.luo.says("接管 1")
    await room.heard("接管，现在是指挥", after=mark)
    assert not any(one.labels for one in await room.said()), "nothing can be pressed there"
    await town.luo.says("已控制 1")
    await room.heard("#1", "已控制", after=mark)
    await town.luo.heard("#1", "已控制", after=mark)
    said = await town.luo.says("结案 1")
    await town.luo.heard("#1 已结案", after=said)
    closed = await room_when(town, lambda one: one.name.startswith("〔已结案〕"))
    assert closed.id == room.id
    assert closed.name == "〔已结案〕#1 电梯困人 3号楼2单元"
    assert len(await town.office.corp.rooms() if town.office else []) == 1
