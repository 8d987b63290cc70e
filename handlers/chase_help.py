"""需要帮助 that nobody has answered with 我去: chased until somebody goes, whatever else is closed meanwhile."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.deadline import Deadline
from bot.domain.notice import Notice, named
from bot.domain.paper_events import HelpUnanswered, RollAnswered
from bot.domain.roll_call import Answer, Word, in_need
from bot.talk.message import Address, Card, Priority
from bot.talk.work import Work
from handlers.cards import staff_chats
from handlers.facts import Json
from handlers.roll_facts import community_of, help_facts, notice_head
from handlers.roll_rescue import go_button, rescuers
from handlers.standing import standing
from handlers.tell_desk import in_charge

HELP = "help"
"""About `N3/help`: somebody has to go to everybody who needs help."""
_LONGEST = timedelta(minutes=30)
_MOST = 8
"""People in need who get a line and a button of their own."""


async def wait(work: Work, event: RollAnswered) -> None:
    """The first call for help starts the clock; later ones wait for the same ring."""
    if event.word == Word.HELP and not await work.recall(_fact(event.notice)):
        await work.keep(_fact(event.notice), value=True)
        work.due(HELP, about=f"N{event.notice}/help", at=work.now + work.company.times.acknowledge)


async def unanswered(work: Work, deadline: Deadline) -> None:
    """Nobody goes to some of them: again to those who can, and to those in charge."""
    number = int(deadline.about.removeprefix("N").partition("/")[0])
    notice = await standing(work, number)
    if notice is None or not await alone(work, number):
        await work.keep(_fact(number), value=False)
        return
    work.happened(HelpUnanswered(**named(notice), round=deadline.round))
    again = min(work.company.times.acknowledge * (1 << min(deadline.round, 5)), _LONGEST)
    work.due(HELP, about=deadline.about, at=work.now + again, round=deadline.round + 1)


async def alone(work: Work, notice: int) -> tuple[Answer, ...]:
    """Who needs help and to whom nobody goes, the first to say so first."""
    return tuple(one for one in in_need(await work.roll_calls.answers(notice)) if one.helper is None)


async def tell_unanswered(work: Work, event: HelpUnanswered) -> None:
    """To rescuers and those in charge with flats, in private; from the second time on to the staff group, without."""
    notice = await standing(work, event.notice)
    assert notice is not None
    waiting = await alone(work, event.notice)
    people = (*await rescuers(work, notice, helper=None), *in_charge(work, notice.community))
    for person in {one.id: one for one in people}.values():
        card = await _card(work, notice, waiting)
        key = f"{notice.name}/help/{event.round}/{person.id}/{work.now.timestamp()}"
        work.send(person, card, key=key, priority=Priority.CHASE, about=f"{notice.name}/help")
    for where in staff_chats(work, notice.community) if event.round else []:
        await _tell_group(work, notice, where, waiting=waiting, round=event.round)


async def _tell_group(work: Work, notice: Notice, where: Address, *, waiting: tuple[Answer, ...], round: int) -> None:
    facts = {**await notice_head(work, notice), "waiting": [], "count": len(waiting)}
    key = f"{notice.name}/help/{round}/{where.chat}/{where.thread}/{work.now.timestamp()}"
    card = Card(template="roll/unanswered", facts=facts)
    work.send(where, card, key=key, priority=Priority.CHASE, about=f"{notice.name}/help")


async def _card(work: Work, notice: Notice, waiting: tuple[Answer, ...]) -> Card:
    community = community_of(work, notice)
    shown: list[Json] = [await help_facts(work, community, one) for one in waiting[:_MOST]]
    facts = {
        **await notice_head(work, notice),
        "waiting": shown,
        "count": len(waiting),
        "private": ["need", "room"],
    }
    return Card(
        template="roll/unanswered",
        facts=facts,
        rows=tuple((go_button(one, label="go_there"),) for one in waiting[:_MOST]),
    )


def _fact(notice: int) -> str:
    return f"help:N{notice}"
