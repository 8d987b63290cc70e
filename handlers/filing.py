"""A report from 写报告 to 批准: begun, put off, handed in, approved or sent back."""

from __future__ import annotations

from bot.domain.paper_events import ReportApproved, ReportReturned, ReportSubmitted
from bot.domain.people import Person
from bot.domain.report import Report, approve, fingerprint, require_owed, send_back, submit, unsign
from bot.domain.report_form import first_missing, require_own_name
from bot.talk.message import Address, Card, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import filing_clock
from handlers.approvers import approvers
from handlers.facts import iso, name_of
from handlers.filing_asked import read_first
from handlers.filing_card import form_about
from handlers.filing_form import both, show
from handlers.filing_text import drafted, head_of_report, language_of, zone_of
from handlers.listening import stop_listening


async def begin(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """写报告, 改报告, /file 7: the form where it was left, always in private."""
    report, by = both(asked, person)
    require_owed(report)
    where = await _private(work, incoming)
    if where is None:
        return Toast(template="write_me_first", alert=True)
    pressed = await work.cards.get(incoming.press.card) if incoming.press else None
    here = pressed is not None and (pressed.where, pressed.about) == (where, form_about(report))
    await show(work, report, by, where, fresh=not here)
    return None if incoming.private else Toast(template="look_in_private")


async def later(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """晚点: what is written stays, nothing is asked, and the ladder reminds."""
    report, _ = both(asked, person)
    require_owed(report)
    await stop_listening(work, incoming.where, incoming.account, card=form_about(report))
    facts = {"due": iso(report.due), "zone": zone_of(work, report.community).key, "late": work.now >= report.due}
    return Toast(template="report_later", facts=facts)


async def hand_in(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """提交: the very words that are signed, by whoever presses; a missing part is named and asked for.

    What has happened since the name was typed stands in them too, and is read and signed first.
    """
    report, by = both(asked, person)
    require_owed(report)
    draft = await drafted(work, report, language=await language_of(work, by, platform=incoming.where.platform))
    missing = first_missing(report, draft.sections, draft.photos)
    if missing:
        await show(work, report, by, incoming.where, asks=missing)
        return Toast(template="report_missing", facts={"part": missing}, alert=True)
    require_own_name(report.signature, by)
    if asked.facts.get("seen") != fingerprint(report, sections=draft.sections, photos=draft.photos):
        report = unsign(report)
        await work.reports.put(report)
        await show(work, report, by, incoming.where, fresh=asked.typed)
        return Toast(template="report_sign_again", alert=True)
    report = submit(report, sections=draft.sections, photos=draft.photos, by=by.id, now=work.now)
    await work.reports.put(report)
    filing_clock.handed_in(work, report)
    work.happened(ReportSubmitted(report=report.number, incident=report.incident, digest=report.digest, by=by.id))
    await stop_listening(work, incoming.where, incoming.account, card=form_about(report))
    asks = next(iter(await approvers(work, report)), None)
    facts = {**await head_of_report(work, report, private=False), "approver": asks.name if asks else ""}
    card = Card(template="filing/handed_in", facts=facts)
    work.live(incoming.where, card, about=form_about(report), priority=Priority.ANSWER)
    return Toast(template="report_handed_in", facts=facts)


async def approve_report(work: Work, person: Person, asked: Asked, report: Report) -> Toast:
    """批准: with the last report the incident is put away."""
    digest = str(asked.facts.get("digest", ""))
    if unread := await read_first(work, report, person, digest=digest):
        return unread
    report = approve(report, digest=digest, by=person.id, now=work.now)
    await work.reports.put(report)
    filing_clock.over(work, report)
    work.happened(ReportApproved(report=report.number, incident=report.incident, by=person.id))
    return Toast(template="report_passed", facts={"kind": report.kind.value, "number": report.incident})


async def return_report(work: Work, person: Person, report: Report, reason: str, *, digest: str = "") -> Toast:
    """驳回: back to its author, with the reason."""
    if unread := await read_first(work, report, person, digest=digest):
        return unread
    report = send_back(report, reason=reason, digest=digest)
    await work.reports.put(report)
    filing_clock.returned(work, report)
    work.happened(ReportReturned(report=report.number, incident=report.incident, reason=reason, by=person.id))
    facts = {"kind": report.kind.value, "number": report.incident, "who": name_of(work.roster, report.author)}
    return Toast(template="report_returned", facts=facts)


async def _private(work: Work, incoming: Incoming) -> Address | None:
    """Where the form is filled in: the private chat of whoever writes, also when they pressed in a group."""
    if incoming.private:
        return incoming.where
    platform = incoming.where.platform
    account = await work.accounts.get(platform, incoming.account)
    return Address(platform=platform, chat=account.chat) if account is not None and account.chat else None
