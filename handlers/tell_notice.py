"""Who hears of a notice while it is written, waits and goes out; who reads it as a resident is in sending.py."""

from __future__ import annotations

from bot.domain import events as e
from bot.domain import paper_events as p
from bot.domain.incident import Incident, StepState
from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.domain.people import Person, Role
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers import chase_notice
from handlers import notice_form as form
from handlers.approvers import approvers, overriders
from handlers.cards import button, staff_chats
from handlers.facts import Json, head_of, iso, name_of
from handlers.notice_words import audience_of, homes_of, names_of, seconds_of
from handlers.standing import in_force
from handlers.tell_desk import desk_of
from handlers.telling import commander_of


async def offer(work: Work, event: e.IncidentOpened | e.QuestionAnswered) -> None:
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
    await _show_asked(work, notice)
    if notice.state is NoticeState.DROPPED:
        await _show_authors(work, notice)


async def ask_approval(work: Work, event: p.NoticeSubmitted) -> None:
    """The first who may approve it; where nobody may, who may send it alone, and the author hears that."""
    notice = await _version(work, event)
    if notice.state is NoticeState.SUBMITTED:
        people = (await approvers(work, notice))[:1]
        for person in people:
            await _ask(work, notice, person)
        if not people:
            await _offer_override(work, notice, nobody=True)
        chase_notice.submitted(work, notice)
    await _show_authors(work, notice)


async def ask_next(work: Work, event: p.NoticeUnapproved) -> None:
    """Nobody has approved it in time: the next as well, once more those before, and who may send it alone."""
    notice = await _version(work, event)
    people = await approvers(work, notice)
    for person in people[: event.round + 2]:
        await _ask(work, notice, person, again=True)
    await _offer_override(work, notice, nobody=not people)
    await _show_authors(work, notice)


async def tell_refused(work: Work, event: p.NoticeRefused | p.NoticeLapsed) -> None:
    """驳回, or nobody decided in time: its authors hear it with sound and may submit it again."""
    notice = await _version(work, event)
    await _show_authors(work, notice, fresh=True)
    await _show_asked(work, notice)


async def tell_approved(work: Work, event: p.NoticeApproved) -> None:
    """已批准: its authors, who else was asked, and the staff groups, which read it aloud."""
    notice = await _version(work, event)
    await _show_authors(work, notice)
    await _show_asked(work, notice)
    facts = await _facts(work, notice)
    for where in staff_chats(work, notice.community):
        card = Card(template="notice/copy", facts=facts, quiet=True)
        work.send(where, card, key=f"{notice.about}/copy/{where.chat}", priority=Priority.ROUTINE, about=_about(notice))
    if event.overridden:
        await _tell_overridden(work, notice)


async def remind_review(work: Work, event: p.ReviewOwed) -> None:
    """Everybody in charge but the one who sent it: somebody has to look at it."""
    notice = await _version(work, event)
    await _tell_overridden(work, notice, round=event.round + 1)


async def remind_all_clear(work: Work, event: e.IncidentClosed | e.FalseAlarm) -> None:
    """The incident is over and residents still have its notice: who closed it and the desk may end it at once."""
    incident = await work.incidents.get(event.incident)
    assert incident is not None
    for newest in await work.notices.newest_of(incident.community):
        notice = await in_force(work, newest)
        if notice is None or notice.incident != incident.number or notice.kind.ends:
            continue
        rows = ((form.button("all_clear", newest),),)
        people = {one.id: one for one in (*commander_of(work, incident), *desk_of(work, incident.community))}
        for person in people.values():
            card = Card(template="notice/in_force", facts=await _facts(work, notice), rows=rows)
            key = f"{notice.about}/in_force/{person.id}"
            work.send(person, card, key=key, priority=Priority.EMERGENCY, about=str(incident.number))


async def _offer(work: Work, incident: Incident, kind: NoticeKind) -> None:
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


async def _ask(work: Work, notice: Notice, person: Person, *, again: bool = False) -> None:
    """The exact words, the audience and the time it takes, with 批准 and 驳回."""
    for place, part in enumerate(notice.parts[1:]):
        groups = [_group(work, notice, chat) for chat in part.chats]
        card = Card(template="notice/variant", facts={"name": notice.name, "text": part.text, "groups": groups})
        key = f"{notice.about}/{notice.digest[:16]}/part/{place}/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY, about=_about(notice))
    await _remember(work, notice, person)
    work.live(person, await _approval_card(work, notice, again=again), about=f"{notice.about}/approve", fresh=True)


