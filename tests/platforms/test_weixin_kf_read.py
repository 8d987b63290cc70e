"""What residents say to the service account in our words, and where they come from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import Act, ApiError
from bot.platforms.weixin_kf_link import contact_link, link_with
from bot.platforms.weixin_kf_read import read, wrap
from bot.talk.message import Address, Incoming, Press
from tests.platforms.kf import KF, LI, NOW, entered, event, message, said
from tests.platforms.qyapi import Qyapi, no, yes


def heard(one: dict[str, Any]) -> Incoming | None:
    """What the engine hears of a message that was kept."""
    return read(wrap(one, NOW + timedelta(seconds=3)).body)


def some(one: dict[str, Any]) -> Incoming:
    """The same, of what is for us."""
    incoming = heard(one)
    assert incoming is not None
    return incoming


def test_words() -> None:
    row = wrap(said("火\ud83d 3号楼"), NOW)
    assert (row.key, row.chat, row.body.isascii()) == ("m1", LI, True)
    assert some(said("3号楼2单元电梯困人 😀")) == Incoming(
        key="m1",
        at=NOW,
        where=Address(platform="weixin_kf", chat=LI),
        account=LI,
        private=True,
        text="3号楼2单元电梯困人 😀",
        message="m1",
    )
    assert some(said("长" * 5000)).text == "长" * 4096
    assert heard(said(" ")) is None


def test_a_tap_on_our_menu_is_a_press_and_on_another_words() -> None:
    assert some(said("我安全", menu_id="c0ffee:safe")).press == Press(card="c0ffee", choice="safe", query=LI)
    assert some(said("人工客服", menu_id="101")).text == "人工客服"


@pytest.mark.parametrize(
    ("kind", "file"),
    [("image", "photo"), ("voice", "voice"), ("video", "video"), ("file", "document")],
)
def test_files_bear_the_name_of_their_platform(kind: str, file: str) -> None:
    assert some(message(kind, media_id="2iSLeVyqzk4eX0IB5kTi9")).files == (f"{file}:weixin_kf/2iSLeVyqzk4eX0IB5kTi9",)
    assert heard(message(kind)) is None


def test_a_place_and_a_link() -> None:
    place = message("location", latitude=22.54, longitude=114.05, name="科苑路", address="")
    assert some(place).files == ("location:22.54,114.05",)
    assert some(message("link", title="台风", url="https://a.cn")).text == "台风\nhttps://a.cn"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ({}, "/start"),
        ({"scene": "b3"}, "/start b3"),
        ({"scene": "b3-an-ju", "scene_param": "n1-k7x2"}, "/start n1-k7x2-b3-an-ju"),
        ({"scene": "zhiban", "scene_param": "n1-k7x2"}, "/start n1-k7x2"),
        ({"scene": "b3", "scene_param": "n1-k7x2"}, "/start n1-k7x2-b3"),
        ({"scene": "b3", "scene_param": "n1 ; rm"}, "/start b3"),
        ({"scene": "", "scene_param": "x" * 65}, "/start"),
    ],
)
def test_whoever_opens_the_chat_says_where_they_come_from(inside: dict[str, str], text: str) -> None:
    incoming = some(entered(welcome_code="CODE", **inside))
    assert (incoming.text, incoming.account, incoming.private) == (text, LI, True)


def test_who_looks_into_the_chat_again_uses_up_no_message() -> None:
    """WD 94670: no code for who has written in the last 48 hours; only a link says what they want."""
    assert heard(entered()) is None
    assert heard(entered(scene="zhiban")) is None
    assert some(entered(scene="zhiban", scene_param="n1-k7x2")).text == "/start n1-k7x2"
    assert some(entered(scene="b3")).text == "/start b3"


def test_what_others_say_is_not_heard() -> None:
    assert heard(message("text", origin=5, content="我来了")) is None
    assert heard(event("user_recall_msg", recall_msgid="m1")) is None
    assert heard(event("msg_send_fail", fail_msgid="m1", fail_type=4)) is None
    assert heard(message("hologram", media_id="1")) is None


async def test_the_link_of_a_building(qyapi: Qyapi, client: Api) -> None:
    qyapi.plan("kf/add_contact_way", yes(url="https://work.weixin.qq.com/kf/kfcbf8f8d07ac7215f?enc_scene=ENC"))
    url = await contact_link(client, KF, "b3")
    assert qyapi.asked("kf/add_contact_way") == [{"open_kfid": KF, "scene": "b3"}]
    assert link_with(url, "n1-k7x2") == f"{url}&scene_param=n1-k7x2"
    assert link_with("https://a.cn/kf", "3号 楼&x=1") == "https://a.cn/kf?scene_param=3%E5%8F%B7%20%E6%A5%BC%26x%3D1"
    with pytest.raises(ValueError, match="128"):
        link_with(url, "楼" * 15)
    for scene in ("", "3号楼", "x" * 33):
        with pytest.raises(ValueError, match="scene"):
            await contact_link(client, KF, scene)
    qyapi.plan("kf/add_contact_way", yes(), no(95004))
    for act in (Act.UNCLEAR, Act.CONTENT):
        with pytest.raises(ApiError) as caught:
            await contact_link(client, KF, "b3")
        assert caught.value.act is act
