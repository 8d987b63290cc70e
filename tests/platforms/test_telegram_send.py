"""What goes out, and what each answer of the server means for it."""

from __future__ import annotations

import json
import socket

import pytest

from bot.platforms.telegram import Telegram
from bot.talk.message import Address, Button, Delivery, Drawn, Sent
from bot.talk.platform import Platform, PlatformError
from tests.platforms.bot_api import TOKEN, Answer, BotApi, body, cut, refusal, result, silent, started

GROUP = Address(platform="telegram", chat="-1001")
TOPIC = Address(platform="telegram", chat="-1001", thread="12")
TEXT = Drawn(text="<b>#7</b> 3号楼")


def test_it_is_a_platform() -> None:
    platform: Platform = Telegram(TOKEN, "http://127.0.0.1:1")
    assert platform.name == "telegram"


async def test_a_message_with_all_it_can_have(telegram: Telegram, api: BotApi) -> None:
    drawn = Drawn(
        text="<b>#7</b>", buttons=((Button(text="收到", data="c7:ack"),),), reply_to="70", quiet=True
    )  # fmt: skip
    sent = await telegram.send(TOPIC, drawn)
    assert sent == Sent(delivery=Delivery.SENT, message="501")
    form = api.asked("sendMessage")[0]
    assert (form["chat_id"], form["message_thread_id"], form["text"]) == ("-1001", "12", "<b>#7</b>")
    assert (form["parse_mode"], form["disable_notification"]) == ("HTML", "true")
    assert json.loads(form["link_preview_options"]) == {"is_disabled": True}
    assert json.loads(form["reply_parameters"]) == {"message_id": 70, "allow_sending_without_reply": True}
    assert json.loads(form["reply_markup"]) == {"inline_keyboard": [[{"text": "收到", "callback_data": "c7:ack"}]]}


async def test_a_plain_message_has_no_more_than_it_needs(telegram: Telegram, api: BotApi) -> None:
    await telegram.send(GROUP, TEXT)
    assert set(api.asked("sendMessage")[0]) == {
        "chat_id", "text", "parse_mode", "disable_notification", "link_preview_options"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "method", "given"),
    [
        ("photo:p", "sendPhoto", {"photo": "p", "caption": TEXT.text, "parse_mode": "HTML"}),
        ("voice:v", "sendVoice", {"voice": "v", "caption": TEXT.text}),
        ("audio:a", "sendAudio", {"audio": "a", "caption": TEXT.text}),
        ("video:v", "sendVideo", {"video": "v", "caption": TEXT.text}),
        ("document:d", "sendDocument", {"document": "d", "caption": TEXT.text}),
        ("sticker:s", "sendSticker", {"sticker": "s"}),
        ("video_note:n", "sendVideoNote", {"video_note": "n"}),
        ("location:22.5,114.25", "sendLocation", {"latitude": "22.5", "longitude": "114.25"}),
        ("contact:+86138", "sendContact", {"phone_number": "+86138"}),
    ],
)
async def test_a_file(telegram: Telegram, api: BotApi, file: str, method: str, given: dict[str, str]) -> None:
    sent = await telegram.send(GROUP, Drawn(text=TEXT.text, file=file))
    assert sent.delivery is Delivery.SENT
    form = api.asked(method)[0]
    assert given.items() <= form.items()
    assert ("caption" in form) == ("caption" in given)


async def test_a_location_that_is_none_is_refused_for_good(telegram: Telegram, api: BotApi) -> None:
    sent = await telegram.send(GROUP, Drawn(text="x", file="location:here"))
    assert sent.delivery is Delivery.NEVER
    assert api.asked("sendLocation") == []


async def test_a_caption_is_cut_shorter_than_a_text(telegram: Telegram, api: BotApi) -> None:
    await telegram.send(GROUP, Drawn(text="水" * 2000, file="photo:p"))
    await telegram.send(GROUP, Drawn(text="水" * 5000))
    assert len(api.asked("sendPhoto")[0]["caption"]) == 1023
    assert len(api.asked("sendMessage")[0]["text"]) == 4095


