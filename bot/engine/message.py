"""One message from its raw update to its answer, inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.events import AppAlarm
from bot.domain.people import Person
from bot.domain.refused import Impossible
from bot.domain.roster import ChatKind
from bot.engine.discretion import in_private
from bot.engine.files import want
from bot.engine.gate import admit
from bot.engine.papers import named
from bot.engine.presence import notice
from bot.engine.too_big import TOO_BIG, is_waited_for, say_too_big
from bot.engine.wish import Stop, Wish
from bot.engine.work import OpenWork
from bot.engine.world import preferred, spoken
from bot.talk.message import Card, Incoming, Membership, Priority, Toast
from bot.talk.route import Routed, Tables, route


@dataclass(frozen=True, kw_only=True)
class PressAnswer:
    """What the platform is told of a press, after the commit."""

    platform: str
    query: str
    text: str = ""
    alert: bool = False
    start: str = ""
    """The private chat is opened with `/start` and this."""


async def handle(work: OpenWork, incoming: Incoming, tables: Tables) -> PressAnswer | None:
    """Routes the message, asks the gate, lets the handler work and gives the answer."""
    incoming = await notice(work, incoming)
    if incoming.alarm:
        work.happened(AppAlarm(platform=incoming.where.platform, sign=incoming.alarm, detail=incoming.text))
        return None
    if _is_strange(work, incoming):
        return await give(work, incoming, None)
    await want(work, incoming)
    if incoming.oversized and not incoming.text:
        return await give(work, incoming, TOO_BIG if await is_waited_for(work, incoming) else None)
    try:
        routed = await named(work, incoming, await route(work, incoming, tables))
        incoming = await in_private(work, incoming, routed)
        reply, about = await _reply(work, incoming, routed, tables=tables)
    except Stop as stop:
        if stop.refused is not None:
            work.happened(stop.refused)
        reply, about = stop.reply, ""
    if incoming.oversized and await is_waited_for(work, incoming):
        say_too_big(work, incoming)
    return await give(work, incoming, reply, about=about)


async def _reply(
    work: OpenWork, incoming: Incoming, routed: Routed, *, tables: Tables
) -> tuple[Card | Toast | None, str]:
    person = work.roster.account(incoming.where.platform, incoming.account)
    if routed.route is None:
        return routed.reply, ""
    wish = Wish(work=work, tables=tables, incoming=incoming, person=person, route=routed.route)
    asked = await admit(wish, routed.asked)
    reply = await routed.route.handler(work, person, incoming, asked)
    if asked.paper is not None:
        return reply, asked.paper.name
    return reply, str(asked.number) if asked.incident else ""


async def refuse(work: OpenWork, incoming: Incoming, no: Impossible) -> PressAnswer | None:
    """The domain has refused: what the handler did is undone, one sentence says what to do instead."""
    incoming = await notice(work, incoming)
    return await give(work, incoming, Toast(template=no.reason, facts=no.facts, alert=True))


async def apologise(work: OpenWork, incoming: Incoming) -> PressAnswer | None:
    """The message could not be handled; its writer is told, but nobody who was only talking."""
    if incoming.press is not None:
        return await give(work, incoming, Toast(template="set_aside", alert=True))
    return await give(work, incoming, Card(template="refused/set_aside") if _is_for_us(work, incoming) else None)


async def give(
    work: OpenWork, incoming: Incoming, reply: Card | Toast | None, *, about: str = ""
) -> PressAnswer | None:
    """A card goes into the outbox; a press is answered in any case, words with the same sentence as a message."""
    press = incoming.press
    shape = work.world.shape(incoming.where.platform)
    if isinstance(reply, Toast) and not reply.alert and not shape.toasts and work.answered(incoming.where):
        reply = None  # the message that answers says it already
    if isinstance(reply, Toast) and (press is None or not shape.toasts):
        reply = Card(template=f"toast/{reply.template}", facts=reply.facts)
    if isinstance(reply, Card) and incoming.membership is not Membership.REMOVED:
        in_group = not incoming.private and not reply.reply_to
        work.send(
            incoming.where,
            replace(reply, reply_to=incoming.message) if in_group else reply,
            key=f"answer:{incoming.where.platform}:{incoming.key}",
            priority=Priority.ANSWER,
            about=about,
        )
    if press is None or not press.query or not shape.toasts:
        return None
    if not isinstance(reply, Toast):
        return PressAnswer(platform=incoming.where.platform, query=press.query)
    text = work.world.words.toast(reply, await language_of(work, incoming))
    return PressAnswer(
        platform=incoming.where.platform, query=press.query, text=text, alert=reply.alert, start=reply.start
    )


async def language_of(work: OpenWork, incoming: Incoming) -> str:
    """What the writer reads: chosen in the chat, given in the roster, spoken by a stranger's client."""
    platform = incoming.where.platform
    person: Person | None = work.roster.account(platform, incoming.account)
    account = await work.accounts.get(platform, incoming.account)
    stranger = person is None and incoming.private
    return preferred(person, account) or (spoken(incoming.language) if stranger else "") or work.company.language


def _is_strange(work: OpenWork, incoming: Incoming) -> bool:
    """A group the roster does not know: only the bot's own place in it is anybody's business.

    What became of a group of the roster is told by events, not by the handler for strange groups.
    """
    if incoming.membership is Membership.MOVED:
        return True
    if incoming.private or incoming.membership is not None:
        return False
    return work.roster.chat(incoming.where.platform, incoming.where.chat) is None


def _is_for_us(work: OpenWork, incoming: Incoming) -> bool:
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    staff = chat is not None and chat.kind in (ChatKind.STAFF, ChatKind.COMMAND)
    spoken_to = incoming.to_bot or bool(incoming.reply_to)
    return incoming.membership is None and (incoming.private or (chat is not None and (staff or spoken_to)))
