"""What a reporter sends once the incident is open: words and pictures that belong to it, not to a new report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.events import NoteAdded
from bot.domain.incident import Incident
from bot.domain.intake import IntakeState
from bot.domain.people import Person
from bot.domain.playbook import Playbook
from bot.domain.recognise import FALLBACK, Recognised
from bot.talk.message import Card, Choice, Incoming, Toast
from bot.talk.work import Work
from handlers import ladder
from handlers.facts import head_of
from handlers.intake import SAME_REPORT

_SINCE = timedelta(days=1)
_QUESTION = "question"
_MOST = 12


async def incidents_meant(
    work: Work, person: Person | None, incoming: Incoming, said: Recognised
) -> tuple[Incident, ...]:
    """The open incidents that words mean which report nothing new: the one whose card they answer; in private those
    this member of staff is on, or the newest one somebody outside has reported."""
    found: list[Incident] = []
    if person is not None or said.likely:
        said = as_news(said)
    if incoming.reply_to:
        found = await answered_to(work, person, incoming)
    if not found and incoming.private and person is None:
        account = (incoming.where.platform, incoming.account)
        found = [*await work.incidents.recent_of(account, since=work.now - _SINCE)][:1]
    if not found and incoming.private and person is not None and said.type is None:
        found = await _worked_on(work, person, incoming)
    running = [one for one in found if one.state.open]
    return tuple(
        [one for one in running if says_nothing_new(work, one, await work.playbook(one), said=said, text=incoming.text)]
    )


async def is_talk(work: Work, person: Person | None, incoming: Incoming, said: Recognised) -> bool:
    """Whether a line in a group reports nothing: who is on what runs, or is just reporting, needs words or a place."""
    if said.type is None or said.spoken or said.place.building or incoming.private or person is None:
        return said.type is None
    latest = await work.intakes.latest(incoming.where, incoming.account) if said.likely else None
    reporting = latest is not None and latest.state is IntakeState.OPEN and work.now - latest.at <= SAME_REPORT
    return reporting or bool(await _worked_on(work, person, incoming))


async def ask_which(work: Work, found: tuple[Incident, ...], incoming: Incoming) -> Card:
    """Several incidents may be meant: a press on one adds the words to it."""
    rows = []
    for one in found[:_MOST]:
        facts = {**await head_of(work, one), "incident": one.number, "rest": incoming.text}
        rows.append((Choice(key=f"note:{one.number}", label="incident", facts=facts),))
    return Card(template="which_incident", facts={"numbered": False, "action": "note"}, rows=tuple(rows))


async def add_news(work: Work, incident: Incident, person: Person | None, incoming: Incoming) -> Toast | None:
    """Everybody on the incident reads it; the writer hears that they do."""
    by = person.id if person else None
    await ladder.answered(work, incident, person)
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


async def answered_to(work: Work, person: Person | None, incoming: Incoming) -> list[Incident]:
    """Staff may answer any card of an incident, its reporter the question card."""
    shown = await work.cards.of_message(incoming.where, incoming.reply_to)
    head, _, kind = shown.about.partition("/") if shown else ("", "", "")
    incident = await work.incidents.get(int(head)) if head.isdigit() else None
    if incident is None:
        return []
    author = incident.thing(account=(incoming.where.platform, incoming.account)).author
    staff = person is not None and person.works_in(incident.community)
    return [incident] if staff or (author and kind == _QUESTION) else []


async def _worked_on(work: Work, person: Person, incoming: Incoming) -> list[Incident]:
    """The open incidents this person is on or has reported."""
    account = (incoming.where.platform, incoming.account)
    found = [one for community in person.communities for one in await work.incidents.open_of(community)]
    return [one for one in found if one.awaits(person.id) or one.thing(account=account).author]


def as_news(said: Recognised) -> Recognised:
    """What a line says to somebody who speaks of what runs: a type is no other one unless words of a plan say it."""
    return said if said.spoken else replace(said, type=None, likely=())


def says_nothing_new(work: Work, incident: Incident, plan: Playbook, *, said: Recognised, text: str) -> bool:
    """Whether words are news of this incident; another type, or the same at another place, is a report of its own.

    What the plan asks about is its own news: somebody in the lift who can't breathe is no second incident.
    """
    answers = work.recogniser.answers(text, plan)
    own = said.type in (None, FALLBACK, plan.id, *plan.attached) or bool(answers)
    return own and said.place.may_lie_in(incident.place)
