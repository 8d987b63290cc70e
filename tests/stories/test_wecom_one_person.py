"""Somebody with two accounts is one person: no second voice, and no chase after an answer on either."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.places import Person
from tests.stories.phones import Colleague
from tests.stories.town import Town, founded

LI, ZHU = 1002, "zhu"


def on_both(roster: str) -> str:
    """李电 has Telegram beside WeCom, 陈主管 WeCom beside Telegram."""
    roster = re.sub(r'(wecom = "li"\n)', rf"\1telegram = {LI}\n", roster)
    return re.sub(r"(telegram = 1006\n)", rf'\1wecom = "{ZHU}"\n', roster)


@pytest.fixture
async def town(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    async with founded(sandbox, tmp_path, platform="mixed", roster=on_both) as town:
        yield town


async def other_of_li(town: Town) -> Person:
    """李电 on Telegram."""
    person = await town.world.person(LI, "李电")
    begun = await person.starts()
    await person.heard("安居物业 值班", after=begun)
    return person


async def other_of_zhu(town: Town) -> Colleague:
    """陈主管 on WeCom."""
    assert town.office is not None
    return Colleague(town.office, await town.office.corp.member(ZHU, "陈主管"))


async def test_nobody_approves_their_own_notice_from_the_other_account(town: Town) -> None:
    phone = await other_of_zhu(town)
    said = await town.zhou.says(town.staff, "3号楼4楼冒烟 有人没出来")
    await town.zhou.presses(await town.staff.heard("上报", after=said), "上报")
    said = await town.zhu.says("/notice 1")
    preview = await town.zhu.heard("N1 疏散通知", "提交", after=said)
    await town.zhu.presses(preview, "提交")
    refused = await phone.says("批准 N1")
    await phone.heard("自己写的要别人批准", after=refused)
    await town.world.quiet()
    assert await town.residents.said("【真实】") == []
    await town.luo.says("批准 N1")
    asked = await town.luo.heard("N1 等你批准", "批准", after=refused)
    await town.luo.presses(asked, "批准")
    await town.residents.heard("【真实】", after=0)


async def test_who_answers_on_one_is_not_chased_on_the_other(town: Town) -> None:
    other = await other_of_li(town)
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
    await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
    await other.heard("李电，现在做", after=0)  # a call goes to every phone of theirs
    call = await town.li.heard("李电，现在做", after=0)
    assert (await town.li.presses(call, "收到")).text == "#1 收到"
    mark = await town.forward(4)
    await town.staff.heard("赵班没应答", after=mark)
    await town.world.quiet()
    for place in (town.staff, town.li, other):
        assert await place.said("李电没应答", after=mark) == []
    assert await town.called(town.chen, "现在做") == [], "nobody is called in the place of somebody who answered"
    newest = await other.heard("#1 电梯困人", after=0)
    assert newest.labels
    arrived = await other.says("已到场")
    await other.heard("#1 到场了", after=arrived)
    await town.shows("李电 到场")
