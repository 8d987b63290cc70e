"""A file over the limit is not kept: whoever sent it to the bot is told, and what they wrote beside it counts."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.work import OpenWork
from bot.talk.message import Card, Incoming, Priority

TOO_BIG = Card(template="refused/too_big")


async def is_waited_for(work: OpenWork, incoming: Incoming) -> bool:
    """Whether the bot is spoken to with it, or has asked its sender for something: other people's videos are talk."""
    if incoming.edited or incoming.to_other:
        return False
    if incoming.private or incoming.to_bot or incoming.reply_to:
        return True
    return await work.conversations.get(incoming.where, incoming.account) is not None


def say_too_big(work: OpenWork, incoming: Incoming) -> None:
    """Beside the answer to the words."""
    card = TOO_BIG if incoming.private else replace(TOO_BIG, reply_to=incoming.message)
    key = f"too_big:{incoming.where.platform}:{incoming.key}"
    work.send(incoming.where, card, key=key, priority=Priority.ANSWER)
