"""Recorded updates in, our words out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.platforms.telegram_envelope import wrap
from bot.talk.message import Address, Incoming, Membership, Press
from tests.platforms.payloads import (
    ANONYMOUS,
    BOT,
    CHANNEL,
    CHANNEL_BOT,
    DATE,
    GROUP,
    OTHER_BOT,
    PRIVATE,
    READER,
    SAID,
    SERVICE,
    SMALL_GROUP,
    TAKEN,
    WANG,
    Json,
    admin,
    member,
    message,
    place,
    pressed,
    read,
    read_or_none,
    restricted,
    said,
    valid,
)

ORIGIN = {"type": "user", "date": DATE, "sender_user": WANG}
PHOTO = {"file_unique_id": "u", "file_size": 9}


def test_a_message_in_a_group() -> None:
    assert read(said("3号楼电梯困人")) == Incoming(
        key="42:900",
        at=SAID,
        where=Address(platform="telegram", chat="-1001"),
        account="1001",
        name="王 强",
        language="zh-hans",
        text="3号楼电梯困人",
        message="7",
    )


def test_the_key_is_the_one_of_the_inbox_row() -> None:
    assert read(said("hi")).key == wrap(said("hi"), bot="42", received=TAKEN).key


def test_a_private_message() -> None:
    found = read(said("/start x", chat=PRIVATE))
    assert (found.private, found.where.chat, found.text) == (True, "1001", "/start x")


def test_an_edit_carries_its_own_date() -> None:
    found = read(valid({"update_id": 1, "edited_message": message("b", edit_date=DATE + 5)}))
    assert found.edited
    assert found.at == datetime.fromtimestamp(DATE + 5, UTC)


@pytest.mark.parametrize(
    ("fields", "files"),
    [
        (
            {"photo": [PHOTO | {"file_id": "small", "width": 90, "height": 90},
                       PHOTO | {"file_id": "large", "width": 900, "height": 900},
                       PHOTO | {"file_id": "middle", "width": 320, "height": 320}]},
            ("photo:large",),
        ),
        ({"voice": {"file_id": "v", "file_unique_id": "u", "duration": 3}}, ("voice:v",)),
        ({"audio": {"file_id": "a", "file_unique_id": "u", "duration": 3}}, ("audio:a",)),
        ({"video": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 3}}, ("video:f",)),
        ({"video_note": {"file_id": "n", "file_unique_id": "u", "length": 1, "duration": 3}}, ("video_note:n",)),
        ({"document": {"file_id": "d", "file_unique_id": "u"}}, ("document:d",)),
        (
            {"sticker": {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                         "is_animated": False, "is_video": False}},
            ("sticker:s",),
        ),
        ({"location": {"latitude": 22.5, "longitude": 114.25}}, ("location:22.5,114.25",)),
        ({"contact": {"phone_number": "+8613800000001", "first_name": "李"}}, ("contact:+8613800000001",)),
    ],
)  # fmt: skip
def test_a_file_alone(fields: Json, files: tuple[str, ...]) -> None:
    found = read(said(**fields))
    assert (found.files, found.text) == (files, "")


@pytest.mark.parametrize("kind", ["photo", "voice", "audio", "video", "video_note", "document"])
@pytest.mark.parametrize(("size", "oversized"), [(20 * 1024 * 1024, False), (20 * 1024 * 1024 + 1, True)])
def test_a_file_over_20_mb_is_named_so_and_not_listed(kind: str, size: int, oversized: bool) -> None:  # noqa: FBT001
    shape = {"width": 1, "height": 1, "duration": 3, "length": 1}
    file = {"file_id": "f", "file_unique_id": "u", "file_size": size} | shape
    found = read(said(**{kind: [file] if kind == "photo" else file}, caption="看"))
    assert (found.files, found.oversized, found.text) == (() if oversized else (f"{kind}:f",), oversized, "看")


def test_a_caption_is_the_text_and_an_album_is_named() -> None:
    photo = [PHOTO | {"file_id": "p", "width": 90, "height": 90}]
    found = read(said(photo=photo, caption="/done@zhibanbot 7", media_group_id="g9"))
    assert (found.text, found.to_bot, found.album) == ("/done 7", True, "g9")


def test_a_press() -> None:
    assert read(pressed("c7:ack")) == Incoming(
        key="42:901",
        at=TAKEN,  # not the message's date: it may be days old
        where=Address(platform="telegram", chat="-1001"),
        account="1001",
        name="王 强",
        language="zh-hans",
        press=Press(card="c7", choice="ack", query="q1"),
        message="70",
    )


@pytest.mark.parametrize(
    ("data", "card", "choice"),
    [
        ("c7:done:b:2", "c7", "done:b:2"),
        ("foreign", "", "foreign"),
        (":x", "", ":x"),
        ("c7:", "", "c7:"),
        ("", "", ""),
        ("c\x007:a\x00", "c7", "a"),
    ],
)
def test_the_data_of_a_press(data: str, card: str, choice: str) -> None:
    assert read(pressed(data)).press == Press(card=card, choice=choice, query="q1")


def test_a_press_under_a_message_that_is_gone() -> None:
    found = read(pressed("c7:ack", on={"chat": PRIVATE, "message_id": 3, "date": 0}))
    assert (found.where.chat, found.message, found.private, found.at) == ("1001", "3", True, TAKEN)


def test_a_press_in_a_topic() -> None:
    card = message("card", **{"from": BOT}, message_thread_id=12, is_topic_message=True)
    assert read(pressed("c7:ack", on=card)).where.thread == "12"


@pytest.mark.parametrize(
    "fields",
    [
        {"from": ANONYMOUS, "sender_chat": GROUP},
        {"from": ANONYMOUS},
        {"from": CHANNEL_BOT, "sender_chat": CHANNEL},
        {"from": SERVICE, "sender_chat": CHANNEL, "is_automatic_forward": True},
        {"from": SERVICE},
        {"via_bot": OTHER_BOT},
        {"from": None},
    ],
)
def test_who_can_not_be_known_is_hidden(fields: Json) -> None:
    found = read(said("/close 7", **fields))
    assert (found.hidden, found.account, found.name) == (True, "", "")


def test_a_channel_post_is_hidden() -> None:
    found = read(valid({"update_id": 1, "channel_post": message("x", chat=CHANNEL, sender_chat=CHANNEL)}))
    assert (found.hidden, found.account) == (True, "")


def test_an_automatic_forward_is_a_forward() -> None:
    assert read(said("x", **{"from": SERVICE}, is_automatic_forward=True)).forwarded


def test_a_forward() -> None:
    found = read(said("/close 7", forward_origin=ORIGIN))
    assert (found.forwarded, found.account) == (True, "1001")
    assert not read(said("/close 7")).forwarded


def test_another_bot_is_not_heard() -> None:
    assert read_or_none(said("/close 7", **{"from": OTHER_BOT})) is None


@pytest.mark.parametrize(
    ("old", "new", "membership"),
    [
        (member("left"), member(), Membership.JOINED),
        (member("kicked", until_date=0), admin(), Membership.JOINED),
        (restricted(inside=False), restricted(inside=True), Membership.JOINED),
        (member(), member("left"), Membership.REMOVED),
        (member(), member("kicked", until_date=0), Membership.REMOVED),
        (restricted(inside=True), restricted(inside=False), Membership.REMOVED),
        (member(), admin(), Membership.CHANGED),
        (admin(), restricted(inside=True), Membership.CHANGED),
    ],
)
def test_the_bots_own_place(old: Json, new: Json, membership: Membership) -> None:
    found = read(place(old, new))
    assert (found.membership, found.account, found.title, found.at) == (membership, "1001", "安居苑值班", SAID)


def test_a_private_chat_is_started_and_blocked() -> None:
    found = read(place(member(), member("kicked", until_date=0), chat=PRIVATE))
    assert (found.membership, found.private) == (Membership.REMOVED, True)


def test_an_anonymous_admin_who_adds_the_bot_is_hidden() -> None:
    found = read(place(member("left"), member(), **{"from": ANONYMOUS}))
    assert (found.hidden, found.account) == (True, "")


def test_a_move_says_the_same_from_both_chats() -> None:
    old = read(said(chat=SMALL_GROUP, migrate_to_chat_id=-1001))
    new = read(said(chat=GROUP, **{"from": ANONYMOUS}, sender_chat=GROUP, migrate_from_chat_id=-55))
    for found in (old, new):
        assert (found.membership, found.where.chat, found.moved_to) == (Membership.MOVED, "-55", "-1001")
        assert (found.account, found.text) == ("", "")


def test_a_thread_counts_only_in_a_topic() -> None:
    assert read(said("x", message_thread_id=12, is_topic_message=True)).where.thread == "12"
    assert read(said("x", message_thread_id=12)).where.thread == ""


def test_a_reply_counts_only_to_the_bot_itself() -> None:
    assert read(said("x", reply_to_message=message("q", **{"from": BOT}, message_id=70))).reply_to == "70"
    assert read(said("x", reply_to_message=message("q", message_id=70))).reply_to == ""
    assert read(said("x", reply_to_message=message("q", **{"from": OTHER_BOT}, message_id=70))).reply_to == ""


def test_a_message_of_a_topic_the_bot_made_is_no_reply() -> None:
    made = message(**{"from": BOT}, message_id=12, forum_topic_created={"name": "t", "icon_color": 7322096})
    assert read(said("x", reply_to_message=made, message_thread_id=12, is_topic_message=True)).reply_to == ""


def test_text_mentions() -> None:
    entities = [
        {"type": "text_mention", "offset": 0, "length": 2, "user": WANG},
        {"type": "text_mention", "offset": 3, "length": 2, "user": BOT},
        {"type": "bold", "offset": 0, "length": 2},
    ]
    found = read(said("王强 值班", entities=entities))
    assert (found.mentions, found.to_bot) == (("1001",), True)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message_reaction_count": {"chat": GROUP, "message_id": 1, "date": DATE, "reactions": []}},
        {"update_id": 1, "poll_answer": {"poll_id": "1", "user": WANG, "option_ids": [0], "option_persistent_ids": []}},
        {"update_id": 1, "message": message(new_chat_title="x")},
        {"update_id": 1, "message": message(new_chat_members=[WANG])},
        {"update_id": 1, "message": message(pinned_message=message("x"))},
        {"update_id": 1, "message": message(dice={"emoji": "🎲", "value": 3})},
        {"update_id": 1, "callback_query": {"id": "q", "from": WANG, "chat_instance": "c", "inline_message_id": "i"}},
        {"update_id": 1, "a_kind_of_the_future": {"x": 1}},
    ],
)
def test_what_is_nothing_for_us(update: Json) -> None:
    assert read_or_none(valid(update)) is None


def test_a_malformed_update_raises() -> None:
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
        READER.read(wrap({"update_id": 1, "message": {"chat": 3}}, bot="42", received=TAKEN).body)
