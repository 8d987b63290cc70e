"""Who may approve a notice or report, in which order they are asked: two persons, not two accounts (DESIGN §6, §8)."""

from __future__ import annotations

from bot.domain.notice import Notice
from bot.domain.people import Action, Person, Role, may
from bot.domain.report import Report
from bot.talk.thing import thing_of
from bot.talk.work import Work


async def approvers(work: Work, paper: Notice | Report) -> tuple[Person, ...]:
    """Supervisors on duty, then who commands the incident, then who may command any; none of them has written at it."""
    thing = await thing_of(work, paper)
    supervisors = work.roster.leaders(paper.community, (Role.SUPERVISOR,), at=work.now)
    commanding = work.roster.person(thing.commander) if thing.commander else None
    commanders = work.roster.leaders(paper.community, (Role.COMMANDER,), at=work.now)
    asked = {one.id: one for one in (*supervisors, *([commanding] if commanding else []), *commanders)}
    return tuple(one for one in asked.values() if may(one, Action.APPROVE, thing) is None)


async def overriders(work: Work, paper: Notice) -> tuple[Person, ...]:
    """Who may send it alone; a review is owed then."""
    thing = await thing_of(work, paper)
    people = work.roster.staff(paper.community)
    return tuple(one for one in people if may(one, Action.OVERRIDE, thing) is None)
