"""Who hears that the record was put back to an earlier state: those in charge, and the admins what to decide."""

from __future__ import annotations

from bot.domain.people import Person
from bot.domain.restored import DatabaseRestored
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers.facts import Json
from handlers.tell_desk import in_charge


async def tell(work: Work, event: DatabaseRestored) -> None:
    """Before anybody is chased for something that was done meanwhile."""
    people: dict[str, Person] = {person.id: person for person in work.roster.admins()}
    for community in work.roster.communities:
        people.update({person.id: person for person in in_charge(work, community.id)})
    for person in people.values():
        held: Json = {"held": event.held, "notices": event.notices, "unread": event.unread}
        facts: Json = {"last": event.last, **held, "admin": person.admin}
        card = Card(template="trouble/restored", facts=facts)
        key = f"restored/{person.id}/{work.now.timestamp()}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY)
