"""Faults by name: what goes wrong with a call, and whether its work was done all the same."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.sandbox.wire import Json, Refusal, too_many

PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
Work = Callable[[], Awaitable[tuple[int, bytes]]]


@dataclass(frozen=True, kw_only=True)
class Sort:
    """What one fault does."""

    done: bool
    sentence: str
    error: Refusal | None = None


SORTS: dict[str, Sort] = {
    "429": Sort(done=False, sentence="refused with 429 and retry_after", error=too_many(1)),
    "500": Sort(done=False, sentence="refused with 500", error=Refusal(500, "Internal Server Error: sandbox fault")),
    "502": Sort(done=False, sentence="refused with 502 and a page in HTML", error=Refusal(502, "Bad Gateway")),
    "401": Sort(done=False, sentence="refused with 401", error=Refusal(401, "Unauthorized")),
    "403": Sort(
        done=False,
        sentence="refused with 403",
        error=Refusal(403, "Forbidden: bot was kicked from the supergroup chat"),
    ),
    "gone": Sort(done=False, sentence="refused as unknown", error=Refusal(400, "Bad Request: chat not found")),
    "409": Sort(
        done=False,
        sentence="refused with 409",
        error=Refusal(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        ),
    ),
    "hang_before": Sort(done=False, sentence="no work, and never an answer"),
    "hang_after": Sort(done=True, sentence="the work is done, but no answer comes"),
    "late": Sort(done=False, sentence="held back until it is healed; only then the work is done and answered"),
    "cut": Sort(done=True, sentence="the work is done, half of the answer comes"),
    "html": Sort(done=False, sentence="200 with a page in HTML instead of JSON"),
    "slow": Sort(done=True, sentence="the work is done, the answer drips byte by byte"),
    "drop_before": Sort(done=False, sentence="the connection is closed before the work"),
    "drop_after": Sort(done=True, sentence="the work is done, then the connection is closed"),
}


@dataclass(kw_only=True)
class Fault:
    """One fault that is set, with what it strikes and how often."""

    name: str
    done: bool
    method: str | None = None
    chat: str | None = None
    count: int | None = None
    rate: float | None = None
    retry_after: int = 1
    pace: float = 1.0
    chance: random.Random = field(default_factory=random.Random)
    struck: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def strikes(self, method: str, chat: object) -> bool:
        """Whether it hits this call."""
        if self.method is not None and self.method != method:
            return False
        if self.chat is not None and self.chat != str(chat):
            return False
        if self.count is not None and self.struck >= self.count:
            return False
        if self.rate is not None and self.chance.random() >= self.rate:
            return False
        self.struck += 1
        return True

    def told(self) -> Json:
        """What the control interface says about it."""
        return {
            "name": self.name,
            "work_done": self.done,
            "method": self.method,
            "chat": self.chat,
            "count": self.count,
            "rate": self.rate,
            "struck": self.struck,
        }


@dataclass(kw_only=True)
class Faults:
    """The faults of one world, in the order they were set."""

    active: list[Fault] = field(default_factory=list)

    def set(self, wish: Json) -> Fault:
        """Sets a fault from the control interface."""
        name = str(wish["name"])
        if name not in SORTS:
            raise Refusal(400, f"unknown fault {name}; known: {', '.join(SORTS)}")
        chat, count, rate = wish.get("chat"), wish.get("count"), wish.get("rate")
        fault = Fault(
            name=name,
            done=bool(wish.get("done", SORTS[name].done)),
            method=wish.get("method"),
            chat=None if chat is None else str(chat),
            count=None if count is None else int(count),
            rate=None if rate is None else float(rate),
            retry_after=int(wish.get("retry_after", 1)),
            pace=float(wish.get("pace", 1.0)),
            chance=random.Random(wish.get("seed")),
        )
        self.active.append(fault)
        return fault

    def heal(self, name: str | None = None, chat: str | None = None) -> int:
        """Ends all faults, or those of a name or chat; what hangs is dropped, what is late is done now."""
        gone = [fault for fault in self.active if name in (None, fault.name) and chat in (None, fault.chat)]
        self.active = [fault for fault in self.active if fault not in gone]
        for fault in gone:
            fault.released.set()
        return len(gone)

    def strike(self, method: str, chat: object) -> Fault | None:
        """The fault that hits this call, if any."""
        for fault in self.active:
            if fault.strikes(method, chat):
                return fault
        return None


async def play(fault: Fault, request: web.BaseRequest, work: Work) -> web.StreamResponse:
    """Answers one call the wrong way."""
    if fault.name == "late":
        return await _late(fault, work)
    status, body = await work() if fault.done else (200, b'{"ok":true,"result":true}')
    error = SORTS[fault.name].error
    if fault.name == "429":
        error = too_many(fault.retry_after)
    if fault.name == "502":
        return web.Response(status=502, body=PAGE, content_type="text/html")
    if error is not None:
        return web.Response(status=error.status, body=error.body(), content_type="application/json")
    if fault.name == "html":
        return web.Response(body=PAGE, content_type="text/html")
    if fault.name == "cut":
        return await _cut(request, status, body)
    if fault.name == "slow":
        return await _drip(request, status, body, pace=fault.pace)
    if fault.name.startswith("hang"):
        await fault.released.wait()
    return _drop(request)


async def _late(fault: Fault, work: Work) -> web.StreamResponse:
    await fault.released.wait()
    status, body = await work()
    return web.Response(status=status, body=body, content_type="application/json")


def _drop(request: web.BaseRequest) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _begin(request: web.BaseRequest, status: int, body: bytes) -> web.StreamResponse:
    answer = web.StreamResponse(status=status, headers={"Content-Type": "application/json"})
    answer.content_length = len(body)
    await answer.prepare(request)
    return answer


async def _cut(request: web.BaseRequest, status: int, body: bytes) -> web.StreamResponse:
    answer = await _begin(request, status, body)
    await answer.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return answer


async def _drip(request: web.BaseRequest, status: int, body: bytes, *, pace: float) -> web.StreamResponse:
    answer = await _begin(request, status, body)
    for at in range(len(body)):
        await answer.write(body[at : at + 1])
        await asyncio.sleep(pace)
    return answer
