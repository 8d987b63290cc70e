"""The questions of `zhiban init` in their order: company and community, the bot, the people, the groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.roster import ChatKind
from bot.founding import typed
from bot.founding.answers import ADMIN, DEPARTMENTS, ROLES, SKILLS, Answers, Building, Group, Member
from bot.founding.asking import Asking
from bot.read.building import building_number

TryToken = Callable[[Asking, str], bool]
"""Says who the bot is, where Telegram can be asked; False when Telegram does not know the token."""

_LATIN = re.compile(r"[a-z0-9]+")
_LONGEST_ID = 24


@dataclass(frozen=True, kw_only=True)
class _Place:
    """What the roster says of the community before its people."""

    name: str
    phone: str
    address: str
    gate: str
    assembly: str
    buildings: tuple[Building, ...]
    lift_firm: str


def ask_all(asking: Asking, try_token: TryToken) -> Answers:
    """Everything, one question after the other."""
    company = asking.ask("company", typed.name)
    place = _place(asking)
    timezone = asking.ask("timezone", typed.zone, default=typed.USUAL_ZONE)
    token = _token(asking, try_token)
    people = _people(asking)
    return Answers(
        language=asking.language,
        company=company,
        token=token,
        timezone=timezone,
        community=place.name,
        phone=place.phone,
        address=place.address,
        gate=place.gate,
        assembly=place.assembly,
        buildings=place.buildings,
        lift_firm=place.lift_firm,
        people=people,
        groups=_groups(asking, [building.name for building in place.buildings]),
    )


def _place(asking: Asking) -> _Place:
    return _Place(
        name=asking.ask("community", typed.name),
        phone=asking.ask_if("phone", typed.phone) or "",
        address=asking.ask_if("address", typed.line) or "",
        gate=asking.ask_if("gate", typed.name) or "",
        assembly=asking.ask_if("assembly", typed.name) or "",
        buildings=_buildings(asking),
        lift_firm=asking.ask_if("lift_firm", typed.phone) or "",
    )


def _named(asking: Asking) -> Callable[[str], str]:
    return lambda number: asking.words("building" if number[0].isdigit() else "tower", number=number)


def _buildings(asking: Asking) -> tuple[Building, ...]:
    """Rows of buildings of one size each, until there are no more."""
    found: list[Building] = []

    def parse(text: str) -> tuple[str, ...]:
        numbers = [building_number(building.name) for building in found]
        return typed.buildings(text, named=_named(asking), before=numbers)

    names: tuple[str, ...] | None = asking.ask("buildings", parse)
    while names:
        units, floors, flats = asking.ask("size", typed.size)
        found += [Building(name=name, units=units, floors=floors, flats=flats) for name in names]
        names = asking.ask_if("more_buildings", parse)
    return tuple(found)


def _token(asking: Asking, try_token: TryToken) -> str:
    while True:
        token = asking.ask("token", typed.token, hidden=True)
        if try_token(asking, token):
            return token


def _people(asking: Asking) -> tuple[Member, ...]:
    """The one who is asked first, who keeps the roster."""
    people = [_member(asking, asking.ask("first_person", typed.name), ())]
    while name := asking.ask_if("person", typed.name):
        people.append(_member(asking, name, people))
    return tuple(people)


def _member(asking: Asking, name: str, before: Sequence[Member]) -> Member:
    phone = asking.ask_if("person_phone", typed.phone, name=name) or ""
    department = DEPARTMENTS[asking.ask("department", typed.one_of(len(DEPARTMENTS)), name=name) - 1]
    chosen = asking.ask("roles", typed.number_of_choices(len(ROLES)), default="1", name=name)
    roles = [ROLES[number - 1] for number in chosen]
    if not before and ADMIN not in roles:
        roles.append(ADMIN)
    skills = asking.ask_if("skills", typed.number_of_choices(len(SKILLS)), name=name) or ()
    return Member(
        id=_id(name, [member.id for member in before]),
        name=name,
        post=asking.words(f"post_{department}"),
        department=department,
        roles=tuple(roles),
        skills=tuple(SKILLS[number - 1] for number in skills),
        phone=phone,
    )


def _id(name: str, taken: Sequence[str]) -> str:
    """The first Latin word of the name, else a number."""
    latin = _LATIN.search(name.lower()) if name.isascii() else None
    wanted = latin[0][:_LONGEST_ID] if latin else f"p{len(taken) + 1}"
    if wanted not in taken:
        return wanted
    return next(other for number in range(2, len(taken) + 3) if (other := f"{wanted}-{number}") not in taken)


def _groups(asking: Asking, buildings: Sequence[str]) -> tuple[Group, ...]:
    found: list[Group] = []

    def parse(text: str) -> int:
        number = typed.group(text)
        if number in [group.id for group in found]:
            raise typed.UnclearError("group_twice")
        return number

    for kind in (ChatKind.STAFF, ChatKind.COMMAND):
        if number := asking.ask_if(f"{kind}_group", parse):
            found.append(Group(id=number, kind=kind))
    while number := asking.ask_if("resident_group", parse):
        some = asking.ask_if(
            "resident_buildings", lambda text: typed.some_of(text, known=buildings, named=_named(asking))
        )
        found.append(Group(id=number, kind=ChatKind.RESIDENT, buildings=some or ()))
    return tuple(found)
