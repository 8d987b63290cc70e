"""Who hears of a notice that its group's owner has to send on: the owner, then who leads the shift, then the deputy."""

from __future__ import annotations

from bot.domain import paper_events as p
from bot.domain.hand_over import waiting
from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Work
from handlers.asked import about
from handlers.cards import staff_chats
from handlers.chase_hand_over import DEPUTY, LEAD, UNSENT, about_of, begin, of_owner
from handlers.hand_over import ask_deputies, deputy_of, hand_facts, owner_of, show_deputies, show_owner
from handlers.tell_desk import in_charge


async def tell_handed(work: Work, event: p.NoticeHandedOver) -> None:
    """One card for each owner, however many groups they have."""
    notice = await _version(work, event)
    await show_owner(work, notice, event.owner)
    await begin(work, notice, event.owner)


async def tell_ended(work: Work, event: p.NoticeConfirmed | p.HandOverRefused) -> None:
    """Everybody who was asked for it sees that it was sent on, or was not let through; then nobody is chased."""
    notice = await _version(work, event)
    if not waiting(await of_owner(work, notice, event.owner)):
        work.due(UNSENT, about=about_of(notice, event.owner), at=None)
    await show_owner(work, notice, event.owner)
    await show_deputies(work, notice, event.owner)


async def tell_unsent(work: Work, event: p.HandOverUnsent) -> None:
    """The ladder: the owner with sound, from the second time on the shift's lead, at last the deputy and the staff."""
    notice = await _version(work, event)
    rows = waiting(await of_owner(work, notice, event.owner))
    if not rows:
        return
    if not event.given_up:
        await show_owner(work, notice, event.owner, again=True, priority=Priority.CHASE)
    if event.round >= DEPUTY:
        await ask_deputies(work, notice, event.owner, given_up=event.given_up)
    if event.round >= LEAD:
        await _tell_lead(work, notice, event)
    if event.round == DEPUTY:
        await _tell_staff(work, notice, event)


async def _tell_lead(work: Work, notice: Notice, event: p.HandOverUnsent) -> None:
    card = await _late_card(work, notice, event, telephone=True)
    rows = waiting(await of_owner(work, notice, event.owner))
    busy = [owner_of(work, rows[0]), *(deputy_of(work, notice, one) for one in rows if event.round >= DEPUTY)]
    for person in in_charge(work, notice.community):
        if person not in busy:  # they have a card of their own
            _send(work, notice, person, card=card, event=event, name=person.id)


async def _tell_staff(work: Work, notice: Notice, event: p.HandOverUnsent) -> None:
    """Once, so that somebody who stands beside the owner or the building can act; and where nobody misses it."""
    card = await _late_card(work, notice, event, telephone=False)
    for where in (*staff_chats(work, notice.community), *work.alarms):
        _send(work, notice, where, card=card, event=event, name=f"{where.platform}/{where.chat}/{where.thread}")


def _send(work: Work, notice: Notice, to: Person | Address, *, card: Card, event: p.HandOverUnsent, name: str) -> None:
    key = f"{about_of(notice, event.owner)}/late/{event.round}/{name}"
    work.send(to, card, key=key, priority=Priority.CHASE, about=about(notice))


async def _late_card(work: Work, notice: Notice, event: p.HandOverUnsent, *, telephone: bool) -> Card:
    rows = await of_owner(work, notice, event.owner)
    owner = owner_of(work, rows[0])
    facts = {
        **await hand_facts(work, notice, rows),
        "phone": owner.phone if owner and telephone else "",
        "given_up": event.given_up,
        "asked": event.round >= DEPUTY,
        "private": ["phone"],
    }
    return Card(template="notice/hand_over_late", facts=facts)


async def _version(work: Work, event: p.NoticeEvent) -> Notice:
    notice = await work.notices.version(event.notice, event.version)
    assert notice is not None
    return notice
