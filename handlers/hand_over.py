"""A notice in groups whose owner has to send it on: who that is, what they and their deputies read, taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.domain.hand_over import CHASED, HandOver, HandState, cancel, waiting
from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.talk.message import Address, Card, Choice, Priority
from bot.talk.work import Work
from handlers.chase_hand_over import UNSENT, about_of, of_owner
from handlers.facts import Json, head_of, iso, name_of
from handlers.roll_facts import community_of
from handlers.tell_desk import in_charge

LINK = "link:"
"""With a platform's name the fact how a link to its private chat looks, with `{start}` where the payload goes."""
INSTEAD = "/instead/"
"""In what a message is about: it is for a group of everybody, in place of one that is lost."""


def owner_of(work: Work, one: HandOver) -> Person | None:
    """Whose press it waits for; None when the roster does not know the owner."""
    chat = work.roster.chat(one.platform, one.chat)
    named = work.roster.person(chat.owner) if chat else None
    return named or next((person for person in work.roster.people if one.owner in person.accounts.values()), None)


def deputy_of(work: Work, notice: Notice, one: HandOver) -> Person | None:
    """Who puts the words into the group by hand: the deputy of the roster, else who leads the shift."""
    owner, chat = owner_of(work, one), work.roster.chat(one.platform, one.chat)
    named = work.roster.person(chat.deputy) if chat else None
    leaders = in_charge(work, notice.community, all_of_them=True)
    others = [person for person in (named, *leaders) if person and (owner is None or person.id != owner.id)]
    return others[0] if others else None


def part_of(notice: Notice, one: HandOver) -> int:
    """Which words of the notice it is."""
    place = one.about.partition(INSTEAD)[2]
    if place.isdigit():
        return min(int(place), len(notice.parts) - 1)
    return next((place for place, part in enumerate(notice.parts) if one.group in part.groups), 0)


async def hand_facts(work: Work, notice: Notice, rows: Sequence[HandOver]) -> Json:
    """What was handed over to one owner, as every card about it says it."""
    community = community_of(work, notice)
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    open_rows, owner = waiting(rows), owner_of(work, rows[0])
    deputies = [deputy_of(work, notice, one) for one in open_rows]
    return {
        "name": notice.name,
        "kind": notice.kind.value,
        "head": await head_of(work, incident) if incident else None,
        "community": community.name,
        "zone": community.timezone,
        "owner": owner.name if owner else rows[0].owner,
        "known": owner is not None,
        "groups": [group_facts(work, notice, one) for one in open_rows or rows],
        "waiting": len(open_rows),
        "confirmed": sum(one.state is HandState.CONFIRMED for one in rows),
        "refused": sum(one.state is HandState.REFUSED for one in rows),
        "pasted": name_of(work.roster, next((one.pasted for one in rows if one.pasted), None)),
        "since": iso(min(one.created for one in open_rows or rows)),
        "takes_over": iso(min(one.created for one in open_rows or rows) + CHASED[-1]),
        "deputies": list(dict.fromkeys(one.name for one in deputies if one)),
    }


def group_facts(work: Work, notice: Notice, one: HandOver) -> Json:
    """A group by the buildings and units it is of; none: the whole community."""
    chat, community = work.roster.chat(one.platform, one.chat), community_of(work, notice)
    numbers = chat.buildings if chat else notice.buildings
    areas = [building.name for number in numbers if (building := community.building(number))]
    return {"areas": areas, "units": [*chat.units] if chat else []}


async def show_owner(
    work: Work, notice: Notice, owner: str, *, again: bool = False, priority: Priority = Priority.EMERGENCY
) -> None:
    """One card for all groups of an owner; to who leads the shift when nobody knows the owner."""
    rows = await of_owner(work, notice, owner)
    if not rows:
        return
    person = owner_of(work, rows[0])
    facts = {**await hand_facts(work, notice, rows), "again": again}
    what = {"notice": notice.number, "version": notice.version, "owner": owner}
    buttons = ((Choice(key="cannot_send", label="cannot_send", facts=what),),) if facts["waiting"] else ()
    for to in [person] if person else in_charge(work, notice.community):
        card = Card(template="notice/hand_over", facts=facts, rows=buttons)
        work.live(to, card, about=about_of(notice, owner), priority=priority, fresh=again)


