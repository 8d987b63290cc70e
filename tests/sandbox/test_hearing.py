"""Privacy mode: what a bot hears in a group, and how people speak there."""

from __future__ import annotations

import pytest

from bot.sandbox.client import Sandbox
from tests.sandbox.stage import Stage


@pytest.fixture
async def private(sandbox: Sandbox) -> Stage:
    """A bot in privacy mode that is a plain member."""
    world = await sandbox.world(privacy=True)
    wang = await world.person(1001, "王强", username="wangqiang")
    li = await world.person(1002, "李电")
    staff = await world.group(-1001, "群", members=[wang, li])
    return Stage(sandbox=sandbox, world=world, wang=wang, li=li, staff=staff)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("3号楼电梯困人", False),
        ("/report", True),
        ("/report@zhiban_bot 电梯", True),
        ("/report@Zhiban_Bot", True),
        ("/report@other_bot", False),
        ("please /report", False),
        ("@zhiban_bot 电梯", True),
        ("@other_bot 电梯", False),
    ],
)
async def test_privacy_mode(private: Stage, text: str, *, heard: bool) -> None:
    await private.wang.says(private.staff, text)
    assert bool(await private.heard()) is heard


async def test_replies_to_the_bot_are_heard(private: Stage) -> None:
    await private.text("几个人?")
    card = await private.staff.heard("几个人")
    await private.wang.replies(card, "2")
    said = await private.wang.says(private.staff, "x")
    await private.li.replies(said, "nobody hears")
    assert [update["message"]["text"] for update in await private.heard()] == ["2"]


async def test_service_messages_private_chats_and_captions_are_heard(private: Stage) -> None:
    await private.staff.member_becomes(private.li, "left")
    await private.wang.says("in private")
    await private.wang.sends(private.staff, "photo", caption="@zhiban_bot 看")
    await private.wang.sends(private.staff, "photo", caption="看")
    updates = await private.heard()
    assert [update["message"]["message_id"] for update in updates] == [1, 1, 2, 2]


async def test_administrators_and_open_bots_hear_all(private: Stage) -> None:
    await private.staff.bot_becomes("administrator")
    await private.wang.says(private.staff, "a")
    await private.staff.bot_becomes("member")
    await private.wang.says(private.staff, "b")
    await private.world.settings(privacy=False)
    await private.wang.says(private.staff, "c")
    said = [update["message"]["text"] for update in await private.heard() if "message" in update]
    assert said == ["a", "c"]
    assert (await private.ok("getMe"))["can_read_all_group_messages"] is True


async def test_mention_by_name(private: Stage) -> None:
    await private.wang.says(private.staff, "/assign 7 李电", mentions={"李电": private.li})
    [update] = await private.heard()
    assert [mark["type"] for mark in update["message"]["entities"]] == ["bot_command", "text_mention"]
    assert update["message"]["entities"][1] == {
        "type": "text_mention",
        "offset": 10,
        "length": 2,
        "user": {"id": 1002, "is_bot": False, "first_name": "李电"},
    }


async def test_anonymous_admin_channel_forward_and_inline_bot(stage: Stage) -> None:
    await stage.wang.says(stage.staff, "/approve N3", role="anonymous")
    await stage.wang.says(stage.staff, "/approve N3", role="channel")
    await stage.wang.says(stage.staff, "/approve N3", forward={"user": 1002})
    await stage.wang.says(stage.staff, "/approve N3", forward={"hidden": "某人"})
    await stage.wang.says(stage.staff, "/approve N3", forward={"channel": -1009})
    await stage.wang.says(stage.staff, "/approve N3", via="gif")
    anonymous, channel, user, hidden, posted, inline = [update["message"] for update in await stage.heard()]
    assert (anonymous["from"]["id"], anonymous["sender_chat"]["id"]) == (1087968824, -1001)
    assert (channel["from"]["id"], channel["sender_chat"]["type"]) == (136817688, "channel")
    origins = [message["forward_origin"]["type"] for message in (user, hidden, posted)]
    assert origins == ["user", "hidden_user", "channel"]
    assert inline["via_bot"]["username"] == "gif"


async def test_files_of_people(stage: Stage) -> None:
    await stage.wang.sends(stage.staff, "album", caption="3号楼", count=3)
    await stage.wang.sends(stage.staff, "voice", duration=4)
    await stage.wang.sends(stage.staff, "sticker")
    await stage.wang.sends(stage.staff, "document", name="a.pdf", mime="application/pdf")
    await stage.wang.sends(None, "location", latitude=22.5, longitude=113.9)
    messages = [update["message"] for update in await stage.heard()]
    album = messages[:3]
    assert len({message["media_group_id"] for message in album}) == 1
    assert [message.get("caption") for message in album] == ["3号楼", None, None]
    assert messages[3]["voice"]["duration"] == 4
    assert messages[4]["sticker"]["emoji"]
    assert messages[5]["document"]["file_name"] == "a.pdf"
    assert messages[6]["text"] == "/start"
    assert messages[7]["location"] == {"latitude": 22.5, "longitude": 113.9}


async def test_edits_and_channel_posts(stage: Stage) -> None:
    said = await stage.wang.says(stage.staff, "3号楼")
    await stage.wang.edits(said, "5号楼 /report")
    channel = await stage.world.group(-1009, "公告", kind="channel", bot="administrator")
    post = await channel.posts("停水")
    await stage.world.ask("edit", chat=-1009, message_id=post.id, text="停电")
    _, edited, posted, changed = await stage.heard()
    assert edited["edited_message"]["entities"][0]["type"] == "bot_command"
    assert ("from" in posted["channel_post"], posted["channel_post"]["sender_chat"]["id"]) == (False, -1009)
    assert changed["edited_channel_post"]["text"] == "停电"


async def test_long_texts_come_in_parts_and_odd_ones_as_they_are(stage: Stage) -> None:
    await stage.wang.says(stage.staff, "😀" * 5000)
    await stage.wang.says(stage.staff, "a\x00\u202eb\ud800")
    parts = [update["message"]["text"] for update in await stage.heard()]
    assert [len(part) for part in parts] == [2048, 2048, 904, 5]
    assert parts[3] == "a\x00\u202eb\ud800"


async def test_start_with_payload(stage: Stage) -> None:
    await stage.li.starts("n3")
    [update] = await stage.heard()
    assert (update["message"]["text"], update["message"]["chat"]["type"]) == ("/start n3", "private")
