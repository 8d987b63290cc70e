"""A resident did not hear what was urgent: those in charge are told where they are, so that somebody goes or phones."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.events import ResidentNotReached
from bot.domain.people import Person
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers.facts import Json, head
from handlers.roll_facts import community_of, home_facts, notice_head
from handlers.tell_desk import in_charge


async def tell(work: Work, event: ResidentNotReached) -> None:
    """Once for each message; who it was for is known by their answer to the notice."""
    people, facts = await _about(work, event)
    for person in people:
        card = Card(template="trouble/not_reached", facts={**facts, "waits": event.waits, "private": ["home"]})
        key = f"not_reached/{event.platform}/{event.account}/{person.id}/{work.now.timestamp()}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY)


async def _about(work: Work, event: ResidentNotReached) -> tuple[Sequence[Person], Json]:
    incident = await work.incidents.get(event.incident) if event.incident else None
    notice = await work.notices.get(event.notice) if event.notice else None
    if incident is not None:
        facts = head(incident, await work.playbook(incident), work.roster, private=False)
        return in_charge(work, incident.community), {**facts, "notice": "", "home": None}
    if notice is None:
        return work.roster.admins(), {"number": None, "notice": "", "home": None}
    answer = await work.roll_calls.get(notice.number, (event.platform, event.account))
    home = home_facts(community_of(work, notice), answer.building, answer.flat) if answer else None
    facts = {**await notice_head(work, notice), "number": None, "notice": notice.name, "home": home}
    return in_charge(work, notice.community), facts