async def _approval_card(work: Work, notice: Notice, *, again: bool = False) -> Card:
    waits = notice.state is NoticeState.SUBMITTED
    rows = (
        form.button("approve", notice, digest=notice.digest),
        form.button("reject", notice, digest=notice.digest),
    )
    facts = {**await _facts(work, notice), "again": again}
    return Card(template="notice/approve", facts=facts, rows=(rows,) if waits else ())


async def _offer_override(work: Work, notice: Notice, *, nobody: bool) -> None:
    """Said once: how to send it alone, and that everybody will hear of it."""
    facts = {**await _facts(work, notice), "nobody": nobody}
    for person in await overriders(work, notice):
        card = Card(template="notice/override", facts=facts)
        key = f"{notice.about}/{notice.digest[:16]}/override/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY, about=_about(notice))


async def _tell_overridden(work: Work, notice: Notice, *, round: int = 0) -> None:
    everybody = work.roster.leaders(notice.community, (Role.DUTY_LEAD, Role.SUPERVISOR, Role.COMMANDER), at=work.now)
    alone = work.roster.same_people([notice.approver or ""])
    rows = ((form.button("reviewed", notice, of=notice.version),),)
    facts = {**await _facts(work, notice), "round": round}
    for person in everybody:
        mine = person.id in alone
        if not mine or not round:
            card = Card(template="notice/overridden", facts={**facts, "mine": mine}, rows=() if mine else rows)
            key = f"{notice.about}/overridden/{round}/{person.id}"
            work.send(person, card, key=key, priority=Priority.EMERGENCY, about=_about(notice))


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


async def _show_asked(work: Work, notice: Notice) -> None:
    """Who was asked sees what became of it, and has no button any more."""
    for person in await _asked(work, notice):
        work.live(person, await _approval_card(work, notice), about=f"{notice.about}/approve")


async def _asked(work: Work, notice: Notice) -> list[Person]:
    known = await work.recall(f"asked:{notice.about}")
    ids = [str(one) for one in known] if isinstance(known, list) else []
    return [person for one in ids if (person := work.roster.person(one))]


async def _remember(work: Work, notice: Notice, person: Person) -> None:
    known = [one.id for one in await _asked(work, notice)]
    if person.id not in known:
        await work.keep(f"asked:{notice.about}", [*known, person.id])


async def _facts(work: Work, notice: Notice) -> Json:
    """A submitted notice as those in charge read it."""
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    audience = await audience_of(work, notice)
    community = work.roster.community(notice.community)
    return {
        "name": notice.name,
        "version": notice.version,
        "kind": notice.kind.value,
        "state": notice.state.value,
        "head": await head_of(work, incident) if incident else None,
        "areas": names_of(work, notice),
        "community": community.name if community else "",
        "text": notice.parts[0].text if notice.parts else "",
        "more": max(0, len(notice.parts) - 1),
        "author": name_of(work.roster, notice.authors[-1]),
        "submitted": iso(notice.submitted),
        "until": iso(notice.submitted + work.company.times.approval_valid) if notice.submitted else None,
        "groups": sum(len(part.chats) for part in notice.parts),
        "lost": len(audience.lost),
        "homes": homes_of(work, notice),
        "seconds": seconds_of(work, audience),
        "approver": name_of(work.roster, notice.approver),
        "approved": iso(notice.approved),
        "overridden": notice.overridden,
        "reason": notice.reason,
        "zone": community.timezone if community else work.company.timezone,
    }


def _group(work: Work, notice: Notice, chat: tuple[str, str]) -> list[str]:
    """A group by the buildings it is of; none: the whole community."""
    known = work.roster.chat(*chat)
    community = work.roster.community(notice.community)
    numbers = known.buildings if known else ()
    return [one.name for number in numbers if community and (one := community.building(number))]


def _about(notice: Notice) -> str:
    """What its side messages are about: the incident, else the notice itself, but never as one of its deliveries."""
    return str(notice.incident) if notice.incident else f"{notice.name}/said"


async def _version(work: Work, event: p.NoticeEvent) -> Notice:
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    return notice
