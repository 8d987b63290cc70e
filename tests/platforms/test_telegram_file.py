"""Files down from Telegram and up to it, against the sandbox; what goes wrong on the way names no token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import web

from bot.platforms.telegram import Telegram
from bot.platforms.telegram_file import LARGEST, LARGEST_PHOTO, kind_for
from bot.platforms.telegram_transport import Transport
from bot.sandbox.client import Sandbox, World
from bot.sandbox.places import Group, Person
from bot.talk.message import Address, Content, Delivery, Drawn
from bot.talk.platform import GoneError, PlatformError
from tests.platforms.bot_api import SECRET, TOKEN, BotApi, refusal, result

GROUP = Address(platform="telegram", chat="-1001")
OGG, AMR = b"OggS and more", b"#!AMR and more"


@dataclass(frozen=True, kw_only=True)
class Stage:
    telegram: Telegram
    world: World
    wang: Person
    group: Group

    async def heard(self) -> str:
        """The only file of the next message."""
        (update,) = await self.telegram.updates(None)
        incoming = self.telegram.read(self.telegram.wrap(update).body)
        assert incoming is not None
        (file,) = incoming.files
        return file


@pytest.fixture
async def stage(sandbox: Sandbox) -> AsyncIterator[Stage]:
    world = await sandbox.world(privacy=False)
    wang = await world.person(1001, "王强")
    group = await world.group(-1001, "员工群", members=[wang], bot="administrator")
    telegram = Telegram(world.token, sandbox.url, poll_seconds=0)
    await telegram.start()
    await telegram.updates(None)
    yield Stage(telegram=telegram, world=world, wang=wang, group=group)
    await telegram.stop()
    await world.forget()


async def test_what_a_person_sends_can_be_fetched(stage: Stage) -> None:
    await stage.wang.sends(stage.group, "photo", data=b"picture")
    content = await stage.telegram.fetch(await stage.heard())
    assert content.data == b"picture"
    assert content.name.endswith(".jpg")


@pytest.mark.parametrize(
    ("kind", "data", "method"),
    [
        ("photo", b"picture", "photo"),
        ("voice", OGG, "voice"),
        ("voice", AMR, "document"),
        ("document", b"paper", "document"),
        ("sticker", b"webp", "document"),
    ],
)
async def test_the_file_itself_is_sent_and_comes_down_as_it_was(
    stage: Stage, kind: str, data: bytes, method: str
) -> None:
    content = Content(name="现场.bin", data=data)
    drawn = Drawn(text="<b>#7</b>", file=f"{kind}:wecom/3a8k", content=content)
    sent = await stage.telegram.send(GROUP, drawn)
    assert sent.delivery is Delivery.SENT
    found = await stage.world.call("getFile", file_id=await file_id_of(stage, sent.message, method))
    path = found["result"]["file_path"]
    assert await stage.telegram._transport.download(path, most=100) == data


async def file_id_of(stage: Stage, message: str, method: str) -> str:
    """The message is sent on to see what it holds."""
    told = await stage.world.call("forwardMessage", chat_id=-1001, from_chat_id=-1001, message_id=int(message))
    part = told["result"][method]
    found: str = (part[-1] if isinstance(part, list) else part)["file_id"]
    return found


def test_what_telegram_can_not_show_goes_as_a_document() -> None:
    assert kind_for("photo", Content(name="a.jpg", data=b"x" * LARGEST_PHOTO)) == "photo"
    assert kind_for("photo", Content(name="a.jpg", data=b"x" * (LARGEST_PHOTO + 1))) == "document"
    assert kind_for("video_note", Content(name="a.mp4", data=b"x")) == "document"


async def test_what_is_too_big_or_unknown(telegram: Telegram, api: BotApi) -> None:
    api.plan("getFile", refusal(400, "Bad Request: file is too big"))
    with pytest.raises(GoneError):
        await telegram.fetch("video:big")
    answers = [
        refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        refusal(500, "Internal Server Error"),
        result({"file_id": "x"}),
        result({"file_path": "photos/nothing.jpg"}),
    ]
    for answer in answers:
        api.plan("getFile", answer)
        with pytest.raises(PlatformError) as caught:
            await telegram.fetch("photo:x")
        assert not isinstance(caught.value, GoneError)
        assert SECRET not in str(caught.value)


async def test_a_file_longer_than_it_said_is_not_read_to_its_end() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 1_000_000)

    app = web.Application()
    app.router.add_get("/file/{path:.*}", endless)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    transport = Transport(TOKEN, f"http://{host}:{port}")
    await transport.initialize()
    try:
        with pytest.raises(Exception, match="the connection broke") as caught:
            await transport.download("photos/x", most=LARGEST)
        assert SECRET not in str(caught.value)
    finally:
        await transport.shutdown()
        await runner.cleanup()
