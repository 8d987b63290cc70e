"""A group of residents did not get a notice: the next ways are tried, and people hear where they have to knock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.domain import paper_events as p
from bot.domain.audience import groups_for, stand_ins
from bot.domain.notice import Notice, NoticeState, arrived
from bot.domain.people import Person
from bot.talk.message import Address, Card, Priority
from bot.talk.papers import Deliveries
from bot.talk.work import Work
from handlers import chase_notice
from handlers.cards import staff_chats
from handlers.facts import Json
from handlers.hand_over import INSTEAD, take_back
from handlers.sending import link_of, text_card
from handlers.tell_desk import in_charge

_WAITING = ("todo", "sending", "held", "handed")
_FAILED = ("failed", "dropped")
Group = tuple[str, str]
"""Platform and id."""


async def follow_delivery(work: Work, event: p.NoticeDelivered) -> None:
    """One group has it or does not: with the last one the notice is sent."""
    notice = await work.notices.version(event.notice, event.version)
    if notice is None or notice.state is not NoticeState.SENDING:
        return
    await _settle(work, notice)
    if event.state in _FAILED:
        await _go_round(work, notice, {(event.platform, event.chat)})


async def follow_owner(work: Work, event: p.NoticeConfirmed | p.HandOverRefused) -> None:
    """The owner of a group has sent it on, or it was not let through: then its people hear it some other way."""
    notice = await work.notices.version(event.notice, event.version)
    if notice is None or not notice.state.out:
        return
    await _settle(work, notice)
    group = (event.platform, event.chat)
    if isinstance(event, p.HandOverRefused) and (await work.deliveries(notice.about)).get(group) == "refused":
        await _go_round(work, notice, {group})


async def try_others(work: Work, event: p.NoticeApproved) -> None:
    """Groups that were lost before it went out; when it was all of them, nothing will arrive any more."""
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    lost = await left_out(work, notice, {})
    if all(group in lost for part in notice.parts for group in part.groups):
        await _arrive(work, notice)
    await _go_round(work, notice, lost)


async def tell_late(work: Work, event: p.NoticeLate) -> None:
    """Its time is over and some group never got it: what is still in line there is dropped, people go."""
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    deliveries = await work.deliveries(notice.about)
    await _go_round(work, notice, {group for group, state in deliveries.items() if state in _WAITING})
    await take_back(work, notice)


async def left_out(work: Work, notice: Notice, deliveries: Deliveries) -> frozenset[Group]:
    """The groups it never set out for, because they were lost before."""
    lost = {group for part in notice.parts for group in part.lost}
    for group in (group for part in notice.parts for group in part.chats if group not in deliveries):
        chat = work.roster.chat(*group)
        if notice.state is not NoticeState.SENDING or (chat is not None and not await work.reaches(chat)):
            lost.add(group)
    return frozenset(lost)


async def _settle(work: Work, notice: Notice) -> None:
    """With the last group the notice is sent."""
    deliveries = await work.deliveries(notice.about)
    if notice.state is NoticeState.SENDING and not any(state in _WAITING for state in deliveries.values()):
        await _arrive(work, notice)


async def _arrive(work: Work, notice: Notice) -> None:
    sent = arrived(notice)
    await work.notices.put(sent)
    chase_notice.over(work, sent)


async def _go_round(work: Work, notice: Notice, lost: Collection[Group]) -> None:
    """To the residents of each lost group the words that were for it, in private and in the groups of everybody."""
    for place in range(len(notice.parts)):
        mine = await _untold(work, notice, place, lost)
        if mine:
            buildings = _buildings(work, notice, mine)
            private = await _in_private(work, notice, buildings)
            groups = await _everybody(work, notice, mine)
            words = text_card(notice, notice.parts[place].text, start=await link_of(work, notice))
            card = replace(words, pin=False)
            for where in (*private, *groups):
                key = f"{notice.about}/instead/{place}/{where.platform}/{where.chat}/{where.thread}"
                about = f"{notice.about}{INSTEAD}{place}"
                work.send(where, card, key=key, priority=Priority.EMERGENCY, about=about, until=notice.until)
            _tell(work, notice, place, buildings=buildings, private=len(private), groups=len(groups))


async def _untold(work: Work, notice: Notice, place: int, lost: Collection[Group]) -> list[Group]:
    """Those of a part of which nobody has heard yet; from now on they have. A group that moves keeps its place."""
    fact = f"round:{notice.about}/{place}"
    known = await work.recall(fact)
    told = known if isinstance(known, list) else []
    new = {n: one for n, one in enumerate(notice.parts[place].groups) if one in lost and n not in told}
    if new:
        await work.keep(fact, [*told, *new])
    return [*new.values()]


def _buildings(work: Work, notice: Notice, groups: Collection[Group]) -> list[str]:
    """Whose people these groups are; of a group that left the roster meanwhile nobody knows any closer."""
    found: set[str] = set()
    for group in groups:
        chat = work.roster.chat(*group)
        found.update(chat.buildings if chat else notice.buildings)
    return sorted(found)


async def _in_private(work: Work, notice: Notice, buildings: Collection[str]) -> list[Address]:
    """The residents of these buildings who write with the bot."""
    return [
        Address(platform=one.platform, chat=account.chat)
        for number in buildings
        for one in await work.residents.of_building(notice.community, number)
        if (account := await work.accounts.get(one.platform, one.account)) is not None and account.chat
    ]


async def _everybody(work: Work, notice: Notice, lost: Collection[Group]) -> list[Address]:
    """The groups of the whole community that can be written to and don't get it anyway."""
    chosen = groups_for(work.roster, notice.community, notice.buildings)
    return [
        Address(platform=chat.platform, chat=chat.id, thread=chat.topic)
        for chat in stand_ins(work.roster, notice.community, chosen)
        if (chat.platform, chat.id) not in lost and await work.reaches(chat)
    ]


def _tell(work: Work, notice: Notice, place: int, *, buildings: Collection[str], private: int, groups: int) -> None:
    community = work.roster.community(notice.community)
    facts: Json = {
        "name": notice.name,
        "areas": [one.name for number in buildings if community and (one := community.building(number))],
        "community": community.name if community else "",
        "text": notice.parts[place].text,
        "told": private,
        "groups": groups,
    }
    card = Card(template="notice/not_delivered", facts=facts)
    about = str(notice.incident) if notice.incident else f"{notice.name}/said"
    readers: list[Address | Person] = [*in_charge(work, notice.community), *staff_chats(work, notice.community)]
    for to in readers:
        name = f"{to.platform}/{to.chat}/{to.thread}" if isinstance(to, Address) else to.id
        key = f"{notice.about}/not_delivered/{place}/{'+'.join(buildings)}/{name}"
        work.send(to, card, key=key, priority=Priority.EMERGENCY, about=about)
