"""A group of residents did not get a notice: the next ways are tried, and people hear where they have to knock."""

from __future__ import annotations

from bot.domain import paper_events as p
from bot.domain.audience import stand_ins
from bot.domain.notice import Notice, NoticeState, arrived
from bot.domain.people import Person
from bot.domain.roster import Chat
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Work
from handlers import chase_notice
from handlers.cards import staff_chats
from handlers.facts import Json
from handlers.notice_words import audience_of
from handlers.sending import roll_rows
from handlers.tell_desk import in_charge

_WAITING = ("todo", "sending")
_FAILED = ("failed", "dropped")


async def follow_delivery(work: Work, event: p.NoticeDelivered) -> None:
    """One group has it or does not: with the last one the notice is sent."""
    notice = await work.notices.version(event.notice, event.version)
    if notice is None or notice.state is not NoticeState.SENDING:
        return
    deliveries = await work.deliveries(notice.about)
    if not any(state in _WAITING for state in deliveries.values()):
        notice = arrived(notice)
        await work.notices.put(notice)
        chase_notice.over(work, notice)
    chat = work.roster.chat(event.platform, event.chat)
    if event.state in _FAILED and chat is not None:
        await _go_round(work, notice, (chat,))


async def try_others(work: Work, event: p.NoticeApproved) -> None:
    """Groups that were lost before it went out."""
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    lost = (await audience_of(work, notice)).lost
    if lost:
        await _go_round(work, notice, lost)


async def tell_late(work: Work, event: p.NoticeLate) -> None:
    """Its time is over and some group never got it: what is still in line there is dropped, people go."""
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    deliveries = await work.deliveries(notice.about)
    waiting = [chat for where, state in deliveries.items() if state in _WAITING and (chat := work.roster.chat(*where))]
    if waiting:
        await _go_round(work, notice, tuple(waiting))


async def _go_round(work: Work, notice: Notice, lost: tuple[Chat, ...]) -> None:
    """The residents of these buildings in private, the groups of the whole community, and staff on foot."""
    lost = await _untold(work, notice, lost)
    if not lost:
        return
    text = notice.parts[0].text
    rows = roll_rows(notice) if not notice.kind.ends else ()
    card = Card(template="notice/text", facts={"text": text}, rows=rows)
    buildings = {number for chat in lost for number in chat.buildings}
    reached = [
        Address(platform=one.platform, chat=account.chat)
        for number in sorted(buildings)
        for one in await work.residents.of_building(notice.community, number)
        if (account := await work.accounts.get(one.platform, one.account)) is not None and account.chat
    ]
    groups = [
        Address(platform=chat.platform, chat=chat.id, thread=chat.topic)
        for chat in stand_ins(work.roster, notice.community, (*lost, *(await audience_of(work, notice)).chats))
        if await work.reaches(chat)
    ]
    for where in (*reached, *groups):
        key = f"{notice.about}/instead/{where.platform}/{where.chat}"
        work.send(
            where, card, key=key, priority=Priority.EMERGENCY, about=f"{notice.about}/instead", until=notice.until
        )
    await _tell(work, notice, buildings, private=len(reached), groups=len(groups))


async def _untold(work: Work, notice: Notice, lost: tuple[Chat, ...]) -> tuple[Chat, ...]:
    """Those of which nobody has heard yet; from now on they have."""
    fact = f"round:{notice.about}"
    known = await work.recall(fact)
    told = [str(one) for one in known] if isinstance(known, list) else []
    new = tuple(chat for chat in lost if chat.id not in told)
    await work.keep(fact, [*told, *(chat.id for chat in new)])
    return new


async def _tell(work: Work, notice: Notice, buildings: set[str], *, private: int, groups: int) -> None:
    community = work.roster.community(notice.community)
    named = [one.name for number in sorted(buildings) if community and (one := community.building(number))]
    facts: Json = {
        "name": notice.name,
        "areas": named,
        "community": community.name if community else "",
        "text": notice.parts[0].text,
        "told": private,
        "groups": groups,
    }
    card = Card(template="notice/not_delivered", facts=facts)
    about = str(notice.incident) if notice.incident else f"{notice.name}/said"
    readers: list[Address | Person] = [*in_charge(work, notice.community), *staff_chats(work, notice.community)]
    for to in readers:
        name = to.chat if isinstance(to, Address) else to.id
        key = f"{notice.about}/not_delivered/{'+'.join(sorted(buildings))}/{name}"
        work.send(to, card, key=key, priority=Priority.EMERGENCY, about=about)
