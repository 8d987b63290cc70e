"""Who is asked to approve a report, what they read, and what becomes of their cards."""

from __future__ import annotations

from bot.domain.people import Person, Role
from bot.domain.report import Report, ReportState, require_submitted
from bot.talk.message import Card, Priority, Toast
from bot.talk.work import Work
from handlers.approvers import approvers
from handlers.facts import Json, name_of
from handlers.filing_card import PRIVATE, Rows, button, private_of, send_course, writers
from handlers.filing_text import Draft, head_of_report, text_facts


async def ask_next(work: Work, report: Report) -> None:
    """The first who may approve it and has not been asked; when all have been, who was asked longest ago."""
    people = await approvers(work, report)
    if not people:
        await _tell_nobody(work, report)
        return
    asked = await asked_of(work, report)
    in_turn = sorted(people, key=lambda one: [*asked].index(one.id) if one.id in asked else -1)
    reached = [one for one in in_turn if await private_of(work, one)]
    await ask(work, report, (reached or in_turn)[0])


async def ask(work: Work, report: Report, person: Person) -> None:
    """The very words with their pictures and 批准 and 驳回, in private only: no group gets them for want of a chat."""
    before = {one: digest for one, digest in (await asked_of(work, report)).items() if one != person.id}
    alone = bool(await private_of(work, person))
    await work.keep(_asked_fact(report), [*before.items(), (person.id, report.digest if alone else "")])
    if alone:
        await send_course(work, report, _handed_in(report), person, priority=Priority.ROUTINE)
    card = Card(template="filing/approve", facts=await _paper(work, report), rows=_decide(report) if alone else ())
    work.live(person, card, about=_approve_about(report), priority=Priority.ROUTINE, fresh=True)
    if alone:
        await _send_pictures(work, report, person)


async def read_first(work: Work, report: Report, person: Person, *, digest: str) -> Toast | None:
    """Nobody decides on what they have not read: who has neither pressed it nor been asked about it gets it first."""
    require_submitted(report)
    if report.digest in (digest, (await asked_of(work, report)).get(person.id)):
        return None
    if not await private_of(work, person):
        return Toast(template="write_me_first", alert=True)
    await ask(work, report, person)
    return Toast(template="read_first", facts={"name": report.name}, alert=True)


async def ask_again(work: Work, report: Report) -> None:
    """A new roster: when nobody who was asked may approve it any more, the next one is asked at once."""
    asked = await asked_of(work, report)
    if report.state is ReportState.SUBMITTED and not any(one.id in asked for one in await approvers(work, report)):
        await ask_next(work, report)


async def close(work: Work, report: Report, *, by: str | None) -> None:
    """Everybody who was asked sees what became of it, and nothing is left to press."""
    facts = {**await _paper(work, report), "approver": name_of(work.roster, by)}
    for person in (one for asked in await asked_of(work, report) if (one := work.roster.person(asked))):
        work.live(person, Card(template="filing/approve", facts=facts), about=_approve_about(report))


async def asked_of(work: Work, report: Report) -> dict[str, str]:
    """Roster ids of who was asked to approve it as it is now, in turn, with the hash of what they could read."""
    found = await work.recall(_asked_fact(report))
    return {str(one): str(digest) for one, digest in found} if isinstance(found, list) else {}


async def nobody_asked(work: Work, report: Report) -> None:
    """It was handed in anew: whoever was asked before has not read this."""
    await work.keep(_asked_fact(report), [])


async def _send_pictures(work: Work, report: Report, person: Person) -> None:
    """Each once."""
    for place, file in enumerate(report.photos):
        facts = await head_of_report(work, report, private=False)
        card = Card(template="filing/photo", facts=facts, file=file, quiet=True)
        key = f"{report.about}/photo/{report.digest[:12]}/{place}/{person.id}"
        work.send(person, card, key=key, priority=Priority.ROUTINE)


async def _tell_nobody(work: Work, report: Report) -> None:
    """Nobody may approve it: its author and whoever may command anything; somebody has to be put into the roster."""
    facts = await head_of_report(work, report, private=False)
    leaders = work.roster.leaders(report.community, (Role.COMMANDER,), at=work.now)
    people = {one.id: one for one in (*writers(work, report, also=report.authors[-1:]), *leaders)}
    for person in people.values():
        key = f"{report.about}/nobody/{person.id}/{work.now.timestamp()}"
        work.send(person, Card(template="filing/nobody", facts=facts), key=key, priority=Priority.ROUTINE)


async def _paper(work: Work, report: Report) -> Json:
    """The report as it was handed in."""
    return {
        **await head_of_report(work, report, private=True),
        "text": text_facts(report, _handed_in(report)),
        "approver": "",
        "reason": report.reason[:200],
        "private": PRIVATE,
    }


def _handed_in(report: Report) -> Draft:
    return Draft(sections=dict(report.sections), photos=report.photos)


def _decide(report: Report) -> Rows:
    digest = report.digest
    return ((button("approve", report, digest=digest), button("reject", report, digest=digest)),)


def _asked_fact(report: Report) -> str:
    return f"{report.about}/asked"


def _approve_about(report: Report) -> str:
    return f"{report.about}/approve"
