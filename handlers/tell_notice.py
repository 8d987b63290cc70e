"""Who hears of a notice while it is written, waits and goes out; who reads it as a resident is in sending.py."""

from __future__ import annotations

from bot.domain import events as e
from bot.domain import paper_events as p
from bot.domain.incident import Incident, StepState
from bot.domain.notice import Notice, NoticeKind, NoticeState, drop, named
from bot.domain.people import Role
from bot.domain.plan_events import PlanAttached
from bot.talk.message import Card, Choice, Priority
from bot.talk.work import Work
from handlers import chase_notice
from handlers import notice_form as form
from handlers.approvers import approvers, overriders
from handlers.asked import about, ask, decision_facts, said_of, show_asked
from handlers.cards import button, staff_chats
from handlers.facts import Json, head_of
from handlers.hand_over import take_back
from handlers.standing import in_force
from handlers.tell_desk import desk_of
from handlers.tell_review import tell_overridden
from handlers.telling import commander_of


async def offer(work: Work, event: e.IncidentOpened | e.QuestionAnswered | PlanAttached) -> None:
    """The plan offers a notice: the desk and the commander may look at it at once; it is said once."""
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    playbook = await work.playbook(incident)
    for lane in playbook.lanes:
        for step in lane.steps:
            is_open = incident.step(lane.id, step.id).state is StepState.OPEN
            if step.notice and is_open and step.when.holds(incident.answers) and incident.state.open:
                await _offer(work, incident, NoticeKind(step.notice))


async def tell_changed(work: Work, event: p.NoticeDrafted | p.NoticeDropped) -> None:
    """It is being written (again): who was asked to approve the words before need not any more."""
    notice = await _version(work, event)
    chase_notice.over(work, notice)
    await show_asked(work, notice)
    if notice.state is NoticeState.DROPPED:
        await _show_authors(work, notice)


async def ask_approval(work: Work, event: p.NoticeSubmitted) -> None:
    """The first who may approve it; where nobody may, who may send it alone, and the author hears that."""
    notice = await _version(work, event)
    if notice.state is NoticeState.SUBMITTED:
        people = (await approvers(work, notice))[:1]
        for person in people:
            await ask(work, notice, person)
        if not people:
            await _offer_override(work, notice, nobody=True)
        chase_notice.submitted(work, notice)
    await _show_authors(work, notice)


async def ask_next(work: Work, event: p.NoticeUnapproved) -> None:
    """Nobody has approved it in time: the next as well, once more those before, and who may send it alone."""
    notice = await _version(work, event)
    people = await approvers(work, notice)
    for person in people[: event.round + 2]:
        await ask(work, notice, person, again=True)
    await _offer_override(work, notice, nobody=not people)
    await _show_authors(work, notice)


async def tell_refused(work: Work, event: p.NoticeRefused | p.NoticeLapsed) -> None:
    """驳回, or nobody decided in time: its authors hear it with sound and may submit it again."""
    notice = await _version(work, event)
    await _show_authors(work, notice, fresh=True)
    await show_asked(work, notice)


async def tell_approved(work: Work, event: p.NoticeApproved) -> None:
    """已批准: its authors, who else was asked, and the staff groups, which read it aloud."""
    notice = await _version(work, event)
    await _show_authors(work, notice)
    await show_asked(work, notice)
    facts = await decision_facts(work, notice)
    for where in staff_chats(work, notice.community):
        card = Card(template="notice/copy", facts=facts, quiet=True)
        key = f"{notice.about}/copy/{where.platform}/{where.chat}/{where.thread}"
        work.send(where, card, key=key, priority=Priority.ROUTINE, about=about(notice))
    if event.overridden:
        await tell_overridden(work, notice)


