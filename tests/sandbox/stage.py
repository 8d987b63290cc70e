"""A small world for one test: a bot, two people, a group; every answer is held against aiogram on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.client import Sandbox, World
from bot.sandbox.places import Group, Person
from tests.sandbox.conform import hold_result, hold_update


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What most tests need."""

    sandbox: Sandbox
    world: World
    wang: Person
    li: Person
    staff: Group

    async def ok(self, method: str, **params: object) -> Any:
        """The result of a call that must work; held against aiogram."""
        answer = await self.world.call(method, **params)
        assert answer["ok"], answer
        hold_result(method, answer["result"])
        return answer["result"]

    async def refused(self, method: str, **params: object) -> tuple[int, str]:
        """Code and description of a call that must be refused."""
        answer = await self.world.call(method, **params)
        assert answer["ok"] is False, answer
        return answer["error_code"], answer["description"]

    async def text(self, text: str = "hello", *, chat: int = -1001, **params: object) -> Any:
        """A message of the bot."""
        return await self.ok("sendMessage", chat_id=chat, text=text, **params)

    async def updates(self, **params: object) -> list[Any]:
        """What getUpdates brings at once; each held against aiogram."""
        found: list[Any] = await self.ok("getUpdates", **params)
        for update in found:
            hold_update(update)
        return found

    async def heard(self) -> list[Any]:
        """The same, and confirms it."""
        found = await self.updates()
        if found:
            await self.updates(offset=found[-1]["update_id"] + 1)
        return found


def keyboard(*buttons: dict[str, object]) -> dict[str, object]:
    """An inline keyboard of one row."""
    return {"inline_keyboard": [list(buttons)]}


def button(text: str = "收到", data: str = "7:ack") -> dict[str, object]:
    """A button."""
    return {"text": text, "callback_data": data}
