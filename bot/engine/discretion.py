"""What a group must not read (DESIGN §3, rule 9): parts of a card meant for one person, incidents of other people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.roster import ChatKind
from bot.engine.gate import Stop
from bot.talk.message import Address, Card, Incoming, Toast
from bot.talk.route import On, Routed
from bot.talk.work import Work

_NEVER_IN_GROUPS = frozenset({"room"})
"""Facts no group may read, wherever they stand."""


def for_group(card: Card) -> Card:
    """The card without flats, and without what its own fact `private` names, at any depth: ["caller", "words"]."""
    named = card.facts.get("private")
    hidden = _NEVER_IN_GROUPS | (set(named) if isinstance(named, list | tuple) else set())
    return replace(
        card, facts={name: "" if name in hidden else _bare(fact, hidden) for name, fact in card.facts.items()}
    )


def _bare(fact: object, hidden: frozenset[str]) -> object:
    if isinstance(fact, Mapping):
        return {name: "" if name in hidden else _bare(below, hidden) for name, below in fact.items()}
    if isinstance(fact, list | tuple):
        return [_bare(below, hidden) for below in fact]
    return fact


async def in_private(work: Work, incoming: Incoming, routed: Routed) -> Incoming:
    """What is said of an incident in a group that must not read of it goes on in the private chat of who said it.

    That is every group of residents, and the groups of another community.
    """
    where, asked = incoming.where, routed.asked
    chat = work.roster.chat(where.platform, where.chat)
    if chat is None or incoming.private or routed.route is None or routed.route.on not in (On.INCIDENT, On.STEP):
        return incoming
    if chat.kind is not ChatKind.RESIDENT:
        incident = await work.incidents.get(asked.number) if asked.number is not None else None
        if incident is None or incident.community == chat.community:
            return incoming
    account = await work.accounts.get(where.platform, incoming.account)
    if account is None or not account.chat:
        raise Stop(Toast(template="only_in_private", alert=True))
    return replace(
        incoming, where=Address(platform=where.platform, chat=account.chat), private=True, message="", reply_to=""
    )
