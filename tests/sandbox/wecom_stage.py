"""A corp for one test, and a web server that takes its callbacks apart with wechatpy, not with code of the sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import xmltodict
from aiohttp import web
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.sandbox.client import World
from bot.sandbox.wecom_client import Corp
from bot.sandbox.wecom_places import Member


@dataclass(kw_only=True)
class Catcher:
    """Our web server as the corp sees it; `statuses` are given in order, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    crypto: dict[str, Any] = field(default_factory=dict)
    pause: float = 0.0
    lie: str = ""
    moved: bool = False
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.BaseRequest) -> web.StreamResponse:
        """One callback, or the check of an address."""
        if self.moved:
            return web.Response(status=307, headers={"Location": "/elsewhere"})
        query = dict(request.query)
        crypto = self.crypto[request.path]
        if request.method == "GET":
            words = crypto.check_signature(query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"])
            return web.Response(text=self.lie or (words if isinstance(words, str) else words.decode()))
        body = await request.text()
        self.queries.append(query)
        self.bodies.append(body)
        plain = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        self.messages.append(xmltodict.parse(plain)["xml"])
        self.arrived.set()
        if self.pause:
            await asyncio.sleep(self.pause)
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@asynccontextmanager
async def catching(corp: Corp) -> AsyncIterator[Catcher]:
    """A catcher the corp calls back for the length of the block."""
    keys, catcher = corp.keys, Catcher()
    catcher.crypto["/wecom"] = WeChatCrypto(keys.token, keys.aes_key, keys.corp_id)
    catcher.crypto["/weixin"] = WeChatCrypto(keys.kf_token, keys.kf_aes_key, keys.corp_id)
    runner = web.ServerRunner(web.Server(catcher.take), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    catcher.url = f"http://{host}:{port}"
    await corp.changes(url=catcher.url, limits={"callback_pause": 0.0})
    try:
        yield catcher
    finally:
        await runner.cleanup()


@dataclass(frozen=True, kw_only=True)
class Office:
    """What most tests need."""

    world: World
    corp: Corp
    wang: Member
    li: Member
    catcher: Catcher

    async def ok(self, path: str, *, secret: str = "app", **body: Any) -> Any:
        """The answer of a call that must work."""
        answer = await self.corp.call(path, secret=secret, **body)
        assert (answer["errcode"], answer["errmsg"]) == (0, "ok"), answer
        return {name: value for name, value in answer.items() if name not in ("errcode", "errmsg")}

    async def code(self, path: str, *, secret: str = "app", **body: Any) -> int:
        """The error code of a call that must be refused."""
        answer = await self.corp.call(path, secret=secret, **body)
        assert answer["errcode"] != 0, answer
        return int(answer["errcode"])

    async def text(self, content: str = "你好", *, to: str = "wangqiang", **more: object) -> Any:
        """A text of the app."""
        return await self.ok("message/send", **text(content, to=to, **more))

    async def card(self, task: str = "t1", *, to: str = "wangqiang", **more: object) -> Any:
        """A card of the app."""
        return await self.ok("message/send", **sending(buttons_card(task, **more), to=to))

    async def caught(self, count: int = 1) -> list[dict[str, Any]]:
        """So many callbacks; waits for them."""
        async with asyncio.timeout(5):
            while len(self.catcher.messages) < count:
                self.catcher.arrived.clear()
                await self.catcher.arrived.wait()
        await self.world.quiet(calm=0.01)
        assert len(self.catcher.messages) == count
        return self.catcher.messages


def text(content: str = "你好", *, to: str = "wangqiang", **more: object) -> dict[str, Any]:
    """The body of a text."""
    return {"touser": to, "msgtype": "text", "agentid": 1000002, "text": {"content": content}, **more}


def sending(card: dict[str, Any], *, to: str = "wangqiang") -> dict[str, Any]:
    """The body of a card."""
    return {"touser": to, "msgtype": "template_card", "agentid": 1000002, "template_card": card}


def buttons_card(task: str = "t1", **more: object) -> dict[str, Any]:
    """A card with two buttons."""
    buttons = [{"text": "收到", "style": 1, "key": "c1:ack"}, {"text": "去不了", "style": 2, "key": "c1:cannot"}]
    title = {"title": "#7 3号楼2单元", "desc": "电梯困人"}
    return {"card_type": "button_interaction", "task_id": task, "main_title": title, "button_list": buttons, **more}


def choices_card(task: str = "t2", **more: object) -> dict[str, Any]:
    """A card with a selector."""
    options = [{"id": "lift", "text": "电梯困人"}, {"id": "fire", "text": "火警"}]
    return {
        "card_type": "multiple_interaction",
        "task_id": task,
        "main_title": {"title": "什么事"},
        "select_list": [{"question_key": "q", "title": "类型", "option_list": options}],
        "submit_button": {"text": "提交", "key": "c2:?"},
        **more,
    }
