"""A company as large as a benchmark wants it: the sample roster with more communities and more staff, made by code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.client import World

SAMPLE = Path(__file__).parent.parent / "templates" / "sample"
FIRST_PERSON, FIRST_GROUP = 20_000, -2_000
FIRST_GUARD = 50_000
FIRST_REPORTER = 70_000
POSTS = ("security", "engineering", "control", "service", "property")
"""One of each department in every community; the last one is its duty lead."""


@dataclass(frozen=True, kw_only=True)
class Estate:
    """One community that was made by code."""

    id: str
    group: int
    people: dict[str, int]
    """Telegram number by department."""


def estate(number: int) -> Estate:
    """The community with this number, from 1."""
    first = FIRST_PERSON + number * 10
    people = {department: first + place for place, department in enumerate(POSTS)}
    return Estate(id=f"estate{number}", group=FIRST_GROUP - number, people=people)


async def settle(world: World, *, estates: int = 0, reporters: int = 0) -> None:
    """The people and groups of the estates in the sandbox; everybody has started the bot, and the bot has heard it."""
    for made in map(estate, range(1, estates + 1)):
        people = [await world.person(number, department) for department, number in made.people.items()]
        for person in people:
            await person.starts()
        await world.group(made.group, made.id, members=people, bot="administrator")
    for number in range(reporters):
        await (await world.person(FIRST_REPORTER + number, f"reporter{number}")).starts()


def write_files(
    folder: Path, *, url: str, token: str, estates: int = 0, guards: int = 0, reporters: int = 0, limits: bool = False
) -> Path:
    """Settings and roster for a run; the path of the settings.

    `guards`: so many more of security in the sample community; `reporters`: so many more, spread over the estates.
    """
    settings = (SAMPLE / "zhiban.toml").read_text(encoding="utf-8")
    settings = re.sub(r'token = "[^"]*"', f'token = "{token}"', settings, count=1)
    settings = re.sub(r'base_url = "[^"]*"', f'base_url = "{url}"', settings, count=1)
    settings = re.sub(r"port = \d+", "port = 0", settings)
    if not limits:
        settings = re.sub(r"(telegram_\w+) = \d+", r"\1 = 0", settings)
    roster = (SAMPLE / "roster.toml").read_text(encoding="utf-8")
    parts = [roster, *(_estate(estate(number)) for number in range(1, estates + 1))]
    parts += [_person(f"guard{n}", FIRST_GUARD + n, department="security", community="anju") for n in range(guards)]
    parts += [_reporter(n, estates=estates) for n in range(reporters)]
    (folder / "roster.toml").write_text("\n".join(parts), encoding="utf-8")
    file = folder / "zhiban.toml"
    file.write_text(settings, encoding="utf-8")
    return file


def _estate(made: Estate) -> str:
    people = [
        _person(f"{made.id}-{department}", number, department=department, community=made.id)
        for department, number in made.people.items()
    ]
    return "\n".join([_COMMUNITY.format(id=made.id, group=made.group), *people])


def _reporter(number: int, *, estates: int) -> str:
    home = f"estate{number % estates + 1}"
    return _person(f"reporter{number}", FIRST_REPORTER + number, department="cleaning", community=home)


def _person(id: str, number: int, *, department: str, community: str) -> str:
    roles = '["responder", "duty_lead"]' if department == "property" else '["responder"]'
    return _PERSON.format(id=id, number=number, department=department, community=community, roles=roles)


_COMMUNITY = """
[[community]]
id = "{id}"
name = "{id}"
timezone = "Asia/Shanghai"
phone = "0755-1234567"

  [[community.building]]
  name = "3号楼"
  units = 2
  floors = 18

[[contact]]
community = "{id}"
kind = "lift_maintenance"
name = "电梯维保"
phone = "400-810-0000"

[[chat]]
platform = "telegram"
id = {group}
kind = "staff"
community = "{id}"
"""
_PERSON = """
[[person]]
id = "{id}"
name = "{id}"
post = "{department}"
department = "{department}"
roles = {roles}
communities = ["{community}"]
telegram = {number}
language = "zh"
"""
