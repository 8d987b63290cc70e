"""What a reporter sends once the incident is open: words and pictures that belong to it, not to a new report."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.events import NoteAdded
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.recognise import FALLBACK, Recognised
from bot.talk.message import Incoming, Toast
from bot.talk.work import Work
from handlers.intake import lies_in

_SINCE = timedelta(days=1)
_QUESTION = "question"


async def incident_meant(work: Work, person: Person | None, incoming: Incoming, said: Recognised) -> Incident | None:
    """The open incident that words mean which report nothing new: of somebody outside their own newest one, of
    everybody the one whose question card they answer."""
    found: list[Incident] = []
    if incoming.reply_to:
        found = await _answered(work, person, incoming)
    if not found and incoming.private and person is None:
        account = (incoming.where.platform, incoming.account)
        found = [*await work.incidents.recent_of(account, since=work.now - _SINCE)]
    return next((one for one in found if one.state.open and _says_nothing_new(one, said)), None)


async def add_news(work: Work, incident: Incident, person: Person | None, incoming: Incoming) -> Toast | None:
    """Everybody on the incident reads it; the writer hears that they do."""
    by = person.id if person else None
    work.happened(NoteAdded(incident=incident.number, text=incoming.text, files=incoming.files, by=by))
    known = await first_of_album(work, incoming)
    return Toast(template="noted" if person else "news", facts={"number": incident.number}) if known else None


async def first_of_album(work: Work, incoming: Incoming) -> bool:
    """Pictures of one album come as messages of their own and get one answer."""
    if not incoming.album:
        return True
    fact = f"album:{incoming.where.platform}:{incoming.account}"
    if await work.recall(fact) == incoming.album:
        return False
    await work.keep(fact, incoming.album)
    return True


async def _answered(work: Work, person: Person | None, incoming: Incoming) -> list[Incident]:
    shown = await work.cards.of_message(incoming.where, incoming.reply_to)
    head, _, kind = shown.about.partition("/") if shown else ("", "", "")
    incident = await work.incidents.get(int(head)) if head.isdigit() and kind == _QUESTION else None
    if incident is None:
        return []
    author = incident.thing(account=(incoming.where.platform, incoming.account)).author
    return [incident] if author or (person and person.works_in(incident.community)) else []


def _says_nothing_new(incident: Incident, said: Recognised) -> bool:
    return said.type in (None, FALLBACK, incident.type) and lies_in(said.place, incident.place)
