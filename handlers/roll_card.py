"""The roll call as those in charge see it: one card a notice, edited in place; /rollcall; the list of silent flats."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from bot.domain.audience import buildings_of
from bot.domain.deadline import Deadline
from bot.domain.notice import Notice
from bot.domain.paper_events import (
    HandOverRefused,
    NoticeConfirmed,
    NoticeDelivered,
    NoticeEvent,
    NoticeHandedOver,
    RollAnswered,
)
from bot.domain.people import Person
from bot.domain.places import Community, floor_of
from bot.domain.roll_call import Answer, Tally, Word, called_safe, in_need, silent_homes, tally
from bot.domain.roster import ChatKind
from bot.talk.message import Address, Card, Choice, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers.facts import Json, iso
from handlers.not_delivered import left_out
from handlers.roll_facts import community_of, help_facts, notice_head
from handlers.roll_rescue import go_button
from handlers.standing import is_over, standing
from handlers.tell_desk import in_charge

COUNT = "roll"
"""The deadline at which the answers of the last seconds are counted."""
_GATHER, _GATHER_HELP = timedelta(seconds=3), timedelta(seconds=1)
_MOST_PEOPLE = 20
_MOST_BUTTONS = 8
_MOST_BUILDINGS = 12
_A_PAGE, _MOST_PAGES = 160, 8
"""Silent flats in a message, and messages at most."""
_FAILED = frozenset({"failed", "dropped", "refused", "cancelled"})
_WAITING = frozenset({"todo", "sending", "held", "handed"})
_OUT = frozenset({"sent", "confirmed", "pasted"})
Progress = NoticeDelivered | NoticeHandedOver | NoticeConfirmed | HandOverRefused
Rows = tuple[tuple[Choice, ...], ...]


async def refresh(work: Work, event: NoticeEvent) -> None:
    """The card wherever those in charge read it, as things stand now."""
    await _draw(work, event.notice)


async def follow(work: Work, event: RollAnswered | Progress) -> None:
    """The first shows at once. Help is gathered for a second after it, the rest for three: thousands may press, and
    each drawing reads all answers."""
    last = await work.recall(_drawn_fact(event.notice))
    since = work.now - datetime.fromisoformat(last) if isinstance(last, str) else _GATHER
    urgent = isinstance(event, RollAnswered) and Word.HELP in (event.word, event.before)
    gather, about = (_GATHER_HELP, f"N{event.notice}/help") if urgent else (_GATHER, f"N{event.notice}")
    if timedelta() <= since < gather:
        work.due(COUNT, about=about, at=work.now - since + gather)
    else:
        await _draw(work, event.notice)


async def count_again(work: Work, deadline: Deadline) -> None:
    """What has come since the card was last drawn."""
    await _draw(work, int(deadline.about.removeprefix("N").removesuffix("/help")))


async def _draw(work: Work, number: int) -> None:
    notice = await standing(work, number)
    if notice is None:
        return
    await work.keep(_drawn_fact(number), iso(work.now))
    card = await roll_card(work, notice)
    for to in await _readers(work, notice.community):
        work.live(to, card, about=f"{notice.name}/roll")


def _drawn_fact(number: int) -> str:
    return f"drawn:N{number}"


async def show(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """/rollcall N1: the same as an answer; a group of staff reads no flats."""
    notice = await _meant(work, asked)
    if notice is None:
        return Toast(template="roll_not_out", facts={"name": asked.name}, alert=True)
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    sees = incoming.private or (chat is not None and chat.kind is ChatKind.COMMAND)
    return await roll_card(work, notice, flats=sees)


async def silent(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """没回的名单: floor by floor, only in private."""
    notice = await _meant(work, asked)
    if notice is None:
        return Toast(template="roll_not_out", facts={"name": asked.name}, alert=True)
    account = await work.accounts.get(incoming.where.platform, incoming.account)
    if account is None or not account.chat:
        return Toast(template="write_me_first", alert=True)
    where = Address(platform=account.platform, chat=account.chat)
    for page, card in enumerate(await silent_cards(work, notice)):
        key = f"{notice.name}/silent/{incoming.where.platform}/{incoming.key}/{page}"
        work.send(where, card, key=key, priority=Priority.ANSWER)
    return Toast(template="roll_list_sent") if not incoming.private else None


async def roll_card(work: Work, notice: Notice, *, flats: bool = True) -> Card:
    """Counts, who needs help, and the buttons; without `flats` for groups that must not read them."""
    community = community_of(work, notice)
    answers = await work.roll_calls.answers(notice.number)
    counted = tally(answers, homes=_homes(community, notice))
    people = sorted(in_need(answers), key=lambda one: one.helper is not None)  # nobody goes there yet: first
    listed = people[:_MOST_PEOPLE] if flats else []
    facts = {
        **await notice_head(work, notice),
        **_count_facts(community, counted),
        "groups": await _groups(work, notice),
        "over": iso(notice.approved) if is_over(notice) else None,
        "people": [await help_facts(work, community, one) for one in listed],
        "more": len(people) - len(listed) if flats else 0,
        "shown": flats,
        "private": ["people"],
    }
    return Card(template="roll/card", facts=facts, rows=_rows(notice, listed) if flats else (), quiet=True)


def _rows(notice: Notice, listed: Sequence[Answer]) -> Rows:
    facts = {"notice": notice.number}
    waiting = [one for one in listed if one.helper is None][:_MOST_BUTTONS]
    going = tuple(go_button(one, label="go_there") for one in waiting)
    rows = (
        *(going[start : start + 2] for start in range(0, len(going), 2)),
        (Choice(key="silent", label="silent", facts=facts),),
    )
    if is_over(notice):
        return rows
    return (
        *rows,
        (Choice(key="update", label="update", facts=facts), Choice(key="all_clear", label="all_clear", facts=facts)),
    )


def _homes(community: Community, notice: Notice) -> dict[str, int | None]:
    """The households of each building the notice is for."""
    return {one.number: one.households for one in buildings_of(community, notice.buildings)}


def _count_facts(community: Community, counted: Tally) -> Json:
    several = counted.buildings if 1 < len(counted.buildings) <= _MOST_BUILDINGS else {}
    names = {one.number: one.name for one in community.buildings}
    return {
        "safe": counted.total.safe,
        "help": counted.total.help,
        "silent": counted.total.silent,
        "flatless": counted.flatless,
        "outside": counted.outside.safe + counted.outside.help,
        "by_building": [
            {"name": names.get(number, number), "safe": one.safe, "help": one.help, "silent": one.silent}
            for number, one in several.items()
        ],
    }


async def _groups(work: Work, notice: Notice) -> Json:
    """How far the newest version has come."""
    deliveries = await work.deliveries(notice.about)
    states, lost = [*deliveries.values()], await left_out(work, notice, deliveries)
    groups = {group for part in notice.parts for group in part.groups}
    known = len(states) + len(lost) >= len(groups) and not _WAITING & set(states)
    return {
        "all": len(groups),
        "sent": sum(1 for one in states if one in _OUT),
        "handed": states.count("handed"),
        "confirmed": states.count("confirmed"),
        "pasted": states.count("pasted"),
        "failed": len(lost) + sum(1 for one in states if one in _FAILED),
        "unclear": states.count("uncertain"),
        "done": await _end(work, notice) if known else None,
    }


async def _end(work: Work, notice: Notice) -> object:
    """When every group had it or certainly did not: kept when it is first seen, a delivery says no time afterwards."""
    fact = f"delivered:{notice.about}"
    known = await work.recall(fact)
    if known is None:
        await work.keep(fact, iso(work.now))
    return known or iso(work.now)


async def _readers(work: Work, community: str) -> list[Address | Person]:
    """Every command chat that can be written to; where there is none, those in charge in private."""
    chats = work.roster.chats_of(community, ChatKind.COMMAND)
    found = [chat for chat in chats if await work.reaches(chat)]
    if found:
        return [Address(platform=chat.platform, chat=chat.id, thread=chat.topic) for chat in found]
    return [*in_charge(work, community)]


async def _meant(work: Work, asked: Asked) -> Notice | None:
    return await standing(work, asked.paper.number) if isinstance(asked.paper, Notice) else None


async def silent_cards(work: Work, notice: Notice) -> list[Card]:
    """The flats nobody has answered for, as many messages as they need."""
    community = community_of(work, notice)
    answers = await work.roll_calls.answers(notice.number)
    buildings = buildings_of(community, notice.buildings)
    flats = [(building.number, home) for building in buildings for home in silent_homes(answers, building)]
    pages = [flats[start : start + _A_PAGE] for start in range(0, len(flats), _A_PAGE)][:_MOST_PAGES] or [[]]
    named = {building.number: building.name for building in buildings}
    safe = {building.number: called_safe(answers, building) for building in buildings}
    lists = [
        [_silent_in(named[number], group, safe[number]) for number, group in groupby(page, itemgetter(0))]
        for page in pages
    ]
    answered = [one for one in buildings if one.number not in {number for number, _ in flats}]
    lists[-1] += [{"name": one.name, "known": bool(one.homes), "floors": []} for one in answered]
    head = {**await notice_head(work, notice), "at": iso(work.now), "pages": len(pages), "more": 0, "flatless": 0}
    last = {
        "more": len(flats) - sum(map(len, pages)),
        "flatless": tally(answers, homes=_homes(community, notice)).flatless,
    }
    marked = any(home in safe[number] for number, home in flats)
    return [
        Card(
            template="roll/silent",
            facts={**head, "page": page, "lists": listed, "marked": marked, **(last if page == len(pages) else {})},
        )
        for page, listed in enumerate(lists, start=1)
    ]


def _silent_in(name: str, flats: Iterable[tuple[str, str]], safe: Collection[str]) -> Json:
    return {"name": name, "known": True, "floors": _floors([home for _, home in flats], safe)}


def _floors(homes: Sequence[str], safe: Collection[str]) -> list[Json]:
    """Flats by unit and floor, in the order of the roster; `by_another`: those somebody else has called safe."""
    floors: dict[tuple[str, str], list[Json]] = {}
    for home in homes:
        flat = {"flat": home.rpartition("-")[2], "by_another": home in safe}
        floors.setdefault(floor_of(home), []).append(flat)
    return [{"unit": unit, "floor": floor, "flats": flats} for (unit, floor), flats in floors.items()]
