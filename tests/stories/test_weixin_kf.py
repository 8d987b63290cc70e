"""Residents in WeChat: the link under a notice leads to the service account, where they answer and are answered."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.wecom_outside import Resident
from tests.stories.test_handed_over import WECHAT, approved, colleague
from tests.stories.town import Town, founded


@pytest.fixture
async def mixed(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """王强 and 李电 are on WeCom, who decides is on Telegram; 3号楼 has a group on each."""
    async with founded(sandbox, tmp_path, platform="mixed", roster=lambda roster: roster + WECHAT) as town:
        yield town


async def resident(town: Town, name: str = "刘芳") -> Resident:
    """Somebody in WeChat."""
    assert town.office is not None
    return await town.office.corp.resident("wmLiuFang", name)


async def test_from_the_link_under_a_notice_to_somebody_who_comes(mixed: Town) -> None:
    town, wang = mixed, colleague(mixed, "wang")
    group, _ = await approved(town)
    await wang.heard("N1 1个群等你点发送", after=0)
    await wang.member.sends_on()
    notice = await group.heard("我安全 / 🆘 需要帮助", after=0)
    liu = await resident(town)
    assert await liu.follows(notice), "who only opens the chat may be greeted once"
    asked = await liu.heard("N1 疏散", "你安全吗", after=0)
    assert asked.labels[:2] == ["✅ 我安全", "🆘 需要帮助"]
    mark = await liu.taps(asked, "需要帮助")
    where = await liu.heard("需要帮助", "几零几", after=mark)
    said = await liu.says("3号楼402 脚崴了")
    await liu.heard("3号楼402", after=said)
    await town.forward(4 / 60)
    card = await town.command.heard("🆘 3号楼402", "脚崴了", after=where)
    assert re.search(r"还能回[1-5]条，到\d\d-\d\d \d\d:\d\d", card.text), card.text
    rescue = await wang.heard("N1 🆘 3号楼402", "我去", after=0)
    assert "还能回" in rescue.text
    await wang.presses(rescue, "我去")
    await liu.heard("王强马上到", after=said)
    await town.restart()
    mark = (await liu.says("还有我妈")).seq
    await liu.heard("还有我妈", after=mark)
    await town.world.quiet()
    assert len(await liu.said("还有我妈", after=mark)) == 1, "what was worked on before the crash is not heard again"
    assert len(await liu.said("你安全吗", after=0)) == 1


async def test_a_report_in_wechat_and_a_code_beside_a_door(mixed: Town) -> None:
    town, liu = mixed, await resident(mixed)
    await liu.opens("b3")
    await liu.heard("安居物业 值班", after=0)
    said = await liu.says("3号楼2单元电梯困人")
    draft = await liu.heard("上报", after=said)
    mark = await liu.taps(draft, "上报")
    await liu.heard("#1", after=mark)
    await town.staff.heard("#1", "待核实", after=mark)
