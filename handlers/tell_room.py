"""The first words in the group of an incident: what it is for, and where it is worked on."""

from __future__ import annotations

from bot.domain.events import RoomMade
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Work
from handlers.facts import head_of


async def tell(work: Work, event: RoomMade) -> None:
    """Nobody sees the group before something is said in it."""
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    card = Card(template="room/opened", facts=await head_of(work, incident))
    where = Address(platform=event.platform, chat=event.chat)
    key = f"{event.incident}/room/{event.platform}/{event.chat}"
    work.send(where, card, key=key, priority=Priority.EMERGENCY, about=str(event.incident))
