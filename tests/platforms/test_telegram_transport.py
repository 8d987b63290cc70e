"""What the transport makes of failures, and that the token stays where it is."""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback
from collections.abc import Awaitable, Callable
from io import BytesIO

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.platforms.proxy import environment_proxy
from bot.platforms.telegram import Telegram
from bot.platforms.telegram_transport import (
    NotDeliveredError,
    SlowDownError,
    Transport,
    UnavailableError,
)
from bot.talk.message import Address, Drawn
from bot.talk.platform import PlatformError
from tests.platforms.bot_api import SECRET, TOKEN, Answer, BotApi, body, cut, refusal, silent, started

GROUP = Address(platform="telegram", chat="-1001")


async def call(api: BotApi, *, total: float = 5.0, url: str = "") -> TelegramError:
    """The error of one call."""
    transport = Transport(TOKEN, url or api.url, total=total)
    await transport.initialize()
    try:
        with pytest.raises(TelegramError) as caught:
            await transport.post("sendMessage")
    finally:
        await transport.shutdown()
    return caught.value


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusal(400, "Bad Request: x"), BadRequest),
        (refusal(500, "Internal Server Error"), UnavailableError),
        (body(b"<html>", status=302), UnavailableError),
        (body(b"[" * 100_000, status=400), UnavailableError),
        (refusal(429, "Too Many Requests", retry_after=3), SlowDownError),
        (cut, NetworkError),
        (body(b"not json"), NetworkError),
        (body(b"[]"), NetworkError),
    ],
)
async def test_errors(api: BotApi, answer: Answer, error: type[TelegramError]) -> None:
    api.plan("sendMessage", answer)
    assert type(await call(api)) is error
    assert len(api.asked("sendMessage")) == 1


async def test_no_answer_in_time(api: BotApi) -> None:
    api.plan("sendMessage", silent)
    assert type(await call(api, total=0.2)) is TimedOut


async def test_a_body_that_never_ends_is_bounded_in_time(api: BotApi) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        await writer.drain()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(endless, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert type(await call(api, total=0.2, url=f"http://127.0.0.1:{port}")) is TimedOut


async def test_no_connection_is_not_delivered(api: BotApi) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        error = await call(api, url=f"http://127.0.0.1:{reserved.getsockname()[1]}")
    assert type(error) is NotDeliveredError


async def test_text_that_can_not_be_encoded_is_refused_for_good(api: BotApi) -> None:
    transport = Transport(TOKEN, api.url)
    await transport.initialize()
    client = Bot("0:unknown", request=transport, get_updates_request=transport)
    with pytest.raises(BadRequest):
        await client.send_message(1, "\ud800")
    await transport.shutdown()
    assert api.calls == []


async def test_an_upload_is_multipart(api: BotApi) -> None:
    transport = Transport(TOKEN, api.url)
    await transport.initialize()
    client = Bot("0:unknown", request=transport, get_updates_request=transport)
    await client.send_document(-1001, InputFile(BytesIO(b"%PDF"), filename="R5.pdf"), caption="报告")
    await transport.shutdown()
    form = api.asked("sendDocument")[0]
    assert (form["chat_id"], form["caption"]) == ("-1001", "报告")
    assert "R5.pdf" in form["document"]


@pytest.mark.parametrize(
    ("token", "base_url"),
    [
        ("", "http://x"),
        ("no token", "http://x"),
        ("12:a b", "http://x"),
        (TOKEN, "api.telegram.org"),
        (TOKEN, "ftp://x"),
    ],
)
def test_settings_that_can_not_work_are_refused_in_a_sentence(token: str, base_url: str) -> None:
    with pytest.raises(PlatformError) as caught:
        Transport(token, base_url)
    assert SECRET not in str(caught.value)


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert environment_proxy("https://api.telegram.org") == "http://proxy.example:3128"
    assert environment_proxy("https://inside.example") is None
    assert environment_proxy("http://127.0.0.1:8081") is None


async def _send(telegram: Telegram) -> object:
    return await telegram.send(GROUP, Drawn(text="x"))


async def _answer(telegram: Telegram) -> object:
    await telegram.answer("q", "x", alert=False)
    return None


async def _updates(telegram: Telegram) -> object:
    return await telegram.updates(None)


CALLS: list[tuple[str, Callable[[Telegram], Awaitable[object]]]] = [
    ("sendMessage", _send),
    ("answerCallbackQuery", _answer),
    ("getUpdates", _updates),
]
ECHO = f"https://api.telegram.org/bot{TOKEN}/x".encode()
TROUBLES: list[Answer] = [
    cut,
    body(ECHO),
    body(ECHO, status=400),
    body(ECHO, status=502),
    body(b'{"ok":true}'),
    refusal(400, f"Bad Request: {TOKEN} is wrong"),
    refusal(401, f"Unauthorized: {TOKEN}"),
    refusal(409, f"Conflict: {TOKEN}"),
]


@pytest.mark.parametrize(("method", "ask"), CALLS)
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_the_token_is_never_told(
    api: BotApi,
    caplog: pytest.LogCaptureFixture,
    method: str,
    ask: Callable[[Telegram], Awaitable[object]],
    trouble: Answer,
) -> None:
    caplog.set_level(logging.DEBUG)
    told = ""
    async with started(api) as telegram:
        api.plan(method, trouble)
        try:
            told = repr(await ask(telegram))
        except (TelegramError, PlatformError) as error:
            told = "".join(traceback.format_exception(error)) + _whole_chain(error)
    assert len(api.asked(method)) == 1
    assert SECRET not in told
    assert caplog.records
    assert SECRET not in caplog.text


async def test_the_token_is_not_told_when_the_start_fails(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "42:AAwrong_token"
    telegram = Telegram(wrong, api.url)
    with pytest.raises(PlatformError, match="refuses the Telegram token") as caught:
        await telegram.start()
    assert "AAwrong_token" not in "".join(traceback.format_exception(caught.value)) + _whole_chain(caught.value)
    assert "AAwrong_token" not in caplog.text


async def test_a_server_that_is_something_else_is_named(api: BotApi) -> None:
    api.plan("getMe", body(b"<html>hello</html>"))
    with pytest.raises(PlatformError, match=r"127\.0\.0\.1:\d+ does not answer as Telegram"):
        await Telegram(TOKEN, api.url).start()


def _whole_chain(error: BaseException | None) -> str:
    """All errors behind this one, also those a traceback leaves out."""
    told = ""
    while error is not None:
        told += repr(error) + repr(vars(error))
        error = error.__cause__ or error.__context__
    return told