async def ask_deputies(work: Work, notice: Notice, owner: str, *, given_up: bool) -> None:
    """The words to paste, for each deputy and each wording."""
    for person, rows in _by_deputy(work, notice, waiting(await of_owner(work, notice, owner))):
        asked = await _asked(work, notice, owner)
        for place in sorted({part_of(notice, one) for one in rows}):
            asked = [*(one for one in asked if one != [person.id, place]), [person.id, place]]
            await _show_deputy(work, notice, owner, person=person, place=place, given_up=given_up, fresh=True)
        await work.keep(_fact(notice, owner), asked)


async def show_deputies(work: Work, notice: Notice, owner: str) -> None:
    """Who was asked to paste sees what became of it, so that nothing stands in a group twice."""
    for who, place in await _asked(work, notice, owner):
        person = work.roster.person(str(who))
        if person is not None:
            await _show_deputy(work, notice, owner, person=person, place=int(str(place)), given_up=False, fresh=False)


async def take_back(work: Work, notice: Notice) -> None:
    """Nobody may send this version on any more: the platform is told, and who was asked to send or paste it."""
    rows = await work.hand_overs.of_version(notice.about)
    work.due(UNSENT, about=f"{notice.about}/hand/*", at=None)
    for one in waiting(rows):
        await work.hand_overs.put(cancel(one))
    for owner in dict.fromkeys(one.owner for one in waiting(rows)):
        await show_owner(work, notice, owner)
        await show_deputies(work, notice, owner)


def _by_deputy(work: Work, notice: Notice, rows: Iterable[HandOver]) -> Iterable[tuple[Person, list[HandOver]]]:
    found = [(person, one) for one in rows if (person := deputy_of(work, notice, one))]
    for _, group in groupby(sorted(found, key=lambda pair: pair[0].id), key=lambda pair: pair[0].id):
        pairs = [*group]
        yield pairs[0][0], [one for _, one in pairs]


async def _show_deputy(
    work: Work, notice: Notice, owner: str, *, person: Person, place: int, given_up: bool, fresh: bool
) -> None:
    every = await of_owner(work, notice, owner)
    mine = [one for one in every if part_of(notice, one) == place and deputy_of(work, notice, one) == person]
    if not mine:
        return
    words: Json = {"text": notice.parts[place].text, "link": await _link(work, notice, mine)}
    facts = {**await hand_facts(work, notice, mine), "given_up": given_up}
    chats = [list(one.group) for one in waiting(mine)]
    what = {"notice": notice.number, "version": notice.version, "owner": owner, "groups": chats}
    rows = ((Choice(key=f"pasted:{place}", label="pasted", facts=what),),) if chats else ()
    card = Card(template="notice/hand_over_paste", facts=facts, rows=rows)
    about = f"{notice.about}/paste/{place}/{owner}"
    work.live(person, card, about=about, fresh=fresh)
    if fresh:  # on its own, so that copying the whole message is right
        bare = Card(template="notice/hand_over_words", facts=words)
        work.send(person, bare, key=f"{about}/{person.id}/{work.now.timestamp()}", priority=Priority.EMERGENCY)


async def _link(work: Work, notice: Notice, rows: Sequence[HandOver]) -> str:
    """What stands under the words where residents have no buttons; empty when nobody knows how it looks."""
    pattern = await work.recall(f"{LINK}{rows[0].platform}")
    if not isinstance(pattern, str):
        return ""
    starts: set[object] = set()
    for one in rows:
        shown = await work.cards.live(Address(platform=one.platform, chat=one.chat), one.about)
        starts.add(shown.card.facts.get("start") if shown else None)
    start = starts.pop() if len(starts) == 1 else None
    return pattern.replace("{start}", str(start or f"n{notice.number}-{await work.notices.token(notice.number)}"))


async def _asked(work: Work, notice: Notice, owner: str) -> list[list[object]]:
    """Roster id and wording of each who was asked to paste."""
    known = await work.recall(_fact(notice, owner))
    return known if isinstance(known, list) else []


def _fact(notice: Notice, owner: str) -> str:
    return f"paste:{notice.about}/{owner}"
