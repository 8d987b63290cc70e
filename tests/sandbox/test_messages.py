"""Edits, deletions, pins, replies, topics, forwards and copies."""

from __future__ import annotations

from tests.sandbox.stage import Stage, button, keyboard


async def test_edit_changes_text_and_drops_the_keyboard(stage: Stage) -> None:
    sent = await stage.text(reply_markup=keyboard(button()))
    edited = await stage.ok("editMessageText", chat_id=-1001, message_id=sent["message_id"], text="新")
    assert (edited["text"], "reply_markup" in edited, "edit_date" in edited) == ("新", False, True)
    assert (await stage.staff.messages())[-1].edited


async def test_identical_edit_is_400(stage: Stage) -> None:
    sent = await stage.text("<b>a</b>", parse_mode="HTML", reply_markup=keyboard(button()))
    same = {"chat_id": -1001, "message_id": sent["message_id"], "reply_markup": keyboard(button())}
    code, reason = await stage.refused("editMessageText", **same, text="<b>a</b>", parse_mode="HTML")
    assert code == 400
    assert reason.startswith("Bad Request: message is not modified: specified new message content and reply markup")
    assert (await stage.refused("editMessageReplyMarkup", **same))[1] == reason
    await stage.ok("editMessageText", **same, text="a")


async def test_edit_of_a_missing_or_foreign_message_is_400(stage: Stage) -> None:
    missing = await stage.refused("editMessageText", chat_id=-1001, message_id=99, text="x")
    assert missing == (400, "Bad Request: message to edit not found")
    said = await stage.wang.says(stage.staff, "mine")
    foreign = await stage.refused("editMessageText", chat_id=-1001, message_id=said.id, text="x")
    assert foreign == (400, "Bad Request: message can't be edited")


async def test_edit_of_a_picture_as_text_is_400(stage: Stage) -> None:
    await stage.wang.sends(stage.staff, "photo")
    file_id = (await stage.world.ask("files"))["files"][0]["file_id"]
    sent = await stage.ok("sendPhoto", chat_id=-1001, photo=file_id, reply_markup=keyboard(button()))
    refused = await stage.refused("editMessageText", chat_id=-1001, message_id=sent["message_id"], text="x")
    assert refused == (400, "Bad Request: there is no text in the message to edit")
    edited = await stage.ok("editMessageReplyMarkup", chat_id=-1001, message_id=sent["message_id"])
    assert "reply_markup" not in edited
    assert edited["photo"]


async def test_keyboard_alone_can_be_edited(stage: Stage) -> None:
    sent = await stage.text()
    markup = keyboard(button("去不了", "7:no"))
    params = {"chat_id": -1001, "message_id": sent["message_id"], "reply_markup": markup}
    assert (await stage.ok("editMessageReplyMarkup", **params))["reply_markup"] == markup


async def test_delete(stage: Stage) -> None:
    sent = await stage.text()
    await stage.ok("deleteMessage", chat_id=-1001, message_id=sent["message_id"])
    assert await stage.staff.messages() == []
    refused = await stage.refused("deleteMessage", chat_id=-1001, message_id=sent["message_id"])
    assert refused == (400, "Bad Request: message to delete not found")


async def test_delete_after_48_hours_is_400(stage: Stage) -> None:
    sent = await stage.text()
    await stage.world.clock(48 * 3600 + 60)
    assert (await stage.refused("deleteMessage", chat_id=-1001, message_id=sent["message_id"]))[0] == 400


async def test_delete_of_others_needs_the_right(stage: Stage) -> None:
    said = await stage.wang.says(stage.staff, "x")
    await stage.staff.bot_becomes("member")
    assert (await stage.refused("deleteMessage", chat_id=-1001, message_id=said.id))[0] == 400


