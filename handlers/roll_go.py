"""我去: a member of staff goes to somebody who needs help; everybody concerned sees who, and the person hears it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.notice import Notice, named
from bot.domain.paper_events import HelpTaken
from bot.domain.people import Person
from bot.domain.roll_call import Answer, Word, mark_of
from bot.talk.message import Address, Card, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import roll_flat
from handlers.facts import name_of
from handlers.roll_facts import community_of, home_facts, notice_head, reached
from handlers.roll_place import number_in
from handlers.roll_rescue import tell_rescuers
from handlers.standing import standing


async def go(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """我去."""
    assert person is not None  # the gate lets nobody else through
    notice = await standing(work, number_in(asked.facts))
    if notice is None:
        return Toast(template="button_gone", alert=True)
    platform, account, family = (str(asked.facts[one]) for one in ("platform", "account", "family"))
    answer = await work.roll_calls.get(notice.number, (platform, account), family)
    if answer is None or answer.word is not Word.HELP:
        return Toast(template="roll_safe_now", facts={"name": notice.name}, alert=True)
    if answer.helper is not None and work.roster.person(answer.helper) is not None:
        facts = {"name": notice.name, "helper": name_of(work.roster, answer.helper), "own": answer.helper == person.id}
        return Toast(template="roll_taken", facts=facts, alert=answer.helper != person.id)
    going = replace(answer, helper=person.id)
    await work.roll_calls.put(going)
    work.happened(HelpTaken(**named(notice), by=person.id))
    await tell_rescuers(work, notice, going, answer)
    told = await _tell_who_waits(work, notice, going, person)
    return Toast(template="roll_going", facts={"name": notice.name, "told": told})


async def _tell_who_waits(work: Work, notice: Notice, answer: Answer, helper: Person) -> bool:
    """By name, without a number: in private, where they have talked with the bot; whether that is to be had.

    Where only so many messages may follow, their own card is not drawn again for it.
    """
    told = False
    place = home_facts(community_of(work, notice), answer.building, answer.flat)
    facts = {
        **await notice_head(work, notice),
        "helper": helper.name,
        "family": bool(answer.family),
        "place": place,
    }
    for account in await reached(work, answer.platform, answer.account):
        where = Address(platform=account.platform, chat=account.chat)
        key = f"{notice.name}/coming/{mark_of(answer)}/{helper.id}/{answer.at.timestamp()}/{account.platform}"
        card = Card(template="roll/coming", facts=facts)
        work.send(where, card, key=key, priority=Priority.EMERGENCY, about=f"{notice.name}/help")
        told = told or account.room is None or account.room.left > 0
        if (
            not answer.family
            and account.room is None
            and await work.cards.live(where, roll_flat.about(notice)) is not None
        ):
            await roll_flat.show(work, notice, where, account.id)
    return told
