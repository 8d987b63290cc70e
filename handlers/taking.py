"""Writing a report down before anything is asked: one card for each incident that a message tells of."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import IntakeRecorded
from bot.domain.intake import Intake
from bot.domain.people import Person
from bot.domain.recognise import told_in
from bot.talk.message import Incoming
from bot.talk.work import Work
from handlers import intake as form
from handlers.second_line import forget_line


async def take(work: Work, person: Person | None, incoming: Incoming, text: str) -> None:
    """Each incident of a message becomes a report of its own; what reads like talk or is forwarded is asked first."""
    await forget_line(work, incoming)
    for told in told_in(text, work.recognise):
        blank = _blank(work, person, incoming, told.text)
        said = replace(told.said, type=None) if incoming.forwarded else told.said
        doubted = said.type is None and bool(told.said.talk or told.said.type)
        intake = await work.intakes.put(replace(form.fill(work, blank, said), doubted=doubted))
        if not doubted:
            work.happened(IntakeRecorded(intake=intake.id, by=person.id if person else None))
        await form.show(work, intake)


def _blank(work: Work, person: Person | None, incoming: Incoming, text: str) -> Intake:
    return Intake(
        platform=incoming.where.platform,
        chat=incoming.where.chat,
        thread=incoming.where.thread,
        message=incoming.message,
        account=incoming.account,
        private=incoming.private,
        person=person.id if person and person.roles else None,
        community=community_of(work, person, incoming),
        words=text,
        files=incoming.files,
        at=incoming.at,
    )


def community_of(work: Work, person: Person | None, incoming: Incoming) -> str | None:
    """The chat's, the person's only one, or the company's only one; otherwise it is asked."""
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    if chat is not None:
        return chat.community
    known = person.communities if person and person.communities else tuple(c.id for c in work.roster.communities)
    named = [one for one in known if (home := work.roster.community(one)) and home.name in incoming.text]
    return (named or known)[0] if 1 in (len(named), len(known)) else None
