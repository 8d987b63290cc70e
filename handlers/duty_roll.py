"""The weekly duty roll call: its clock, the card each on duty gets, and 在."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.domain import duty_roll
from bot.domain.deadline import Deadline
from bot.domain.duty_roll import DutyRoll, DutyRollAnswered, DutyRollCalled, DutyRollCounted
from bot.domain.events import RosterChanged
from bot.domain.people import Person
from bot.talk.message import Address, Card, Choice, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers.facts import Json
from handlers.listening import listen, stop_listening

RING = "duty_roll"
COUNT = "duty_count"


async def plan(work: Work, event: RosterChanged | None = None) -> None:  # noqa: ARG001
    """At the start and with every roster: when each community is asked next. To plan it again changes nothing."""
    if not work.company.duty_roll:
        return
    for community in work.roster.communities:
        at = duty_roll.next_ring(work.now, community.zone)
        work.due(RING, about=_about(community.id, at.date().isoformat()), at=at)


async def ring(work: Work, deadline: Deadline) -> None:
    """Everybody on duty is asked; a roll call that was missed while the bot was down is made once, late."""
    _, community, day = deadline.about.split("/")
    home = work.roster.community(community)
    if home is None or not work.company.duty_roll:
        return
    at = duty_roll.next_ring(work.now, home.zone)
    work.due(RING, about=_about(community, at.date().isoformat()), at=at)
    people = duty_roll.on_duty(work.roster, community, at=work.now)
    if not any(person.accounts for person in people):
        return
    ways = {person.id: await _ways(work, person) for person in people}
    asked = tuple(one for one, found in ways.items() if found)
    unreached = tuple(one for one, found in ways.items() if not found)
    await _keep(work, DutyRoll(community=community, day=day, asked=asked, unreached=unreached))
    late = work.now - deadline.due > duty_roll.LATE
    work.happened(DutyRollCalled(community=community, day=day, asked=asked, unreached=unreached))
    for person in people:
        card = _card(work, community, day, at=work.now.isoformat(), late=late)
        about = f"{_about(community, day)}/{person.id}"
        await _show(work, person, card, about=about)
        await _listen(work, person, about=about)
    work.due(COUNT, about=_about(community, day), at=work.now + duty_roll.ANSWER)


async def count(work: Work, deadline: Deadline) -> None:
    """The time to answer is over."""
    _, community, day = deadline.about.split("/")
    roll = await found(work, community, day)
    if roll is not None and not roll.counted and work.roster.community(community) is not None:
        counted = DutyRollCounted(community=community, day=day)
        await _keep(work, replace(roll, counted=True))
        for person in (silent for one in roll.silent if (silent := work.roster.person(one))):
            await _stop_listening(work, person, about=f"{_about(community, day)}/{person.id}")
        work.happened(counted)


async def here(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """在: of the person, whichever of their accounts or roster entries it comes from."""
    assert person is not None  # the gate lets nobody else through
    community, day = str(asked.facts["community"]), str(asked.facts["day"])
    roll = await found(work, community, day)
    who = next((one for one in roll.asked if one in work.roster.same_people([person.id])), "") if roll else ""
    if roll is None or not who:
        return Toast(template="duty_not_asked", alert=True)
    if who in roll.here:
        return Toast(template="duty_already", facts={"at": roll.here[who], "zone": _zone(work, community)})
    await _keep(work, roll.answered(who, work.now))
    work.happened(DutyRollAnswered(community=community, day=day, by=who))
    facts = {"at": work.now.isoformat(), "zone": _zone(work, community), "late": roll.counted}
    return Toast(template="duty_here", facts=facts)


async def show_answered(work: Work, event: DutyRollAnswered) -> None:
    """Their card says since when they have answered, on each of their accounts."""
    person = work.roster.person(event.by or "")
    if person is not None:
        card = _card(work, event.community, event.day, at=work.now.isoformat(), here=True)
        about = f"{_about(event.community, event.day)}/{person.id}"
        await _show(work, person, card, about=about)
        await _stop_listening(work, person, about=about)


async def found(work: Work, community: str, day: str) -> DutyRoll | None:
    """The roll call of a community and day; None when there was none."""
    kept: Any = await work.recall(_fact(community, day))
    if not isinstance(kept, Mapping):
        return None
    return DutyRoll(
        community=community,
        day=day,
        asked=tuple(kept["asked"]),
        unreached=tuple(kept["unreached"]),
        here=kept["here"],
        counted=kept["counted"],
    )


async def _keep(work: Work, roll: DutyRoll) -> None:
    kept: Json = {
        "asked": [*roll.asked],
        "unreached": [*roll.unreached],
        "here": dict(roll.here),
        "counted": roll.counted,
    }
    await work.keep(_fact(roll.community, roll.day), kept)


async def _ways(work: Work, person: Person) -> list[Address]:
    """Every private chat of a person that is open: each account is kept in use, one answer is enough."""
    known = [await work.accounts.get(platform, account) for platform, account in person.accounts.items()]
    return [Address(platform=one.platform, chat=one.chat) for one in known if one is not None and one.chat]


async def _show(work: Work, person: Person, card: Card, *, about: str) -> None:
    for where in await _ways(work, person):
        work.live(where, card, about=about, priority=Priority.ROUTINE)


async def _listen(work: Work, person: Person, *, about: str) -> None:
    """在 is typed as well as pressed; who is being asked something else goes on with that."""
    for where in await _ways(work, person):
        if await work.conversations.get(where, where.chat) is None:
            await listen(work, where, where.chat, form=RING, facts={}, card=about)


async def _stop_listening(work: Work, person: Person, *, about: str) -> None:
    for where in await _ways(work, person):
        await stop_listening(work, where, where.chat, card=about)


def _card(work: Work, community: str, day: str, *, at: str, late: bool = False, here: bool = False) -> Card:
    home = work.roster.community(community)
    facts: Json = {
        "community": home.name if home else "",
        "zone": _zone(work, community),
        "at": at,
        "minutes": duty_roll.ANSWER.total_seconds(),
        "late": late,
        "here": here,
    }
    button = Choice(key="here", label="here", facts={"community": community, "day": day})
    return Card(template="duty/roll", facts=facts, rows=() if here else ((button,),))


def _zone(work: Work, community: str) -> str:
    home = work.roster.community(community)
    return home.timezone if home else work.company.timezone


def _about(community: str, day: str) -> str:
    return f"duty/{community}/{day}"


def _fact(community: str, day: str) -> str:
    return f"duty_roll:{community}/{day}"
