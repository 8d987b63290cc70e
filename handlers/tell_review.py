"""A notice that one person sent alone: everybody in charge hears of it, and somebody else has to review it."""

from __future__ import annotations

from bot.domain import paper_events as p
from bot.domain.notice import Notice
from bot.domain.people import Action, Person, Role, may
from bot.talk.message import Card, Choice, Priority
from bot.talk.thing import thing_of
from bot.talk.work import Work
from handlers.asked import about, decision_facts

_LEADING = (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER)


async def tell_overridden(work: Work, notice: Notice, *, round: int = 0) -> None:
    """The first time all who lead; from then on who may review it, or, with nobody left, who sent it and the admins."""
    leading = work.roster.leaders(notice.community, _LEADING, at=work.now)
    reviewers = [one for one in leading if await may_review(work, notice, one)]
    people = leading if not round else reviewers
    if not reviewers:
        sender = work.roster.person(notice.approver or "")
        people = (*people, *([sender] if sender else []), *work.roster.admins())
    facts = {**await decision_facts(work, notice), "round": round, "nobody": not reviewers}
    rows = ((Choice(key="reviewed", label="reviewed", facts={"notice": notice.number, "of": notice.version}),),)
    for person in {one.id: one for one in people}.values():
        told = {**facts, "mine": person.id == notice.approver, "reviews": person in reviewers}
        card = Card(template="notice/overridden", facts=told, rows=rows if person in reviewers else ())
        key = f"{notice.about}/overridden/{round}/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY, about=about(notice))


async def remind_review(work: Work, event: p.ReviewOwed) -> None:
    """Nobody has reviewed it yet."""
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    await tell_overridden(work, notice, round=event.round + 1)


async def may_review(work: Work, notice: Notice, person: Person) -> bool:
    """Somebody in charge who neither wrote nor sent it, under no other name either."""
    part = work.roster.same_people([notice.approver or "", *notice.authors])
    return person.id not in part and may(person, Action.ALLOW, await thing_of(work, notice)) is None
