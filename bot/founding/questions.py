"""The questions of `zhiban init` in their order: company and community, the bot, the people, the groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.roster import ChatKind
from bot.founding import typed
from bot.founding.answers import ADMIN, DEPARTMENTS, ROLES, SKILLS, Answers, Building, Group, Member
from bot.founding.asking import Asking
from bot.founding.summary import summary
from bot.read.building import building_number

TryToken = Callable[[Asking, str], bool]
"""Says who the bot is, where Telegram can be asked; False when Telegram does not know the token."""

_LATIN = re.compile(r"[a-z0-9]+")
_LONGEST_ID = 24


Part = Callable[[Asking, Answers], Answers]
"""Asks for one part and puts it into the answers."""


def ask_all(asking: Asking, try_token: TryToken) -> Answers:
    """Everything, one question after the other; then what was understood, until it is right."""
    parts = _parts(try_token)
    answers = Answers(language=asking.language)
    for part in parts:
        answers = part(asking, answers)
    while wrong := _wrong(asking, answers, len(parts)):
        answers = parts[wrong - 1](asking, answers)
    return answers


def _parts(try_token: TryToken) -> Sequence[Part]:
    """In the order of their numbers in the summary."""

    def token(asking: Asking, answers: Answers) -> Answers:
        return replace(answers, token=_token(asking, try_token))

    return _company, _community, _all_buildings, _lift_firm, _timezone, token, _staff, _all_groups


def _wrong(asking: Asking, answers: Answers, most: int) -> int:
    asking.say("summary", **summary(asking, answers))
    return asking.ask("right", typed.right_or_which(most))


def _company(asking: Asking, answers: Answers) -> Answers:
    return replace(answers, company=asking.ask("company", typed.name))


def _community(asking: Asking, answers: Answers) -> Answers:
    return replace(
        answers,
        community=asking.ask("community", typed.name),
        phone=asking.ask_if("phone", typed.phone) or "",
        address=asking.ask_if("address", typed.line) or "",
        gate=asking.ask_if("gate", typed.name) or "",
        assembly=asking.ask_if("assembly", typed.name) or "",
    )


def _all_buildings(asking: Asking, answers: Answers) -> Answers:
    """Groups that are for some buildings only are asked for anew with them."""
    changed = replace(answers, buildings=_buildings(asking))
    if any(group.buildings for group in answers.groups):
        return _all_groups(asking, changed)
    return changed


def _lift_firm(asking: Asking, answers: Answers) -> Answers:
    return replace(answers, lift_firm=asking.ask_if("lift_firm", typed.phone) or "")


def _timezone(asking: Asking, answers: Answers) -> Answers:
    return replace(answers, timezone=asking.ask("timezone", typed.zone, default=typed.USUAL_ZONE))


def _staff(asking: Asking, answers: Answers) -> Answers:
    return replace(answers, people=_people(asking))


def _all_groups(asking: Asking, answers: Answers) -> Answers:
    return replace(answers, groups=_groups(asking, [building.name for building in answers.buildings]))


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