async def test_pin_and_unpin(stage: Stage) -> None:
    sent = await stage.text("#1")
    params = {"chat_id": -1001, "message_id": sent["message_id"]}
    await stage.ok("pinChatMessage", **params, disable_notification=True)
    assert (await stage.staff.pins("#1")).silent
    assert (await stage.staff.messages())[0].pinned
    [update] = await stage.heard()
    assert update["message"]["pinned_message"]["message_id"] == sent["message_id"]
    assert (await stage.ok("getChat", chat_id=-1001))["pinned_message"]["text"] == "#1"
    await stage.ok("pinChatMessage", **params)
    assert len(await stage.staff.messages()) == 2, "a second pin says nothing"
    await stage.ok("unpinChatMessage", chat_id=-1001)
    assert not (await stage.staff.messages())[0].pinned
    assert (await stage.refused("unpinChatMessage", **params))[0] == 400
    assert (await stage.refused("unpinChatMessage", chat_id=-1001))[0] == 400
    assert (await stage.refused("pinChatMessage", chat_id=-1001, message_id=99))[0] == 400


async def test_reply(stage: Stage) -> None:
    said = await stage.wang.says(stage.staff, "3号楼电梯困人")
    sent = await stage.text(reply_parameters={"message_id": said.id})
    assert sent["reply_to_message"]["text"] == "3号楼电梯困人"
    assert (await stage.staff.messages())[-1].reply_to == said.id


async def test_reply_to_a_missing_message(stage: Stage) -> None:
    refused = await stage.refused("sendMessage", chat_id=-1001, text="x", reply_parameters={"message_id": 99})
    assert refused == (400, "Bad Request: message to be replied not found")
    sent = await stage.text(reply_parameters={"message_id": 99, "allow_sending_without_reply": True})
    assert "reply_to_message" not in sent
    for wrong in ({}, {"message_id": "1"}, {"message_id": 1, "colour": 1}):
        assert (await stage.refused("sendMessage", chat_id=-1001, text="x", reply_parameters=wrong))[0] == 400


async def test_topics(stage: Stage) -> None:
    forum = await stage.world.group(-1007, "论坛", members=[stage.wang], bot="administrator", topics={12: "值班"})
    sent = await stage.text(chat=-1007, message_thread_id=12)
    assert (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"]) == (12, True, True)
    said = await stage.wang.says(forum, "在", topic=12)
    assert (said.topic, said.reply_to) == (12, None)
    [update] = await stage.heard()
    assert update["message"]["reply_to_message"]["forum_topic_created"]["name"] == "值班"
    answer = await stage.text(chat=-1007, reply_parameters={"message_id": said.id})
    assert answer["message_thread_id"] == 12
    for chat, thread in ((-1007, 13), (-1001, 12), (-1007, 1)):
        refused = await stage.refused("sendMessage", chat_id=chat, text="x", message_thread_id=thread)
        assert refused == (400, "Bad Request: message thread not found")


async def test_forward_and_copy(stage: Stage) -> None:
    said = await stage.wang.says(stage.staff, "原话")
    other = await stage.world.group(-1002, "指挥群", bot="member")
    source = {"from_chat_id": -1001, "message_id": said.id}
    sent = await stage.ok("forwardMessage", chat_id=other.id, **source)
    assert (sent["text"], sent["forward_origin"]["sender_user"]["id"]) == ("原话", 1001)
    await stage.ok("copyMessage", chat_id=other.id, **source, reply_markup=keyboard(button()))
    assert [message.text for message in await other.messages()] == ["原话", "原话"]
    assert (await other.messages())[-1].buttons == [["收到"]]
    refused = await stage.refused("forwardMessage", chat_id=other.id, from_chat_id=-1001, message_id=99)
    assert refused == (400, "Bad Request: message to forward not found")


async def test_silent_is_seen(stage: Stage) -> None:
    await stage.text("quiet", disable_notification=True)
    await stage.text("loud")
    assert [message.silent for message in await stage.staff.messages()] == [True, False]


async def test_numbers_and_dates_rise(stage: Stage) -> None:
    first = await stage.text()
    await stage.world.clock(600)
    second = await stage.text()
    assert second["message_id"] == first["message_id"] + 1
    assert 600 <= second["date"] - first["date"] <= 602


async def test_location_and_action(stage: Stage) -> None:
    sent = await stage.ok("sendLocation", chat_id=-1001, latitude=22.5, longitude="113.9")
    assert sent["location"] == {"latitude": 22.5, "longitude": 113.9}
    await stage.ok("sendChatAction", chat_id=-1001, action="typing")
    assert (await stage.refused("sendChatAction", chat_id=-1001, action="dancing"))[0] == 400
