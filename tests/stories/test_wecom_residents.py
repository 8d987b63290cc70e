"""A fire in a company that is on WeCom alone: residents read of it in WeChat and answer the service account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.seen import Message
from bot.sandbox.wecom_outside import Resident
from tests.stories.phones import Colleague
from tests.stories.test_evacuation import submit_evacuation, words_of
from tests.stories.town import Town, founded

GROUP = "wrBuilding3"
WECHAT = f"""
[[chat]]
platform = "wecom"
id = "{GROUP}"
kind = "resident"
community = "anju"
buildings = ["3号楼"]
owner = "wang"
"""


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(sandbox, tmp_path, platform="wecom", roster=lambda roster: roster + WECHAT) as town:
        yield town


async def evacuated(town: Town) -> Message:
    """The link below the approved notice as residents see it, once its owner has pressed send."""
    assert town.office is not None
    owner = town.wang
    assert isinstance(owner, Colleague)
    group = await town.office.corp.customer_group(GROUP, "3号楼客户群", owner=owner.member)
    town.office.others.add(group.id)
    asked = await submit_evacuation(town)
    assert (await town.zhu.presses(asked, "批准")).text == "N1 已批准，正在发"
    await town.wang.heard("N1 1个群等你点发送", "3号楼", after=0)
    assert await group.said() == [], "nobody but its owner speaks there"
    await owner.member.sends_on()
    notice = await group.heard("【真实】请3号楼所有人", after=0)
    assert notice.text == words_of(asked), "what was approved is what goes out"
    return await group.heard("我安全", "需要帮助", after=0)


async def neighbour(town: Town, link: Message, name: str = "波先生") -> tuple[Resident, Message]:
    """Somebody who follows the link of the notice, and what they can press there."""
    assert town.office is not None
    resident = await town.office.neighbour(f"wm{name}", name)
    await resident.follows(link)
    return resident, await resident.heard("我安全", "需要帮助", after=0)


async def test_who_needs_help_is_told_at_once_and_hears_who_comes(town: Town) -> None:
    link = await evacuated(town)
    bo, menu = await neighbour(town, link)
    await bo.presses(menu, "需要帮助")
    await town.zhao.heard("N1 🆘 3号楼 房号未报", "我去")
    await town.he.heard("N1 🆘 3号楼 房号未报")
    await town.restart()
    said = await bo.says("1-1103 两个人 腿脚不便")
    await bo.heard("你报了：3号楼1单元1103 需要帮助 · 两个人 腿脚不便", after=said)
    call = await town.wang.heard("N1 🆘 3号楼1单元1103 · 两个人 腿脚不便", "我去", after=0)
    await town.wang.presses(call, "我去")
    await bo.heard("N1 王强马上到", after=said)
    await town.zhao.heard("王强去了", after=0)
    an, menu = await neighbour(town, link, "安女士")
    await an.presses(menu, "我安全")
    await an.heard("你报了：3号楼 房号未报 安全", "几零几", after=0)
    told = await an.says("2-402")
    await an.heard("你报了：3号楼2单元402 安全", after=told)
    await town.settles()
    await town.command.heard("N1 疏散", "✅ 安全 1户 · 🆘 需要帮助 1户 · 没回 142户", after=0)
    told = await bo.says("我安全")
    await town.wang.heard("3号楼1单元1103 报了安全，不用去了", after=told)
    await town.settles()
    await town.command.heard("N1 疏散", "✅ 安全 2户 · 🆘 需要帮助 0户 · 没回 142户", after=0)
    assert town.office is not None
    for room in await town.office.corp.rooms():
        for message in await room.messages():
            assert not any(word in message.text for word in ("1103", "波先生", "腿脚"))


@pytest.mark.slow
async def test_who_may_not_be_written_to_any_more_is_telephoned(town: Town) -> None:
    """WeChat lets nobody be written to who has not written lately: somebody is told, and nothing is lost in silence."""
    link = await evacuated(town)
    bo, menu = await neighbour(town, link)
    await bo.presses(menu, "需要帮助")
    said = await bo.says("1-1103 腿脚不便")
    await bo.heard("你报了：3号楼1单元1103 需要帮助", after=said)
    call = await town.wang.heard("N1 🆘 3号楼1单元1103 · 腿脚不便", "我去", after=0)
    assert town.office is not None
    await town.office.corp.fault("95002", path="kf/send_msg")
    mark = await town.world.mark()
    await town.wang.presses(call, "我去")
    await town.zhao.heard("N1 3号楼1单元1103 有一条急的消息没送到住户手机上", "打电话", after=mark)
    assert await bo.said("王强马上到", after=mark) == []
    await town.office.corp.heal()
    await town.forward(1)
    said = await bo.says("烟进来了")
    await bo.heard("王强马上到", after=said)
