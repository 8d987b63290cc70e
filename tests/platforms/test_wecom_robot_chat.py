"""The robot's group as a chat: it speaks plain words, and a wrong key loses nothing."""

from __future__ import annotations

import pytest

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_robot import Robot
from bot.platforms.wecom_robot_chat import ALARM, WecomRobotChat
from bot.talk.message import Address, Delivery, Drawn
from bot.talk.platform import GoneError, Platform, PlatformError
from tests.platforms.qyapi import Qyapi, no


async def test_it_says_what_must_not_be_missed(qyapi: Qyapi, client: Api) -> None:
    chat: Platform = WecomRobotChat(Robot(client, "k1"))
    sent = await chat.send(ALARM, Drawn(text="<b>N3 2个群还没发</b>\n&lt;3号楼&gt;"))
    assert sent.delivery is Delivery.SENT
    assert qyapi.asked("webhook/send") == [{"msgtype": "text", "text": {"content": "N3 2个群还没发\n<3号楼>"}}]
    other = await chat.send(Address(platform="wecom_robot", chat="other"), Drawn(text="x"))
    assert (other.delivery, len(qyapi.asked("webhook/send"))) == (Delivery.NEVER, 1)


@pytest.mark.parametrize("code", [93000, 93004, 93008])
async def test_a_robot_that_was_removed_is_never_lost_and_a_problem_until_it_speaks(
    qyapi: Qyapi, client: Api, code: int
) -> None:
    chat = WecomRobotChat(Robot(client, "k1"))
    qyapi.plan("webhook/send", no(code))
    assert (await chat.send(ALARM, Drawn(text="x"))).delivery not in (Delivery.LOST, Delivery.SENT)
    assert str(code) in chat.problem
    assert (await chat.send(ALARM, Drawn(text="x"))).delivery is Delivery.SENT
    assert chat.problem == ""


async def test_it_changes_and_hears_nothing(qyapi: Qyapi, client: Api) -> None:
    chat = WecomRobotChat(Robot(client, "k1"))
    assert (await chat.edit(ALARM, "m", Drawn(text="x"))).delivery is Delivery.UNCHANGED
    assert (await chat.pin(ALARM, "m", pinned=True)).delivery is Delivery.UNCHANGED
    assert chat.read(b"{}") is None
    await chat.answer("q", "x", alert=True)
    with pytest.raises(GoneError):
        await chat.fetch("photo:1")
    with pytest.raises(PlatformError):
        await chat.leave(ALARM)
    assert qyapi.calls == []