ERRORS: list[tuple[Answer, Sent]] = [
    (
        refusal(400, "Bad Request: can't parse entities: unsupported start tag"),
        Sent(delivery=Delivery.NEVER, reason="the text's HTML is wrong"),
    ),
    (
        refusal(400, "Bad Request: a refusal nobody knows"),
        Sent(delivery=Delivery.NEVER, reason="the server refuses the message"),
    ),
    (
        refusal(400, "Bad Request: chat not found"),
        Sent(delivery=Delivery.LOST, reason="the chat is not known to the bot"),
    ),
    (
        refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
        Sent(delivery=Delivery.NEVER, reason="the bot has no right to do this in the chat"),
    ),
    (
        refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1007),
        Sent(delivery=Delivery.MOVED, moved_to="-1007", reason="the group has a new id"),
    ),
    (
        refusal(403, "Forbidden: bot was blocked by the user"),
        Sent(delivery=Delivery.LOST, reason="the bot was removed, blocked or never started there"),
    ),
    (
        refusal(429, "Too Many Requests: retry after 17", retry_after=17),
        Sent(delivery=Delivery.LATER, wait=17.0, reason="too many messages to this chat"),
    ),
    (
        body(b"<html>slow down</html>", status=429),
        Sent(delivery=Delivery.LATER, reason="too many messages to this chat"),
    ),
    (
        refusal(401, "Unauthorized"),
        Sent(delivery=Delivery.LATER, everybody=True, reason="the server refuses the bot's token"),
    ),
    (refusal(404, "Not Found"), Sent(delivery=Delivery.LATER, reason="the server does not know this call")),
    (refusal(500, "Internal Server Error"), Sent(delivery=Delivery.LATER, reason="the server can't do it now")),
    (body(b"<html>502</html>", status=502), Sent(delivery=Delivery.LATER, reason="the server can't do it now")),
    # A proxy's own page says nothing about the chat: it must not be taken for lost.
    (body(b"<html>no</html>", status=403), Sent(delivery=Delivery.LATER, reason="the server can't do it now")),
    (cut, Sent(delivery=Delivery.UNCLEAR, reason="no clear answer from the server")),
    (body(b"<html>hello</html>"), Sent(delivery=Delivery.UNCLEAR, reason="no clear answer from the server")),
    (body(b'{"ok":true}'), Sent(delivery=Delivery.UNCLEAR, reason="no clear answer from the server")),
    (result({"unexpected": 1}), Sent(delivery=Delivery.UNCLEAR, reason="no clear answer from the server")),
]


@pytest.mark.parametrize(("answer", "sent"), ERRORS)
async def test_what_an_answer_means(telegram: Telegram, api: BotApi, answer: Answer, sent: Sent) -> None:
    api.plan("sendMessage", answer)
    assert await telegram.send(GROUP, TEXT) == sent
    assert len(api.asked("sendMessage")) == 1  # trying again is the outbox's business


async def test_no_answer_in_time_is_unclear(api: BotApi) -> None:
    async with started(api, total=0.3) as telegram:
        api.plan("sendMessage", silent)
        sent = await telegram.send(GROUP, TEXT)
    assert sent.delivery is Delivery.UNCLEAR
    assert len(api.asked("sendMessage")) == 1


async def test_no_connection_is_later() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # bound, not listening: a connection is refused
        telegram = Telegram(TOKEN, f"http://127.0.0.1:{reserved.getsockname()[1]}")
        with pytest.raises(PlatformError, match="no connection to the server"):
            await telegram.start()


async def test_losing_the_server_later_is_later_too(api: BotApi) -> None:
    async with started(api) as telegram:
        await api.stop()
        await telegram.send(GROUP, TEXT)  # may still go into the old connection, and then it is unclear
        sent = await telegram.send(GROUP, TEXT)
    assert sent == Sent(delivery=Delivery.LATER, reason="no connection to the server")


async def test_a_topic_that_is_gone_is_left_out_once(telegram: Telegram, api: BotApi) -> None:
    gone = refusal(400, "Bad Request: message thread not found")
    api.plan("sendMessage", gone)
    assert (await telegram.send(TOPIC, TEXT)).delivery is Delivery.SENT
    assert [form.get("message_thread_id") for form in api.asked("sendMessage")] == ["12", None]
    api.plan("sendMessage", gone, gone)
    assert (await telegram.send(TOPIC, TEXT)).delivery is Delivery.NEVER
    assert len(api.asked("sendMessage")) == 4


async def test_a_refused_token_is_marked_until_it_works_again(telegram: Telegram, api: BotApi) -> None:
    api.plan("sendMessage", refusal(401, "Unauthorized"))
    await telegram.send(GROUP, TEXT)
    assert telegram.problem == "the server refuses the bot's token"
    api.plan("sendMessage", refusal(404, "Not Found"))
    await telegram.send(GROUP, TEXT)
    assert telegram.problem == "the server refuses the bot's token"
    await telegram.send(GROUP, TEXT)
    assert telegram.problem == ""


