"""What the desk and those in charge hear: reports nobody of staff has seen, and what could not be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import events as e
from bot.domain.given_up import ChaseFailed
from bot.domain.intake import Intake, IntakeState
from bot.domain.people import Department, Person
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from handlers import intake as form
from handlers.facts import Json, head, name_of


async def page_desk(work: Work, event: e.IntakeRecorded) -> None:
    """A report from outside, or one whose words were not understood: the desk has it before anything is asked."""
    intake = await work.intakes.get(event.intake)
    if intake is None or (intake.person is not None and intake.type is not None):
        return
    await page(work, intake)


async def follow(work: Work, event: e.IntakeChanged | e.IntakeDropped | e.IncidentOpened) -> None:
    """What the desk was paged about goes on: its card says how, new words make it a new message."""
    intake = await work.intakes.get(event.intake)
    if intake is not None and intake.paged:
        await page(work, intake, fresh=isinstance(event, e.IntakeChanged) and event.words, by=event.by)


async def page(
    work: Work, intake: Intake, *, fresh: bool = False, by: str | None = None, also: Sequence[Person] = ()
) -> None:
    """The card of a report from outside, for the desk and whoever else has to know by now."""
    who = await work.accounts.get(intake.platform, intake.account)
    facts: Json = {
        **form.draft_facts(work, intake),
        "name": who.name if who else "",
        "state": intake.state.value,
        "number": intake.incident,
        "who": name_of(work.roster, by),
        "private": ["name", "words"],
    }
    desk = tuple({person.id: person for person in (*desk_of(work, intake.community), *also)}.values())
    paged = tuple(dict.fromkeys([*intake.paged, *(person.id for person in desk)]))
    if paged != intake.paged:
        await work.intakes.put(replace(intake, paged=paged))
    for person in (one for known in paged if (one := work.roster.person(known))):
        rows = _rows(intake) if person in desk else ()
        card = Card(template="report/desk", facts=facts, rows=rows)
        work.live(person, card, about=f"{form.about(intake)}/desk", fresh=fresh and person in desk)
    for person in desk:
        _pass_on(work, intake, person)


def _pass_on(work: Work, intake: Intake, person: Person) -> None:
    """Every file once."""
    for place, file in enumerate(intake.files):
        card = Card(template="report/file", facts={"words": intake.words[:80], "private": ["words"]}, file=file)
        key = f"{form.about(intake)}/file/{place}/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY)


async def tell_chat_lost(work: Work, event: e.ChatLost) -> None:
    """The bot can't write to a group any more: those in charge there, once."""
    chat = work.roster.chat(event.platform, event.chat)
    if chat is None:
        return
    community = work.roster.community(chat.community)
    facts: Json = {"kind": chat.kind.value, "community": community.name if community else ""}
    for person in in_charge(work, chat.community):
        card = Card(template="trouble/chat_lost", facts=facts)
        key = f"lost/{event.platform}/{event.chat}/{person.id}/{work.now.timestamp()}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY)


async def tell_chat_moved(work: Work, event: e.ChatMoved) -> None:
    """A group has a new id: it works on, and the admins hear what to change in the roster."""
    for person in work.roster.admins():
        card = Card(template="trouble/chat_moved", facts={"chat": event.chat, "moved_to": event.moved_to})
        work.send(person, card, key=f"moved/{event.platform}/{event.chat}/{person.id}", priority=Priority.ROUTINE)


async def tell_uncertain(work: Work, event: e.SendUncertain) -> None:
    """A message may not have arrived: a person has to look."""
    incident = await work.incidents.get(event.incident) if event.incident else None
    notice = await work.notices.get(event.notice) if event.notice else None
    people: Sequence[Person] = work.roster.admins()
    facts: Json = {"number": None}
    if incident is not None:
        people = in_charge(work, incident.community)
        facts = head(incident, await work.playbook(incident), work.roster, private=False)
    elif notice is not None:
        people = in_charge(work, notice.community)
    facts = {**facts, "notice": notice.name if notice else "", "chat": event.chat}
    for person in people:
        card = Card(template="trouble/uncertain", facts=facts)
        key = f"uncertain/{event.chat}/{person.id}/{work.now.timestamp()}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY)


async def tell_failed(work: Work, event: ChaseFailed) -> None:
    """The bot could not do what it had to say or to ask for: a person has to look after it."""
    incident = await work.incidents.get(event.incident) if event.incident else None
    people = in_charge(work, incident.community) if incident else work.roster.admins()
    facts: Json = {"number": None}
    if incident is not None:
        facts = head(incident, await work.playbook(incident), work.roster, private=False)
    readers: list[Person | Address] = [*people, *work.alarms]
    for to in readers:
        card = Card(template="trouble/failed", facts=facts)
        name = to.platform if isinstance(to, Address) else to.id
        key = f"failed/{event.kind}/{event.about}/{name}/{work.now.timestamp()}"
        work.send(to, card, key=key, priority=Priority.EMERGENCY)


async def tell_unreachable(work: Work, event: e.PersonUnreachable) -> None:
    """Somebody on duty can't be written to in private: those in charge, so that they telephone."""
    person = work.roster.person(event.person)
    if person is None:
        return
    incident = await work.incidents.get(event.incident) if event.incident else None
    community = incident.community if incident else next(iter(person.communities), "")
    facts: Json = {"name": person.name, "phone": person.phone, "number": event.incident}
    for one in in_charge(work, community):
        if one.id != person.id:
            card = Card(template="trouble/unreachable", facts=facts)
            key = f"unreachable/{person.id}/{one.id}/{event.incident}"
            work.send(one, card, key=key, priority=Priority.EMERGENCY)


async def tell_roster_refused(work: Work, event: e.RosterRefused) -> None:
    """A faulty roster changed nothing: the admins read where the fault is."""
    for person in work.roster.admins():
        card = Card(template="trouble/roster", facts={"problem": event.problem})
        work.send(person, card, key=f"roster/{person.id}/{work.now.timestamp()}", priority=Priority.EMERGENCY)


async def tell_set_aside(work: Work, event: e.MessageSetAside) -> None:
    """A message could not be worked on: somebody has to read it where it was written."""
    chat = work.roster.chat(event.platform, event.chat)
    people = in_charge(work, chat.community) if chat else work.roster.admins()
    facts: Json = {"group": chat.kind.value if chat else "", "message": event.message}
    for person in people:
        card = Card(template="trouble/set_aside", facts=facts)
        key = f"aside/{event.platform}/{event.chat}/{event.message}/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY)


def _rows(intake: Intake) -> tuple[tuple[Choice, ...], ...]:
    if intake.state is not IntakeState.OPEN:
        return ()
    facts = {"intake": intake.id, "choice": ""}
    names = ("open", "drop") if intake.ready else ("drop",)
    return (tuple(Choice(key=name, label=name, facts=facts) for name in names),)


def desk_of(work: Work, community: str | None) -> Sequence[Person]:
    """Who is at the desk: the first on duty of service; where nobody is, those in charge."""
    communities = [community] if community else [one.id for one in work.roster.communities]
    found: dict[str, Person] = {}
    for one in communities:
        service = work.roster.department(one, Department.SERVICE, at=work.now)[:1]
        for person in service or in_charge(work, one):
            found[person.id] = person
    return tuple(found.values())


def in_charge(work: Work, community: str, *, all_of_them: bool = False) -> Sequence[Person]:
    """The duty lead on duty, or the next who leads; or all who lead, in order."""
    leaders = work.roster.leaders(community, work.company.order, at=work.now)
    return leaders if all_of_them else leaders[:1]
