"""Somebody needs help: those who can go hear it with sound, and what becomes of it on the same message."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from bot.domain.incident import Incident
from bot.domain.notice import Notice
from bot.domain.people import Department, Person
from bot.domain.roll_call import Answer, Word, mark_of
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from handlers.roll_facts import community_of, help_facts, home_facts, notice_head, reached_person
from handlers.tell_desk import in_charge
from handlers.telling import commander_of, of_department


async def tell_rescuers(
    work: Work, notice: Notice, answer: Answer, before: Answer | None = None, *, loud: bool = False
) -> None:
    """One message for each person in need and rescuer: anew, with sound, where it is `loud`; else edited."""
    helped = before is not None and before.word is Word.HELP
    if answer.word is not Word.HELP and not helped:
        return
    card = await _card(work, notice, answer)
    helper = before.helper if before else None
    for person in await rescuers(work, notice, helper=answer.helper or helper):
        gone_for_nothing = person.id == helper and answer.word is Word.SAFE
        work.live(person, card, about=about(answer), fresh=loud or gone_for_nothing)


async def pass_on(work: Work, notice: Notice, answer: Answer, files: Sequence[str]) -> None:
    """What somebody in need has spoken or photographed: to those who can go, never to a group."""
    community = community_of(work, notice)
    facts = {**await notice_head(work, notice), "place": home_facts(community, answer.building, answer.flat)}
    for person in await rescuers(work, notice, helper=answer.helper):
        for account, file in product(await reached_person(work, person), files):
            where = Address(platform=account.platform, chat=account.chat)
            key = f"{about(answer)}/{person.id}/{account.platform}/{file}"
            work.send(where, Card(template="roll/file", facts=facts, file=file), key=key, priority=Priority.EMERGENCY)


def about(answer: Answer) -> str:
    """What the message about somebody in need is about."""
    return f"N{answer.notice}/help/{mark_of(answer)}"


def go_button(answer: Answer, *, label: str = "i_go") -> Choice:
    """[我去]: names who needs help, so that it means the same person whatever the list looks like by then."""
    who = {"platform": answer.platform, "account": answer.account, "family": answer.family}
    facts = {"notice": answer.notice, **who, "room": answer.flat, "building": answer.building}
    return Choice(key=f"help_go:{mark_of(answer)}", label=label, facts=facts)


async def _card(work: Work, notice: Notice, answer: Answer) -> Card:
    facts = {
        **await notice_head(work, notice),
        **await help_facts(work, community_of(work, notice), answer),
        "private": ["need", "room"],
    }
    waits = answer.word is Word.HELP and answer.helper is None
    return Card(template="roll/rescue", facts=facts, rows=((go_button(answer),),) if waits else ())


async def rescuers(work: Work, notice: Notice, *, helper: str | None) -> list[Person]:
    """The commander and who of security works on the incident; without them those in charge; and who is going."""
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    people = _working(work, incident) if incident and incident.state.open else []
    going = work.roster.person(helper or "")
    every = [*(people or in_charge(work, notice.community)), *([going] if going else [])]
    return list({person.id: person for person in every}.values())


def _working(work: Work, incident: Incident) -> list[Person]:
    return [*commander_of(work, incident), *of_department(work, incident, Department.SECURITY)]
