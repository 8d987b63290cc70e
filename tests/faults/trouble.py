"""What the fault tests have in common: errors that are expected, copies in a chat, rows of the outbox."""

from __future__ import annotations

import sqlite3
from collections import Counter

from bot.sandbox.places import Place
from bot.sandbox.seen import Message
from tests.stories.town import Town

RESENT = "重发"


async def copies(place: Place, *words: str) -> list[str]:
    """The messages with these words in a chat: `plain` or `resent` each, oldest first."""
    return ["resent" if RESENT in message.text else "plain" for message in await place.said(*words)]


async def draft_of(town: Town, line: str = "3号楼2单元电梯困人") -> Message:
    """王强's report in the staff group, filled in and ready to be sent."""
    said = await town.wang.says(town.staff, line)
    return await town.staff.heard("电梯困人", "上报", after=said)


async def everything_said(town: Town) -> Counter[tuple[int, str]]:
    """What the bot has written, by chat and text."""
    entries = await town.world.ledger(kinds=["message"], limit=100_000)
    return Counter((entry["chat"], entry["text"]) for entry in entries if entry["bot"])


def states(town: Town) -> Counter[str]:
    """How many parcels are in which state."""
    with sqlite3.connect(town.folder / "zhiban.db") as db:
        return Counter(state for (state,) in db.execute("SELECT state FROM outbox"))


def expect(town: Town, *sentences: str) -> None:
    """These sentences stand in the bot's log as errors; they are taken out, so that any other fails the test."""
    lines = town.log.read_text(encoding="utf-8").splitlines(keepends=True)
    for sentence in sentences:
        assert any("ERROR" in line and sentence in line for line in lines), f"nothing in the log says: {sentence}"
    left = [line for line in lines if not any(sentence in line for sentence in sentences)]
    town.log.write_text("".join(left), encoding="utf-8")
