"""How the group of each incident should be, on platforms that make groups; wanted in the commit that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.domain.incident import Incident
from bot.engine.choosing import head_of
from bot.engine.world import World
from bot.store import rooms
from bot.store.rooms import Plan
from bot.store.tx import Tx
from bot.talk.work import Work

FEWEST = 2
"""A group of one is no group (WD 90245)."""


class Planning(Work, Protocol):
    """A work, with what is planned in."""

    tx: Tx

    @property
    def world(self) -> World:
        """What can be made where."""


async def follow_rooms(work: Planning, incidents: Iterable[Incident]) -> None:
    """How the room of each of these incidents should be by now."""
    for platform, shape in work.world.shapes.items():
        if shape.gathers:
            for incident in incidents:
                await _want(work, incident, platform, people_of=shape.gathers)


async def _want(work: Planning, incident: Incident, platform: str, *, people_of: str) -> None:
    known = await rooms.of_incident(work.tx, incident.number, platform)
    ids = [incident.commander or "", *(one.person for one in incident.responders)]
    people = [person for one in dict.fromkeys(ids) if (person := work.roster.person(one))]
    now = [account for person in people if (account := person.accounts.get(people_of))]
    named = dict.fromkeys([*(known.wanted.members if known else ()), *now])  # only who leaves the roster is put out
    members = tuple([one for one in named if await _is_open(work, people_of, one)])
    if len(members) < FEWEST or (known is None and not incident.state.open):
        return
    facts = {**await head_of(work, incident), "over": not incident.state.open}
    name = work.words.write("room/name", facts, work.company.language)
    id = f"zhiban{incident.number}t{int(incident.opened.timestamp())}"  # noqa: A001 - letters and digits (WD 90245)
    plan = Plan(id=id, name=name, members=members, over=not incident.state.open)
    await rooms.want(work.tx, incident.number, platform, plan, now=work.now)


async def _is_open(work: Planning, platform: str, account: str) -> bool:
    """Whether an account can be written to: one unknown to the platform would keep the group from all others."""
    known = await work.accounts.get(platform, account)
    return known is not None and bool(known.chat) and work.roster.account(platform, account) is not None
