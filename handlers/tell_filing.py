"""Who hears what of a report: its author in private, who may approve it, and in groups only that it is there or not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.paper_events import (
    ReportApproved,
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
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from handlers.approvers import approvers
from handlers.facts import Json, name_of
from handlers.filing_text import Draft, head_of_report, incident_of, text_facts
from handlers.tell_desk import in_charge

Rows = tuple[tuple[Choice, ...], ...]
_PRIVATE = ["text", "reason"]
"""What no group reads when somebody has no private chat (rule 9)."""


def button(action: str, report: Report, *, label: str = "", key: str = "", **facts: object) -> Choice:
    """A button that does `action` on a report."""
    name = f"{action}:{key}" if key else action
    return Choice(key=name, label=label or action, facts={"report": report.number, **facts})


def form_about(report: Report) -> str:
    """What the card of the form is about."""
    return f"{report.about}/form"


async def offer(work: Work, report: Report) -> None:
    """写报告 or 晚点: to its author, or to those in charge when it has none."""
    if not report.state.owed:
        return
    facts = await head_of_report(work, report, private=False)
    rows = ((button("file", report), button("file_later", report)),)
    for person in _writers(work, report):
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
    await work.keep(_asked_fact(report), [])
    await _ask_next(work, report)


async def tell_unapproved(work: Work, event: ReportUnapproved) -> None:
    """The next who may; after the last one the first again."""
    await _ask_next(work, await _report(work, event))


async def ask_again(work: Work, report: Report) -> None:
    """A new roster: when nobody who was asked may approve it any more, the next one is asked at once."""
    asked = await _asked(work, report)
    if report.state is ReportState.SUBMITTED and not any(one.id in asked for one in await approvers(work, report)):
        await _ask_next(work, report)


async def tell_returned(work: Work, event: ReportReturned) -> None:
    """驳回: its author reads why and changes it; whoever was asked sees that it is done."""
    report = await _report(work, event)
    facts = {**await head_of_report(work, report, private=False), "reason": event.reason, "private": _PRIVATE}
    facts["approver"] = name_of(work.roster, event.by)
    rows = ((button("file", report, label="mend_report"),),)
    for person in _writers(work, report, also=report.authors[-1:]):
        card = Card(template="filing/returned", facts=facts, rows=rows)
        work.live(person, card, about=form_about(report), priority=Priority.ROUTINE, fresh=True)
    await _close(work, report, by=event.by)


async def tell_approved(work: Work, event: ReportApproved) -> None:
    """已批准: its author and the command chat; in the chat nothing but which one."""
    report = await _report(work, event)
    facts = {**await head_of_report(work, report, private=False), "approver": name_of(work.roster, event.by)}
    card = Card(template="filing/approved", facts=facts, quiet=True)
    people = [person for person in _writers(work, report, also=report.authors[-1:]) if person.id != event.by]
    readers: list[Address | Person] = [*people, *_groups(work, report.community, ChatKind.COMMAND)]
    for to in readers:
        work.send(to, card, key=f"{report.about}/approved/{_named(to)}", priority=Priority.ROUTINE)
    await _close(work, report, by=event.by)


async def tell_overdue(work: Work, event: ReportOverdue) -> None:
    """Not handed in: whom the ladder names, each once for all steps that have passed."""
    report = await _report(work, event)
    readers = heard_by(event.since, event.rung)
    facts = {
        **await head_of_report(work, report, private=False),
        "over": (work.now - report.due).total_seconds(),
        "late": event.late,
    }
    people: list[Person] = _writers(work, report) if readers.author else []
    for role in [*([Role.SUPERVISOR] if readers.supervisor else []), *([Role.COMMANDER] if readers.commander else [])]:
        people += work.roster.leaders(report.community, (role,), at=work.now)[:1]
    groups = _groups(work, report.community, ChatKind.STAFF) if readers.staff else []
    told: list[Address | Person] = [*{person.id: person for person in people}.values(), *groups]
    for to in told:
        shown = {**facts, "own": isinstance(to, Person) and to.id == report.author}
        card = Card(template="filing/overdue", facts=shown, rows=((button("file", report),),), quiet=readers.quiet)
        work.send(to, card, key=f"{report.about}/overdue/{event.rung}/{_named(to)}", priority=Priority.CHASE)


async def _ask_next(work: Work, report: Report) -> None:
    """The first who may approve it and has not been asked; when all have been, who was asked longest ago."""
    people = await approvers(work, report)
    if not people:
        await _tell_nobody(work, report)
        return
    asked = await _asked(work, report)
    in_turn = sorted(people, key=lambda one: asked.index(one.id) if one.id in asked else -1)
    reached = [one for one in in_turn if await _has_private(work, one)]
    person = (reached or in_turn)[0]
    await work.keep(_asked_fact(report), [*(one for one in asked if one != person.id), person.id])
    card = Card(template="filing/approve", facts=await _paper(work, report), rows=_decide(report) if reached else ())
    work.live(person, card, about=_approve_about(report), priority=Priority.ROUTINE, fresh=True)
    await _send_pictures(work, report, person)


async def _send_pictures(work: Work, report: Report, person: Person) -> None:
    """Each once, in private only: no group gets a picture because somebody has no private chat."""
    if not await _has_private(work, person):
        return
    for place, file in enumerate(report.photos):
        facts = await head_of_report(work, report, private=False)
        card = Card(template="filing/photo", facts=facts, file=file, quiet=True)
        key = f"{report.about}/photo/{report.digest[:12]}/{place}/{person.id}"
        work.send(person, card, key=key, priority=Priority.ROUTINE)


async def _has_private(work: Work, person: Person) -> bool:
    accounts = [await work.accounts.get(platform, account) for platform, account in person.accounts.items()]
    return any(known is not None and known.chat for known in accounts)


async def _tell_nobody(work: Work, report: Report) -> None:
    """Nobody may approve it: its author and whoever may command anything; somebody has to be put into the roster."""
    facts = await head_of_report(work, report, private=False)
    leaders = work.roster.leaders(report.community, (Role.COMMANDER,), at=work.now)
    people = {one.id: one for one in (*_writers(work, report, also=report.authors[-1:]), *leaders)}
    for person in people.values():
        key = f"{report.about}/nobody/{person.id}/{work.now.timestamp()}"
        work.send(person, Card(template="filing/nobody", facts=facts), key=key, priority=Priority.ROUTINE)


async def _close(work: Work, report: Report, *, by: str | None) -> None:
    """Everybody who was asked sees what became of it, and nothing is left to press."""
    facts = {**await _paper(work, report), "approver": name_of(work.roster, by)}
    for person in (one for asked in await _asked(work, report) if (one := work.roster.person(asked))):
        work.live(person, Card(template="filing/approve", facts=facts), about=_approve_about(report))


async def _paper(work: Work, report: Report) -> Json:
    """The report as it was handed in."""
    handed_in = Draft(sections=dict(report.sections), photos=report.photos)
    return {
        **await head_of_report(work, report, private=True),
        "text": text_facts(report, handed_in),
        "approver": "",
        "reason": report.reason[:200],
        "private": _PRIVATE,
    }


def _decide(report: Report) -> Rows:
    digest = report.digest
    return ((button("approve", report, digest=digest), button("reject", report, digest=digest)),)


def _writers(work: Work, report: Report, *, also: Sequence[str] = ()) -> list[Person]:
    """Its author, with who else signed it; those in charge when it has none."""
    ids = dict.fromkeys([*([report.author] if report.author else []), *also])
    found = [person for one in ids if (person := work.roster.person(one))]
    return found or [*in_charge(work, report.community)]


def _named(to: Address | Person) -> str:
    return to.id if isinstance(to, Person) else f"{to.chat}/{to.thread}"


def _groups(work: Work, community: str, kind: ChatKind) -> list[Address]:
    chats = work.roster.chats_of(community, kind)
    return [Address(platform=chat.platform, chat=chat.id, thread=chat.topic) for chat in chats]


async def _asked(work: Work, report: Report) -> list[str]:
    """Roster ids of who was asked to approve it as it is now."""
    found = await work.recall(_asked_fact(report))
    return [str(one) for one in found] if isinstance(found, list) else []


def _asked_fact(report: Report) -> str:
    return f"{report.about}/asked"


def _approve_about(report: Report) -> str:
    return f"{report.about}/approve"


async def _report(work: Work, event: ReportEvent) -> Report:
    report = await work.reports.get(event.report)
    assert report is not None
    return report
