"""Who owes a report: made at the opening, handed on as people come and go, dropped with a false alarm, put away."""

from __future__ import annotations

from bot.domain.events import ArrivalTakenBack, FalseAlarm, IncidentClosed, IncidentOpened, PersonArrived, RosterChanged
from bot.domain.incident import Incident
from bot.domain.paper_events import ReportApproved, ReportCancelled, ReportOwed
from bot.domain.people import Person
from bot.domain.report import Report, ReportKind, ReportState, cancel, give, put_away
from bot.domain.report_due import r1_due
from bot.talk.work import Work
from handlers import filing_asked, filing_clock, tell_filing
from handlers.filing_text import incident_of, zone_of
from handlers.next_one import works
from handlers.tell_desk import desk_of


async def owe(work: Work, event: IncidentOpened) -> None:
    """R1 is owed from the opening on, by the time of the event; entered too late, it is overdue at once."""
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    if ReportKind.R1.value not in (await work.playbook(incident)).reports:
        return
    author = await _author(work, incident, before=None)
    report = Report(
        number=await work.reports.next_number(),
        community=incident.community,
        incident=incident.number,
        author=author.id if author else None,
        due=r1_due(incident.event_at, zone_of(work, incident.community)),
    )
    await work.reports.put(report)
    filing_clock.owed(work, report)
    work.happened(ReportOwed(report=report.number, incident=incident.number, person=report.author))


async def hand_on(work: Work, event: PersonArrived | ArrivalTakenBack) -> None:
    """The first who is there writes it when nobody of staff reported; nobody takes over what was begun."""
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    for report in await work.reports.of_incident(incident.number):
        if report.state is ReportState.OWED:
            before = None if isinstance(event, ArrivalTakenBack) else report.author
            await _give(work, report, await _author(work, incident, before=before))


async def drop(work: Work, event: FalseAlarm) -> None:
    """Nothing has happened, so nothing is written."""
    for report in await work.reports.of_incident(event.incident):
        if report.state is not ReportState.APPROVED:
            await work.reports.put(cancel(report))
            filing_clock.over(work, report)
            work.happened(ReportCancelled(report=report.number, incident=report.incident, by=event.by))


async def finish(work: Work, event: IncidentClosed | ReportApproved) -> None:
    """The response is over: what is owed is offered to its author, and with nothing left it is put away.

    Nothing is owed either for an incident that was opened before there were reports.
    """
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    reports = await work.reports.of_incident(incident.number)
    filed = put_away(incident, reports, by=event.by)
    if filed is not None:
        incident, happened = filed
        await work.incidents.put(incident)
        work.happened(happened)
    elif isinstance(event, IncidentClosed):
        for report in reports:
            await tell_filing.offer(work, report)


async def after_roster(work: Work, event: RosterChanged) -> None:  # noqa: ARG001
    """A new roster: reports of who left it go to the next, and what they were to approve as well."""
    for community in work.roster.communities:
        for report in await work.reports.waiting_of(community.id):
            if report.state.owed:
                await settled(work, report)
            else:
                await filing_asked.ask_again(work, report)


async def settled(work: Work, report: Report) -> Report:
    """The report with an author who is there: one who left the roster gives it to the next by the same rule."""
    incident = await incident_of(work, report)
    if report.author is not None and works(work, incident, report.author):
        return report
    return await _give(work, report, await _author(work, incident, before=None))


async def _give(work: Work, report: Report, author: Person | None) -> Report:
    to = author.id if author else None
    if to == report.author:
        return report
    report = give(report, to)
    await work.reports.put(report)
    work.happened(ReportOwed(report=report.number, incident=report.incident, person=to))
    return report


async def _author(work: Work, incident: Incident, *, before: str | None) -> Person | None:
    """The member of staff who reported, else who arrived first, else who has it now, else the desk on duty."""
    there = sorted((one for one in incident.responders if one.arrived), key=lambda one: (one.arrived, one.person))
    for one in (incident.reporter.person, *(responder.person for responder in there), before):
        if one is not None and works(work, incident, one):
            return work.roster.person(one)
    return next(iter(desk_of(work, incident.community)), None)
