"""What goes out to a member of staff, and what becomes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.platforms.wecom import Wecom
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_budget import Budget
from bot.talk.message import Address, Button, Content, Delivery, Drawn, Incoming, Priority
from bot.talk.platform import GoneError, Platform, PlatformError
from tests.platforms.qyapi import AGENT, SECRET, Answer, Qyapi, Seconds, body, cut, no, yes

WANG = Address(platform="wecom", chat="wangqiang")
BUTTONS = ((Button(text="收到", data="abcdefgh:ack"), Button(text="出发", data="abcdefgh:go")),)
SHORT = "#7 电梯困人\n3号楼2单元"
LONG = "#7 电梯困人\n" + "三" * 200
CARD = Drawn(text=SHORT, buttons=BUTTONS, serial="abcdefgh-1-s1")
PHOTO = Content(name="现场.jpg", data=b"\xff\xd8\xff" + b"x" * 20)


@pytest.fixture
def budget(seconds: Seconds) -> Budget:
    return Budget(monotonic=seconds)


@pytest.fixture
def wecom(client: Api, budget: Budget) -> Wecom:
    def reader(raw: bytes) -> Incoming | None:
        return json.loads(raw)  # type: ignore[no-any-return]

    return Wecom(client, submit="确定", budget=budget, reader=reader)


def kinds(qyapi: Qyapi) -> list[str]:
    """The msgtypes that were sent."""
    return [one["msgtype"] for one in qyapi.asked("message/send")]


async def test_words_are_one_text(qyapi: Qyapi, wecom: Wecom) -> None:
    sent = await wecom.send(WANG, Drawn(text="<b>王强</b> 已到场", serial="abcdefgh-1-s1"))
    assert (sent.delivery, sent.message) == (Delivery.SENT, "abcdefgh-1-s1/")
    text = {"touser": "wangqiang", "agentid": AGENT, "msgtype": "text", "text": {"content": "王强 已到场"}}
    assert qyapi.asked("message/send") == [text]
    platform: Platform = wecom
    assert platform.read(b"null") is None


async def test_a_card_has_its_serial_as_task_and_brings_its_code(qyapi: Qyapi, wecom: Wecom) -> None:
    sent = await wecom.send(WANG, CARD)
    assert (sent.delivery, sent.message) == (Delivery.SENT, "abcdefgh-1-s1/RC1")
    card = qyapi.asked("message/send")[0]["template_card"]
    assert (card["task_id"], [one["key"] for one in card["button_list"]]) == (
        "abcdefgh-1-s1",
        ["abcdefgh:ack", "abcdefgh:go"],
    )


async def test_an_emergency_is_text_that_is_not_shown_twice_and_then_the_card(qyapi: Qyapi, wecom: Wecom) -> None:
    await wecom.send(WANG, replace(CARD, priority=Priority.EMERGENCY, once=True))
    text, card = qyapi.asked("message/send")
    assert (text["enable_duplicate_check"], text["duplicate_check_interval"]) == (1, 1800)
    assert text["text"] == {"content": SHORT}
    assert "enable_duplicate_check" not in card
    await wecom.send(WANG, Drawn(text=LONG, buttons=BUTTONS, priority=Priority.CHASE))
    assert kinds(qyapi) == ["text", "template_card"] * 2
    assert "enable_duplicate_check" not in qyapi.asked("message/send")[2]


async def test_only_words_that_name_their_version_are_shown_once(qyapi: Qyapi, wecom: Wecom) -> None:
    await wecom.send(WANG, replace(CARD, priority=Priority.EMERGENCY))
    await wecom.send(WANG, Drawn(text="三" * 1000, once=True, priority=Priority.EMERGENCY))
    posted = qyapi.asked("message/send")
    assert len(posted) == 4
    assert not any("enable_duplicate_check" in one for one in posted)


@pytest.mark.parametrize("name", ["invaliduser", "unlicenseduser"])
async def test_a_yes_that_leaves_the_member_out_is_no_delivery(qyapi: Qyapi, wecom: Wecom, name: str) -> None:
    qyapi.plan("message/send", yes(msgid="M1", **{name: "wangqiang"}))
    sent = await wecom.send(WANG, replace(CARD, priority=Priority.EMERGENCY))
    assert (sent.delivery, bool(sent.reason), len(qyapi.asked("message/send"))) == (Delivery.LOST, True, 1)


@pytest.mark.parametrize(
    ("answer", "delivery"),
    [
        (no(81013), Delivery.LOST),
        (no(40058), Delivery.NEVER),
        (no(-1), Delivery.LATER),
        (no(40014), Delivery.LATER),
        (no(60020), Delivery.LATER),
        (no(45009), Delivery.LATER),
        (body(b"", status=403), Delivery.LATER),
        (body(b"", status=503), Delivery.UNCLEAR),
        (cut, Delivery.UNCLEAR),
    ],
)
async def test_failures_in_our_words(qyapi: Qyapi, wecom: Wecom, answer: Answer, delivery: Delivery) -> None:
    qyapi.always["message/send"] = answer
    sent = await wecom.send(WANG, CARD)
    assert (sent.delivery, bool(sent.reason)) == (delivery, True)
    assert SECRET not in repr(sent)


async def test_a_set_up_fault_is_the_problem_until_something_goes_out(qyapi: Qyapi, wecom: Wecom) -> None:
    qyapi.plan("message/send", no(60020, "from ip: 203.0.113.7"), no(81013))
    assert (await wecom.send(WANG, CARD)).everybody
    assert "203.0.113.7" in wecom.problem
    await wecom.send(WANG, CARD)
    assert wecom.problem
    await wecom.send(WANG, CARD)
    assert wecom.problem == ""


@pytest.mark.parametrize("code", [60011, 50002])
async def test_who_is_out_of_sight_holds_nobody_else(qyapi: Qyapi, wecom: Wecom, code: int) -> None:
    qyapi.plan("message/send", no(code))
    sent = await wecom.send(WANG, CARD)
    assert (sent.delivery, sent.everybody, str(code) in sent.reason) == (Delivery.LOST, False, True)
    assert wecom.problem == ""


@pytest.mark.parametrize("failure", [no(45033), cut])
async def test_after_a_failed_card_the_text_is_not_sent_again(qyapi: Qyapi, wecom: Wecom, failure: Answer) -> None:
    urgent = replace(CARD, priority=Priority.EMERGENCY)
    qyapi.plan("message/send", yes(msgid="M1"), *[failure] * 3)
    await wecom.send(WANG, urgent)
    qyapi.planned["message/send"].clear()
    before = len(qyapi.calls)
    other = replace(WANG, chat="lidian")
    for to, serial in ((WANG, "abcdefgh-1-s2"), (WANG, "abcdefgh-2-s1"), (other, "abcdefgh-1-s2")):
        assert (await wecom.send(to, replace(urgent, serial=serial))).delivery is Delivery.SENT
    again = [call.body["msgtype"] for call in qyapi.calls[before:]]
    assert again == ["template_card", "text", "template_card", "text", "template_card"]
    await wecom.send(WANG, replace(urgent, serial="abcdefgh-1-s3"))
    assert kinds(qyapi)[-2:] == ["text", "template_card"]


async def test_over_the_budget_nothing_goes_and_the_wait_is_said(
    qyapi: Qyapi, wecom: Wecom, budget: Budget, seconds: Seconds
) -> None:
    budget.prime("wangqiang", 19)
    sent = await wecom.send(WANG, CARD)
    assert (sent.delivery, sent.wait, sent.everybody) == (Delivery.LATER, 61, False)
    assert (await wecom.send(WANG, replace(CARD, priority=Priority.ANSWER))).delivery is Delivery.SENT
    seconds.at += 61
    assert (await wecom.send(WANG, CARD)).delivery is Delivery.SENT
    assert len(qyapi.asked("message/send")) == 2


async def test_a_card_is_changed_by_its_code(qyapi: Qyapi, wecom: Wecom) -> None:
    sent = await wecom.edit(WANG, "abcdefgh-1-s1/RC1", replace(CARD, serial="abcdefgh-2-e1"))
    assert (sent.delivery, sent.message) == (Delivery.SENT, "abcdefgh-1-s1/")
    (change,) = qyapi.asked("message/update_template_card")
    assert (change["userids"], change["agentid"], change["response_code"]) == (["wangqiang"], AGENT, "RC1")
    assert "task_id" not in change["template_card"]
    assert qyapi.asked("message/send") == []


async def test_a_change_of_a_long_card_shows_what_is_new(qyapi: Qyapi, wecom: Wecom) -> None:
    lines = ["#7 火灾", *(f"{lane} 收到 " + "做" * 40 for lane in "ABCDEF")]
    sent = await wecom.send(WANG, replace(CARD, text="\n".join(lines)))
    lines[6] = lines[6].replace("收到", "到场")
    await wecom.edit(WANG, sent.message, replace(CARD, text="\n".join(lines), serial="abcdefgh-2-e1"))
    (change,) = qyapi.asked("message/update_template_card")
    assert "F 到场" in change["template_card"]["sub_title_text"]
    assert kinds(qyapi) == ["text", "template_card"]


@pytest.mark.parametrize(
    ("message", "answer"), [("t1/", yes()), ("t1", yes()), ("t1/RC1", no(60140)), ("t1/RC1", no(42014))]
)
async def test_a_spent_code_makes_a_new_card(qyapi: Qyapi, wecom: Wecom, message: str, answer: Answer) -> None:
    qyapi.plan("message/update_template_card", answer)
    sent = await wecom.edit(WANG, message, replace(CARD, serial="abcdefgh-2-e1"))
    assert (sent.delivery, sent.message) == (Delivery.SENT, "abcdefgh-2-e1/RC1")


async def test_a_change_whose_answer_was_lost_makes_no_second_card(qyapi: Qyapi, wecom: Wecom) -> None:
    qyapi.plan("message/update_template_card", cut, no(60140), no(60140))
    for number, delivery in enumerate((Delivery.UNCLEAR, Delivery.SENT), start=1):
        sent = await wecom.edit(WANG, "t1/RC1", replace(CARD, serial=f"abcdefgh-2-e{number}"))
        assert sent.delivery is delivery
    assert (sent.message, qyapi.asked("message/send")) == ("t1/", [])
    await wecom.edit(WANG, "t1/RC1", replace(CARD, serial="abcdefgh-3-e1"))
    assert len(qyapi.asked("message/send")) == 1


async def test_what_else_becomes_of_a_change(qyapi: Qyapi, wecom: Wecom, seconds: Seconds) -> None:
    many = tuple(Button(text=str(number), data=f"abcdefgh:{number}") for number in range(28))
    assert (await wecom.edit(WANG, "t1/RC1", replace(CARD, buttons=(many,)))).delivery is Delivery.SENT
    assert kinds(qyapi) == ["text"]
    answers = {yes(invaliduser=["wangqiang"]): Delivery.LOST, no(45009): Delivery.LATER, cut: Delivery.UNCLEAR}
    for answer, delivery in answers.items():
        qyapi.plan("message/update_template_card", answer)
        sent = await wecom.edit(WANG, "t1/RC1", CARD)
        assert (sent.delivery, sent.everybody) == (delivery, False)
        seconds.at += 61


@pytest.mark.parametrize(
    ("file", "content", "msgtype"),
    [
        ("photo:AgAD", PHOTO, "image"),
        ("photo:AgAD", Content(name="", data=b"\x89PNG" + b"x" * 20), "image"),
        ("photo:AgAD", Content(name="x.webp", data=b"RIFF" + b"x" * 20), "file"),
        ("voice:AwAD", Content(name="x.amr", data=b"#!AMR\nxxx"), "voice"),
        ("voice:AwAD", Content(name="x.ogg", data=b"OggSxxxxxx"), "file"),
        ("video:BAAD", Content(name="x.mp4", data=b"\0\0\0\x18ftypmp42xxxx"), "video"),
        ("document:BQAD", Content(name="R5.pdf", data=b"%PDF-1.7"), "file"),
        ("sticker:CAAD", Content(name="x.webp", data=b"RIFFxxxx"), "file"),
    ],
)
async def test_a_file_is_uploaded_and_sent_with_its_words(
    qyapi: Qyapi, wecom: Wecom, file: str, content: Content, msgtype: str
) -> None:
    sent = await wecom.send(WANG, Drawn(text="现场照片", file=file, content=content))
    assert sent.delivery is Delivery.SENT
    words, media = qyapi.asked("message/send")
    assert words["text"]["content"] == "现场照片"
    assert media[msgtype] == {"media_id": "media-1"}
    (uploaded,) = (call for call in qyapi.calls if call.path == "media/upload")
    assert uploaded.query["type"] == msgtype
    assert content.data in uploaded.raw
    assert f'filename="{content.name or "image.png"}"'.encode() in uploaded.raw


async def test_files_without_bytes(qyapi: Qyapi, wecom: Wecom) -> None:
    for file, text in (("photo:wecom/3a8k", ""), ("location:22.5,113.9", "西门"), ("photo:AgAD", "照片")):
        qyapi.calls.clear()
        sent = await wecom.send(WANG, Drawn(text=text, file=file))
        posted: list[dict[str, Any]] = qyapi.asked("message/send")
        if file == "photo:wecom/3a8k":
            assert [one["image"] for one in posted] == [{"media_id": "3a8k"}]
        elif text == "西门":
            assert [one["text"]["content"] for one in posted] == ["西门\n22.5,113.9"]
        else:
            assert (sent.delivery, len(posted)) == (Delivery.NEVER, 1)
    tiny = Drawn(text="x", file="document:BQAD", content=Content(name="x", data=b"1"))
    assert (await wecom.send(WANG, tiny)).delivery is Delivery.NEVER
    assert (await wecom.send(WANG, Drawn(text=" "))).delivery is Delivery.NEVER


async def test_an_answer_to_a_press_is_a_message(qyapi: Qyapi, wecom: Wecom) -> None:
    await wecom.answer("wangqiang", "已记下 <7>", alert=True, start="n1-x")
    (posted,) = qyapi.asked("message/send")
    assert (posted["touser"], posted["text"]["content"]) == ("wangqiang", "已记下 <7>")
    qyapi.plan("message/send", no(81013))
    with pytest.raises(PlatformError):
        await wecom.answer("wangqiang", "x", alert=False)


async def test_a_file_is_fetched_until_it_has_expired(qyapi: Qyapi, wecom: Wecom) -> None:
    qyapi.plan("media/get", body(b"x", headers={"Content-Disposition": 'attachment; filename="a.jpg"'}), no(40007))
    assert await wecom.fetch("photo:wecom/3a8k") == Content(name="a.jpg", data=b"x")
    with pytest.raises(GoneError):
        await wecom.fetch("photo:wecom/3a8k")
    with pytest.raises(PlatformError):
        await wecom.fetch("photo:AgAD")


async def test_a_file_with_a_refusal_nobody_knows_may_come_later(qyapi: Qyapi, wecom: Wecom) -> None:
    qyapi.plan(
        "media/get", no(999999), body(b"x" * 22_000_000, headers={"Content-Disposition": "attachment; filename=a"})
    )
    with pytest.raises(PlatformError) as caught:
        await wecom.fetch("photo:wecom/3a8k")
    assert not isinstance(caught.value, GoneError)
    with pytest.raises(GoneError):
        await wecom.fetch("photo:wecom/3a8k")


async def test_there_are_no_pins_and_nothing_to_leave(qyapi: Qyapi, wecom: Wecom) -> None:
    assert (await wecom.pin(WANG, "t1/RC1", pinned=True)).delivery is Delivery.UNCHANGED
    await wecom.leave(WANG)
    assert (qyapi.calls, wecom.shape.pins, wecom.shape.renews, wecom.shape.toasts) == ([], False, True, False)
