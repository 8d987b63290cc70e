"""A platform that only records what the line answers, and words and labels of a very small language."""
# ruff: noqa: ARG002 - platforms and words are called with more than these need

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.talk.message import Address, Choice, Content, Drawn, Facts, Incoming, Membership, Press, Sent, Toast
from bot.talk.platform import Shape
from tests.engine.community import NOW


class Chatter:
    """A platform that records; an update is the JSON of an `Incoming`."""

    name = "chatter"
    shape = Shape()
    problem = ""

    def __init__(self) -> None:
        self.answers: list[tuple[str, str, bool]] = []
        self.starts: list[str] = []
        self.slow: asyncio.Event | None = None

    def read(self, raw: bytes) -> Incoming | None:
        said: dict[str, Any] = json.loads(raw)
        if said.get("nothing"):
            return None
        where = Address(**said.pop("where"))
        press = Press(**said.pop("press")) if "press" in said else None
        change = Membership(said.pop("membership")) if "membership" in said else None
        for name in ("mentions", "files"):
            said[name] = tuple(said.get(name, ()))
        return Incoming(where=where, press=press, membership=change, at=NOW, **said)

    async def send(self, to: Address, drawn: Drawn) -> Sent:
        raise AssertionError("the line sends nothing itself")

    async def edit(self, to: Address, message: str, drawn: Drawn) -> Sent:
        raise AssertionError("the line edits nothing itself")

    async def pin(self, to: Address, message: str, *, pinned: bool) -> Sent:
        raise AssertionError("the line pins nothing itself")

    async def fetch(self, file: str) -> Content:
        return Content(name=file, data=b"")

    async def leave(self, to: Address) -> None:
        raise AssertionError("the line leaves nothing itself")

    async def answer(self, query: str, text: str, *, alert: bool, start: str = "") -> None:
        if self.slow is not None:
            await self.slow.wait()
        self.starts.append(start)
        self.answers.append((query, text, alert))


class Speech:
    """Words and labels of a very small language."""

    def command(self, word: str) -> str | None:
        return {"收到": "ack", "完成": "done", "到场": "arrive", "批准": "approve"}.get(word)

    def labels(self, choice: Choice) -> frozenset[str]:
        return frozenset({choice.label})

    def toast(self, toast: Toast, language: str) -> str:
        return f"{language}:{toast.template}"

    def write(self, template: str, facts: Facts, language: str) -> str:
        return f"{language}:{template}:{facts}"
