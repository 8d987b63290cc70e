"""What a group must not read (DESIGN §3, rule 9): parts of a card meant for one person, incidents of other people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.roster import ChatKind
from bot.engine.papers import paper_of
from bot.engine.wish import Stop
from bot.talk.message import Address, Card, Facts, Incoming, Toast
from bot.talk.route import On, Routed
from bot.talk.work import Asked, Work

_NEVER_IN_GROUPS = frozenset({"room"})
"""Facts no group may read, wherever they stand."""


def for_group(card: Card) -> Card:
    """The card and its buttons without flats, and without what its own fact `private` names, at any depth.

    `private` is a list of such names: ["caller", "words"].
    """
    named = card.facts.get("private")
    hidden = _NEVER_IN_GROUPS | frozenset(named if isinstance(named, list | tuple) else ())
    rows = tuple(tuple(replace(choice, facts=_without(choice.facts, hidden)) for choice in row) for row in card.rows)
    return replace(card, facts=_without(card.facts, hidden), rows=rows)


def _without(facts: Facts, hidden: frozenset[str]) -> Facts:
    return {name: "" if name in hidden else _bare(fact, hidden) for name, fact in facts.items()}


def _bare(fact: object, hidden: frozenset[str]) -> object:
    if isinstance(fact, Mapping):
        return {name: "" if name in hidden else _bare(below, hidden) for name, below in fact.items()}
    if isinstance(fact, list | tuple):
        return [_bare(below, hidden) for below in fact]
    return fact


async def in_private(work: Work, incoming: Incoming, routed: Routed) -> Incoming:
    """What is said of an incident or a paper in a group that must not read of it goes on in private with who said it.

    That is every group of residents, and the groups of another community.
    """
    where = incoming.where
    chat = work.roster.chat(where.platform, where.chat)
    if chat is None or incoming.private or not _is_discreet(routed):
        return incoming
    if chat.kind is not ChatKind.RESIDENT and await _community(work, routed.asked) in ("", chat.community):
        return incoming
    account = await work.accounts.get(where.platform, incoming.account)
    if account is None or not account.chat:
        raise Stop(Toast(template="only_in_private", alert=True))
    return replace(
        incoming, where=Address(platform=where.platform, chat=account.chat), private=True, message="", reply_to=""
    )


def _is_discreet(routed: Routed) -> bool:
    return routed.route is not None and routed.route.on in (
        On.COMMUNITY,
        On.INCIDENT,
        On.STEP,
        On.PAPER,
        On.REPORT,
    )


async def _community(work: Work, asked: Asked) -> str:
    """Whose it is; empty when nothing is named or it is not known."""
    if asked.name:
        paper = await paper_of(work, asked.name)
        return paper.community if paper else ""
    incident = await work.incidents.get(asked.number) if asked.number is not None else None
    return incident.community if incident else ""
