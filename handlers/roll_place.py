"""Where somebody lives, as it is asked and understood in private: one flat, one unit, or why it can't be one."""

from __future__ import annotations

from bot.domain.flat import Home, find_home, flat_in, units_open
from bot.domain.notice import Notice
from bot.domain.places import Community
from bot.talk.message import Address, Choice, Facts, Incoming
from bot.talk.work import Work
from handlers.facts import Json
from handlers.roll_facts import community_of, home_facts

Rows = tuple[tuple[Choice, ...], ...]
UNCLEAR: Json = {"why": "unclear", "said": "", "building": "", "doubted": ""}
"""The words named no flat."""


def number_in(facts: Facts) -> int:
    """The number of the notice a button or conversation is about."""
    number = facts["notice"]
    assert isinstance(number, int)
    return number


def is_report(work: Work, incoming: Incoming) -> bool:
    """Whether the words tell of something that has happened."""
    said = work.recognise(incoming.text)
    return said.spoken or (said.type is not None and bool(said.place.building))


def tells_of(work: Work, incoming: Incoming) -> str:
    """The building in which something has happened, by these words; empty when they report nothing or no building."""
    flat = flat_in(incoming.text)
    if flat is not None and flat.short:
        return ""  # 2-402: perhaps a unit of their own building
    said = work.recognise(incoming.text)
    return said.place.building if said.type is not None else ""


async def home_said(
    work: Work, notice: Notice, incoming: Incoming, *, near: str, form: str
) -> tuple[Home, Json | None]:
    """The flat of a line; with why it can't be one, unless the same is said once more: rosters may be wrong too."""
    said = flat_in(incoming.text)
    assert said is not None
    community = community_of(work, notice)
    home = find_home(said, community, near=near)
    why = home.unknown or ("which" if not home.building and community.buildings else "")
    doubted = f"{home.building}/{home.flat}"
    before = await work.conversations.get(incoming.where, incoming.account)
    insisted = before is not None and before.form == form and before.facts.get("doubted") == doubted
    if not why or (insisted and home.building):
        return home, None
    building = home_facts(community, home.building, home.flat)
    return home, {"why": why, "said": home.flat, "building": building, "doubted": doubted}


async def near_to(work: Work, notice: Notice, where: Address, account: str) -> str:
    """The building that is meant when none is said."""
    answer = await work.roll_calls.get(notice.number, (where.platform, account))
    home = await work.residents.get(where.platform, account, notice.community)
    known = (answer.building if answer else "") or (home.building if home else "")
    return known or only_building(notice, community_of(work, notice))


def only_building(notice: Notice, community: Community) -> str:
    """The only building the notice can mean; empty when there are several."""
    every = notice.buildings or tuple(one.number for one in community.buildings)
    return every[0] if len(every) == 1 else ""


def unit_rows(notice: Notice, community: Community, place: tuple[str, str], *, action: str) -> Rows:
    """The units to choose from."""
    building, flat = place
    units = units_open(community.building(building), flat)
    buttons = tuple(
        Choice(
            key=f"{action}:{unit}",
            label="unit",
            facts={"notice": notice.number, "unit": unit, "building": building, "flat": f"{unit}-{flat}"},
        )
        for unit in units[:24]
    )
    return tuple(buttons[start : start + 4] for start in range(0, len(buttons), 4))
