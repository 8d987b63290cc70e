"""Addresses, tokens, methods and the types of parameters."""

from __future__ import annotations

import aiogram.methods
import aiohttp
import pytest
from pydantic import ValidationError

from bot.sandbox.methods import COUNTED, METHODS
from bot.sandbox.parameters import SIGNATURES
from tests.sandbox.conform import hold_result, method_model
from tests.sandbox.stage import Stage

DEPRECATED = {"reply_to_message_id", "allow_sending_without_reply", "disable_web_page_preview"}
EPHEMERAL = {"receiver_user_id", "callback_query_id", "ephemeral_message_parameters"}  # of Bot API 10.3, not in use


@pytest.mark.parametrize("method", sorted(METHODS))
def test_parameters_are_those_of_aiogram(method: str) -> None:
    model = method_model(method).model_fields
    ignored = DEPRECATED if method == "answerCallbackQuery" else DEPRECATED | EPHEMERAL
    assert set(SIGNATURES[method].checks) == set(model) - ignored
    required = {name for name, field in model.items() if field.is_required()}
    assert set(SIGNATURES[method].required) == required


def test_tables_name_the_same_methods() -> None:
    assert set(SIGNATURES) == set(METHODS)
    assert set(METHODS) > COUNTED


async def test_unknown_token_is_401(stage: Stage) -> None:
    async with stage.sandbox.session.post(f"{stage.sandbox.url}/bot1:no/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_forgotten_world_is_401(stage: Stage) -> None:
    await stage.world.forget()
    assert (await stage.refused("getMe"))[0] == 401


async def test_unknown_method_is_404(stage: Stage) -> None:
    assert await stage.refused("sendNonsense") == (404, "Not Found: method not found")


async def test_real_method_that_is_not_supported_is_404_too(stage: Stage) -> None:
    assert hasattr(aiogram.methods, "SendDice")
    assert (await stage.refused("sendDice", chat_id=-1001))[0] == 404


async def test_unknown_parameter_is_400(stage: Stage) -> None:
    code, reason = await stage.refused("sendMessage", chat_id=-1001, text="x", reply_to_message_id=1)
    assert (code, "reply_to_message_id" in reason) == (400, True)


async def test_missing_parameter_is_400(stage: Stage) -> None:
    assert await stage.refused("sendMessage", chat_id=-1001) == (400, "Bad Request: message text is empty")
    assert await stage.refused("sendMessage", text="x") == (400, "Bad Request: chat_id is empty")
    assert (await stage.refused("editMessageText", text="x"))[0] == 400


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": -1001, "text": 5}),
        ("sendMessage", {"chat_id": "somebody", "text": "x"}),
        ("sendMessage", {"chat_id": 1.5, "text": "x"}),
        ("sendMessage", {"chat_id": -1001, "text": "x", "disable_notification": "maybe"}),
        ("sendMessage", {"chat_id": -1001, "text": "x", "reply_markup": "{"}),
        ("sendMessage", {"chat_id": -1001, "text": "x", "reply_markup": "[]"}),
        ("sendMessage", {"chat_id": -1001, "text": "x", "entities": "{}"}),
        ("deleteMessage", {"chat_id": -1001, "message_id": "first"}),
        ("sendLocation", {"chat_id": -1001, "latitude": "north", "longitude": 1}),
        ("sendLocation", {"chat_id": -1001, "latitude": 91, "longitude": 1}),
        ("sendPhoto", {"chat_id": -1001, "photo": 7}),
        ("getUpdates", {"offset": True}),
    ],
)
async def test_wrong_type_is_400(stage: Stage, method: str, params: dict[str, object]) -> None:
    assert (await stage.refused(method, **params))[0] == 400


async def test_lone_surrogate_is_400(stage: Stage) -> None:
    code, reason = await stage.refused("sendMessage", chat_id=-1001, text="a\ud800")
    assert (code, reason) == (400, "Bad Request: strings must be encoded in UTF-8")


async def test_every_way_of_passing_parameters(stage: Stage) -> None:
    address = f"{stage.sandbox.url}/bot{stage.world.token}/sendMessage"
    markup = '{"inline_keyboard":[[{"text":"收到","callback_data":"1"}]]}'
    fields = {"chat_id": "-1001", "text": "一 & 二", "disable_notification": "true", "reply_markup": markup}
    multipart = aiohttp.FormData(fields)
    multipart.add_field("unused", b"x", filename="x.bin")
    session = stage.sandbox.session
    quoted = f"{stage.sandbox.url}/bot{stage.world.token.replace(':', '%3A')}/sendMessage"
    for asked in (
        session.get(address, params=fields),
        session.post(address, data=fields),
        session.post(address, data=multipart),
        session.post(address, json=fields),
        session.post(quoted, params={"chat_id": "-1001"}, data={"text": fields["text"], "reply_markup": markup}),
    ):
        async with asked as answer:
            told = await answer.json()
            assert (answer.status, told["result"]["text"]) == (200, "一 & 二"), told
            assert told["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "收到"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"text=%ff", "application/x-www-form-urlencoded"),
        (b"text", "text/plain"),
    ],
)
async def test_unreadable_body_is_400(stage: Stage, body: bytes, kind: str) -> None:
    address = f"{stage.sandbox.url}/bot{stage.world.token}/sendMessage"
    async with stage.sandbox.session.post(address, data=body, headers={"Content-Type": kind}) as answer:
        assert answer.status == 400


async def test_other_paths_are_404(stage: Stage) -> None:
    async with stage.sandbox.session.get(f"{stage.sandbox.url}/nothing") as answer:
        assert answer.status == 404
    async with stage.sandbox.session.delete(f"{stage.sandbox.url}/bot{stage.world.token}/getMe") as answer:
        assert answer.status == 405


def test_the_yardstick_itself_can_fail() -> None:
    user = {"id": 1, "is_bot": False, "first_name": "x"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "from": user}
    hold_result("sendMessage", message)
    with pytest.raises(AssertionError, match=r"sendMessage\.from\.colour"):
        hold_result("sendMessage", {**message, "from": {**user, "colour": 1}})
    with pytest.raises(ValidationError):
        hold_result("sendMessage", {"message_id": 1})
