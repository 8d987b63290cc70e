"""An approved notice goes out: word for word, pinned, to its groups; the version before ends in the same commit."""

from __future__ import annotations

from bot.domain import run
from bot.domain.incident import StepState
from bot.domain.notice import Notice, approve, end, named
from bot.domain.notice_form import Wrong, lint, urgent
from bot.domain.paper_events import NoticeApproved
from bot.domain.people import Person
from bot.domain.refused import Impossible
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from handlers import chase_notice, ladder, signal
from handlers.hand_over import take_back
from handlers.notice_words import moves


async def go_out(work: Work, notice: Notice, *, by: Person, digest: str = "") -> Notice:
    """批准: sends the very words that were submitted."""
    valid = work.company.times.approval_valid
    return await send_out(work, approve(notice, digest=digest, by=by.id, now=work.now, valid=valid), by=by)


async def send_out(work: Work, notice: Notice, *, by: Person) -> Notice:
    """What approval and override have in common: on its way with this commit, unless a time it names has passed."""
    if any(flaw.wrong is Wrong.PAST for flaw in lint(notice, moves=moves(work, notice), now=work.now)):
        raise Impossible("notice_expired", name=notice.name)
    await _end_before(work, notice)
    await work.notices.put(notice)
    link = await link_of(work, notice)
    priority = Priority.EMERGENCY if urgent(notice) else Priority.ROUTINE
    for part in notice.parts:
        for platform, chat in part.chats:
            where = address_of(work, platform, chat)
            card = text_card(notice, part.text, start=link)
            work.live(where, card, about=notice.about, until=notice.until, priority=priority)
    chase_notice.approved(work, notice)
    work.happened(NoticeApproved(**named(notice), by=by.id, digest=notice.digest, overridden=notice.overridden))
    await _finish_step(work, notice)
    await signal.end_preparation(work, notice, by=by)
    return notice


async def link_of(work: Work, notice: Notice) -> str:
    """What a link to the private chat carries that stands for the buttons where a group can have none.

    It is the same for all groups, so that who has to send it on in several does so at once.
    """
    building = f"-b{notice.buildings[0]}" if len(notice.buildings) == 1 else ""
    return f"n{notice.number}-{await work.notices.token(notice.number)}{building}"


def text_card(notice: Notice, text: str, *, start: str) -> Card:
    """What residents read; what ends a notice needs no answer."""
    if notice.kind.ends:
        return Card(template="notice/text", facts={"text": text})
    return Card(template="notice/text", facts={"text": text, "start": start}, rows=roll_rows(notice), pin=True)


def roll_rows(notice: Notice) -> tuple[tuple[Choice, ...], ...]:
    """[我安全] [需要帮助] [替家人报]: answers belong to the number, whatever the version."""
    choices = {one: Choice(key=one, label=one, facts={"notice": notice.number}) for one in ("safe", "help", "family")}
    return ((choices["safe"], choices["help"]), (choices["family"],))


def address_of(work: Work, platform: str, chat: str) -> Address:
    """A group of residents, in its topic where it has one."""
    known = work.roster.chat(platform, chat)
    return Address(platform=platform, chat=chat, thread=known.topic if known else "")


async def _end_before(work: Work, notice: Notice) -> None:
    """What it takes the place of keeps its words where it stands, but no buttons and no pin: the new one names it."""
    before = await work.notices.version(notice.number, notice.replaces) if notice.replaces else None
    if before is None or not before.state.out:
        return
    await work.notices.put(end(before))
    chase_notice.followed(work, before)
    await take_back(work, before)
    for part in before.parts:
        for platform, chat in part.chats:
            where = address_of(work, platform, chat)
            if await work.cards.live(where, before.about) is not None:
                card = Card(template="notice/text", facts={"text": part.text})
                work.live(where, card, about=before.about, priority=Priority.CHASE)


async def _finish_step(work: Work, notice: Notice) -> None:
    """The step of the plan that offered it is done."""
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    if incident is None or not incident.state.open or notice.version > 1:
        return
    playbook = await work.playbook(incident)
    for lane in playbook.lanes:
        for step in lane.steps:
            if step.notice == notice.kind and incident.step(lane.id, step.id).state is StepState.OPEN:
                key = (lane.id, step.id)
                changed, events = run.complete(
                    incident, key, evidence=(notice.name,), person=notice.authors[0], now=work.now
                )
                await work.incidents.put(changed)
                work.happened(*events)
                ladder.steps(work, changed, playbook, before=incident)
                return
