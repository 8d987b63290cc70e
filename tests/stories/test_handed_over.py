"""A notice in a group of residents in WeChat: its owner has to press send, is chased, and nobody calls it delivered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.seen import Message
from bot.sandbox.wecom_outside import CustomerGroup
from tests.stories.phones import Colleague
from tests.stories.test_evacuation import submit_evacuation, words_of
from tests.stories.town import Town, founded

WECHAT = """
[[chat]]
platform = "wecom"
id = "wrBuilding3"
kind = "resident"
community = "anju"
buildings = ["3号楼"]
owner = "wang"
deputy = "li"
"""
ROBOT = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
ASKED = 21 / 60
"""Minutes in which the platform is asked once more whether the owner has pressed."""


@pytest.fixture
async def mixed(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Town]:
    """王强 and 李电 are on WeCom, who decides is on Telegram; 3号楼 has a group on each."""
    async with founded(
        sandbox, tmp_path, platform="mixed", roster=lambda roster: roster + WECHAT, settings=with_robot
    ) as town:
        yield town


def with_robot(settings: str) -> str:
    """With a robot in an internal group, who is told what nobody may miss."""
    return settings.replace("\n[wecom]\n", f'\n[wecom]\nrobot_key = "{ROBOT}"\n')


async def group_of(town: Town) -> CustomerGroup:
    """The group of 王强."""
    assert town.office is not None
    owner = colleague(town, "wang").member
    return await town.office.corp.customer_group("wrBuilding3", "3号楼客户群", owner=owner)


def colleague(town: Town, name: str) -> Colleague:
    """Somebody who is on WeCom."""
    found = town.people[name]
    assert isinstance(found, Colleague)
    return found


async def approved(town: Town) -> tuple[CustomerGroup, Message]:
    """The notice is on its way on both platforms; what the approver was asked."""
    residents = await group_of(town)
    asked = await submit_evacuation(town)
    assert "2个群 144户 · 约 1 秒发完 · 其中1个群要等群主点发送" in asked.text
    await town.zhu.presses(asked, "批准")
    return residents, asked


async def taken_back(town: Town, owner: Colleague, *, left: int) -> None:
    """Until no more than this waits in the owner's client."""
    seen = 0
    async with asyncio.timeout(10):
        while len(await owner.member.tasks()) > left:
            entries = await town.world.ledger(after=seen, kinds=["qyapi"], wait=5.0)
            seen = entries[-1]["seq"] if entries else seen


async def test_the_owner_is_asked_then_chased_and_sends_it_on(mixed: Town) -> None:
    town, wang, li = mixed, colleague(mixed, "wang"), colleague(mixed, "li")
    assert town.office is not None
    robot = await town.office.corp.robot(ROBOT)
    residents, asked = await approved(town)
    await town.residents.heard("【真实】", after=asked)
    waits = await wang.heard("N1 1个群等你点发送", "3号楼", after=0)
    assert "发不了" in waits.labels
    assert await residents.said() == [], "nobody can speak there but its owner"
    await town.forward(4 / 60)
    await town.command.heard("N1 疏散", "正在发 1/2群", "1个群待群主发送", after=asked)

    first = await town.forward(1)
    await wang.heard("⏰", "N1 1个群等你点发送", after=first)
    (task,) = await wang.member.tasks()
    assert task["text"] == words_of(asked)
    second = await town.forward(2)
    await town.zhao.heard("N1 1个群还没发", "打电话催", after=second)
    third = await town.forward(2)
    paste = await li.heard("N1 请你代发 1个群", after=third)
    words = await li.heard("住户点这里回", after=paste)
    assert words.text.partition("\n住户点这里回")[0].strip() == words_of(asked), "copying the whole of it is right"
    await town.command.heard("N1 1个群还没发", "已叫李电代发", after=third)
    await robot.heard("N1 1个群还没发", "已叫李电代发", after=third)

    (sent,) = await wang.member.sends_on()
    assert sent["chats"] == {"wrBuilding3": 1}
    notice = await residents.heard("【真实】", after=third)
    assert notice.text == words_of(asked)
    mark = await town.forward(ASKED)
    await wang.heard("N1 群主已发 1个群", after=mark)
    await li.heard("N1 不用代发了", after=mark)
    await town.forward(4 / 60)
    done = await town.command.heard("N1 疏散", "2/2群", "1个群群主已发", after=mark)
    assert "送达" not in done.text
    later = await town.forward(30)
    await town.world.quiet()
    assert await wang.said("等你点发送", after=later) == []


@pytest.mark.slow
async def test_what_is_over_before_it_was_sent_is_taken_back(mixed: Town) -> None:
    """The next version ends the one that waits; after a crash the platform hears of it all the same."""
    town, wang = mixed, colleague(mixed, "wang")
    await approved(town)
    await wang.heard("N1 1个群等你点发送", after=0)
    assert town.office is not None
    await town.office.corp.fault("48002", path="externalcontact/cancel_groupmsg_send")
    begun = await town.zhou.says("解除 N1")
    await town.zhou.presses(await town.zhou.heard("为什么可以解除", after=begun), "查过没事")
    await town.zhou.presses(await town.zhou.heard("N1 解除疏散", "查过了", after=begun), "提交")
    await town.zhu.presses(await town.zhu.heard("N1 等你批准", after=begun), "批准")
    await wang.heard("N1 不用发了", "别再点", after=begun)
    await wang.heard("N1 1个群等你点发送", "解除疏散", after=begun)
    assert len(await wang.member.tasks()) == 2, "refused: it can still be sent"
    await town.restart()
    await town.office.corp.heal()
    await town.forward(ASKED)
    await taken_back(town, wang, left=1)
    (task,) = await wang.member.tasks()
    assert "解除" in task["text"], "the evacuation can't be sent any more, the all-clear can"


async def test_who_cannot_send_it_has_it_pasted_and_residents_answer_by_its_link(mixed: Town) -> None:
    town, wang, li = mixed, colleague(mixed, "wang"), colleague(mixed, "li")
    assert town.office is not None
    await approved(town)
    waits = await wang.heard("N1 1个群等你点发送", after=0)
    assert (await wang.presses(waits, "发不了")).text == "N1 已叫李电代发"
    paste = await li.heard("N1 请你代发 1个群", "群主王强说发不了", after=waits)
    words = await li.heard("住户点这里回：", after=paste)
    link = words.text.partition("住户点这里回：")[2].split()[0]
    assert (await li.presses(paste, "已贴好")).text == "N1 已记下，1个群"
    await wang.heard("N1 不用发了", "李电已经贴到群里", after=paste)
    resident = await town.office.corp.resident("wm3402", "张三")
    await resident.opens(link)
    menu = await resident.heard("我安全", after=0)
    await resident.presses(menu, "我安全")
    await town.forward(ASKED)
    await town.command.heard("N1 疏散", "2/2群", "1个群代发了", "安全 1户", after=paste)
    await taken_back(town, wang, left=0)  # what was pasted is not sent on top


async def test_a_task_whose_making_was_never_answered_is_not_made_twice(mixed: Town) -> None:
    town, wang = mixed, colleague(mixed, "wang")
    assert town.office is not None
    await town.office.corp.fault("drop_after", path="externalcontact/add_msg_template", count=1)
    await approved(town)
    await wang.heard("N1 1个群等你点发送", after=0)
    assert len(await wang.member.tasks()) == 1, "the first one is in a row, and there is no second"
    await wang.member.sends_on()
    mark = await town.forward(ASKED)
    await wang.heard("N1 群主已发 1个群", after=mark)
