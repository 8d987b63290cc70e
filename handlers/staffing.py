"""At the start and with every roster: who leads the shift hears which steps of the plans nobody could do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.deadline import Deadline
from bot.domain.events import RosterChanged
from bot.domain.people import Person
from bot.domain.places import Community
from bot.domain.staffing import StepsUnstaffed, gaps
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers.facts import Json
from handlers.tell_desk import in_charge

LOOK = "unstaffed"
"""About `unstaffed/anju`: nobody who leads could be written to yet."""
AGAIN = timedelta(minutes=10)
_SHOWN = 6
"""Types named for each department; more are counted."""


async def look(work: Work, event: RosterChanged | None = None) -> None:  # noqa: ARG001
    """What is missing is told once, until it changes."""
    for community in work.roster.communities:
        await _look(work, community)


async def look_again(work: Work, deadline: Deadline) -> None:
    """Until somebody who leads has started the bot."""
    community = work.roster.community(deadline.about.partition("/")[2])
    if community is not None:
        await _look(work, community)


async def tell(work: Work, event: StepsUnstaffed) -> None:
    """One message to who leads the shift."""
    community = work.roster.community(event.community)
    if community is None or not event.gaps:
        return
    facts: Json = {"community": community.name, "gaps": [_gap(work, *one) for one in event.gaps.items()]}
    for person in in_charge(work, event.community):
        card = Card(template="trouble/unstaffed", facts=facts)
        work.send(person, card, key=f"unstaffed/{person.id}/{work.now.timestamp()}", priority=Priority.ROUTINE)


async def _look(work: Work, community: Community) -> None:
    found = gaps(work.playbooks.values(), work.roster, community.id)
    fact, about = f"unstaffed:{community.id}", f"unstaffed/{community.id}"
    written: Mapping[str, list[str]] = {one: [*types] for one, types in found.items()}
    if (await work.recall(fact) or {}) == written:
        return
    reached = [person for person in in_charge(work, community.id) if await _reached(work, person)]
    if not reached:
        work.due(LOOK, about=about, at=work.now + AGAIN)
        return
    await work.keep(fact, written)
    work.happened(StepsUnstaffed(community=community.id, gaps=found))


async def _reached(work: Work, person: Person) -> bool:
    known = [await work.accounts.get(platform, account) for platform, account in person.accounts.items()]
    return any(one is not None and one.chat for one in known)


def _gap(work: Work, department: str, types: tuple[str, ...]) -> Json:
    return {
        "department": department,
        "types": [dict(work.playbooks[one].names) for one in types[:_SHOWN] if one in work.playbooks],
        "more": max(0, len(types) - _SHOWN),
    }
