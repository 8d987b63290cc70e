"""People who are not on the roster, and how a story proves that nothing was answered."""

from __future__ import annotations

from bot.sandbox.places import After, Person, Place
from bot.sandbox.seen import Message
from tests.stories.town import Town

STRANGER = 5001


async def stranger(town: Town, name: str = "路人", *, number: int = STRANGER, language: str = "") -> Person:
    """Somebody who has just found the bot and started it."""
    person = await town.world.person(number, name, language=language)
    begun = await person.starts()
    await person.heard("/report", after=begun)
    return person


async def answers(person: Person, place: Place | None = None, *, after: After) -> list[Message]:
    """What the bot has answered here since then, proved by a question it certainly answers in its turn."""
    where = place or person
    asked = await person.says(where, "/whoami")
    last = await where.heard(str(person.id), after=asked)
    return [message for message in await where.said(after=after) if message.id != last.id]


async def state(town: Town, number: int = 1) -> str:
    """How an incident stands for everybody: to see that nothing has changed."""
    asked = await town.zhao.says(town.command, f"/status {number}")
    told = await town.command.heard(f"#{number}", after=asked)
    while told.reply_to != asked.id:  # the live card may have changed meanwhile
        told = await town.command.heard(f"#{number}", after=told)
    return told.text
