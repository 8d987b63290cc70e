"""Who can be reached where: learnt from what the platform says of the bot's own place, and from who writes."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import ChatLost, ChatMoved
from bot.engine.work import OpenWork, unreachable_fact
from bot.engine.world import spoken
from bot.store import accounts, cards, conversations, incidents, intakes, notices, outbox, small_facts
from bot.talk.message import Incoming, Membership
from bot.talk.work import Account


async def notice(work: OpenWork, incoming: Incoming) -> Incoming:
    """Takes from a message what it tells of chats and accounts, whatever else it is; returns it as it counts now.

    What was said or pressed in a group before it moved may come after it has; the id of its message is nobody's there.
    """
    await _learn(work, incoming)
    where = work.world.follow(incoming.where)
    if incoming.membership is not None or where == incoming.where:
        return incoming
    return replace(incoming, where=where, message="", reply_to="")


async def _learn(work: OpenWork, incoming: Incoming) -> None:
    where = incoming.where
    press = incoming.press
    if press is not None and press.card and incoming.message and work.world.shape(where.platform).renews:
        await cards.renew(work.tx, press.card, where, incoming.message)
    if incoming.membership is Membership.MOVED:
        await move_chat(work, where.platform, where.chat, incoming.moved_to)
    elif incoming.private and incoming.membership is Membership.REMOVED:
        await work.accounts.lose(where.platform, incoming.account)
    elif incoming.private and incoming.account:
        await _remember(work, incoming)
    elif incoming.membership is Membership.REMOVED:
        await lose_chat(work, where.platform, where.chat, reason="removed")
    elif not incoming.private and await accounts.find_chat_again(work.tx, where.platform, where.chat):
        work.reach.forget()  # whoever is heard from a group is in it


async def _remember(work: OpenWork, incoming: Incoming) -> None:
    platform, id = incoming.where.platform, incoming.account  # noqa: A001 - as accounts call it
    before = await work.accounts.get(platform, id) or Account(platform=platform, id=id)
    person = work.roster.account(platform, id)
    language = before.language or ("" if person else spoken(incoming.language))
    await work.accounts.put(
        replace(before, chat=incoming.where.chat, name=incoming.name or before.name, language=language)
    )
    if person is not None and not before.chat:
        await small_facts.forget(work.tx, unreachable_fact(person.id))


async def lose_chat(work: OpenWork, platform: str, chat: str, *, reason: str) -> None:
    """A group of the roster can't be written to any more; said once."""
    if work.roster.chat(platform, chat) is None:
        return
    if await accounts.lose_chat(work.tx, platform, chat, reason=reason, now=work.now):
        work.reach.forget()
        work.happened(ChatLost(platform=platform, chat=chat, reason=reason))


async def move_chat(work: OpenWork, platform: str, old: str, new: str) -> None:
    """A group has a new id: everything that names the old one is changed with it; hearing of it again does nothing."""
    if not new or old == new or work.world.moved.get((platform, old)) == new:
        return
    await accounts.move(work.tx, platform, old, new, now=work.now)
    await accounts.find_chat_again(work.tx, platform, old)
    await cards.move_chat(work.tx, platform, old, new)
    await outbox.move_chat(work.tx, platform, old, new)
    await conversations.move_chat(work.tx, platform, old, new)
    await intakes.move_chat(work.tx, platform, old, new)
    await notices.move_chat(work.tx, platform, old, new)
    await incidents.move_chat(work.tx, platform, old, new)
    await small_facts.forget(work.tx, trouble_fact(platform, old))
    work.see(work.world.with_roster(work.roster, await accounts.moved(work.tx)))
    work.happened(ChatMoved(platform=platform, chat=old, moved_to=new))


def trouble_fact(platform: str, chat: str) -> str:
    """The name of the fact that it was said that messages to a chat go wrong."""
    return f"trouble:{platform}:{chat}"
