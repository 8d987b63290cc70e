"""Who hears what of a report: its author in private, who may approve it, and in groups only that it is there or not."""

from __future__ import annotations

from bot.domain.paper_events import (
    ReportApproved,
    ReportCancelled,
    ReportEvent,
    ReportOverdue,
    ReportOwed,
    ReportReturned,
    ReportSubmitted,
    ReportUnapproved,
)
from bot.domain.people import Person, Role
from bot.domain.report import Report, ReportState
from bot.domain.report_due import heard_by
from bot.domain.roster import ChatKind
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Work
from handlers.facts import name_of
from handlers.filing_asked import ask_next, close, nobody_asked
from handlers.filing_card import PRIVATE, button, form_about, named, private_of, writers
from handlers.filing_text import head_of_report, incident_of
from handlers.listening import stop_listening


async def offer(work: Work, report: Report) -> None:
    """写报告 or 晚点: to its author, or to those in charge when it has none."""
    if not report.state.owed:
        return
    facts = await head_of_report(work, report, private=False)
    rows = ((button("file", report), button("file_later", report)),)
    for person in writers(work, report):
        card = Card(template="filing/offer", facts=facts, rows=rows)
        if report.state is ReportState.OWED:
            work.live(person, card, about=form_about(report), priority=Priority.ROUTINE, fresh=True)
        else:  # the form may be open right now: it stays as it is
            key = f"{report.about}/offer/{person.id}/{work.now.timestamp()}"
            work.send(person, card, key=key, priority=Priority.ROUTINE)


async def tell_owed(work: Work, event: ReportOwed) -> None:
    """Whoever gets it from somebody else hears so, once there is something to write."""
    report = await _report(work, event)
    if not (await incident_of(work, report)).state.open:
        await offer(work, report)


async def tell_submitted(work: Work, event: ReportSubmitted) -> None:
    """The first who may approve it reads it, with its pictures."""
    report = await _report(work, event)
    await nobody_asked(work, report)
    await ask_next(work, report)


async def tell_unapproved(work: Work, event: ReportUnapproved) -> None:
    """The next who may; after the last one the first again."""
    await ask_next(work, await _report(work, event))


async def tell_returned(work: Work, event: ReportReturned) -> None:
    """驳回: its author reads why and changes it; whoever was asked sees that it is done."""
    report = await _report(work, event)
    facts = {**await head_of_report(work, report, private=False), "reason": event.reason, "private": PRIVATE}
    facts["approver"] = name_of(work.roster, event.by)
    rows = ((button("file", report, label="mend_report"),),)
    for person in writers(work, report, also=report.authors[-1:]):
        card = Card(template="filing/returned", facts=facts, rows=rows)
        work.live(person, card, about=form_about(report), priority=Priority.ROUTINE, fresh=True)
    await close(work, report, by=event.by)


async def tell_approved(work: Work, event: ReportApproved) -> None:
    """已批准: its author and the command chat; in the chat nothing but which one."""
    report = await _report(work, event)
    facts = {**await head_of_report(work, report, private=False), "approver": name_of(work.roster, event.by)}
    card = Card(template="filing/approved", facts=facts, quiet=True)
    people = [person for person in writers(work, report, also=report.authors[-1:]) if person.id != event.by]
    readers: list[Address | Person] = [*people, *_groups(work, report.community, ChatKind.COMMAND)]
    for to in readers:
        work.send(to, card, key=f"{report.about}/approved/{named(to)}", priority=Priority.ROUTINE)
    await close(work, report, by=event.by)


async def tell_cancelled(work: Work, event: ReportCancelled) -> None:
    """误报: the form and the cards of who was asked have nothing to press any more; who wrote at it hears so."""
    report = await _report(work, event)
    card = Card(template="filing/cancelled", facts=await head_of_report(work, report, private=False), quiet=True)
    for person in writers(work, report, also=report.authors):
        for account, where in (await private_of(work, person)).items():
            await stop_listening(work, where, account, card=form_about(report))
            if await work.cards.live(where, form_about(report)) is not None:
                work.live(where, card, about=form_about(report), priority=Priority.ROUTINE)
        if person.id in report.authors and person.id != event.by:
            work.send(person, card, key=f"{report.about}/cancelled/{person.id}", priority=Priority.ROUTINE)
    await close(work, report, by=event.by)


async def tell_overdue(work: Work, event: ReportOverdue) -> None:
    """Not handed in: whom the ladder names, each once for all steps that have passed."""
    report = await _report(work, event)
    readers = heard_by(event.since, event.rung)
    facts = {
        **await head_of_report(work, report, private=False),
        "over": (work.now - report.due).total_seconds(),
        "late": event.late,
    }
    people: list[Person] = writers(work, report) if readers.author else []
    for role in [*([Role.SUPERVISOR] if readers.supervisor else []), *([Role.COMMANDER] if readers.commander else [])]:
        people += work.roster.leaders(report.community, (role,), at=work.now)[:1]
    groups = _groups(work, report.community, ChatKind.STAFF) if readers.staff else []
    told: list[Address | Person] = [*{person.id: person for person in people}.values(), *groups]
    for to in told:
        shown = {**facts, "own": isinstance(to, Person) and to.id == report.author}
        card = Card(template="filing/overdue", facts=shown, rows=((button("file", report),),), quiet=readers.quiet)
        work.send(to, card, key=f"{report.about}/overdue/{event.rung}/{named(to)}", priority=Priority.CHASE)


def _named(to: Address | Person) -> str:
    return to.id if isinstance(to, Person) else f"{to.chat}/{to.thread}"


def _groups(work: Work, community: str, kind: ChatKind) -> list[Address]:
    chats = work.roster.chats_of(community, kind)
    return [Address(platform=chat.platform, chat=chat.id, thread=chat.topic) for chat in chats]


async def _report(work: Work, event: ReportEvent) -> Report:
    report = await work.reports.get(event.report)
    assert report is not None
    return report
