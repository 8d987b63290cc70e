"""WeCom when something is wrong: callbacks that are not ours, spent codes, long words, people who can't be reached."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.wecom_client import Corp
from tests.stories.phones import Colleague
from tests.stories.town import Town, founded, open_lift

on_wecom = pytest.mark.parametrize("town", ["wecom"], indirect=True)
mixed = pytest.mark.parametrize("town", ["mixed"], indirect=True)
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
STALE = 6 * 60
FLAG = "🇨🇳"
"""One sign of eight bytes and two characters."""
UPDATE = "message/update_template_card"


def corp_of(town: Town) -> Corp:
    """The corp of a town that has one."""
    assert town.office is not None
    return town.office.corp


def colleague(town: Town, name: str) -> Colleague:
    """Somebody who is on WeCom."""
    found = town.people[name]
    assert isinstance(found, Colleague)
    return found


def address_of(town: Town) -> str:
    """Where the bot listens."""
    port = re.findall(r"^port = (\d+)", (town.folder / "zhiban.toml").read_text(encoding="utf-8"), re.MULTILINE)[0]
    return f"http://127.0.0.1:{port}"


async def posted(town: Town, body: bytes) -> tuple[int, str]:
    """What is answered to a body of our own."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address_of(town)}/wecom", data=io.BytesIO(body)) as answer,
    ):
        return answer.status, await answer.text()


async def measured(town: Town) -> Mapping[str, int]:
    """What /metrics says."""
    async with aiohttp.ClientSession() as session, session.get(f"{address_of(town)}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return {name: int(value) for name, _, value in (line.partition(" ") for line in lines)}


@on_wecom
async def test_what_is_not_ours_is_refused_without_a_word_and_counted(town: Town) -> None:
    corp = corp_of(town)
    now = (await town.wang.says("/whoami")).date.timestamp()
    await town.wang.heard("wang")
    whoami = {"MsgType": "text", "Content": "/whoami", "FromUserName": "wang", "MsgId": "77"}
    assert (await corp.replay())["status"] == 403, "the last callback, byte for byte"
    refused: list[dict[str, str]] = [
        {"signature": "0" * 40},
        {"token": "wrong"},
        {"receiver": "ww0000000000000000"},
        {"agent": "1000009"},
        {"timestamp": str(int(now) - STALE)},
        {"timestamp": str(int(now) + STALE)},
        {"aes_key": "A" * 43},
        {"body": BOMB},
        {"body": "no xml"},
        {"xml": "no xml"},
    ]
    for wrong in refused:
        told = await corp.callback(to="app", fields=whoami, **wrong)
        assert (told["status"], told["text"]) == (403, ""), wrong
    assert await posted(town, b"x" * 2 * 1024 * 1024) == (413, "")
    told = await corp.callback(fields=whoami, nonce="n1", timestamp=str(int(now)))
    assert [told["status"], (await corp.replay())["status"]] == [200, 403]
    assert (await measured(town))["zhiban_callbacks_refused"] == len(refused) + 3
    unknown = {"MsgType": "event", "Event": "never_heard_of", "FromUserName": "wang"}
    assert (await corp.callback(fields=unknown))["status"] == 200, "WeCom need not bring it again"
    await open_lift(town)
    await town.world.quiet()
    assert len(await town.wang.said("wang")) == 2, "what was refused has no effect, what was ours has one"


@on_wecom
async def test_pressed_twice_and_with_a_spent_code_the_cards_go_on(town: Town) -> None:
    corp = corp_of(town)
    await open_lift(town)
    call = await town.li.heard("李电，现在做", after=0)
    assert (await town.li.presses(call, "收到")).text == "#1 收到"
    assert (await town.li.presses(call, "收到")).text == "#1 你已经收到了"
    assert await corp.repeat(2) == 2  # as after answers that were lost: the same two presses once more
    await corp.fault("60140", path=UPDATE, count=1)
    await town.li.presses(call, "出发")
    mark = await town.settles()
    await town.staff.heard("#1", "李电 出发", after=mark)
    assert len(await town.li.said("#1 收到")) == 1
    await town.restart()
    old = await town.li.presses(call, "收到")
    assert old.text in ("#1 你已经收到了", "#1 你已经出发了") or "最新的卡" in old.text
    newest = await town.li.look(call)
    assert (await town.li.presses(newest, "已到场")).text.startswith("#1 到场了")
    await town.shows("李电 到场")


@pytest.mark.slow
@on_wecom
async def test_long_words_come_whole_in_parts_that_wecom_takes(town: Town) -> None:
    await open_lift(town, "3号楼2单元18楼1803门口电梯困人")
    said = await town.wang.says(f"补充 1 很热{FLAG * 249}")
    await town.zhao.heard("王强补充", after=said)
    await town.world.quiet()
    parts = [one.text for one in await town.zhao.said(after=said) if FLAG in one.text]
    assert len(parts) > 1
    assert max(len(part.encode()) for part in parts) <= 2048
    assert sum(part.count(FLAG) for part in parts) == 249, "nothing is lost, and no sign is cut in half"
    assert [call["code"] for call in await corp_of(town).calls("message/send") if call["code"]] == []


@pytest.mark.slow
@on_wecom
async def test_of_a_photo_that_has_expired_people_are_told_whom_to_ask(town: Town) -> None:
    await open_lift(town)
    said = await town.wang.says("补充 1")
    await town.wang.heard("#1", after=said)
    fields = {"MsgType": "image", "MediaId": "gone", "PicUrl": "", "FromUserName": "wang", "MsgId": "78"}
    mark = await town.world.mark()
    assert (await corp_of(town).callback(fields=fields))["status"] == 200
    await town.zhao.heard("#1", "王强补充", after=mark)
    await town.zhao.heard("#1", "附件没取到，要看请找发的人要", after=mark)


async def test_who_has_no_licence_is_reached_in_another_way(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, platform="mixed") as town:
        await corp_of(town).member("li", "李电", licensed=False)
        await colleague(town, "he").member.leaves()
        said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
        await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
        call = await town.staff.heard("李电", "现在做", after=said)
        assert call.chat == town.staff.id
        await town.zhao.heard("李电", "发不到", after=0)


@pytest.mark.slow
@mixed
async def test_an_address_that_is_not_let_in_any_more_is_told_on_the_other_platform(town: Town) -> None:
    corp = corp_of(town)
    await open_lift(town)
    await town.zhao.heard("赵班，你是指挥", after=0)
    mark = await town.world.mark()
    await corp.fault("60020")
    await town.zhao.says("已控制 1")
    await town.zhao.heard("‼️", "企业微信现在发不出消息", after=mark)
    admin = await town.luo.heard("企业微信现在发不出消息", "zhiban check", after=mark)
    assert "203.0.113.7" in admin.text, "the address that has to be entered"
    await corp.heal()
    await town.forward(6)
    await town.zhao.heard("企业微信里的值班应用又能用了", after=mark, within=30)
    await town.li.heard("#1", "已控制", after=mark)  # what waited goes out
    town.right_errors += ("60020", "WeCom")
