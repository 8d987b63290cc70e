"""Who hears how the weekly duty roll call went: those who lead the shift, once, with the names of who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.duty_roll import DutyRollCounted
from bot.domain.people import Person, Role
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers import duty_roll
from handlers.facts import Json
from handlers.tell_desk import in_charge


async def tell(work: Work, event: DutyRollCounted) -> None:
    """How many answered, who did not, and who can't be written to; in a group nobody is named."""
    roll = await duty_roll.found(work, event.community, event.day)
    home = work.roster.community(event.community)
    if roll is None or home is None:
        return
    facts: Json = {
        "community": home.name,
        "zone": home.timezone,
        "all": len(roll.asked) + len(roll.unreached),
        "here": len(roll.here),
        "silent": _names(work, roll.silent),
        "unreached": _names(work, roll.unreached),
        "private": ["silent", "unreached"],
    }
    for person in _leads(work, event.community):
        key = f"duty/{event.community}/{event.day}/counted/{person.id}"
        work.send(person, Card(template="duty/count", facts=facts), key=key, priority=Priority.ROUTINE)


def _leads(work: Work, community: str) -> Sequence[Person]:
    leads = work.roster.leaders(community, (Role.DUTY_LEAD,), at=work.now)
    return leads or in_charge(work, community)


def _names(work: Work, ids: Iterable[str]) -> list[str]:
    return [person.name for one in ids if (person := work.roster.person(one))]
