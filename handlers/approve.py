"""批准, 驳回, 紧急发布 and 复核: one word for notices and reports; who wrote a thing never decides on it (the gate)."""

from __future__ import annotations

from bot.domain.deadline import Conversation
from bot.domain.notice import Notice, NoticeState, named, override, refuse
from bot.domain.paper_events import NoticeRefused, NoticeReviewed
from bot.domain.people import Person
from bot.domain.refused import Impossible
from bot.domain.report import Report
from bot.talk.message import Card, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import chase_notice
from handlers.asked import ask, shown
from handlers.filing import approve_report, return_report
from handlers.listening import listen
from handlers.not_delivered import left_out
from handlers.notice import both
from handlers.sending import go_out, send_out
from handlers.tell_review import may_review

REASON_FORM = "refuse"
_LONGEST = 500
"""Characters of a reason."""


async def approve(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """批准: of a notice only the very words that were seen; it goes out with this commit."""
    assert person is not None
    if isinstance(asked.paper, Report):
        return await approve_report(work, person, asked, asked.paper)
    notice, by = both(asked, person)
    await _still_needed(work, notice)
    digest = await _seen(work, by, asked, notice)
    if not digest and notice.state is NoticeState.SUBMITTED:
        await ask(work, notice, by)
        return Toast(template="read_first", facts={"name": notice.name}, alert=True)
    sent = await go_out(work, notice, by=by, digest=digest)
    lost, groups = await left_out(work, sent, {}), sum(len(part.groups) for part in sent.parts)
    return Toast(template="notice_approved", facts={"name": sent.name, "lost": len(lost), "sent": groups - len(lost)})


async def reject(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """驳回: with the reason; without one it is asked."""
    assert person is not None
    paper = asked.paper
    assert paper is not None  # the gate has found it
    reason = asked.rest[:_LONGEST]
    if not reason:
        return await _ask_reason(work, person, incoming, asked)
    if (open_form := await work.conversations.get(incoming.where, incoming.account)) and open_form.form == REASON_FORM:
        await work.conversations.end(incoming.where, incoming.account)
    if isinstance(paper, Report):
        return await return_report(work, person, paper, reason, digest=str(asked.facts.get("digest", "")))
    notice = refuse(paper, reason=reason, digest=await _seen(work, person, asked, paper))
    await work.notices.put(notice)
    chase_notice.over(work, notice)
    work.happened(NoticeRefused(**named(notice), by=person.id, reason=reason))
    return Toast(template="notice_refused", facts={"name": notice.name})


async def override_notice(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """/override N3 reason: number and reason are typed; everybody in charge hears of it, a review is owed."""
    notice, by = both(asked, person)
    if not asked.name or not asked.rest:
        return Toast(template="override_how", facts={"name": notice.name}, alert=True)
    await _still_needed(work, notice)
    alone = override(notice, by=by.id, reason=asked.rest[:_LONGEST], now=work.now)
    await send_out(work, alone, by=by)
    return Toast(template="overridden", facts={"name": notice.name})


async def review(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """已复核: by somebody who neither wrote nor sent it."""
    _, by = both(asked, person)
    notice = await work.notices.version(int(str(asked.facts["notice"])), int(str(asked.facts["of"])))
    assert notice is not None
    if not await may_review(work, notice, by):
        return Toast(template="review_by_another", alert=True)
    work.due(chase_notice.REVIEW, about=notice.about, at=None)
    work.happened(NoticeReviewed(**named(notice), by=by.id))
    return Toast(template="reviewed", facts={"name": notice.name})


async def _seen(work: Work, by: Person, asked: Asked, notice: Notice) -> str:
    """The hash of the words this person decides on: of the card they press, else of what they were last shown."""
    pressed = asked.facts.get("digest")
    return str(pressed) if pressed else (await shown(work, notice)).get(by.id, "")


async def read_reason(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:  # noqa: ARG001
    """Words as the reason: in a group only as a reply, because people there also talk."""
    return conversation.facts if incoming.text and (incoming.private or incoming.reply_to) else None


async def _still_needed(work: Work, notice: Notice) -> None:
    """Raises Impossible when the incident is over: nobody leaves home for a fire that is out."""
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    if incident is not None and not incident.state.open and not notice.kind.ends:
        raise Impossible("notice_incident_over", name=notice.name, number=incident.number)


async def _ask_reason(work: Work, by: Person, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    paper = asked.paper
    assert paper is not None  # the gate has found it
    about = f"{paper.about}/reason/{incoming.account}"
    facts: Facts = {"name": paper.name, "who": by.name, "private": incoming.private}
    card = Card(template="notice/reason", facts=facts, reply_to="" if incoming.private else incoming.message)
    work.live(incoming.where, card, about=about, priority=Priority.ANSWER, fresh=True)
    number: Facts = (
        {"notice": paper.number, "version": paper.version} if isinstance(paper, Notice) else {"report": paper.number}
    )
    number = {**number, "digest": asked.facts.get("digest", "")}
    await listen(work, incoming.where, incoming.account, form=REASON_FORM, facts=number, card=about)
    return Toast(template="say_why") if incoming.press else None
