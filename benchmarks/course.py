"""One lift entrapment as its people press it, from 上报 to 结案: what is measured, and a model of the past."""

from __future__ import annotations

from collections.abc import AsyncIterator, Container, Iterator
from dataclasses import dataclass

from benchmarks.quiet import Duty
from bot.store import conversations

PEOPLE = {
    "wang": 1001,
    "li": 1002,
    "chen": 1003,
    "zhou": 1004,
    "zhao": 1005,
    "zhu": 1006,
    "luo": 1007,
    "sun": 1008,
    "he": 1009,
}
"""Of the sample roster, with their numbers there."""
GO = ("wang", "li", "he")
QUESTIONS = 8
"""More than any card has: what is not there is not pressed."""


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """One press: what it was, the seconds until its answer, of the processor too, and until all it caused was said."""

    what: str
    answered: float
    worked: float
    said: float


async def greet(duty: Duty) -> None:
    """Everybody has started the bot."""
    for account in PEOPLE.values():
        await duty.says(account, "/start")


async def course(duty: Duty) -> AsyncIterator[Pressed]:
    """An incident from its first word to its end; every press is told as it was made."""
    duty.telegram.shown.clear()
    spent: set[tuple[str, str]] = set()
    await duty.says(PEOPLE["zhou"], "3号楼2单元电梯困人")
    for name, wish in _first():
        if button := _button(duty, name, wish):
            yield await _press(duty, name, button)
    while found := _next(duty, spent):
        name, button = found
        spent.add(button)
        yield await _press(duty, name, button)
        if await conversations.get(duty.db, "telegram", str(PEOPLE[name]), str(PEOPLE[name])):
            await duty.says(PEOPLE[name], "3")
    for wish in ("controlled", "close"):
        last = _button(duty, "zhao", wish)
        assert last is not None, f"nobody can press {wish}"
        yield await _press(duty, "zhao", last)


def _first() -> Iterator[tuple[str, str]]:
    yield "zhou", "open"
    yield from (("zhou", "answer:") for _ in range(QUESTIONS))
    yield from ((name, move) for move in ("ack", "go", "arrive") for name in GO)


def _next(duty: Duty, spent: Container[tuple[str, str]]) -> tuple[str, tuple[str, str]] | None:
    """Whoever has a step to finish, or says that there is no picture of it."""
    for name in PEOPLE:
        for wish in ("nophoto", "done:"):
            button = _button(duty, name, wish)
            if button and button not in spent:
                return name, button
    return None


def _button(duty: Duty, name: str, wish: str) -> tuple[str, str] | None:
    """The message and the data of the newest button of this kind in somebody's private chat."""
    for message, buttons in reversed(duty.telegram.shown[str(PEOPLE[name])].items()):
        for data in buttons:
            if data.partition(":")[2].startswith(wish):
                return message, data
    return None


async def _press(duty: Duty, name: str, button: tuple[str, str]) -> Pressed:
    message, data = button
    answered, worked = await duty.press(PEOPLE[name], data, chat=PEOPLE[name], message=message)
    text, alert = duty.telegram.answers[-1]
    assert not alert, f"a press without effect measures nothing: {data} {text}"
    return Pressed(what=data.split(":")[1], answered=answered, worked=worked, said=await duty.speak())
