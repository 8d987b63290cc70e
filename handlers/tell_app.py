"""Who hears that a platform has something to say of the program itself: the admins and those in charge, by person."""

from __future__ import annotations

from datetime import datetime

from bot.domain.events import AppAlarm
from bot.domain.people import Person
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Work
from handlers.facts import Json
from handlers.tell_desk import in_charge


async def tell(work: Work, event: AppAlarm) -> None:
    """What happens, by when, and what to do; they may read it on another platform."""
    people: dict[str, Person] = {person.id: person for person in work.roster.admins()}
    for community in work.roster.communities:
        people.update({person.id: person for person in in_charge(work, community.id)})
    readers: list[Person | Address] = [*people.values(), *work.alarms]
    for to in readers:
        admin = isinstance(to, Person) and to.admin
        facts: Json = {
            "app": event.platform,
            "sign": event.sign,
            "by": _moment(event.detail),
            "detail": event.detail,
            "admin": admin,
        }
        name = to.id if isinstance(to, Person) else to.platform
        key = f"app/{event.platform}/{event.sign}/{name}/{work.now.timestamp()}"
        work.send(to, Card(template="trouble/app", facts=facts), key=key, priority=Priority.EMERGENCY)


def _moment(detail: str) -> str:
    """By when, where the platform says it; other details are words."""
    try:
        return datetime.fromisoformat(detail).isoformat() if detail[:1].isdigit() and "T" in detail else ""
    except ValueError:
        return ""
