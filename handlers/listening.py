"""Whose words are read as the answer to what: one conversation for each person in each chat."""

from __future__ import annotations

from bot.domain.deadline import Conversation
from bot.talk.message import Address, Facts
from bot.talk.work import Work


async def listen(work: Work, where: Address, account: str, *, form: str, facts: Facts, card: str = "") -> None:
    """From now on the words of this account there are read by `form`; `card`: what the card that asks is about."""
    await work.conversations.put(
        Conversation(
            platform=where.platform, chat=where.chat, account=account, form=form, facts=facts, card=card, at=work.now
        )
    )


async def stop_listening(work: Work, where: Address, account: str, *, card: str) -> None:
    """What the card about `card` asks is asked no more; what something else asks stays."""
    asked = await work.conversations.get(where, account)
    if asked is not None and asked.card == card:
        await work.conversations.end(where, account)
