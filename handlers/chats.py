"""The bot's own place in chats: added, removed, let in again."""

from __future__ import annotations

from bot.domain.people import Person
from bot.talk.message import Card, Incoming, Membership, Priority, Toast
from bot.talk.work import Asked, Work


async def membership(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """A group nobody knows is left after a sentence; that one was lost or found again, the engine has noted."""
    where = incoming.where
    known = work.roster.chat(where.platform, where.chat)
    if incoming.private or incoming.membership is not Membership.JOINED or known is not None:
        return None
    if person is None or not person.admin:
        return Card(template="chat/unknown", leave=True)
    homes = person.communities
    facts = {
        "platform": where.platform,
        "chat": where.chat,
        "title": incoming.title[:60],
        "community": homes[0] if len(homes) == 1 else "",
        "communities": list(homes),
    }
    key = f"chat/{where.platform}/{where.chat}/{incoming.key}"
    work.send(person, Card(template="chat/block", facts=facts), key=key, priority=Priority.ANSWER)
    return Card(template="chat/waiting")