async def test_an_edit(telegram: Telegram, api: BotApi) -> None:
    sent = await telegram.edit(GROUP, "70", TEXT)
    assert sent == Sent(delivery=Delivery.SENT, message="70")
    form = api.asked("editMessageText")[0]
    assert (form["chat_id"], form["message_id"], form["text"], form["parse_mode"]) == ("-1001", "70", TEXT.text, "HTML")
    assert "reply_markup" not in form  # without buttons the old ones go


@pytest.mark.parametrize(
    ("file", "method"), [("photo:p", "editMessageCaption"), ("sticker:s", "editMessageReplyMarkup")]
)
async def test_an_edit_of_a_file(telegram: Telegram, api: BotApi, file: str, method: str) -> None:
    await telegram.edit(GROUP, "70", Drawn(text="x", file=file))
    assert [name for name, _ in api.calls] == ["getMe", method]


@pytest.mark.parametrize(
    ("description", "sent"),
    [
        (
            "message is not modified: specified new message content and reply markup are exactly the same",
            Sent(delivery=Delivery.UNCHANGED, message="70"),
        ),
        ("message to edit not found", Sent(delivery=Delivery.NEVER, reason="the message to change is gone")),
        ("message can't be edited", Sent(delivery=Delivery.NEVER, reason="the message can't be changed any more")),
    ],
)
async def test_what_a_refused_edit_means(telegram: Telegram, api: BotApi, description: str, sent: Sent) -> None:
    api.plan("editMessageText", refusal(400, f"Bad Request: {description}"))
    assert await telegram.edit(GROUP, "70", TEXT) == sent


async def test_pinning_and_unpinning(telegram: Telegram, api: BotApi) -> None:
    assert await telegram.pin(GROUP, "70", pinned=True) == Sent(delivery=Delivery.SENT, message="70")
    assert api.asked("pinChatMessage")[0]["disable_notification"] == "true"
    assert await telegram.pin(GROUP, "70", pinned=False) == Sent(delivery=Delivery.SENT, message="70")
    assert api.asked("unpinChatMessage")[0]["message_id"] == "70"


async def test_a_pin_without_the_right(telegram: Telegram, api: BotApi) -> None:
    api.plan("pinChatMessage", refusal(400, "Bad Request: not enough rights to manage pinned messages in the chat"))
    assert await telegram.pin(GROUP, "70", pinned=True) == Sent(
        delivery=Delivery.NEVER, reason="the bot has no right to pin in this chat"
    )


async def test_the_answer_to_a_press(telegram: Telegram, api: BotApi) -> None:
    await telegram.answer("q1", "收到" * 150, alert=True)
    form = api.asked("answerCallbackQuery")[0]
    assert (form["callback_query_id"], form["show_alert"], len(form["text"])) == ("q1", "true", 200)
    assert form["text"].endswith("…")
    assert "url" not in form


async def test_an_answer_that_opens_the_private_chat(telegram: Telegram, api: BotApi) -> None:
    await telegram.answer("q1", "几号房？", alert=False, start="flat-n3")
    form = api.asked("answerCallbackQuery")[0]
    assert form["url"] == f"https://t.me/{telegram.username}?start=flat-n3"


@pytest.mark.parametrize(
    "description",
    ["query is too old and response timeout expired or query ID is invalid", "QUERY_ID_INVALID"],
)
async def test_a_press_that_is_too_old_is_nobodys_fault(telegram: Telegram, api: BotApi, description: str) -> None:
    api.plan("answerCallbackQuery", refusal(400, f"Bad Request: {description}"))
    await telegram.answer("q1", "x", alert=False)
    assert len(api.asked("answerCallbackQuery")) == 1


@pytest.mark.parametrize("answer", [refusal(400, "Bad Request: MESSAGE_TOO_LONG"), refusal(500, "Internal"), cut])
async def test_another_failure_of_an_answer_is_told(telegram: Telegram, api: BotApi, answer: Answer) -> None:
    api.plan("answerCallbackQuery", answer)
    with pytest.raises(PlatformError, match="a press could not be answered"):
        await telegram.answer("q1", "x", alert=False)


async def test_leaving(telegram: Telegram, api: BotApi) -> None:
    api.plan("leaveChat", result(value=True), refusal(403, "Forbidden: bot is not a member of the supergroup chat"))
    await telegram.leave(GROUP)
    await telegram.leave(GROUP)
    assert [form["chat_id"] for form in api.asked("leaveChat")] == ["-1001", "-1001"]
    api.plan("leaveChat", refusal(500, "Internal Server Error"))
    with pytest.raises(PlatformError, match="-1001"):
        await telegram.leave(GROUP)
