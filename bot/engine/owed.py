"""Which report somebody means who wants to write one: that of an incident by its number, else their own."""

from __future__ import annotations

from bot.domain.report import Report
from bot.engine.choosing import head_of, press_of
from bot.engine.wish import Stop, Wish
from bot.talk.message import Card, Choice, Toast
from bot.talk.work import Asked

_MOST = 12
"""Reports that are offered as buttons: the oldest."""


async def owed_report(wish: Wish, asked: Asked) -> Report:
    """The report of the incident with the number, or the only one this person owes; several: asked with buttons."""
    if asked.number is not None:
        return await _of_incident(wish, asked.number)
    own = await _own(wish)
    if not own:
        raise Stop(Toast(template="no_report_of_yours", alert=True))
    if len(own) == 1:
        return own[0]
    raise Stop(await _which(wish, own, asked))


async def _of_incident(wish: Wish, number: int) -> Report:
    incident = await wish.work.incidents.get(number)
    if incident is None or wish.person is None or not wish.person.works_in(incident.community):
        facts = {"number": number, "staff": wish.person is not None}
        raise Stop(Toast(template="no_such_incident", facts=facts, alert=True))
    reports = await wish.work.reports.of_incident(number)
    if not reports:
        raise Stop(Toast(template="no_report", facts={"number": number}, alert=True))
    return reports[-1]


async def _own(wish: Wish) -> list[Report]:
    person = wish.person
    if person is None:
        return []
    worked = [one for one in wish.communities if person.works_in(one)]
    waiting = [report for one in worked for report in await wish.work.reports.waiting_of(one)]
    return [one for one in waiting if one.author == person.id and one.state.owed]


async def _which(wish: Wish, own: list[Report], asked: Asked) -> Card:
    action = press_of(wish.route, wish.tables) or ""
    rows = []
    for report in own[:_MOST]:
        incident = await wish.work.incidents.get(report.incident)
        assert incident is not None
        facts = {**asked.facts, **await head_of(wish.work, incident), "report": report.number}
        rows.append((Choice(key=f"{action}:{report.number}", label="incident", facts=facts),))
    return Card(template="which_incident", facts={"numbered": False, "action": action}, rows=tuple(rows))
