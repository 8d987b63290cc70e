"""A company on both platforms: a photo taken on one is seen on the other; of an app that is switched off all hear."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.places import Person
from bot.sandbox.seen import Message
from tests.stories.test_duty_roll import until_monday, with_roll
from tests.stories.town import STAFF, Town, founded, open_lift

JPEG = b"\xff\xd8\xff\xe0 a picture"
mixed = pytest.mark.parametrize("town", ["mixed"], indirect=True)


async def picture(town: Town, chat: int, *, after: Message) -> str:
    """Where the sandbox has the next file of the bot in a chat."""
    last = after.seq
    async with asyncio.timeout(10):
        while True:
            for entry in await town.world.ledger(after=last, chat=chat, kinds=["message"], wait=5.0):
                last = entry["seq"]
                if entry["bot"] and entry["media"]:
                    return str(entry["file"])


async def photo(who: Person) -> Message:
    """Somebody adds a photo to the incident."""
    said = await who.says("补充 1")
    await who.heard("补充什么", after=said)
    sent = await who.sends(None, "photo", data=JPEG)
    await who.heard("#1 记下了", after=sent)
    return sent


@mixed
async def test_a_photo_crosses_both_ways(town: Town) -> None:
    await open_lift(town)
    await town.zhao.heard("你是指挥", after=0)
    sent = await photo(town.wang)
    path = await picture(town, STAFF, after=sent)
    address = f"{town.world.sandbox.url}/file/bot{town.world.token}/{path}"
    async with town.world.sandbox.session.get(address) as answer:
        assert await answer.read() == JPEG
    sent = await photo(town.zhao)
    assert await picture(town, town.wang.id, after=sent)
    assert town.office is not None
    assert len(await town.office.corp.calls("media/get")) == 1, "each file is fetched once"


@mixed
async def test_an_app_that_will_be_switched_off_is_told_on_telegram(town: Town) -> None:
    assert town.office is not None
    await town.zhao.heard("有事一句话", after=0)
    mark = await town.world.mark()
    await town.office.corp.event("inactive_alert", EffectTime=1795489200)
    await town.zhao.heard("企业微信里的值班应用11-24 11:00 要被停用", after=mark)
    await town.office.corp.event("close_inactive_agent")
    await town.zhao.heard("被停用了", "请催管理员", after=mark)


async def test_the_duty_roll_call_is_answered_on_either(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, platform="mixed", settings=with_roll) as town:
        await town.zhao.heard("有事一句话", after=0)
        mark = await until_monday(town)
        for person in (town.wang, town.zhao):
            asked = await person.heard("安居苑 值班点名", after=mark)
            assert "已点到" in (await person.presses(asked, "在")).text
            await person.heard("已点到。", after=mark)
        said = await town.li.says("在")
        await town.li.heard("已点到", after=said)
        at_half = await town.forward(31)
        await town.zhao.heard("9 人在班，3 人点到", "没点的：陈工、周敏、陈主管、罗经理、孙岚、何军", after=at_half)
