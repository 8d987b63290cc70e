"""What was understood, in a few lines, for one look before anything is written. The token is not among it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from bot.founding.answers import Answers, Building, Group, Member
from bot.founding.asking import Asking


def summary(asking: Asking, answers: Answers) -> Mapping[str, str]:
    """The facts of the text `summary`."""
    nothing = asking.words("nothing")
    between = asking.words("between")
    place = (answers.community, answers.phone, answers.address, answers.gate, answers.assembly)
    return {
        "company": answers.company,
        "community": between.join(one for one in place if one),
        "buildings": _lines(_row(asking, size, list(same)) for size, same in groupby(answers.buildings, _size)),
        "lift_firm": answers.lift_firm or nothing,
        "timezone": answers.timezone,
        "people": _lines(_person(asking, member, between) for member in answers.people),
        "groups": _lines(_group(asking, group) for group in answers.groups) or nothing,
    }


def _lines(lines: Iterable[str]) -> str:
    """One below the other."""
    return "\n      ".join(lines)


def _size(building: Building) -> tuple[int, int, int]:
    return building.units, building.floors, building.flats


def _row(asking: Asking, size: tuple[int, int, int], same: Sequence[Building]) -> str:
    units, floors, flats = size
    known = asking.words("flats", flats=flats) if flats else ""
    names = same[0].name if len(same) == 1 else asking.words("row", first=same[0].name, last=same[-1].name)
    return asking.words("built", names=names, count=len(same), units=units, floors=floors, flats=known)


def _person(asking: Asking, member: Member, between: str) -> str:
    roles = [asking.words(f"role_{role}") for role in member.roles]
    skills = [asking.words(f"skill_{skill}") for skill in member.skills]
    return between.join(one for one in (member.name, member.post, *roles, *skills, member.phone) if one)


def _group(asking: Asking, group: Group) -> str:
    return " ".join((asking.words(f"group_{group.kind}"), str(group.id), *group.buildings))
