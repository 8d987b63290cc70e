"""Keyboards: what stays on the message and what is refused."""

from __future__ import annotations

import pytest

from tests.sandbox.stage import Stage, button, keyboard


async def test_inline_keyboard_stays_on_the_message(stage: Stage) -> None:
    rows = [[button(), {"text": "电话", "url": "https://a.cn"}], [{"text": "抄", "copy_text": {"text": "119"}}]]
    sent = await stage.text(reply_markup={"inline_keyboard": rows})
    assert sent["reply_markup"] == {"inline_keyboard": rows}


async def test_data_of_64_bytes_is_the_longest(stage: Stage) -> None:
    await stage.text(reply_markup=keyboard(button(data="a" * 64)))
    refused = await stage.refused("sendMessage", chat_id=-1001, text="x", reply_markup=keyboard(button(data="电" * 22)))
    assert refused == (400, "Bad Request: BUTTON_DATA_INVALID")
    refused = await stage.refused("sendMessage", chat_id=-1001, text="x", reply_markup=keyboard(button(data="")))
    assert refused == (400, "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "", "callback_data": "1"},
        {"text": " ", "callback_data": "1"},
        {"callback_data": "1"},
        {"text": "x"},
        {"text": "x", "callback_data": "1", "url": "https://a.cn"},
        {"text": "x", "callback_data": "1", "colour": "red"},
        {"text": "x", "callback_data": "1", "style": "red"},
        {"text": "x", "url": "javascript:1"},
        {"text": "x", "copy_text": {"text": ""}},
        {"text": "x", "callback_data": 1},
    ],
)
async def test_wrong_button_is_400(stage: Stage, wrong: dict[str, object]) -> None:
    assert (await stage.refused("sendMessage", chat_id=-1001, text="x", reply_markup=keyboard(wrong)))[0] == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"inline_keyboard": {}},
        {"inline_keyboard": [{"text": "x"}]},
        {"inline_keyboard": [[button()]], "selective": True},
        {"inline_keyboard": [[button()] * 9]},
        {"inline_keyboard": [[button()]] * 101},
        {"force_reply": False},
        {"keyboard": [[{"text": ""}]]},
        {"keyboard": [["a"]], "colour": 1},
    ],
)
async def test_wrong_keyboard_is_400(stage: Stage, wrong: dict[str, object]) -> None:
    assert (await stage.refused("sendMessage", chat_id=-1001, text="x", reply_markup=wrong))[0] == 400


@pytest.mark.parametrize(
    "markup",
    [
        {"keyboard": [["是", {"text": "否"}]], "one_time_keyboard": True},
        {"remove_keyboard": True},
        {"force_reply": True, "selective": True},
        {"inline_keyboard": []},
    ],
)
async def test_other_keyboards_leave_no_trace(stage: Stage, markup: dict[str, object]) -> None:
    assert "reply_markup" not in await stage.text(reply_markup=markup)


async def test_an_edit_takes_inline_keyboards_only(stage: Stage) -> None:
    sent = await stage.text()
    params = {"chat_id": -1001, "message_id": sent["message_id"], "text": "y", "reply_markup": {"force_reply": True}}
    assert (await stage.refused("editMessageText", **params))[0] == 400
