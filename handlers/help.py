"""Finding one's way: help, who am I, language, cancel, and how incidents stand."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import Person
from bot.talk.message import Card, Choice, Incoming, Toast
from bot.talk.work import Account, Asked, Work
from handlers.facts import head
from handlers.live import live_card

_MOST = 12
_CODES = ("zh", "en")
_LANGUAGES = {"zh": "zh", "中文": "zh", "chinese": "zh", "en": "en", "英文": "en", "english": "en"}


async def help(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: A001, ARG001
    """/help: what one can do here, for staff and for residents."""
    return _help(work, person, incoming, whole=True)


def greet(work: Work, person: Person | None, incoming: Incoming, *, building: str = "") -> Card:
    """/start: the one thing to know, and where the rest stands; `building`: whose door they came through."""
    return _help(work, person, incoming, whole=False, building=building)


def _help(work: Work, person: Person | None, incoming: Incoming, *, whole: bool, building: str = "") -> Card:
    return Card(
        template="help/help",
        facts={
            "whole": whole,
            "staff": person is not None and bool(person.roles),
            "name": person.name if person else "",
            "role": person.role.name.lower() if person and person.role else "",
            "company": work.company.name,
            "private": incoming.private,
            "building": building,
        },
    )


async def whoami(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """The numbers for the roster: one's own, and in a group that of the group."""
    return Card(
        template="help/whoami",
        facts={
            "platform": incoming.where.platform,
            "account": incoming.account,
            "chat": "" if incoming.private else incoming.where.chat,
            "name": person.name if person and incoming.private else "",
            "post": person.post if person and incoming.private else "",
            "known": person is not None,
        },
    )


async def language(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """/language, or its button: what the bot writes to this account in private."""
    chosen = str(asked.facts.get("language", "")) or asked.rest.casefold()
    if chosen not in _LANGUAGES:
        rows = (
            tuple(Choice(key=f"language:{one}", label=f"language_{one}", facts={"language": one}) for one in _CODES),
        )
        return Card(template="help/language", rows=rows)
    known = await work.accounts.get(incoming.where.platform, incoming.account)
    account = known or Account(platform=incoming.where.platform, id=incoming.account)
    await work.accounts.put(replace(account, language=_LANGUAGES[chosen], chosen=True))
    return Toast(template=f"language_{_LANGUAGES[chosen]}")


async def cancel(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """取消: nothing is asked any more here; what was reported stays reported."""
    if await work.conversations.get(incoming.where, incoming.account) is None:
        return Toast(template="nothing_to_cancel")
    await work.conversations.end(incoming.where, incoming.account)
    return Toast(template="cancelled")


async def status(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """/status 7: how it stands now."""
    incident = asked.incident
    assert incident is not None
    card = live_card(incident, await work.playbook(incident), work.roster)
    return replace(card, pin=False, rows=())


async def incidents(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """The open incidents of the chat's community, or of all of one's own."""
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    communities = (chat.community,) if chat else (person.communities if person else ())
    found = [one for community in communities for one in await work.incidents.open_of(community)]
    listed = [head(one, await work.playbook(one), work.roster, private=False) for one in found[:_MOST]]
    rows = tuple(
        (Choice(key=f"status:{one['number']}", label="incident", facts={**one, "incident": one["number"]}),)
        for one in listed
    )
    return Card(template="help/incidents", facts={"incidents": listed, "more": max(0, len(found) - _MOST)}, rows=rows)