async def end_with_incident(work: Work, event: e.IncidentClosed | e.FalseAlarm) -> None:
    """The incident is over: what was still being written is dropped; what residents have, somebody has to end."""
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    for newest in await work.notices.newest_of(incident.community):
        if newest.incident != incident.number:
            continue
        if newest.state.open and not newest.kind.ends:
            newest = drop(newest)
            await work.notices.put(newest)
            work.happened(p.NoticeDropped(**named(newest), by=event.by))
        notice = await in_force(work, newest)
        if notice is not None and not notice.kind.ends:
            await take_back(work, notice)
        if notice is not None and not newest.state.open:
            await _remind_all_clear(work, notice, incident)


async def tell_next_word(work: Work, event: p.NextWordDue) -> None:
    """The next word was promised for now: who wrote it, who commands and the desk are asked for it."""
    notice = await _version(work, event)
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    authors = [person for one in notice.authors if (person := work.roster.person(one))]
    commanders = commander_of(work, incident) if incident and incident.state.open else []
    people = {one.id: one for one in (*authors, *commanders, *desk_of(work, notice.community))}
    facts = await decision_facts(work, notice)
    for person in people.values():
        card = Card(template="notice/next_word", facts=facts, rows=(_follow_rows(notice),))
        key = f"{notice.about}/next/{event.round}/{person.id}"
        work.send(person, card, key=key, priority=Priority.CHASE, about=about(notice))


async def _remind_all_clear(work: Work, notice: Notice, incident: Incident) -> None:
    people = {one.id: one for one in (*commander_of(work, incident), *desk_of(work, incident.community))}
    facts = await decision_facts(work, notice)
    for person in people.values():
        card = Card(template="notice/in_force", facts=facts, rows=(_follow_rows(notice)[1:],))
        key = f"{notice.about}/in_force/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY, about=str(incident.number))


def _follow_rows(notice: Notice) -> tuple[Choice, ...]:
    """[更新] [解除]: of the notice, whatever its newest version is by then."""
    return tuple(Choice(key=one, label=one, facts={"notice": notice.number}) for one in ("update", "all_clear"))


async def _offer(work: Work, incident: Incident, kind: NoticeKind) -> None:
    if any(one.incident == incident.number for one in await work.notices.newest_of(incident.community)):
        return  # somebody writes one, or has sent it
    facts: Json = {
        **await head_of(work, incident),
        "kind": kind.value,
        "who": [one.name for one in work.roster.leaders(incident.community, (Role.SUPERVISOR,), at=work.now)[:1]],
    }
    rows = (
        (
            button("draft", incident.number, key=kind.value, label="look_at_notice", kind=kind.value),
            button("later", incident.number, label="not_yet"),
        ),
    )
    people = {one.id: one for one in (*desk_of(work, incident.community), *commander_of(work, incident))}
    for person in people.values():
        card = Card(template="notice/offer", facts=facts, rows=rows)
        key = f"{incident.number}/offer/{kind.value}/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY, about=str(incident.number))


async def _offer_override(work: Work, notice: Notice, *, nobody: bool) -> None:
    """Said once: how to send it alone, and that everybody will hear of it."""
    facts = {**await decision_facts(work, notice), "nobody": nobody}
    for person in await overriders(work, notice):
        card = Card(template="notice/override", facts=facts)
        key = f"{said_of(notice)}/override/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY, about=about(notice))


async def _show_authors(work: Work, notice: Notice, *, fresh: bool = False) -> None:
    """Each author's own card of the draft follows what becomes of it."""
    waiting = [one.name for one in (await approvers(work, notice))[:1]]
    overriding = [one.name for one in await overriders(work, notice)]
    facts = {**await form.draft_facts(work, notice), "waiting": waiting, "overriding": overriding}
    for author in notice.authors:
        person = work.roster.person(author)
        if person is not None:
            card = Card(template="notice/draft", facts=facts, rows=form.ready_rows(notice))
            work.live(person, card, about=form.draft_about(notice), fresh=fresh)


async def _version(work: Work, event: p.NoticeEvent) -> Notice:
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    return notice
